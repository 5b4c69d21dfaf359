"""A server that the command line starts, and answers of it that are no exceptions."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import make_server

from tests.conftest import end, unused_port

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body, in UTF-8."""
        return self.body.decode()


@contextmanager
def serving(*arguments: object, **environment: str) -> Iterator[str]:
    """The address, without a slash at its end, of `spacecoop serve` with these arguments."""
    port = str(unused_port())
    with subprocess.Popen(
        [sys.executable, "-m", "spacecoop", "serve", *map(str, arguments), "--port", port],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().strip().rstrip("/")
            assert address, "the server said nothing"
            yield address
        finally:
            end(process)


def ask(
    address: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to one request, whatever its status; redirects are not followed."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def _read(connection: socket.socket) -> None:
    """Take a whole request: closing before that would cut the reply."""
    with connection.makefile("rb") as request:
        length = 0
        for line in iter(request.readline, b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        request.read(length)


@contextmanager
def listening(reply: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of something that reads a request and then replies so."""

    def go_on() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                _read(connection)
                reply(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@contextmanager
def threaded(app: Flask) -> Iterator[str]:
    """The address, without a slash at its end, of an application in a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
