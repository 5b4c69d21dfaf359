"""What a release proposes to Wikidata, with the sentences that say so, and what it holds back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from mapping.errors import InputError
from mapping.release.citations import Reference
from mapping.release.quickstatements import (
    Linked,
    Statement,
    Telling,
    gathered,
    is_contested,
    statements,
    tellings,
)
from mapping.wikidata.published import Published
from mapping.wikidata.tables import tsv
from ontology import SC

_EVIDENCE = ("item", "property", "value", "report", "document", "passage", "quote")
_HELD_BACK = ("fact", "why", "document", "told", "report")
# Must match "Q48756"; must not match "+2018-10-00T00:00:00Z/10".
_ITEM = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True)
class Proposal:
    """A statement, and the IRIs of the reports behind each reference to a document."""

    statement: Statement
    support: Mapping[Reference, tuple[str, ...]]

    @property
    def line(self) -> str:
        """The command for QuickStatements, version 1."""
        return self.statement.line(self.support)


class Proposals:
    """All that a release proposes, in the order of items and properties."""

    def __init__(
        self, release: Published, progress: Callable[[Sequence[str]], Iterable[str]] = iter
    ) -> None:
        self._release = release
        triples = {name: [q.triple for q in release.graph(name)] for name in ("authority", "links")}
        linked = Linked.of(triples["authority"], triples["links"], release.base)
        self._documents = release.documents()
        told = [
            telling
            for slug in progress(list(self._documents))
            for telling in tellings((quad.triple for quad in self._documents[slug]), linked)
        ]
        self._facts = gathered(lambda: told)

    def all(self) -> tuple[Proposal, ...]:
        """Those of the whole release."""
        found: defaultdict[Statement, defaultdict[Reference, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for fact in self._facts.values():
            if not is_contested(fact):
                for statement, telling in statements(fact):
                    if telling.reference:
                        found[statement][telling.reference].add(telling.report)
        return tuple(
            Proposal(s, {r: tuple(sorted(found[s][r])) for r in sorted(found[s])})
            for s in sorted(found)
        )

    def selected(self, document: str | None, entity: str | None) -> tuple[Proposal, ...]:
        """Those that one document supports, with its reference alone, or that concern one entity.

        InputError for a document or an entity that the release does not have, or has no item.
        """
        found = self.all()
        if document is not None:
            found = tuple(self._of_document(found, document))
        if entity is not None:
            found = tuple(self._of_entity(found, entity))
        return found

    def evidence(self, proposals: Sequence[Proposal]) -> str:
        """A row for each statement and each passage that states it, tab-separated."""
        reports = {r for p in proposals for rs in p.support.values() for r in rs}
        passages = self._passages(reports)
        rows = (
            (
                f"Q{proposal.statement.item}",
                f"P{proposal.statement.property}",
                proposal.statement.value,
                report,
                self._slug(report),
                passage,
                quote,
            )
            for proposal in proposals
            for report in sorted(r for rs in proposal.support.values() for r in rs)
            for passage, quote in passages[report]
        )
        return tsv((_EVIDENCE, *rows))

    def held_back(self) -> str:
        """Facts that are proposed by no command because documents disagree, tab-separated.

        A row for each report: the fact, why it is held back, who says what.
        """
        rows = (
            (
                telling.fact,
                "called cancelled"
                if any(t.is_cancelled for t in fact)
                else "dates that exclude each other",
                self._slug(telling.report),
                " ".join(telling.dates) + (" cancelled" if telling.is_cancelled else ""),
                telling.report,
            )
            for fact in self._facts.values()
            if is_contested(fact)
            for telling in sorted(fact, key=lambda t: t.report)
        )
        return tsv((_HELD_BACK, *sorted(rows)))

    def contested(self) -> tuple[Sequence[Telling], ...]:
        """What documents tell of each fact on which they disagree."""
        return tuple(fact for fact in self._facts.values() if is_contested(fact))

    def _of_document(self, found: Sequence[Proposal], slug: str) -> Iterator[Proposal]:
        if slug not in self._documents:
            raise InputError(slug, "is no document of the release; its slugs are in documents/")
        for proposal in found:
            support = {
                reference: own
                for reference, reports in proposal.support.items()
                if (own := tuple(r for r in reports if self._slug(r) == slug))
            }
            if support:
                yield Proposal(proposal.statement, support)

    def _of_entity(self, found: Sequence[Proposal], path: str) -> Iterator[Proposal]:
        item = self._release.items.get(path)
        if item is None:
            is_known = any(entity.path == path for entity in self._release.entities)
            why = "has no item at Wikidata" if is_known else "is no entity of the release"
            raise InputError(path, f"{why}; write it like mission/cfosat")
        for proposal in found:
            if item in (f"Q{proposal.statement.item}", proposal.statement.value):
                yield proposal

    def _slug(self, report: str) -> str:
        start = f"{self._release.base}id/report/"
        return report.removeprefix(start).partition("--")[0]

    def _passages(self, reports: set[str]) -> dict[str, list[tuple[str, str]]]:
        """The passages of each report, with what they quote."""
        quads = [quad for document in self._documents.values() for quad in document]
        quotes = dict(_objects(quads, str(SC.quote)))
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for report, passage in sorted(_objects(quads, str(SC.evidence))):
            if report in reports:
                found[report].append((passage, quotes.get(passage, "")))
        return found


def _objects(quads: Sequence[Quad], predicate: str) -> Iterator[tuple[str, str]]:
    for quad in quads:
        if quad.predicate.value != predicate:
            continue
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value
