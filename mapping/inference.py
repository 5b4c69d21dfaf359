"""What follows from the published facts, by the ontology's inference queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import DefaultGraph, Quad, QueryTriples, Store, Triple

from ontology import RDF

# Must match "PREFIX sc: <http://a/>"; must not match "sc:a".
_PREFIX = re.compile(r"PREFIX\s+(\w*):\s*<([^>]*)>")
# Must match "sc:party", ":knows"; must not match "http://a".
_NAME = re.compile(r"(?<![\w:])(\w*):(\w[\w-]*)")
# Must match "<http://a/b>"; must not match "?a < ?b".
_IRI = re.compile(r"<([^\s<>]+)>")
# Must match "{ ?s ?p ?o", "; ?p ?o", ". ?s ?p ?o"; must not match "?s a ?c", "?s sc:party ?o , ?p".
_PREDICATE_VARIABLE = re.compile(r"[{.]\s*(?:[?$]\w+|\S*:\S*|<[^>]*>)\s+[?$]\w|;\s*[?$]\w")


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


def terms_of(text: str) -> frozenset[str]:
    """The IRIs that a query names: no triple without one of them as predicate can matter to it.

    Raises ValueError for a query with a variable in the place of a predicate, which sees all.
    """
    if _PREDICATE_VARIABLE.search(_without_comments(text)):
        raise ValueError("an inference query must name its predicates")
    namespaces = dict(_PREFIX.findall(text))
    named = {f"{namespaces[p]}{name}" for p, name in _NAME.findall(text) if p in namespaces}
    return frozenset({*named, *_IRI.findall(text), str(RDF.type)})


def _without_comments(text: str) -> str:
    return re.sub(r"(?m)^\s*#.*$", "", text)


def _constructed(store: Store, text: str) -> set[Triple]:
    results = store.query(text)
    if not isinstance(results, QueryTriples):
        raise TypeError("an inference query must be a CONSTRUCT query")
    return {triple for triple in results if _quad(triple) not in store}


def _quads(triples: Iterable[Triple]) -> Iterable[Quad]:
    return (_quad(triple) for triple in triples)


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
