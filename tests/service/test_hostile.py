"""Queries that would stop another service: each gets a clear answer, and nobody else notices."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from service.engine.limits import Limits
from tests.service.processes import CROSS, LOOKUP, Server, started
from tests.service.serving import Answer

TIMEOUT = 1.0  # seconds that the server gives a query
# Machines that run tests are busy: what is tested is that a query ends, not that they are fast.
BOUND = TIMEOUT + 10

TENFOLD = [f"BIND(CONCAT({','.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(12)]
PATH = "/".join(["(!<urn:a>|^!<urn:b>)*"] * 30)

REPLACED = [
    f"BIND(REPLACE(?{one}, 'a', ?{one}) AS ?{two})" for one, two in ("ab", "bc", "cd", "de", "ez")
]
REPEATED = "((x{1,999}){1,999}){1,999}"
NUMBERED = "".join(f"?s{n} ?p{n} ?o{n} ." for n in range(3000))

HOSTILE = {
    "cross product, sorted": (f"SELECT * {{ {CROSS} }} ORDER BY ?a ?i", {503, 507}),
    "cross product, grouped": (
        f"SELECT ?a (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?e",
        {503, 507},
    ),
    "cross product, distinct": (f"SELECT DISTINCT ?a ?e ?i {{ {CROSS} }}", {503, 507}),
    "cross product, counted": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", {503}),
    "cross product, whole": (f"SELECT * {{ {CROSS} }}", {503, 507}),
    "cross product, built": (f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}", {503, 507}),
    "strings by CONCAT": (
        f"SELECT ?x12 {{ BIND('aaaaaaaaaa' AS ?x0) {' '.join(TENFOLD)} }}",
        {503, 507},
    ),
    "strings by REPLACE": (
        f"SELECT (STRLEN(?z) AS ?n) {{ BIND('aaaaaaaaaa' AS ?a) {' '.join(REPLACED)} }}",
        {503, 507},
    ),
    "300 patterns": ("SELECT * {" + "?s ?p ?o ." * 300 + "}", {400, 503}),
    "3,000 patterns": ("SELECT * {" + NUMBERED + "}", {400}),
    "2,300 braces": ("SELECT * " + "{" * 2300 + "}" * 2300, {400}),
    "a path over cycles": (f"SELECT * {{ ?s {PATH} ?o }}", {400, 503, 507}),
    "a long path": ("SELECT * { ?s " + "/".join(["<urn:a>*"] * 5000) + " ?o }", {400}),
    "a regular expression": (
        f"SELECT * {{ ?s ?p ?o FILTER REGEX(STR(?s), '{REPEATED}') }}",
        {200, 503, 507},
    ),
    "every regular expression": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(?c), STR(?f)) }",
        {503, 507},
    ),
    "FROM a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {400}),
}


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Server]:
    """A server that gives a query one second."""
    with started(out, TIMEOUT) as server:
        yield server


@pytest.fixture(scope="module")
def answers(server: Server) -> Iterator[dict[str, Future[tuple[Answer, float]]]]:
    """The answers to the hostile queries and the seconds they took.

    As many are asked at a time as there are workers, so that none stands back for another; what
    somebody else asks meanwhile, queries and pages, is answered.
    """
    stop, statuses = threading.Event(), list[int]()

    def timed(query: str) -> tuple[Answer, float]:
        began = time.monotonic()
        return server.query(query), time.monotonic() - began

    def look() -> None:
        while not stop.is_set():
            statuses.append(server.query(LOOKUP).status)
            statuses.append(server.page().status)

    with ThreadPoolExecutor(Limits().workers + 1) as threads:  # one of them looks up
        looking = threads.submit(look)
        try:
            yield {name: threads.submit(timed, query) for name, (query, _) in HOSTILE.items()}
        finally:
            stop.set()
        looking.result()
    assert len(statuses) >= 2
    assert set(statuses) == {200}


@pytest.mark.parametrize(("name", "statuses"), [(n, s) for n, (_, s) in HOSTILE.items()])
def test_a_hostile_query_ends_and_harms_nobody(
    answers: dict[str, Future[tuple[Answer, float]]], name: str, statuses: set[int]
) -> None:
    answer, seconds = answers[name].result()
    assert answer.status in statuses
    assert seconds < BOUND
    if answer.status != 200:
        assert json.loads(answer.body)["detail"]


SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o SERV\\u0049CE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ERVICE\\u0020SILENT <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX : <{0}> SELECT * {{SERVICESILENT:x{{}}}}",
    "SELECT * {{ BIND(<{0}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "LOAD <{0}>",
    "DESCRIBE <{0}>",
]


def test_no_query_reaches_another_server(server: Server) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for query in SERVICES:
            answer = server.query(query.format(address))
            harmless = query.startswith(("SELECT * FROM", "DESCRIBE"))
            assert answer.status == (200 if harmless else 400), query
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
