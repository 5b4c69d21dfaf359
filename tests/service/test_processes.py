"""The processes of a server: what ends them, and what comes after them."""

import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.service.processes import CROSS, FORM, LOOKUP, Server, children, started, until
from tests.service.serving import ask


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Server]:
    """A server that outlives the tests."""
    with started(out, 60) as server:
        yield server


@pytest.fixture
def lookups(server: Server) -> Iterator[list[int]]:
    """The statuses of what somebody else asks meanwhile, queries and pages."""
    stop, statuses = threading.Event(), list[int]()

    def look() -> None:
        while not stop.is_set():
            statuses.append(server.query(LOOKUP).status)
            statuses.append(server.page().status)

    thread = threading.Thread(target=look)
    thread.start()
    yield statuses
    stop.set()
    thread.join()
    assert len(statuses) >= 2
    assert set(statuses) == {200}


def test_a_query_ends_with_its_client(server: Server) -> None:
    host, _, port = server.address.removeprefix("http://").partition(":")
    body = urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"})
    with socket.create_connection((host, int(port))) as connection:
        head = "\r\n".join(f"{name}: {value}" for name, value in FORM.items())
        connection.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: {host}\r\n{head}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        until(lambda: 'lane="ordinary",state="busy"} 1.0' in ask(f"{server.address}/metrics").text)
    until(lambda: 'outcome="gone"} 1.0' in ask(f"{server.address}/metrics").text)
    until(lambda: 'lane="ordinary",state="busy"} 0.0' in ask(f"{server.address}/metrics").text)


def test_killed_workers_and_zygotes_are_replaced_unnoticed(
    server: Server, lookups: list[int]
) -> None:
    zygote = server.zygote()
    for victim in (*children(zygote), zygote):
        with suppress(ProcessLookupError):  # it served the test before
            os.kill(victim, signal.SIGKILL)
        seen = len(lookups)
        until(lambda seen=seen: len(lookups) > seen + 6)  # type: ignore[misc]
    until(lambda: server.zygote() not in (0, zygote))


@pytest.mark.parametrize("whom", ["front", "first"])
def test_nothing_outlives_the_front_process(out: Path, whom: str) -> None:
    with started(out, 1) as server:
        front, zygote = server.front(), server.zygote()
        family = [zygote, *children(zygote)]
        os.kill(front if whom == "front" else server.process.pid, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))
        if whom == "front":  # it is replaced, and with it the others
            until(lambda: _answers(server))
            assert server.query(LOOKUP).status == 200
        else:
            server.process.wait()
            until(lambda: not Path(f"/proc/{front}").exists())


def test_queries_go_over_to_another_release(tmp_path: Path, publish: Callable[..., Path]) -> None:
    publish(tmp_path, "a" * 64)
    with started(tmp_path, 0.3) as server:
        before, releases = server.zygote(), list[str]()
        publish(tmp_path, "b" * 64, "<urn:new> <urn:p> <urn:o> <urn:g> .\n")
        while "b" * 64 not in releases:
            answer = server.query("ASK { <urn:new> ?p ?o }")
            assert answer.status == 200
            releases.append(answer.headers["X-Spacecoop-Release"])
            assert json.loads(answer.body)["boolean"] is (releases[-1] == "b" * 64)
        until(lambda: not Path(f"/proc/{before}").exists())
        assert server.query(LOOKUP).status == 200


def _answers(server: Server) -> bool:
    try:
        return ask(f"{server.address}/readyz").status == 200
    except OSError:
        return False
