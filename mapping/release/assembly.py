"""The graphs of a release, put together from mapped documents."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from mapping import Mapped, claims
from mapping.claims import Claim
from mapping.discrepancies import find
from mapping.gazetteer import Gazetteer, authority
from mapping.inference import infer, terms_of
from mapping.release import linkset
from mapping.release.graphs import Graphs, ordered
from ontology import CONCEPT, RDF, RDFS, SKOS, inference_queries, load
from shapes import discrepancies

_OF_CONCEPTS: Final = frozenset(
    str(name) for name in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.inScheme)
)


@dataclass(frozen=True)
class Reached:
    """What documents lead to: paths of entries, and IRIs of concepts. Nothing else is published."""

    entries: frozenset[str]
    concepts: frozenset[str]


def assemble(documents: Iterable[Mapped], gazetteer: Gazetteer, base: str) -> Graphs:
    """The named graphs of documents, with authority, links, discrepancies and inferences."""
    named = {f"document/{mapped.document.slug}": ordered(mapped.triples) for mapped in documents}
    values = _objects(triple for triples in named.values() for triple in triples)
    entries = frozenset(value.removeprefix(f"{base}id/") for value in values)
    return completed(Graphs(base, named), Reached(entries, values), gazetteer)


def completed(
    graphs: Graphs, reached: Reached, gazetteer: Gazetteer, vouched: Sequence[Claim] = ()
) -> Graphs:
    """The graphs of documents and the others, without metadata; claims stand beside the links."""
    base = graphs.base
    entries = ordered(authority(gazetteer, base, only=reached.entries))
    matches = linkset.triples(subjects(entries, base), base)
    claimed = claims.triples(vouched, _objects(matches), base)
    graphs = graphs.with_graph("authority", entries)
    graphs = graphs.with_graph("links", ordered((*matches, *claimed)))
    seen = _seen(graphs, discrepancies.queries())
    graphs = graphs.with_graph("discrepancies", find(seen, discrepancies.queries(), base))
    kinds = _objects(graphs.named["discrepancies"])
    known = ordered((*entries, *_concepts(reached.concepts | kinds)))
    graphs = graphs.with_graph("authority", known)
    queries = inference_queries()
    premises = (quad.triple for quad in _seen(graphs, queries))
    return graphs.with_graph("inferred", infer(premises, queries))


def _seen(graphs: Graphs, queries: Sequence[tuple[str, str]]) -> Iterator[Quad]:
    """What the queries can see: a fraction of all."""
    terms = {term for _, text in queries for term in terms_of(text)}
    for name in graphs.names():
        graph = graphs.iri(name)
        for triple in graphs.saying(name, terms, terms):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _objects(triples: Iterable[Triple]) -> frozenset[str]:
    """The IRIs among the objects."""
    values = (triple.object for triple in triples)
    return frozenset(value.value for value in values if isinstance(value, NamedNode))


def _concepts(used: Container[str]) -> Iterator[Triple]:
    """What the ontology says of the concepts that documents use: queries ask for their labels."""
    known = load().serialize(format="nt", encoding="utf-8")
    for quad in parse(known, RdfFormat.N_TRIPLES):
        name = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if name.startswith(str(CONCEPT)) and name in used and quad.predicate.value in _OF_CONCEPTS:
            yield Triple(quad.subject, quad.predicate, quad.object)


def subjects(triples: Iterable[Triple], base: str) -> set[str]:
    """The paths of what ``triples`` are about."""
    nodes = (triple.subject for triple in triples)
    return {node.value.removeprefix(f"{base}id/") for node in nodes if isinstance(node, NamedNode)}
