"""Descriptions of entities, facts and documents, named graphs, and the texts themselves."""

from flask import Blueprint, Response
from pyoxigraph import NamedNode, Quad, Triple

from service import formats
from service.errors import NotFoundError, WithheldTextError
from service.names import KIND, SLUG
from service.release import Release
from service.statements import construct
from service.views import document, missing, release, subject

blueprint = Blueprint("data", __name__)


@blueprint.get("/data/<kind>/<name>")
def data(kind: str, name: str) -> Response:
    """The description of something, in the format that the extension or `Accept` names."""
    current = release()
    slug, dot, extension = name.partition(".")
    node = subject(current, kind, slug)
    if dot:
        syntax = formats.by_extension(formats.DESCRIPTIONS, extension)
        media_type = syntax.media_types[0]
    else:
        chosen, media_type = formats.negotiate(formats.DESCRIPTIONS)
        syntax = chosen or formats.TURTLE
    return formats.respond(_description(current, kind, node), syntax, media_type)


@blueprint.get("/graph/<kind>/<slug>")
@blueprint.get("/graph/<kind>")
def graph(kind: str, slug: str = "") -> Response:
    """A named graph; TriG and N-Quads carry its name."""
    current = release()
    path = f"{kind}/{slug}" if slug else kind
    node = NamedNode(f"{current.base}graph/{path}") if _valid(kind, slug) else None
    if node is None or not current.store.contains_named_graph(node):
        if kind == "document" and slug:
            raise missing(kind, slug)
        raise NotFoundError(f"There is no graph {path[:200]} in this release.")
    syntax, media_type = formats.negotiate(formats.GRAPHS)
    quads = list(current.store.quads_for_pattern(None, None, None, node))
    if syntax in (formats.TRIG, formats.N_QUADS):
        return formats.respond(quads, syntax, media_type)
    return formats.respond([_triple(quad) for quad in quads], syntax or formats.TURTLE, media_type)


@blueprint.get("/documents/<slug>.txt")
def text(slug: str) -> Response:
    """The text that passages point into, as published; 451 where only quotations may be shown."""
    current = release()
    if not current.shows(document(current, slug)):
        raise WithheldTextError(
            "The rights in this text do not allow to show all of it; its page quotes from it.",
            page=f"/page/document/{slug}",
        )
    path = current.path / "documents" / f"{slug}.txt"
    if not path.is_file():
        raise NotFoundError(f"The text of {slug} is not in this release.")
    return formats.conditional(
        Response(path.read_bytes(), content_type=formats.content_type("text/plain"))
    )


def _description(current: Release, kind: str, node: NamedNode) -> set[Triple]:
    if kind == "document":
        return construct(current.store, "document-description", document=node)
    return construct(current.store, "description", entity=node)


def _valid(kind: str, slug: str) -> bool:
    return bool(KIND.fullmatch(kind)) and (not slug or bool(SLUG.fullmatch(slug)))


def _triple(quad: Quad) -> Triple:
    return quad.triple
