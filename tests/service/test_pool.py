"""Queries in processes of their own: what they may not do, and that what dies is replaced."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.engine import Question
from service.engine.limits import MEGABYTE, Limits
from service.engine.pool import Pool
from service.errors import (
    BadQueryError,
    BusyError,
    ClientGoneError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
)
from service.store import Dump

LOOKUP = Question("SELECT * { <https://w3id.org/spacecoop/id/mission/mmx> ?p ?o }", "json")
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "json")
COUNT = Question(LOOKUP.query.replace("*", "(COUNT(*) AS ?n)", 1), "json")
PATIENCE = 30.0  # seconds until something that does not happen counts as broken


class Client:
    """Waits for an answer until it has left."""

    address, waited = "192.0.2.1", 0.0

    def __init__(self) -> None:
        self.left = threading.Event()

    def gone(self) -> bool:
        """Whether it has left."""
        return self.left.is_set()


@pytest.fixture(scope="module")
def dump(out: Path) -> Dump:
    """The quads of the release."""
    return Dump(out / "current" / "spacecoop.nq.gz")


@pytest.fixture
def make(dump: Dump) -> Iterator[Callable[[Limits], Pool]]:
    """Makes pools that end with the test."""
    made: list[Pool] = []

    def one(limits: Limits) -> Pool:
        made.append(Pool(dump, limits))
        assert made[-1].ready(PATIENCE)
        return made[-1]

    yield one
    for pool in made:
        pool.stop()


@pytest.fixture(scope="module")
def pool(dump: Dump) -> Iterator[Pool]:
    """A pool for tests that leave it as they found it."""
    limits = Limits(workers=2, timeout=1.0, memory=128 * MEGABYTE, result=MEGABYTE)
    pool = Pool(dump, limits)
    assert pool.ready(PATIENCE)
    yield pool
    pool.stop()


def _rows(pool: Pool) -> int:
    with pool.answer(LOOKUP) as answer:
        return len(json.loads(answer.read())["results"]["bindings"])


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _zygote(pid: int) -> int:
    """Of the children of a process the youngest that has children of its own."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(n) for task in tasks for n in (task / "children").read_text().split()]
    return max(child for child in children if _children(child))


def test_answers_are_whole(pool: Pool) -> None:
    assert _rows(pool) > 3
    with pool.answer(Question("SELECT * { ?s ?p ?o }", "json")) as answer:
        assert answer.length > 100_000
        assert len(json.loads(b"".join(answer))["results"]["bindings"]) > 900


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT *\n{ ?s }", BadQueryError),
        (ENDLESS.query, QueryTimeoutError),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i", QueryMemoryError),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ResultTooLargeError),
    ],
)
def test_each_failure_is_an_error_of_its_own(
    pool: Pool, query: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        pool.answer(Question(query, "json"))
    assert _rows(pool) > 3


def test_a_syntax_error_comes_with_its_place(pool: Pool) -> None:
    with pytest.raises(BadQueryError) as error:
        pool.answer(Question("SELECT *\n{ ?s }", "json"))
    assert error.value.members == {"line": 2, "column": 6}


def test_a_query_ends_with_its_client(make: Callable[[Limits], Pool]) -> None:
    pool, client = make(Limits(workers=1, timeout=PATIENCE)), Client()
    client.left.set()
    with pytest.raises(ClientGoneError):
        pool.answer(ENDLESS, client)
    assert _rows(pool) > 3


def test_more_than_the_queue_holds_are_sent_away(make: Callable[[Limits], Pool]) -> None:
    pool = make(Limits(workers=1, timeout=1.0, queue=1))
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(pool.answer, ENDLESS) for _ in range(8)]
        errors = [future.exception() for future in asked]
    assert {type(error) for error in errors} == {QueryTimeoutError, BusyError}
    busy = next(error for error in errors if isinstance(error, BusyError))
    assert int(busy.headers["Retry-After"]) > 0
    assert _rows(pool) > 3


def test_long_queries_stand_back(make: Callable[[Limits], Pool]) -> None:
    pool, client = make(Limits(workers=3, timeout=PATIENCE)), Client()
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(pool.answer, ENDLESS, client) for _ in range(3)]
        _until(lambda: pool.gauges()["ordinary"].busy == 3)
        with pool.answer(COUNT) as answer:
            assert answer.length > 3
        client.left.set()
        ends = [type(future.exception()) for future in asked]
    assert sorted(ends, key=str) == [BusyError, ClientGoneError, ClientGoneError]


def test_a_killed_worker_is_replaced_and_its_query_answered(
    make: Callable[[Limits], Pool],
) -> None:
    pool = make(Limits(workers=2, timeout=3.0))
    zygote = _zygote(os.getpid())
    stop, rows = threading.Event(), list[int]()

    def ask() -> None:
        while not stop.is_set():
            rows.append(_rows(pool))

    thread = threading.Thread(target=ask)
    thread.start()
    for victim in [*_children(zygote), zygote]:
        asked = len(rows)
        os.kill(victim, signal.SIGKILL)
        _until(lambda asked=asked: len(rows) > asked + 20)  # type: ignore[misc]
    stop.set()
    thread.join()
    assert len(set(rows)) == 1
    _until(lambda: sum(gauge.idle for gauge in pool.gauges().values()) == 4)


def test_nothing_outlives_the_process_that_asks(dump: Dump) -> None:
    code = (
        "import sys, time; from pathlib import Path; from service.engine.limits import Limits\n"
        "from service.engine.pool import Pool; from service.store import Dump\n"
        f"assert Pool(Dump(Path({str(dump.path)!r})), Limits()).ready({PATIENCE})\n"
        "print('ready', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        zygote = _zygote(process.pid)
        _until(lambda: len(_children(zygote)) == Limits().workers + Limits().light)
        started = [zygote, *_children(zygote)]
        process.kill()
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


@pytest.mark.parametrize("way", ["leave_network", "close_files"])
def test_a_worker_reaches_no_network(way: str) -> None:
    code = (
        f"import socket; from service.engine import confinement; confinement.{way}()\n"
        "import pyoxigraph\n"
        "try: socket.socket()\n"
        "except OSError: print('refused')\n"
        "print(bool(pyoxigraph.Store().query('ASK {}')))"
    )
    code = "import pyoxigraph\n" + code
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "refused\nTrue\n"


def test_not_even_a_service_clause_that_the_scan_missed_reaches_another_server() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        code = (
            "import sys, pyoxigraph; from service.engine import confinement\n"
            "if sys.argv[2] == 'confined': confinement.leave_network()\n"
            "try: list(pyoxigraph.Store().query(f'SELECT * {{ SERVICE <{sys.argv[1]}> {{}} }}'))\n"
            "except OSError as error: print(error)"
        )
        for mode in ("confined", "free"):
            with subprocess.Popen(
                [sys.executable, "-c", code, address, mode], stdout=subprocess.PIPE
            ) as process:
                if mode == "confined":
                    process.wait(PATIENCE)
                    with pytest.raises(TimeoutError):
                        listener.accept()
                else:  # the listener would have seen it
                    listener.settimeout(PATIENCE)
                    listener.accept()[0].close()
                    process.kill()
