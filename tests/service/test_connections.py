"""Clients that send and read slowly hold up nobody, and lose nothing while they keep moving."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import unused_port
from tests.service.serving import ask

ROOT = Path(__file__).parents[2]
# The same service, less patient than it is.
CODE = """
import sys
from service import connections
connections.REQUEST, connections.ANSWER, connections.RATE = 2.0, 2.0, 5_000_000
from service.commands import serve
serve(sys.argv[1:])
"""
WIDE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
LARGE = f"/sparql?query={quote(WIDE)}"  # some 15 MB, more than kernel and memory hold


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[str]:
    """The address of a server that gives a request and an answer two seconds."""
    port = str(unused_port())
    arguments = [sys.executable, "-c", CODE, "--out", str(out), "--port", port, "--queue", "0"]
    with subprocess.Popen(
        [*arguments, "--workers", "2"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()
            assert process.wait(timeout=20) == 0


def _connection(server: str, received: int = 0) -> socket.socket:
    host, _, port = server.removeprefix("http://").partition(":")
    connection = socket.socket()
    if received:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, received)
    connection.settimeout(30)
    connection.connect((host, int(port)))
    return connection


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def _until_closed(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionResetError):
        while data := connection.recv(1_000_000):
            received += data
    return received


def test_slow_clients_hold_up_nobody(server: str) -> None:
    """Many more of them than there are threads: each lookup is answered, and in the end they go."""
    with ExitStack() as stack:
        writers = [stack.enter_context(_connection(server)) for _ in range(100)]
        readers = [stack.enter_context(_connection(server, 4096)) for _ in range(100)]
        for number, writer in enumerate(writers):
            writer.sendall(_get("/")[: number % 30 + 1])
        for reader in readers[:6]:
            reader.sendall(_get(LARGE))
        for reader in readers[6:]:
            reader.sendall(_get("/") * 10)
        for _ in range(10):
            assert ask(f"{server}/page/mission/mmx").status == 200
            assert ask(f"{server}/healthz").status == 200
        assert {_until_closed(writer)[:12] for writer in writers} == {b"HTTP/1.1 408"}
        time.sleep(2)
        whole = [_until_closed(reader) for reader in readers[:6]]
        complete = [body for body in whole if body.endswith(b"]}}")]
    assert len(complete) < 6  # those that read nothing for so long were given up
    assert ask(f"{server}/readyz").status == 200


def test_who_reads_slowly_gets_everything(server: str) -> None:
    expected = ask(f"{server}{LARGE}", headers={"Connection": "close"}).body
    received = b""
    with _connection(server, 65_536) as connection:
        connection.sendall(_get(LARGE).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        while data := connection.recv(40_000):
            received += data
            time.sleep(0.002)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert len(expected) > 10_000_000
    assert body == expected


def test_requests_may_come_in_pieces_and_follow_each_other(server: str) -> None:
    body = b"query=" + quote("ASK {}").encode()
    post = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    with _connection(server) as connection:
        connection.sendall(post[:40])
        time.sleep(0.05)
        connection.sendall(post[40:])
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body[:3])
        time.sleep(0.05)
        last = _get("/healthz").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        connection.sendall(body[3:] + _get("/readyz") + last[:5])
        time.sleep(0.05)
        connection.sendall(last[5:])
        answers = _until_closed(connection)
    assert answers.count(b"HTTP/1.1 200 OK") == 3
    assert b'"boolean":true' in answers
    assert answers.endswith(b"alive\n")


def test_a_body_in_chunks(server: str) -> None:
    query = b"ASK {}"
    with _connection(server) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\nConnection: close\r\n\r\n"
        )
        for letter in query:
            connection.sendall(b"1\r\n%c\r\n" % letter)
        connection.sendall(b"0\r\n\r\n")
        answer = _until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 200")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["boolean"] is True


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000, b"431"),
        (b"GET /" + b"a" * 100_000, b"414"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\nquery=", b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", b"400"),
    ],
    ids=["many headers", "long line", "no request", "10 MB", "no chunk"],
)
def test_what_is_no_request_gets_an_answer(server: str, request_: bytes, status: bytes) -> None:
    with _connection(server) as connection:
        connection.sendall(request_)
        assert _until_closed(connection).split(b" ")[1] == status


def test_clients_that_come_and_go_leave_nothing_behind(server: str) -> None:
    for request_ in (b"", b"GET /", _get(LARGE)):
        for _ in range(20):
            with _connection(server) as connection:
                connection.sendall(request_)
    for _ in range(5):
        assert ask(f"{server}/page/mission/mmx").status == 200
