"""`/sparql`: SPARQL 1.1 Protocol, query operation; without a query, what the endpoint is."""

import hashlib
from urllib.parse import quote_plus

from flask import Blueprint, Response, current_app, g, render_template, request

from service import formats, scan
from service.compression import plain
from service.description import description
from service.engine import Question
from service.examples import examples, joint
from service.formats import GRAPHS, HTML, RESULTS, Syntax
from service.protocol import Operation, operation
from service.release import Release
from service.results import shown
from service.scan import Dataset, tokens
from service.statements import query_text
from service.views import client, engine, release

blueprint = Blueprint("sparql", __name__)

LINKED = 4_000  # bytes of a query that fits into the address of a link: the server takes 8 kB
FORMATS = {
    "json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "turtle": "Turtle",
    "jsonld": "JSON-LD", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "trig": "TriG",
    "nquads": "N-Quads",
}  # fmt: skip


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """The answer to the query of the request, or the endpoint's description."""
    current, asked = release(), operation(request)
    if asked.query is None:
        return _description(current, asked)
    g.query, g.dataset = asked.query, _graphs(asked.dataset)  # an error page shows it, to be mended
    form = scan.form(asked.query)
    syntaxes = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
    syntax, media_type = formats.negotiate(syntaxes, html=True, wanted=asked.format)
    g.is_streamed = syntax is not None  # answers for programs are never compressed
    question = Question(asked.query, (syntax or _read(syntaxes)).name, asked.dataset, _address())
    tag = _tag(current, question, media_type)
    known = _known(tag) if tag and request.method != "POST" else ""
    response = Response(status=304) if known else _answer(current, question, syntax, media_type)
    if tag:
        response.set_etag(known or tag)
    response.headers["Cache-Control"] = "no-cache"  # another release may be there the next time
    return response


def _answer(
    current: Release, question: Question, syntax: Syntax | None, media_type: str
) -> Response:
    answer = engine().answer(question, client())
    kind = formats.content_type(media_type)
    if syntax is None:
        with answer:
            page = render_template(
                "sparql.html",
                release=current,
                query=question.query,
                dataset=g.dataset,
                result=shown(answer, question.format, current),
                formats=[(one.name, FORMATS[one.name]) for one in _of_same_form(question)],
                linked=len(quote_plus(question.query)) <= LINKED,
            )
        return Response(page, content_type=kind)
    if request.method == "HEAD":  # Werkzeug would leave the body of this unread and unclosed
        answer.close()
        response = Response(content_type=kind)
    else:
        response = Response(answer, content_type=kind)
        response.call_on_close(answer.close)
    response.content_length = answer.length
    return response


def _of_same_form(question: Question) -> tuple[Syntax, ...]:
    """The formats in which programs may have the answer."""
    return GRAPHS if question.format == formats.N_TRIPLES.name else RESULTS


def _graphs(dataset: Dataset | None) -> list[tuple[str, str]]:
    """The parameters of the protocol that ask for a dataset."""
    if dataset is None:
        return []
    return [
        *(("default-graph-uri", iri) for iri in dataset.default),
        *(("named-graph-uri", iri) for iri in dataset.named),
    ]


def _read(syntaxes: tuple[Syntax, ...]) -> Syntax:
    """The format that a page is made of."""
    return formats.N_TRIPLES if syntaxes is GRAPHS else RESULTS[0]


def _tag(current: Release, question: Question, media_type: str) -> str | None:
    """A release never changes, so release, query, dataset, base and format decide on the bytes.

    None where data is elsewhere and may change, or the query asks for the time or for chance.
    """
    if not current.id or scan.volatile(question.query) or _asks_others(question.query):
        return None
    parts = (current.id, question.query, repr(question.dataset), question.base or "", media_type)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _known(tag: str) -> str:
    """The tag by which the client has that answer already, as it is or compressed; else empty."""
    tags = request.if_none_match.as_set(include_weak=True)
    return next((one for one in tags if plain(one) == tag), "")


def _asks_others(query: str) -> bool:
    return bool(current_app.config["SPACECOOP_SERVICES"]) and any(map(scan.calls, tokens(query)))


def _base() -> str:
    """The service's address, with a slash at its end."""
    # Werkzeug gives an empty host for a Host header that is no host.
    return request.url_root if request.host else release().base or "http://localhost/"


def _address() -> str:
    """What relative IRIs in queries are resolved against (RFC 3986, section 5.1.3)."""
    return f"{_base()}sparql"


def _description(current: Release, asked: Operation) -> Response:
    syntax, media_type = formats.negotiate(GRAPHS, html=True, wanted=asked.format)
    if syntax is None:
        page = render_template(
            "sparql.html",
            release=current,
            query=query_text("meetings" if current.documents else "anything"),
            examples=examples() if current.documents else (),
            joint=joint(_base()) if current.documents else (),
            services=current_app.config["SPACECOOP_SERVICES"],
        )
        return Response(page, content_type=formats.content_type(HTML))
    return formats.respond(
        description(current, _base(), current_app.config["SPACECOOP_SERVICES"]), syntax, media_type
    )
