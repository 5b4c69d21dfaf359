"""Where documents contradict each other, or a date moved: found by queries, told in a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
    Triple,
)
from rdflib import URIRef

from ontology import RDF, RDFS, SC, SKOS

_PARTIES: Final = ("fact", "otherFact")
_REPORTS: Final = ("one", "other")
# kind, facts, reports, label
_Key = tuple[str, frozenset[str], frozenset[str], str]


@dataclass(frozen=True)
class _Rest:
    """In what else rows of one discrepancy differ: details in words, and claims of Wikidata."""

    details: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)


def find(quads: Iterable[Quad], queries: Sequence[tuple[str, str]], base: str) -> set[Triple]:
    """The triples that describe each discrepancy between the reports in ``quads``.

    ``queries`` are (name, text) as ``shapes.discrepancies.queries`` gives them.
    """
    # The engine's own union of graphs would repeat what two documents say, and miscount it.
    store = Store()
    store.bulk_extend(_twice(quads))
    found: dict[_Key, _Rest] = {}
    for _, text in queries:
        for row in _rows(store, text):
            rest = found.setdefault(_key(row), _Rest())
            rest.details.update(_values(row, ("detail",)))
            rest.claims.update(_values(row, ("claim",)))
    return {triple for key, rest in found.items() for triple in _described(key, rest, base)}


def _twice(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _rows(store: Store, text: str) -> QuerySolutions:
    results = store.query(text)
    if not isinstance(results, QuerySolutions):
        raise TypeError("a query for discrepancies must be a SELECT query")
    return results


def _key(row: QuerySolution) -> _Key:
    (kind,), (label,) = _values(row, ("kind",)), _values(row, ("label",))
    return kind, frozenset(_values(row, _PARTIES)), frozenset(_values(row, _REPORTS)), label


def _values(row: QuerySolution, names: Iterable[str]) -> list[str]:
    terms = (_value(row, name) for name in names)
    return [term.value for term in terms if isinstance(term, NamedNode | Literal)]


def _value(row: QuerySolution, name: str) -> object:
    try:
        return row[name]
    except KeyError:  # not every query selects every variable
        return None


def _described(key: _Key, rest: _Rest, base: str) -> Iterator[Triple]:
    kind, facts, reports, label = key
    node = NamedNode(f"{base}id/discrepancy/{_slug(kind, reports, base)}")
    words = ": ".join((label, ", ".join(sorted(rest.details)))) if rest.details else label
    name = Literal(words, language="en")
    yield _triple(node, RDF.type, NamedNode(str(SC.Discrepancy)))
    yield _triple(node, SKOS.prefLabel, name)
    yield _triple(node, RDFS.label, name)
    yield _triple(node, SC.discrepancyKind, NamedNode(kind))
    for fact in facts:
        yield _triple(node, SC.concerns, NamedNode(fact))
    for report in reports:
        yield _triple(node, SC.between, NamedNode(report))
    for claim in rest.claims:
        yield _triple(node, SC.against, NamedNode(claim))


def _slug(kind: str, reports: Iterable[str], base: str) -> str:
    """``slip--2018-a--2021-b--milestone-mascot-landing``: the documents, and the fact once.

    A report's slug is that of its document and its fact.
    """
    slugs = sorted(report.removeprefix(f"{base}id/report/") for report in reports)
    parts = [slug.partition("--") for slug in slugs]
    told = {fact for _, _, fact in parts}
    rest = [*(document for document, _, _ in parts), *told] if len(told) == 1 else slugs
    return "--".join((kind.rpartition("/")[2], *rest))


def _triple(subject: NamedNode, predicate: URIRef, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(str(predicate)), value)
