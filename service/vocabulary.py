"""The ontology, its concepts and context, and the shapes: as data and as pages made of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, render_template
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

import ontology
import shapes
from ontology import CONCEPT, DCTERMS, SC, VANN
from service import formats
from service.diagram import LINE, WIDTH, diagram
from service.errors import NotFoundError
from service.names import SLUG, address, local

blueprint = Blueprint("vocabulary", __name__)

_PLURALS = {
    "agreement": "Agreements", "body": "Celestial bodies", "collective": "Collectives",
    "concept": "Concepts", "contribution": "Contributions", "cooperation": "Cooperations",
    "correction": "Corrections",
    "country": "Countries", "discrepancy": "Discrepancies", "document": "Documents",
    "initiative": "Initiatives", "instrument": "Instruments", "meeting": "Meetings",
    "membership": "Memberships", "milestone": "Milestones", "mission": "Missions",
    "organization": "Organizations", "person": "People", "place": "Places",
    "programme": "Programmes", "region": "Regions", "report": "Reports",
    "spacecraft": "Spacecraft",
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    """The name of a term and where it is explained."""

    text: str
    href: str


@dataclass(frozen=True)
class Term:
    """A class, property, individual or concept as the documentation shows it, in two languages."""

    name: str
    label: str
    french: str
    definition: str
    definition_in_french: str
    examples: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Link, ...]], ...]


@blueprint.get("/ontology")
def ontology_() -> Response:
    """The ontology with its concepts, or its documentation."""
    syntax, media_type = formats.negotiate(formats.DESCRIPTIONS, html=True)
    if syntax:
        return formats.respond(_triples(ontology.load()), syntax, media_type)
    page = render_template(
        "ontology.html",
        sections=_sections()[:-1],
        concepts=len(_sections()[-1][1]),
        namespace=str(SC),
        header=_header(),
    )
    return formats.conditional(Response(page, content_type="text/html; charset=utf-8"))


@blueprint.get("/ontology/diagram")
def diagram_() -> str:
    """The classes and properties, drawn; what a box or line names is explained at `/ontology`."""
    return render_template("diagram.html", diagram=diagram(), box_width=WIDTH, line=LINE)


@blueprint.get("/ontology/concepts")
def concepts() -> str:
    """The documentation of the concepts."""
    return render_template("concepts.html", section=_sections()[-1])


@blueprint.get("/ontology/context.jsonld")
def context() -> Response:
    """The JSON-LD context that every JSON-LD answer embeds."""
    body = json.dumps(ontology.context(), ensure_ascii=False, indent=1) + "\n"
    return formats.conditional(Response(body, content_type="application/ld+json"))


@blueprint.get("/concept/<slug>")
def concept(slug: str) -> Response:
    """One concept: its own triples, or its place in the documentation."""
    node = CONCEPT[slug] if SLUG.fullmatch(slug) else None
    graph = ontology.load()
    if node is None or (node, None, None) not in graph:
        raise NotFoundError(f"There is no concept {slug[:100]}.")
    syntax, media_type = formats.negotiate(formats.DESCRIPTIONS, html=True)
    if syntax is None:
        return Response(status=303, headers={"Location": f"/ontology/concepts#concept-{slug}"})
    own = Graph()
    for triple in graph.triples((node, None, None)):
        own.add(triple)
    return formats.respond(_triples(own), syntax, media_type)


@blueprint.get("/shapes")
def shapes_() -> Response:
    """The SHACL shapes, or a list of them in words."""
    graph = shapes.load()
    syntax, media_type = formats.negotiate(formats.DESCRIPTIONS, html=True)
    if syntax:
        return formats.respond(_triples(graph), syntax, media_type)
    page = render_template("shapes.html", shapes=_shapes(graph))
    return formats.conditional(Response(page, content_type="text/html; charset=utf-8"))


def plural(kind: str) -> str:
    """The name of a kind's members, for headings."""
    return _PLURALS.get(kind, kind.capitalize())


def class_name(classes: Iterable[str]) -> str:
    """The name of the most specific class of the ontology among these: "space agency"."""
    names = ordered(classes)
    return class_label(names[0]).lower() if names else ""


@cache
def class_label(name: str) -> str:
    """The name of the class with this local name: "Space agency"."""
    return _label(_ontology(), SC[name])


@cache
def class_definition(name: str) -> str:
    """What the class with this local name is, in a sentence."""
    return _text(_ontology(), SC[name], SKOS.definition)


def ordered(classes: Iterable[str]) -> tuple[str, ...]:
    """The local names of those that are classes of the ontology, the most specific first."""
    ours = [iri.removeprefix(str(SC)) for iri in classes if iri.startswith(str(SC))]
    return tuple(sorted(ours, key=lambda name: (-len(_above(name)), name)))


@cache
def _above(name: str) -> tuple[str, ...]:
    try:
        return ontology.superclasses(name)
    except ontology.UnknownClassError:
        return ()


@cache
def _ontology() -> Graph:
    return ontology.load()


@cache
def _alignments() -> Graph:
    return ontology.alignments()


@cache
def _header() -> tuple[tuple[str, str], ...]:
    """(name, value) of what the ontology says of itself, its description first."""
    said = (
        ("Description", DCTERMS.description), ("Version", OWL.versionInfo),
        ("Version IRI", OWL.versionIRI), ("Created", DCTERMS.created),
        ("Modified", DCTERMS.modified), ("By", DCTERMS.creator), ("Licence", DCTERMS.license),
        ("Preferred prefix", VANN.preferredNamespacePrefix),
    )  # fmt: skip
    this = URIRef(str(SC).removesuffix("#"))
    rows = []
    for name, predicate in said:
        values = sorted(_ontology().objects(this, predicate), key=str)
        english = [v for v in values if getattr(v, "language", None) in ("en", None)]
        rows.append((name, str(english[0]) if english else ""))
    return tuple(rows)


@cache
def _sections() -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """(heading, terms): classes, properties, individuals, and the concepts."""
    graph = _ontology()
    properties = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property, OWL.AnnotationProperty)
    sections = (
        ("Classes", (OWL.Class,), str(SC)),
        ("Properties", properties, str(SC)),
        ("Individuals", (OWL.NamedIndividual,), str(SC)),
        ("Concepts", (SKOS.Concept,), str(CONCEPT)),
    )
    return tuple((heading, _terms(graph, kinds, space)) for heading, kinds, space in sections)


def _terms(graph: Graph, kinds: Iterable[URIRef], namespace: str) -> tuple[Term, ...]:
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    ours = sorted(t for t in found if isinstance(t, URIRef) and t.startswith(namespace))
    return tuple(_term(graph, term) for term in ours)


def _term(graph: Graph, term: URIRef) -> Term:
    texts = (SKOS.definition, RDFS.comment, SKOS.scopeNote)
    shown = {RDF.type, RDFS.label, RDFS.isDefinedBy, SKOS.prefLabel, *texts}
    rows: dict[str, list[Link]] = {}
    aligned = _alignments().predicate_objects(term)
    for predicate, value in (*sorted(graph.predicate_objects(term)), *sorted(aligned)):
        if predicate not in shown and isinstance(value, URIRef):
            rows.setdefault(_spaced(local(str(predicate))), []).append(_link(graph, value, term))
    definition = " ".join(filter(None, (_text(graph, term, kind) for kind in texts)))
    named = tuple((key, tuple(links)) for key, links in rows.items())
    examples = sorted(str(example) for example in graph.objects(term, SKOS.example))
    return Term(
        _anchor(term),
        _label(graph, term),
        _text(graph, term, RDFS.label, "fr"),
        definition,
        _text(graph, term, SKOS.definition, "fr"),
        tuple(examples),
        named,
    )


def _spaced(name: str) -> str:
    """The words of a property's name: "sub class of"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _anchor(term: URIRef) -> str:
    name = local(str(term))
    return f"concept-{name}" if term.startswith(str(CONCEPT)) else name


def _link(graph: Graph, value: URIRef, term: URIRef) -> Link:
    """The link that the words about a term have; to what is explained on the same page, short."""
    space = next((str(s) for s in (SC, CONCEPT) if value.startswith(str(s))), "")
    if not space:
        return Link(_curie(str(value)), address(str(value), ontology.DEFAULT_BASE))
    near = term.startswith(space)
    href = f"#{_anchor(value)}" if near else address(str(value), ontology.DEFAULT_BASE)
    return Link(_label(graph, value), href)


def _curie(iri: str) -> str:
    """`schema:Event`, so that one sees whose term it is."""
    for prefix, namespace in ontology.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _label(graph: Graph, term: URIRef) -> str:
    named = _text(graph, term, RDFS.label) or _text(graph, term, SKOS.prefLabel)
    return named or local(str(term))


def _text(graph: Graph, term: URIRef, predicate: URIRef, language: str = "en") -> str:
    values = [v for v in graph.objects(term, predicate) if isinstance(v, Literal)]
    found = sorted(str(v) for v in values if v.language in (language, None))
    return found[0] if found else ""


def _shapes(graph: Graph) -> list[tuple[str, str, list[str]]]:
    """(name, target, messages) of each shape with a name of its own."""
    listed = []
    for shape in sorted(s for s in graph.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)):
        targets = ", ".join(sorted(local(str(t)) for t in graph.objects(shape, SH.targetClass)))
        nodes = [shape, *graph.objects(shape, SH.property), *graph.objects(shape, SH.sparql)]
        messages = sorted({str(m) for node in nodes for m in graph.objects(node, SH.message)})
        listed.append((local(str(shape)), targets, messages))
    return listed


def _triples(graph: Graph) -> list[Triple]:
    """rdflib's triples as the engine's, blank nodes included."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return [quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)]
