"""`/sparql`: SPARQL 1.1 Protocol, query operation; without a query, what the endpoint is."""

import hashlib
from importlib.resources import files

from flask import Blueprint, Response, render_template, request
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
)

from service import formats
from service.errors import BadRequestError, UnsupportedMediaTypeError
from service.evaluation import Answer, evaluate
from service.examples import examples
from service.release import Release
from service.results import graph_table, table
from service.scan import Dataset
from service.statements import query_text
from service.views import release

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """The answer to the query of the request, or the endpoint's description."""
    current = release()
    query = _query()
    if query is None:
        return _description(current)
    dataset = _dataset()
    tag = _tag(current, query, dataset)
    if request.if_none_match.contains(tag):
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    response = _response(current, query, evaluate(current.store, query, dataset))
    response.set_etag(tag)
    return response


def _query() -> str | None:
    """The query text, by any of the protocol's three ways (section 2.1); None without one."""
    if "update" in request.values:
        raise BadRequestError("This endpoint is read-only: updates are not accepted.")
    if request.method != "POST" or request.mimetype == FORM:
        given = request.form if request.method == "POST" else request.args
        queries = given.getlist("query")
        if len(queries) > 1:
            raise BadRequestError("There is more than one query parameter.")
        if not queries and request.method == "POST":
            raise BadRequestError("The form has no query parameter.")
        return queries[0] if queries and queries[0].strip() else None
    if request.mimetype == QUERY:
        try:
            return request.get_data().decode()
        except UnicodeDecodeError as error:
            raise BadRequestError(f"The query is not UTF-8 ({error}).") from error
    if request.mimetype == "application/sparql-update":
        raise UnsupportedMediaTypeError("This endpoint is read-only: updates are not accepted.")
    raise UnsupportedMediaTypeError(f"POST a query as {QUERY} or as a form ({FORM}).")


def _dataset() -> Dataset | None:
    """The dataset that the protocol's parameters name (section 2.1.4), each graph once."""
    default = request.values.getlist("default-graph-uri")
    named = request.values.getlist("named-graph-uri")
    if not default and not named:
        return None
    return Dataset(tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))


def _response(current: Release, query: str, answer: Answer) -> Response:
    wanted = request.values.get("format")
    syntaxes = formats.GRAPHS if isinstance(answer, QueryTriples) else formats.RESULTS
    syntax, media_type = formats.negotiate(syntaxes, html=True, wanted=wanted)
    if syntax is None:
        return _page(current, query, answer)
    if isinstance(answer, QueryTriples):
        body = formats.written(answer, syntax)
    elif isinstance(syntax.engine, QueryResultsFormat):
        body = answer.serialize(format=syntax.engine) or b""
    return Response(body, content_type=formats.content_type(media_type))


def _page(current: Release, query: str, answer: Answer) -> Response:
    result: object = None
    if isinstance(answer, QueryBoolean):
        result = bool(answer)
    elif isinstance(answer, QuerySolutions):
        result = table(answer, current)
    else:
        result = graph_table(answer, current)
    page = render_template("sparql.html", release=current, query=query, result=result)
    return Response(page, content_type="text/html; charset=utf-8")


def _tag(current: Release, query: str, dataset: Dataset | None) -> str:
    """A release never changes, so release, query, dataset and format decide on the bytes."""
    parts = (
        current.id,
        query,
        repr(dataset),
        request.values.get("format", ""),
        request.headers.get("Accept", ""),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _description(current: Release) -> Response:
    syntax, media_type = formats.negotiate(
        formats.DESCRIPTIONS, html=True, wanted=request.values.get("format")
    )
    if syntax is None:
        first = query_text("meetings")
        page = render_template("sparql.html", release=current, query=first, examples=examples())
        return Response(page, content_type="text/html; charset=utf-8")
    return formats.respond(_service(current), syntax, media_type)


def _service(current: Release) -> list[Triple]:
    """The endpoint's description: what stands in the file, and the named graphs of the release."""
    text = files("service").joinpath("description.ttl").read_text(encoding="utf-8")
    # Werkzeug gives an empty host for a Host header that is no host.
    base = request.url_root if request.host else current.base
    found = [quad.triple for quad in parse(text, RdfFormat.TURTLE, base_iri=base)]
    dataset = NamedNode(f"{base}sparql#dataset")
    for graph in current.store.named_graphs():
        if isinstance(graph, NamedNode):
            name = graph.value.removeprefix(f"{current.base}graph/").replace("/", "-")
            node = NamedNode(f"{base}sparql#graph-{name}")
            found.append(Triple(dataset, _sd("namedGraph"), node))
            found.append(Triple(node, _sd("name"), graph))
    return found


def _sd(name: str) -> NamedNode:
    return NamedNode(f"http://www.w3.org/ns/sparql-service-description#{name}")
