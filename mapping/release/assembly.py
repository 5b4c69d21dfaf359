"""The graphs of a release, put together from mapped documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from mapping import Mapped
from mapping.gazetteer import Gazetteer, authority
from mapping.inference import infer
from mapping.release import linkset
from mapping.release.graphs import Graphs, ordered
from ontology import CONCEPT, RDF, RDFS, SKOS, inference_queries, load

_OF_CONCEPTS: Final = frozenset(
    str(name) for name in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.inScheme)
)


def assemble(documents: Iterable[Mapped], gazetteer: Gazetteer, base: str) -> Graphs:
    """The named graphs of documents, with authority, links and what follows from them all."""
    named = {f"document/{mapped.document.slug}": ordered(mapped.triples) for mapped in documents}
    entries = authority(gazetteer, base, only=_mentioned(named, base))
    named["authority"] = ordered((*entries, *_concepts(named)))
    named["links"] = ordered(linkset.triples(subjects(named["authority"], base), base))
    graphs = Graphs(base, named)
    return graphs.with_graph("inferred", infer(graphs.union(), inference_queries()))


def _mentioned(graphs: Mapping[str, Iterable[Triple]], base: str) -> set[str]:
    """The paths that documents lead to: what none of them names has no place in their release."""
    start = f"{base}id/"
    return {
        triple.object.value.removeprefix(start)
        for triples in graphs.values()
        for triple in triples
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(start)
    }


def _concepts(graphs: Mapping[str, Iterable[Triple]]) -> Iterator[Triple]:
    """What the ontology says of the concepts that documents use: queries ask for their labels."""
    used = {
        triple.object
        for triples in graphs.values()
        for triple in triples
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(str(CONCEPT))
    }
    known = load().serialize(format="nt", encoding="utf-8")
    for quad in parse(known, RdfFormat.N_TRIPLES):
        if quad.subject in used and quad.predicate.value in _OF_CONCEPTS:
            yield Triple(quad.subject, quad.predicate, quad.object)


def subjects(triples: Iterable[Triple], base: str) -> set[str]:
    """The paths of what ``triples`` are about."""
    nodes = (triple.subject for triple in triples)
    return {node.value.removeprefix(f"{base}id/") for node in nodes if isinstance(node, NamedNode)}
