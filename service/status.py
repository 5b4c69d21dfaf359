"""What a release says about itself, and whether the service is alive and ready."""

from flask import Blueprint, Response, render_template
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from service import formats
from service.discrepancies import discrepancies
from service.errors import NotFoundError, NotReadyError
from service.facts import SHOWN
from service.release import Release
from service.views import engine, release

blueprint = Blueprint("status", __name__)
probes = Blueprint("probes", __name__)

TEXT = "text/plain"


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The dataset's VoID description."""
    return _described(release(), "void.ttl", RdfFormat.TURTLE)


@blueprint.get("/catalog")
def catalog() -> Response:
    """The dataset as an entry of a data catalogue (DCAT)."""
    return _described(release(), "dcat.jsonld", RdfFormat.JSON_LD)


@blueprint.get("/report")
def report() -> Response:
    """What validation found and where documents disagree: as data, as text, or as a page."""
    current = release()
    text = formats.Syntax("text", "txt", (TEXT,), RdfFormat.TURTLE)
    syntax, media_type = formats.negotiate((*formats.DESCRIPTIONS, text), html=True)
    if syntax is None or syntax is text:
        words = _read(current, "report.txt").decode()
        body = words if syntax else _page(current, words)
        return formats.conditional(Response(body, content_type=formats.content_type(media_type)))
    found = _parsed(_read(current, "report.ttl"), RdfFormat.TURTLE)
    graph = NamedNode(f"{current.base}graph/discrepancies")
    told = (quad.triple for quad in current.store.quads_for_pattern(None, None, None, graph))
    return formats.respond([*found, *told], syntax, media_type)


@probes.get("/healthz")
def healthz() -> Response:
    """200 while the process answers."""
    return Response("alive\n", content_type=formats.content_type(TEXT))


@probes.get("/readyz")
def readyz() -> Response:
    """200 with a release to serve and somebody to answer queries over it, 503 without."""
    if not engine().ready():
        raise NotReadyError("Queries cannot be answered yet.")
    return Response(f"serving {release().id}\n", content_type=formats.content_type(TEXT))


def _page(current: Release, words: str) -> str:
    found = discrepancies(current)
    return render_template(
        "validation.html",
        release=current,
        text=words,
        discrepancies=found[:SHOWN],
        total=len(found),
    )


def _described(current: Release, name: str, written: RdfFormat) -> Response:
    syntax, media_type = formats.negotiate(formats.DESCRIPTIONS)
    triples = _parsed(_read(current, name), written)
    return formats.respond(triples, syntax or formats.TURTLE, media_type)


def _parsed(body: bytes, written: RdfFormat) -> list[Triple]:
    return [quad.triple for quad in parse(body, written)]


def _read(current: Release, name: str) -> bytes:
    path = current.path / name
    if not path.is_file():
        raise NotFoundError(f"This release has no {name}.")
    return path.read_bytes()
