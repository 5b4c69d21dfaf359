"""The media types that the service gives, and how triples become one of them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, request
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple, serialize

import ontology
from ontology import jsonld
from service.errors import NotAcceptableError, NotFoundError, UnwritableError
from service.negotiation import choose
from service.wellformed import Mending, named

HTML = "text/html"


@dataclass(frozen=True)
class Syntax:
    """A format: its name and file extension, media types (its own first), and the engine's name."""

    name: str
    extension: str
    media_types: tuple[str, ...]
    engine: RdfFormat | QueryResultsFormat


TURTLE = Syntax("turtle", "ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE)
N_TRIPLES = Syntax("ntriples", "nt", ("application/n-triples",), RdfFormat.N_TRIPLES)
JSON_LD = Syntax("jsonld", "jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD)
RDF_XML = Syntax(
    "rdfxml", "rdf", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML
)
TRIG = Syntax("trig", "trig", ("application/trig", "application/x-trig"), RdfFormat.TRIG)
N_QUADS = Syntax("nquads", "nq", ("application/n-quads",), RdfFormat.N_QUADS)

DESCRIPTIONS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
GRAPHS = (*DESCRIPTIONS, TRIG, N_QUADS)

RESULTS = (
    Syntax(
        "json",
        "json",
        ("application/sparql-results+json", "application/json"),
        QueryResultsFormat.JSON,
    ),
    Syntax(
        "xml",
        "xml",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        QueryResultsFormat.XML,
    ),
    Syntax("csv", "csv", ("text/csv",), QueryResultsFormat.CSV),
    Syntax("tsv", "tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
)


def negotiate(
    syntaxes: Sequence[Syntax], *, html: bool = False, wanted: str | None = None
) -> tuple[Syntax | None, str]:
    """The syntax, None for HTML, and the media type that answers the request at hand.

    `wanted` (a name, extension or media type, as from `format=`) goes before `Accept`. Raises
    NotAcceptableError naming what there is.
    """
    table = {kind: syntax for syntax in reversed(syntaxes) for kind in syntax.media_types}
    offers = _offers(syntaxes) + ([HTML] if html else [])
    if wanted:
        chosen = _named(syntaxes, wanted, html=html)
    else:
        chosen = choose(request.headers.get("Accept"), offers)
    if chosen is None:
        own = [syntax.media_types[0] for syntax in syntaxes]
        raise NotAcceptableError([*own, HTML] if html else own, wanted)
    return table.get(chosen), chosen


def _offers(syntaxes: Sequence[Syntax]) -> list[str]:
    """All media types: each syntax' own before the aliases, so that `*/*` gets the first one."""
    own = [syntax.media_types[0] for syntax in syntaxes]
    return list(dict.fromkeys([*own, *(kind for s in syntaxes for kind in s.media_types)]))


def _named(syntaxes: Sequence[Syntax], wanted: str, *, html: bool) -> str | None:
    if html and wanted in ("html", HTML):
        return HTML
    for syntax in syntaxes:
        if wanted.lower() in (syntax.name, syntax.extension, *syntax.media_types):
            return wanted.lower() if "/" in wanted else syntax.media_types[0]
    return None


def by_extension(syntaxes: Sequence[Syntax], extension: str) -> Syntax:
    """The syntax whose files end so; NotFoundError where none of them does."""
    for syntax in syntaxes:
        if syntax.extension == extension:
            return syntax
    raise NotFoundError(f"There is no format .{extension} here.")


def content_type(media_type: str) -> str:
    """The value of Content-Type: text types say that they are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def written(triples: Iterable[Triple] | Iterable[Quad], syntax: Syntax) -> bytes:
    """The distinct triples (or quads, in TriG and N-Quads) in the order of their subjects."""
    distinct = _ordered(triples)
    if syntax is JSON_LD:
        return jsonld.document(distinct).encode()
    if not isinstance(syntax.engine, RdfFormat):
        raise TypeError(f"{syntax.name} is a format for query results")
    if syntax is RDF_XML:
        return _rdf_xml(distinct)
    text = serialize(distinct, format=syntax.engine, prefixes=ontology.PREFIXES) or b""
    return _tidied(text) if syntax.engine in (RdfFormat.TURTLE, RdfFormat.TRIG) else text


def _rdf_xml(distinct: list[Triple] | list[Quad]) -> bytes:
    elements = {statement.predicate.value for statement in distinct}
    kind = str(ontology.RDF.type)
    elements |= {
        statement.object.value
        for statement in distinct
        if statement.predicate.value == kind and isinstance(statement.object, NamedNode)
    }
    prefixes = {
        prefix: namespace
        for prefix, namespace in ontology.PREFIXES.items()
        if any(name.startswith(namespace) for name in elements)
    }
    try:
        text = serialize(distinct, format=RdfFormat.RDF_XML, prefixes=prefixes) or b""
    except OSError as error:  # rdf:li, rdf:Description and the like as predicates
        raise UnwritableError(f"{error}; ask for another format than RDF/XML.") from error
    out = io.BytesIO()
    Mending(out).write(named(text))
    return out.getvalue()


def _tidied(text: bytes) -> bytes:
    """The same Turtle with the prefixes that it uses, in order, and a blank line a subject.

    The engine writes prefixes in an order of its own, another one each time; line breaks inside
    literals are escaped, so that lines can be told apart.
    """
    lines = text.splitlines()
    heads = sorted(line for line in lines if line.startswith(b"@prefix "))
    body = b"\n".join(line for line in lines if not line.startswith(b"@prefix "))
    used = [head for head in heads if head.split()[1] in body]
    return b"\n".join((*used, b"", body.replace(b" .\n", b" .\n\n"), b""))


def respond(
    triples: Iterable[Triple] | Iterable[Quad], syntax: Syntax, media_type: str
) -> Response:
    """An answer with the triples; 304 where the client has the same bytes."""
    response = Response(written(triples, syntax), content_type=content_type(media_type))
    return conditional(response)


def conditional(response: Response) -> Response:
    """The answer with an ETag of its bytes, or 304 where the request names that ETag."""
    response.add_etag()
    response.make_conditional(request)
    return response


def _ordered(statements: Iterable[Triple] | Iterable[Quad]) -> list[Triple] | list[Quad]:
    distinct: set[Triple] | set[Quad] = set(statements)  # type: ignore[assignment]
    return sorted(distinct, key=_order)


def _order(statement: Triple | Quad) -> tuple[str, bool, str, str]:
    # "a" first, as in hand-written Turtle.
    predicate = statement.predicate.value
    kind = str(ontology.RDF.type)
    return str(statement.subject), predicate != kind, predicate, str(statement.object)
