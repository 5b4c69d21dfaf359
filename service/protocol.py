"""What a request to `/sparql` asks, by the SPARQL 1.1 Protocol (sections 2.1 and 2.1.4).

Parameters are read strictly: a percent sign that begins no octet, or octets that are not UTF-8,
would otherwise change the query in silence. Parameters that the protocol does not know are ignored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request

from service.errors import BadRequestError, UnsupportedMediaTypeError
from service.scan import Dataset

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FIELDS = 10_000  # parameters in one request
READ_ONLY = "This endpoint is read-only: updates are not accepted."

_NO_OCTET = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Operation:
    """A query, None without one; the dataset by protocol, None for the query's own; `format=`."""

    query: str | None
    dataset: Dataset | None
    format: str | None


def operation(request: Request) -> Operation:
    """What the request asks; raises BadRequestError or UnsupportedMediaTypeError if unclear.

    The dataset may stand in the address even where the query is posted as a form: there are
    endpoint addresses that end in `?default-graph-uri=…`.
    """
    parameters = _parameters(request.query_string, "The address")
    query = None
    if request.method == "POST":
        _plain(request)
        kind, body = request.mimetype, request.get_data()
        if kind == QUERY:
            query = _text(body, "The query").removeprefix("\ufeff")  # some editors begin so
            _once([*_named(parameters, "query"), query])
        elif kind == FORM:
            parameters = [*parameters, *_parameters(body, "The form")]
        elif kind == UPDATE:
            raise UnsupportedMediaTypeError(READ_ONLY)
        else:
            raise UnsupportedMediaTypeError(f"POST a query as {QUERY} or as a form ({FORM}).")
    if _named(parameters, "update"):
        raise BadRequestError(READ_ONLY)
    if query is None:
        query = _once(_named(parameters, "query"))
    if query is None and request.method == "POST":
        raise BadRequestError("The form has no query parameter.")
    return Operation(query, _dataset(parameters), _last(_named(parameters, "format")))


def fields(request: Request) -> dict[str, str]:
    """The parameters of the address and of the form that is posted; each may come once.

    For addresses other than the endpoint that read forms as strictly.
    """
    parameters = [*_parameters(request.query_string, "The address")]
    if request.method == "POST":
        _plain(request)
        if request.mimetype != FORM:
            raise UnsupportedMediaTypeError(f"POST a form ({FORM}).")
        parameters += _parameters(request.get_data(), "The form")
    found = dict(parameters)
    if len(found) < len(parameters):
        raise BadRequestError("A parameter comes more than once.")
    return found


def _plain(request: Request) -> None:
    """Raise unless the body is as it is sent, in UTF-8."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedMediaTypeError(
            f"Content-Encoding: {coding[:40]} is not understood; send the body as it is.",
            headers={"Accept-Encoding": "identity"},
        )
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaTypeError(f"Only UTF-8 is understood, not {charset[:40]}.")


def _parameters(encoded: bytes, what: str) -> Parameters:
    text = _text(encoded, what)
    broken = _NO_OCTET.search(text)
    if broken:
        raise BadRequestError(f"{what} has {broken[0]!r}, which is no percent-encoding.")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError as error:
        raise BadRequestError(f"{what} has percent-encoded octets that are not UTF-8.") from error
    except ValueError as error:
        raise BadRequestError(f"{what} has more than {FIELDS:,} parameters.") from error


def _text(body: bytes, what: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequestError(f"{what} is not UTF-8 (byte {error.start + 1}).") from error


def _named(parameters: Parameters, name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def _once(queries: Sequence[str]) -> str | None:
    """The query, if there is one; a blank one is a query, too, and wrong (section 2.1)."""
    if len(queries) > 1:
        raise BadRequestError(f"There are {len(queries)} queries; send one.")
    if queries and not queries[0].strip():
        raise BadRequestError("The query is empty.")
    return queries[0] if queries else None


def _dataset(parameters: Parameters) -> Dataset | None:
    """The graphs that the parameters name, each once."""
    default = dict.fromkeys(_named(parameters, "default-graph-uri"))
    named = dict.fromkeys(_named(parameters, "named-graph-uri"))
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _last(values: Sequence[str]) -> str | None:
    return values[-1] if values and values[-1] else None
