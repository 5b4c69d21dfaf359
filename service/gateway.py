"""Between gunicorn and the application: what HTTP asks for that neither of them does.

gunicorn answers requests that it cannot parse with HTML that no other origin may read.
"""

from __future__ import annotations

import json
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
from werkzeug.exceptions import BadRequest, RequestTimeout

from service.arrivals import LimitRequestBody
from service.headers import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


STATUSES: dict[type[ParseException], tuple[HTTPStatus, str]] = {
    LimitRequestBody: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too long."),
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
NO_REQUEST = (HTTPStatus.BAD_REQUEST, "This is no HTTP/1.1 request.")


class Readable(Protocol):
    """What gunicorn and test clients give as a body."""

    def read(self, size: int | None = ..., /) -> bytes:
        """So many bytes, or all that are left."""

    def readline(self, size: int | None = ..., /) -> bytes:
        """A line."""


def answer_to(error: ParseException) -> bytes:
    """The answer to what is no HTTP, as it goes over the wire."""
    return refusal(*STATUSES.get(type(error), NO_REQUEST))


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
            raise BadRequest("The body is not framed as its headers say.") from error
        except TimeoutError as error:
            raise RequestTimeout("The rest of the body did not come.") from error


class Framed:
    """A WSGI application that reads bodies as `Body` does."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer."""
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return self.app(environ, start_response)
