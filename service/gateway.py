"""Between gunicorn and the application: what HTTP asks for that neither of them does.

gunicorn answers requests that it cannot parse with HTML that no other origin may read, and closes
connections on which a body is still arriving, so that clients see a reset instead of the answer.
"""

from __future__ import annotations

import json
import logging
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.exceptions import BadRequest, HTTPException, RequestTimeout

from service.headers import HEADERS

if TYPE_CHECKING:
    import socket

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from gunicorn.http.message import Request

LOG = logging.getLogger("spacecoop.service")
DRAINED = 64 * 2**20  # bytes of a refused body that are read and thrown away
PATIENCE = 10.0  # seconds for that
IDLE = 20  # seconds without a byte, in or out, after which a client is given up
CHUNK = 65_536  # bytes
STATUSES = {
    LimitRequestLine: (HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long; POST the query."),
    LimitRequestHeaders: (
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "The headers are too long.",
    ),
    ExpectationFailed: (HTTPStatus.EXPECTATION_FAILED, "Only 100-continue can be expected."),
    UnsupportedTransferCoding: (
        HTTPStatus.NOT_IMPLEMENTED,
        "Only the transfer coding chunked is understood.",
    ),
}


class Readable(Protocol):
    """What gunicorn and test clients give as a body."""

    def read(self, size: int | None = ..., /) -> bytes:
        """So many bytes, or all that are left."""

    def readline(self, size: int | None = ..., /) -> bytes:
        """A line."""


class Worker(ThreadWorker):
    """gunicorn's worker with threads, which waits for nobody for ever.

    What is no HTTP is answered like any other error.
    """

    def init_process(self) -> None:
        """Begin, without a traceback for every client that went to sleep."""
        self.log.error_log.addFilter(_is_news)
        super().init_process()

    def handle(self, conn: TConn) -> bool:
        """One request of a connection, each read and write of which may take IDLE seconds."""
        limit = struct.pack("ll", IDLE, 0)
        # By the system, since gunicorn has the socket block without a limit of Python's.
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        return super().handle(conn)

    def handle_error(
        self,
        req: Request | None,
        client: socket.socket,
        addr: str | int | tuple[str, int],
        exc: BaseException,
    ) -> None:
        """Answer an error that came before or around the application."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        status, detail = STATUSES.get(
            type(exc), (HTTPStatus.BAD_REQUEST, "This is no HTTP/1.1 request.")
        )
        LOG.info("not understood: %s", exc)
        try:
            client.sendall(refusal(status, detail))
        except OSError as error:
            LOG.debug("nobody there to be told: %s", error)


def _is_news(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], BlockingIOError))


def refusal(status: HTTPStatus, detail: str) -> bytes:
    """The bytes of an answer that closes the connection: problem details, with all our headers."""
    problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    body = json.dumps(problem).encode() + b"\n"
    headers = {
        **HEADERS,
        "Vary": "Accept",
        "Connection": "close",
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{n}: {v}" for n, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Body:
    """A request's body; what goes wrong with reading it is the client's fault."""

    def __init__(self, inner: Readable) -> None:
        self._inner = inner
        self.broken = False

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that are left."""
        return self._got(lambda: self._inner.read(None if size < 0 else size))

    def readline(self, size: int = -1) -> bytes:
        """A line."""
        return self._got(lambda: self._inner.readline(None if size < 0 else size))

    def readlines(self, _hint: int = -1) -> list[bytes]:
        """All lines that are left."""
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        """The lines that are left."""
        return iter(self.readline, b"")

    def _got(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except ParseException as error:
            self.broken = True
            raise BadRequest("The body is not framed as its headers say.") from error
        except BlockingIOError as error:
            self.broken = True
            raise RequestTimeout(f"Nothing of the body came for {IDLE} seconds.") from error


class Draining:
    """A WSGI application that answers once the body of the request has arrived, wanted or not."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer."""
        body = environ["wsgi.input"] = Body(environ["wsgi.input"])
        answer = self.app(environ, start_response)
        if environ.get("wsgi.input_terminated"):  # only then does reading stop at its end
            _drain(body)
        return answer


def _drain(body: Body) -> None:
    rest, end = DRAINED, time.monotonic() + PATIENCE
    try:
        while rest > 0 and time.monotonic() < end and not body.broken:
            chunk = body.read(CHUNK)
            if not chunk:
                return
            rest -= len(chunk)
    except (OSError, HTTPException) as error:
        LOG.debug("the rest of a body did not arrive: %s", error)
