"""Corrections applied to the graph of the document that they are about."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from mapping import Mapped
from mapping.corrections.table import CONCEPTS, Correction
from mapping.graph import STATUS, dated, typed
from ontology import CONCEPT, SC


def applied(
    mapped: Mapped, rows: Sequence[Correction], base: str, entries: Container[str]
) -> tuple[Mapped, list[Correction]]:
    """The document as curators corrected it, and the rows whose report it does not make.

    ``entries`` are the paths of the gazetteer: those stay what they are, whatever is withdrawn.
    """
    if not rows:
        return mapped, []
    graph = _Graph(mapped.triples, base)
    unapplied = [row for row in rows if not graph.has(row)]
    withdrawn = 0
    for row in rows:
        if row not in unapplied and row.amendments:
            graph.amend(row)
        elif row not in unapplied:
            graph.withdraw(row, entries)
            withdrawn += 1
    return replace(mapped, triples=graph.triples(), facts=mapped.facts - withdrawn), unapplied


class _Graph:
    """A document's graph while it is corrected."""

    def __init__(self, triples: Iterable[Triple], base: str) -> None:
        self._triples = set(triples)
        self._base = base

    def triples(self) -> tuple[Triple, ...]:
        return tuple(sorted(self._triples, key=str))

    def has(self, row: Correction) -> bool:
        report = self._report(row)
        return any(t.subject == report for t in self._triples)

    def withdraw(self, row: Correction, entries: Container[str]) -> None:
        """Let the report stay, as one that is withdrawn, and nothing else that rests on it."""
        report = self._report(row)
        facts = self._facts(report)
        self._triples -= set(self._stated(report))
        self._triples -= set(typed(report, "Report"))
        self._triples.update(typed(report, "WithdrawnReport"))
        self._change(report, "reportOf", [])
        for fact in facts:
            self._forget(fact, entries)
        self._change(report, "withdrawnFrom", facts)
        self._note(row, "Withdrawn", [])

    def amend(self, row: Correction) -> None:
        """Let the report, and its fact in this document, say what the curator says."""
        report = self._report(row)
        before = []
        for name, values in row.amendments:
            told = self._facts(report) or [report]
            old = (self._written(value) for node in told for value in self._values(node, name))
            before.append(f"{name}={' '.join(sorted(old))}")
            if name == "date":
                for node in {*told, report}:
                    self._date(node, values[0])
            elif name == "status":
                for node in {*told, report}:
                    self._change(node, name, [NamedNode(str(STATUS[values[0]]))])
            else:
                self._triples -= set(self._stated(report))
                for node in told:
                    self._change(node, name, [self._node(name, value) for value in values])
                self._triples.update(self._stated(report))
        self._note(row, "Amended", before)

    def _note(self, row: Correction, verdict: str, before: Iterable[str]) -> None:
        node = NamedNode(f"{self._base}id/correction/{row.key}")
        self._triples |= {
            *typed(node, "Correction"),
            *dated(node, row.date),
            Triple(node, _node("corrects"), self._report(row)),
            Triple(node, _node("verdict"), _node(verdict)),
            Triple(node, _node("reason"), Literal(row.reason)),
            Triple(node, _node("curator"), Literal(row.who)),
            *(Triple(node, _node("formerly"), Literal(text)) for text in before),
        }

    def _stated(self, report: NamedNode) -> Iterator[Triple]:
        """The direct property that a report tells of, as a triple of the document."""
        for subject in self._values(report, "subject"):
            for name in self._values(report, "property"):
                for value in self._values(report, "object"):
                    if isinstance(subject, NamedNode) and isinstance(name, NamedNode):
                        yield Triple(subject, name, value)

    def _forget(self, fact: NamedNode, entries: Container[str]) -> None:
        """Drop what this document says of a fact, and what leads to it unless it is an entry."""
        is_entry = fact.value.removeprefix(f"{self._base}id/") in entries
        self._triples = {
            t for t in self._triples if t.subject != fact and (is_entry or t.object != fact)
        }

    def _date(self, node: NamedNode, edtf: str) -> None:
        for name in ("date", "earliest", "latest"):
            self._change(node, name, [])
        self._triples.update(dated(node, edtf))

    def _change(self, node: NamedNode, name: str, values: Iterable[NamedNode]) -> None:
        kept = {t for t in self._triples if t.subject != node or t.predicate != _node(name)}
        self._triples = kept.union(Triple(node, _node(name), value) for value in values)

    def _facts(self, report: NamedNode) -> list[NamedNode]:
        return [fact for fact in self._values(report, "reportOf") if isinstance(fact, NamedNode)]

    def _values(self, node: NamedNode, name: str) -> list[NamedNode | Literal]:
        found = (t.object for t in self._triples if (t.subject, t.predicate) == (node, _node(name)))
        return sorted((o for o in found if isinstance(o, NamedNode | Literal)), key=str)

    def _written(self, value: NamedNode | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        for start in (f"{self._base}id/", str(CONCEPT), str(SC)):
            if value.value.startswith(start):
                rest = value.value.removeprefix(start)
                return rest.lower() if start == str(SC) else rest
        return value.value

    def _node(self, name: str, value: str) -> NamedNode:
        return NamedNode(str(CONCEPT[value]) if name in CONCEPTS else f"{self._base}id/{value}")

    def _report(self, row: Correction) -> NamedNode:
        return NamedNode(f"{self._base}id/report/{row.key}")


def _node(name: str) -> NamedNode:
    return NamedNode(str(SC[name]))
