"""The graphs of a release, put together from mapped documents."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from mapping import Mapped, claims
from mapping.claims import Claim
from mapping.gazetteer import Gazetteer, authority
from mapping.release import linkset
from mapping.release.answers import Answers, answered, gathered
from mapping.release.graphs import Graphs, ordered
from mapping.release.premises import batches
from ontology import CONCEPT, RDF, RDFS, SKOS, load

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
    graphs = Graphs(base, named)
    values = _objects(triple for triples in named.values() for triple in triples)
    entries = frozenset(value.removeprefix(f"{base}id/") for value in values)
    told = [quad for name in graphs.names() for quad in graphs.quads_of(name)]
    return _completed(
        graphs, Reached(entries, values), gazetteer, lambda known: answered([told], known, base)
    )


def completed(
    graphs: Graphs,
    reached: Reached,
    gazetteer: Gazetteer,
    work: Path,
    jobs: int = 1,
    vouched: Sequence[Claim] = (),
) -> Graphs:
    """The graphs of stored documents and the others, without metadata; claims are with the links.

    Facts are looked at by the thousand, in ``jobs`` processes, and wait for that in the folder
    ``work``. Raises OSError where that has no room.
    """
    lines = (line for stored in graphs.stored.values() for line in stored.premises().splitlines())

    def ask(known: Sequence[Quad]) -> Answers:
        files = list(batches(lines, work))
        return gathered(files, known, graphs.base, jobs)

    return _completed(graphs, reached, gazetteer, ask, vouched)


def _completed(
    graphs: Graphs,
    reached: Reached,
    gazetteer: Gazetteer,
    ask: Callable[[Sequence[Quad]], Answers],
    vouched: Sequence[Claim] = (),
) -> Graphs:
    base = graphs.base
    entries = ordered(authority(gazetteer, base, only=reached.entries))
    matches = linkset.triples(subjects(entries, base), base)
    claimed = claims.triples(vouched, _objects(matches), base)
    graphs = graphs.with_graph("authority", entries)
    graphs = graphs.with_graph("links", ordered((*matches, *claimed)))
    found = ask([*graphs.quads_of("authority"), *graphs.quads_of("links")])
    graphs = graphs.with_graph("discrepancies", found.discrepancies)
    kinds = _objects(graphs.named["discrepancies"])
    known = ordered((*entries, *_concepts(reached.concepts | kinds)))
    graphs = graphs.with_graph("authority", known)
    return graphs.with_graph("inferred", found.inferred)


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
