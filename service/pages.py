"""The pages: home, lists, and one page for each entity, fact, report and document."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from pyoxigraph import DefaultGraph, Literal, NamedNode
from werkzeug.wrappers import Response

import ontology
from service.dates import words
from service.discrepancies import discrepancies
from service.errors import NotAcceptableError, NotFoundError
from service.examples import examples
from service.facts import CLASSES, Teller, Word
from service.formats import DESCRIPTIONS, HTML
from service.names import ALT_LABEL, EXACT_MATCH, KIND, A, address, local, sc
from service.negotiation import choose
from service.reading import marked_up, passages, quotations
from service.release import Release
from service.results import Cell, cell
from service.statements import Statements, construct, select
from service.views import release, subject
from service.vocabulary import class_name, plural

blueprint = Blueprint("pages", __name__)

PAGE = 200
HIDDEN = ("report", "document", "discrepancy", "concept", "correction")
_RELATIONS = (
    "partOf", "destination", "country", "locatedIn", "orbits", "memberOf", "cooperatesWith",
    "participatedIn", "contributesTo",
)  # fmt: skip


_METADATA = (
    ("Date", ontology.SC.date),
    ("Publisher", ontology.DCTERMS.publisher),
    ("Source", ontology.DCTERMS.source),
    ("Rights", ontology.DCTERMS.rights),
)


@dataclass(frozen=True)
class Listed:
    """An entry of a list: name, address, and a remark or a number beside it."""

    name: str
    href: str
    note: str = ""


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
        entries=[_listed(current, iri) for iri in shown],
        number=number,
        pages=pages,
        total=len(members),
    )


@blueprint.get("/page/<kind>/<slug>")
def page(kind: str, slug: str) -> str:
    """The page of an entity, fact, report or document."""
    current = release()
    node = subject(current, kind, slug)
    own = Statements(
        quad.triple for quad in current.store.quads_for_pattern(node, None, None, DefaultGraph())
    )
    classes = own.links(node.value, A)
    if kind == "document":
        return _document(current, node, own, slug)
    if {sc("Report").value, sc("WithdrawnReport").value} & set(classes):
        return _report(current, node)
    if corrected := own.links(node.value, sc("corrects")):
        return _report(current, NamedNode(corrected[0]))
    if str(sc("Fact").value) in classes:
        return _fact(current, node, own)
    if sc("Discrepancy").value in classes:
        return _discrepancy(current, node, own)
    return _entity(current, node, own)


def _entity(current: Release, node: NamedNode, own: Statements) -> str:
    facts = Teller(current, Statements(construct(current.store, "facts-about", entity=node)))
    direct = Teller(current, Statements(construct(current.store, "relations", entity=node)))
    links = [match for match in own.links(node.value, EXACT_MATCH) if match.startswith("http")]
    return render_template(
        "entity.html",
        release=current,
        about=_about(current, node, own),
        links=[Listed(local(link), link) for link in links],
        names=_names(own, node),
        relations=_relations(current, node, own),
        groups=[(plural(group.cls.lower()), group) for group in facts.grouped()],
        direct=direct.direct(),
        documents=_mentioning(current, node),
    )


def _fact(current: Release, node: NamedNode, own: Statements) -> str:
    teller = Teller(current, Statements(construct(current.store, "fact", fact=node)))
    return render_template(
        "fact.html",
        release=current,
        about=_about(current, node, own),
        fact=next(fact for fact in teller.facts() if fact.iri == node.value),
        relations=_relations(current, node, own),
        withdrawn=teller.withdrawn(),
        discrepancies=discrepancies(current, fact=node),
    )


def _discrepancy(current: Release, node: NamedNode, own: Statements) -> str:
    return render_template(
        "discrepancy.html",
        release=current,
        about=_about(current, node, own),
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
        about=_about(current, node, statements),
        report=Teller(current, statements).report(node.value),
        facts=[Word(current.label(fact), address(fact, current.base)) for fact in facts],
    )


def _document(current: Release, node: NamedNode, own: Statements, slug: str) -> str:
    path = current.path / "documents" / f"{slug}.txt"
    text = path.read_bytes().decode() if path.is_file() else ""
    found = passages(current.store, node)
    whole = current.shows(slug)
    teller = Teller(current, Statements(construct(current.store, "facts-in", document=node)))
    return render_template(
        "document.html",
        release=current,
        about=_about(current, node, own),
        slug=slug,
        metadata=_metadata(current, node, own),
        text=marked_up(text, found, current) if whole else None,
        quotations=[] if whole else quotations(text, found, current),
        mentions=sum(bool(passage.entity) for passage in found),
        groups=[(plural(group.cls.lower()), group) for group in teller.grouped()],
        direct=teller.direct(),
        withdrawn=teller.withdrawn(),
    )


@dataclass(frozen=True)
class About:
    """What the head of every page shows: names, kind and addresses of its subject."""

    iri: str
    name: str
    kind: str
    cls: str
    data: str


def _about(current: Release, node: NamedNode, own: Statements) -> About:
    path = node.value.removeprefix(f"{current.base}id/")
    kind = path.partition("/")[0]
    name = current.labels.get(node.value) or path.partition("/")[2]
    return About(node.value, name, kind, class_name(own.links(node.value, A)), f"/data/{path}")


def _names(own: Statements, node: NamedNode) -> list[str]:
    """Acronyms and other names, each once."""
    values = [
        *own.values(node.value, sc("acronym")),
        *own.values(node.value, ALT_LABEL),
    ]
    return list(dict.fromkeys(value.value for value in values))


def _relations(
    current: Release, node: NamedNode, own: Statements
) -> list[tuple[str, list[Listed]]]:
    """(property, values) of the properties that link entities directly."""
    rows = []
    for name in _RELATIONS:
        values = own.links(node.value, sc(name))
        listed = sorted((_listed(current, iri) for iri in values), key=lambda entry: entry.name)
        if listed:
            rows.append((current.label(sc(name).value), listed))
    return rows


def _metadata(current: Release, node: NamedNode, own: Statements) -> list[tuple[str, list[Cell]]]:
    """(name, values) of what a reader wants to know of a document beside its text."""
    rows = []
    for name, predicate in _METADATA:
        values = own.values(node.value, NamedNode(str(predicate)))
        if values:
            rows.append((name, [_dated(cell(value, current)) for value in values]))
    return rows


def _dated(shown: Cell) -> Cell:
    return Cell(words(shown.text), shown.href, shown.note)


def _mentioning(current: Release, node: NamedNode) -> list[Listed]:
    listed = []
    for solution in select(current.store, "mentioning-documents", entity=node):
        document, number = solution["document"], solution["mentions"]
        if isinstance(document, NamedNode) and isinstance(number, Literal):
            entry = _listed(current, document.value)
            times = "once" if number.value == "1" else f"{number.value} times"
            listed.append(Listed(entry.name, entry.href, times))
    return listed


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
    for kind, members in current.kinds.items():
        if kind in HIDDEN or kind.capitalize() in CLASSES:
            continue
        top = sorted(members, key=lambda iri: -current.mentions.get(iri, 0))[:8]
        listed = [_listed(current, iri) for iri in top if current.mentions.get(iri)]
        if listed:
            kinds.append((kind, plural(kind), len(members), listed))
    return kinds


def _listed(current: Release, iri: str) -> Listed:
    number = current.mentions.get(iri, 0)
    name = current.labels.get(iri) or local(iri)
    return Listed(name, address(iri, current.base), str(number) if number else "")
