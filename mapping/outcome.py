"""What reading a document brings: mentions, entities and findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from mapping import agreements, dates, same_meetings
from mapping.discourse import ENDEAVOUR_KINDS, Discourse
from mapping.entities import Entity
from mapping.facts import Finding, joined, may_be_same

_NEXT = 5  #: characters that may stand between one sentence and the next

_FEW = 8  #: findings, of which those of one sentence are
Span = tuple[int, int]


@dataclass
class Reading:
    """All that was read in one document. ``mentions`` are published stretches with their paths.

    ``told`` are the dates (EDTF) that were named last.
    """

    anchor: dates.Anchor
    discourse: Discourse
    mentions: dict[Span, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    told: tuple[str, ...] = ()

    def keep(self, finding: Finding) -> None:
        """Add a finding, or add what it says to the last one of its class that it attaches to.

        Posts in a region, "the European Union's ambassador", are no memberships: it has no members.
        """
        if self._is_nothing(finding):
            return
        if not finding.attaches:
            self.findings.append(finding)
            return
        for number in reversed(range(len(self.findings))):
            known = self.findings[number]
            if not _may_take(known, finding):
                continue
            # One of several agreements is not what they are together, but was signed with them.
            if finding.attaches == "same" and _is_of_several(known) != _is_of_several(finding):
                date = finding.date or (known.date if _is_of_several(known) else None)
                finding = finding.changed(date=date)
                continue
            if finding.attaches == "before" and not _follows(known, finding):
                return
            self.findings[number] = joined(known, finding)
            return
        if finding.attaches in ("same", "own"):
            self.findings.append(finding.changed(attaches=None))
        elif finding.attaches == "several":
            self.keep(finding.changed(attaches="last"))
        elif finding.type == "Agreement" and finding.attaches == "last":
            self._join_named(finding)

    def _is_nothing(self, finding: Finding) -> bool:
        """Is it a post in a region, or an agreement that the same sentence has told already?

        Nor do nations join the agency of one: "to join NASA and others in exploration".
        """
        if finding.type == "Membership":
            bodies = finding.role("organization")
            is_nation = not finding.post and finding.role("member")[0].startswith("country/")
            if is_nation and any(map(self._is_national, bodies)):
                return True
            return not all(map(_may_have_members, bodies))
        return finding.attaches == "same" and self._is_for_their_nations(finding)

    def _is_national(self, path: str) -> bool:
        """Is it the space agency of one nation?"""
        agency = self.entities.get(path)
        is_agency = agency is not None and "SpaceAgency" in agency.types
        return is_agency and self.discourse.countries.get(path, "").startswith("country/")

    def _is_for_their_nations(self, finding: Finding) -> bool:
        """Is it what two agencies are told to have signed, for work "between India and Japan"?"""
        nations = set(finding.role("party"))
        theirs = (
            {self.discourse.countries.get(path) for path in known.role("party")}
            for known in self.findings[-_FEW:]
            if known.type == finding.type and finding.evidence[0] in known.evidence
            if known.label == finding.label
        )
        return bool(nations) and any(nations == known for known in theirs)

    def _join_named(self, finding: Finding) -> None:
        """Where no agreement has been told of, "the deal" is the one that has been named last."""
        for number in reversed(range(len(self.findings))):
            if self.findings[number].type == "Agreement":
                self.findings[number] = joined(self.findings[number], finding)
                return

    def call_fully(self) -> None:
        """Call each meeting by the fullest name that the text has for it; ends the reading."""
        names = same_meetings.fuller_names(self.findings, self.discourse.series, self.entities)
        self.findings = [same_meetings.renamed(finding, names) for finding in self.findings]
        self.mentions = {
            span: self.discourse.series_named(names.get(path, path))
            for span, path in self.mentions.items()
        }

    @property
    def entities(self) -> dict[str, Entity]:
        """Every entity of the gazetteer and of the document, by path."""
        return self.discourse.entities


def _may_have_members(path: str) -> bool:
    return path.split("/", maxsplit=1)[0] in ("organization", "country", *ENDEAVOUR_KINDS)


def _may_take(known: Finding, finding: Finding) -> bool:
    """Can a known finding be what another adds to?"""
    if known.type != finding.type or known.rule == "named":
        return False
    if agreements.are_called_otherwise(known, finding):
        return False
    if finding.attaches == "own":  # what the same sentence has told of that day
        is_there = finding.evidence[0] in known.evidence and finding.date is not None
        return is_there and known.date == finding.date and may_be_same(known, finding)
    if finding.attaches == "several":
        return _is_of_several(known)
    return finding.attaches != "same" or may_be_same(known, finding)


def _is_of_several(finding: Finding) -> bool:
    """Is it told of several agreements together: "two documents"?"""
    return (finding.label or "").endswith("s")


def _follows(known: Finding, finding: Finding) -> bool:
    """Does ``finding`` stand in the sentence of ``known`` or in the next?"""
    return finding.evidence[0].begin - known.evidence[-1].end < _NEXT
