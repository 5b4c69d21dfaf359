"""The graphs of a release, put together from mapped documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Triple

from mapping import Mapped
from mapping.gazetteer import Gazetteer, authority
from mapping.inference import infer
from mapping.release import linkset
from mapping.release.graphs import Graphs, ordered
from ontology import inference_queries


def assemble(documents: Iterable[Mapped], gazetteer: Gazetteer, base: str) -> Graphs:
    """The named graphs of documents, with authority, links and what follows from them all."""
    named = {f"document/{mapped.document.slug}": ordered(mapped.triples) for mapped in documents}
    named["authority"] = ordered(authority(gazetteer, base, only=_mentioned(named, base)))
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


def subjects(triples: Iterable[Triple], base: str) -> set[str]:
    """The paths of what ``triples`` are about."""
    nodes = (triple.subject for triple in triples)
    return {node.value.removeprefix(f"{base}id/") for node in nodes if isinstance(node, NamedNode)}
