"""The pages: home, lists, and one page for each entity, fact, report and document."""

from flask import Blueprint, redirect, render_template, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from service import documents, entities, factpage
from service.dates import words
from service.discrepancies import discrepancies
from service.errors import NotAcceptableError, NotFoundError
from service.examples import examples
from service.facts import CLASSES, Teller, Word
from service.formats import DESCRIPTIONS, HTML
from service.listed import Listed, about, listed
from service.names import KIND, address, sc
from service.negotiation import choose
from service.release import Release
from service.statements import Statements, construct, described
from service.views import index, release, subject
from service.vocabulary import plural

blueprint = Blueprint("pages", __name__)

PAGE = 200
FIRST = ("country", "organization", "mission", "person", "initiative")
HIDDEN = ("report", "document", "discrepancy", "concept", "correction")


@blueprint.get("/")
def home() -> str:
    """What this is, how much of it there is, and where to begin."""
    current = release()
    facts = [(cls.lower(), len(current.kinds.get(cls.lower(), ()))) for cls in CLASSES]
    return render_template(
        "home.html",
        release=current,
        documents=_documents(current),
        facts=[(kind, plural(kind), number) for kind, number in facts if number],
        groups=_prominent(current),
        examples=examples(),
    )


@blueprint.get("/id/<kind>/<slug>")
def identity(kind: str, slug: str) -> Response:
    """303 to the page or to the data, whichever `Accept` prefers (Cool URIs, section 4.2)."""
    subject(release(), kind, slug)
    types = [media_type for syntax in DESCRIPTIONS for media_type in syntax.media_types]
    chosen = choose(request.headers.get("Accept"), [HTML, *types])
    if chosen is None:
        raise NotAcceptableError([HTML, *(syntax.media_types[0] for syntax in DESCRIPTIONS)])
    path = "page" if chosen == HTML else "data"
    return redirect(f"/{path}/{kind}/{slug}", 303)


@blueprint.get("/page/<kind>")
def listing(kind: str) -> str:
    """The members of a kind by name, a page at a time."""
    current = release()
    members = current.kinds.get(kind, ()) if KIND.fullmatch(kind) else ()
    if not members:
        raise NotFoundError(f"There is no {kind[:40]} in this release.")
    pages = -(-len(members) // PAGE)
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 0
    if not 1 <= number <= pages:
        raise NotFoundError(f"There are pages 1 to {pages}.")
    shown = members[(number - 1) * PAGE : number * PAGE]
    return render_template(
        "listing.html",
        release=current,
        kind=kind,
        title=plural(kind),
        entries=[listed(current, iri) for iri in shown],
        number=number,
        pages=pages,
        total=len(members),
    )


@blueprint.get("/page/<kind>/<slug>")
def page(kind: str, slug: str) -> str:
    """The page of an entity, fact, report or document."""
    current = release()
    node = subject(current, kind, slug)
    if kind == "document":
        return documents.page(current, index(), node, slug)
    if kind == "report":
        return _report(current, node)
    if kind == "correction":
        corrected = Statements(described(current.store, [node.value]))
        return _report(current, NamedNode(corrected.links(node.value, sc("corrects"))[0]))
    if kind == "discrepancy":
        return _discrepancy(current, node)
    if node.value in index().places:
        return factpage.page(current, index(), node)
    return entities.page(current, index(), node)


def _discrepancy(current: Release, node: NamedNode) -> str:
    own = Statements(described(current.store, [node.value]))
    return render_template(
        "discrepancy.html",
        release=current,
        about=about(current, node, own),
        discrepancies=discrepancies(current, discrepancy=node),
    )


def _report(current: Release, node: NamedNode) -> str:
    statements = Statements(construct(current.store, "report", report=node))
    facts = [
        *statements.links(node.value, sc("reportOf")),
        *statements.links(node.value, sc("withdrawnFrom")),
    ]
    return render_template(
        "report.html",
        release=current,
        about=about(current, node, statements),
        report=Teller(current, statements).report(node.value),
        facts=[Word(current.label(fact), address(fact, current.base)) for fact in facts],
    )


def _documents(current: Release) -> list[Listed]:
    dates = current.dates
    ordered = sorted(current.kinds.get("document", ()), key=lambda iri: dates.get(iri, ""))
    return [
        Listed(current.label(iri), address(iri, current.base), words(dates.get(iri, "")))
        for iri in reversed(ordered[-PAGE:])
    ]


def _prominent(current: Release) -> list[tuple[str, str, int, list[Listed]]]:
    """(kind, name, number, those mentioned most) of each kind of entity that texts mention."""
    kinds = []
    first = dict.fromkeys(kind for kind in (*FIRST, *current.kinds) if kind in current.kinds)
    for kind in first:
        members = current.kinds[kind]
        if kind in HIDDEN or kind.capitalize() in CLASSES:
            continue
        top = sorted(members, key=lambda iri: -current.mentions.get(iri, 0))[:8]
        entries = [listed(current, iri) for iri in top if current.mentions.get(iri)]
        if entries:
            kinds.append((kind, plural(kind), len(members), entries))
    return kinds
