"""The graphs of a release, put together from mapped documents."""

from __future__ import annotations

from collections.abc import Iterable

from mapping import Mapped
from mapping.gazetteer import Gazetteer, authority
from mapping.inference import infer
from mapping.release import linkset
from mapping.release.graphs import Graphs, ordered
from ontology import inference_queries


def assemble(documents: Iterable[Mapped], gazetteer: Gazetteer, base: str) -> Graphs:
    """The named graphs of documents, with authority, links and what follows from them all."""
    named = {f"document/{mapped.document.slug}": ordered(mapped.triples) for mapped in documents}
    named["authority"] = ordered(authority(gazetteer, base))
    named["links"] = ordered(linkset.triples(gazetteer, base))
    graphs = Graphs(base, named)
    return graphs.with_graph("inferred", infer(graphs.union(), inference_queries()))
