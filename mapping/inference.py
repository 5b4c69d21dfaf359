"""What follows from the published facts, by the ontology's inference queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import DefaultGraph, Quad, QueryTriples, Store, Triple


def infer(triples: Iterable[Triple], queries: Sequence[tuple[str, str]]) -> set[Triple]:
    """The triples that the CONSTRUCT queries add to the union of all graphs, without that union.

    ``queries`` are (name, text) as ``ontology.inference_queries`` gives them. They run until
    nothing new comes, so one may read what another one wrote.
    """
    # One default graph holds each triple once; the engine's union of graphs would repeat them.
    store = Store()
    store.bulk_extend(_quads(triples))
    inferred: set[Triple] = set()
    while fresh := {t for _, text in queries for t in _constructed(store, text)} - inferred:
        store.extend(_quads(fresh))
        inferred |= fresh
    return inferred


def _constructed(store: Store, text: str) -> set[Triple]:
    results = store.query(text)
    if not isinstance(results, QueryTriples):
        raise TypeError("an inference query must be a CONSTRUCT query")
    return {triple for triple in results if _quad(triple) not in store}


def _quads(triples: Iterable[Triple]) -> Iterable[Quad]:
    return (_quad(triple) for triple in triples)


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
