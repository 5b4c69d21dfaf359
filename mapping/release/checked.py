"""The graphs of a release as validation across documents sees them: one at a time, and in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import rdflib

from mapping.release.graphs import Graphs, rdflib_graph
from shapes.validation import document_slug, seen_everywhere


@dataclass(frozen=True)
class CheckedGraphs(Mapping[str, rdflib.Graph]):
    """All graphs by IRI, each made when it is asked for.

    Of a document's graph only what a shape across documents can see is there: most triples tell of
    passages, and rdflib needs a kilobyte for each.
    """

    graphs: Graphs

    def __getitem__(self, iri: str) -> rdflib.Graph:
        name = iri.removeprefix(f"{self.graphs.base}graph/")
        if document_slug(iri) is None:
            return rdflib_graph(self.graphs.triples(name))
        return rdflib_graph(self.graphs.saying(name, self._seen, self._seen))

    def __iter__(self) -> Iterator[str]:
        return (self.graphs.iri(name).value for name in self.graphs.names())

    def __len__(self) -> int:
        return len(self.graphs.names())

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset(str(term) for term in seen_everywhere())
