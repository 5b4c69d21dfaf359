"""What can go wrong in the service, and the one place that answers it over HTTP.

Views raise; `answer` turns what they raised into problem details (RFC 9457) or, for browsers, a
page. Nothing internal gets out: an error that nobody foresaw is a plain 500.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from service.negotiation import choose

PROBLEM = "application/problem+json"


class CommandError(Exception):
    """Something that ends a command with one clear line and exit code 2."""

    exit_code = 2


class SettingError(CommandError):
    """A setting has a value that it cannot have."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}: {value!r} is not {wanted}")


class ReleaseError(CommandError):
    """A release is missing or cannot be read; `path` says which, `reason` why."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.reason = reason


class DataError(CommandError):
    """A data file cannot be read as what its name says; `line` and `column` count from 1."""

    def __init__(
        self, path: object, reason: str, line: int | None = None, column: int | None = None
    ) -> None:
        place = f"{path}" if line is None else f"{path}:{line}:{column}"
        super().__init__(f"{place}: {reason}")


class AddressError(CommandError):
    """The address to serve on cannot be had."""


class ServiceError(Exception):
    """An answer that is not the one asked for: status, one sentence, and members of their own."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(
        self, detail: str, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        self.members: Mapping[str, object] = members


class NotFoundError(ServiceError):
    """There is nothing at this address in the current release."""

    status = HTTPStatus.NOT_FOUND


class GoneError(ServiceError):
    """There was something at this address in an earlier release, and it was taken back."""

    status = HTTPStatus.GONE


class WithheldTextError(ServiceError):
    """A text that may be quoted from but not shown as a whole (RFC 7725)."""

    status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS


class NotAcceptableError(ServiceError):
    """None of the media types asked for can be given; names those that can."""

    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, available: Sequence[str], wanted: str | None = None) -> None:
        asked = f"format={wanted[:40]} names" if wanted else "Accept allows"
        super().__init__(
            f"{asked} none of the types this has: {', '.join(available)}.",
            available=list(available),
        )


class UnwritableError(ServiceError):
    """An answer that the format asked for cannot express."""

    status = HTTPStatus.NOT_ACCEPTABLE


class BadRequestError(ServiceError):
    """The request says something that cannot be understood or is not allowed."""

    status = HTTPStatus.BAD_REQUEST


class BadQueryError(BadRequestError):
    """A query that is refused or not SPARQL 1.1; `line` and `column` count from 1."""

    def __init__(self, detail: str, line: int | None = None, column: int | None = None) -> None:
        where: dict[str, object] = {} if line is None else {"line": line, "column": column}
        super().__init__(detail, None, **where)


class TooComplexError(BadQueryError):
    """A query that is SPARQL 1.1, but longer, deeper or wider than this service evaluates."""


class QueryTimeoutError(ServiceError):
    """A query that was not answered before its deadline."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class QueryMemoryError(ServiceError):
    """A query that needs more memory than one query may take."""

    status = HTTPStatus.INSUFFICIENT_STORAGE


class ResultTooLargeError(ServiceError):
    """A query whose answer has more bytes than one answer may have."""

    status = HTTPStatus.INSUFFICIENT_STORAGE


class BusyError(ServiceError):
    """All are at work and enough are waiting; `retry` is the number of seconds to come back in."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, detail: str, retry: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry)})


class StoreError(ServiceError):
    """The endpoint elsewhere that answers the queries gave no answer, or none that is one."""

    status = HTTPStatus.BAD_GATEWAY


class EndpointTimeoutError(ServiceError):
    """The endpoint elsewhere that a query asks, too, did not answer before the deadline."""

    status = HTTPStatus.GATEWAY_TIMEOUT


class QueryCrashError(ServiceError):
    """A query that ended the process that evaluated it, by a fault of the engine's."""


class ClientGoneError(ServiceError):
    """Nobody waits for the answer any more."""

    status = HTTPStatus.BAD_REQUEST


class BatchTooLargeError(ServiceError):
    """More questions in one request than are answered at a time."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnsupportedMediaTypeError(ServiceError):
    """The body of a POST is of a type that the endpoint does not read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class NotReadyError(ServiceError):
    """The service has begun, and cannot answer yet."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class NoReleaseError(NotReadyError):
    """There is no release to serve yet."""


def register(app: Flask) -> None:
    """Have every error of the app answered here."""
    app.register_error_handler(ServiceError, _problem)
    app.register_error_handler(HTTPException, _http)


def _problem(problem: ServiceError) -> Response:
    response = answer(problem.status, problem.detail, problem.members)
    response.headers.extend(problem.headers)
    return response


def _http(error: HTTPException) -> Response:
    original = error.get_response()
    if isinstance(error, InternalServerError) or error.code is None:
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "The service failed; it is not your fault.")
    if error.code < 400:  # a redirect that Werkzeug raised
        return Response(status=error.code, headers={"Location": original.headers["Location"]})
    detail = _nothing() if error.code == 404 else error.description
    response = answer(HTTPStatus(error.code), detail or "")
    for name in ("Allow", "Content-Range"):
        if name in original.headers:
            response.headers[name] = original.headers[name]
    return response


def _nothing() -> str:
    if current_app.config.get("SPACECOOP_FILES"):
        return f"There is nothing at {request.path}: there are no pages here, only /sparql."
    return f"There is nothing at {request.path}."


def answer(
    status: HTTPStatus, detail: str, members: Mapping[str, object] | None = None
) -> Response:
    """The error as problem details, or as a page where `Accept` prefers HTML."""
    offers = (PROBLEM, "application/json", "text/html")
    chosen = choose(request.headers.get("Accept"), offers) or PROBLEM
    if chosen == "text/html":
        asked = {"query": g.get("query"), "dataset": g.get("dataset")}
        page = render_template("error.html", status=status, detail=detail, **asked)
        return Response(page, status=status, content_type="text/html; charset=utf-8")
    problem = {"type": "about:blank", "title": status.phrase, "status": status.value}
    body = json.dumps({**problem, "detail": detail, **(members or {})}, ensure_ascii=False)
    return Response(body + "\n", status=status, content_type=chosen)
