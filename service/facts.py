"""Facts and reports as pages show them: a line in words, date, status, who says so and where."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode

from ontology import CONCEPT, SC
from service.dates import words
from service.names import A, address, clipped, local, sc
from service.release import Release
from service.statements import Statements

CLASSES = ("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership")
# A page of more facts a class is of no use to a reader; the data holds all of them.
SHOWN = 100
QUOTED = 1_500  # characters of a quotation; its link leads to all of it
BRIEFLY = 400  # the same, where there are many
SENTENCES = 3  # of a report there
_REPORT_OF, _IN_DOCUMENT, _EVIDENCE = sc("reportOf"), sc("inDocument"), sc("evidence")


@dataclass(frozen=True)
class Word:
    """A stretch of a line; `href` where it is the name of something."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Quote:
    """A sentence of a document, and the address that shows it in its place."""

    text: str
    href: str
    begin: int


@dataclass(frozen=True)
class Correction:
    """A curator's verdict on a report: what, why, who and when, and what the rules had read."""

    verdict: str
    reason: str
    who: str
    date: str
    formerly: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What one document says: of a fact, or (`line`) of a property of an entity.

    `published` is the document's date in words, `order` as the data has it; `edtf` is
    the date that it tells, between `earliest` and `latest` (ISO 8601). `unquoted` is the number of
    its sentences beside `quotes`.
    """

    iri: str
    href: str
    document: Word
    published: str
    date: str
    status: tuple[str, ...]
    rule: str
    resolved: tuple[str, ...]
    count: str
    quotes: tuple[Quote, ...]
    line: tuple[Word, ...]
    order: str
    correction: Correction | None
    earliest: str
    latest: str
    edtf: str
    unquoted: int = 0


@dataclass(frozen=True)
class Fact:
    """A fact with what documents say of it, of `told` documents perhaps only the newest.

    `order` is the latest day it may be of.
    """

    iri: str
    href: str
    label: str
    cls: str
    line: tuple[Word, ...]
    date: str
    status: tuple[str, ...]
    order: str
    reports: tuple[Report, ...]
    told: int = 0

    @property
    def untold(self) -> int:
        """How many reports there are beside those shown."""
        return max(0, self.told - len(self.reports))


@dataclass(frozen=True)
class Group:
    """The newest facts of one class, or direct reports, and how many there are."""

    cls: str
    number: int
    facts: tuple[Fact | Report, ...]


@dataclass(frozen=True)
class Teller:
    """Tells facts and reports of a release from triples of theirs.

    `told` is the number of reports of each fact, where the triples hold only some of them,
    `briefly` that few sentences of a report are shown, shortened.
    """

    release: Release
    statements: Statements
    told: Mapping[str, int] = field(default_factory=dict)
    briefly: bool = False

    def facts(self) -> list[Fact]:
        """All facts among the triples, newest first, or in the order of `told`."""
        if self.told:
            return [self._fact(iri) for iri in self.told]
        found = [self._fact(iri) for iri in self.statements.instances("Fact")]
        found.sort(key=lambda fact: (fact.label, fact.iri))
        return sorted(found, key=lambda fact: fact.order, reverse=True)

    def grouped(self) -> list[Group]:
        """The facts of each class that occurs."""
        facts = self.facts()
        groups = [(cls, [fact for fact in facts if fact.cls == cls]) for cls in CLASSES]
        return [Group(cls, len(all_), tuple(all_[:SHOWN])) for cls, all_ in groups if all_]

    def direct(self) -> Group | None:
        """The reports that tell a property of an entity rather than a fact; None without any."""
        found = [
            self._report(iri)
            for iri in self.statements.instances("Report")
            if not self.statements.values(iri, _REPORT_OF)
        ]
        found.sort(key=lambda report: report.order, reverse=True)
        return Group("Report", len(found), tuple(found[:SHOWN])) if found else None

    def withdrawn(self) -> list[Report]:
        """The reports that curators withdrew; `line` names the fact that each told of."""
        found = [self._report(iri) for iri in self.statements.instances("WithdrawnReport")]
        return sorted(found, key=lambda report: (report.order, report.iri))

    def report(self, iri: str) -> Report:
        """The report with this IRI."""
        return self._report(iri)

    def _fact(self, iri: str) -> Fact:
        text = self.statements.text
        types = self.statements.links(iri, A)
        classes = [cls for cls in CLASSES if sc(cls).value in types]
        cls = classes[0] if classes else "Fact"
        return Fact(
            iri=iri,
            href=address(iri, self.release.base),
            label=self.release.label(iri),
            cls=cls,
            line=tuple(self._line(iri, cls)),
            date=self._dates(iri),
            status=self._statuses(iri),
            order=text(iri, sc("latest")) or text(iri, sc("earliest")) or text(iri, sc("date")),
            reports=tuple(self._reports(iri)),
            told=self.told.get(iri, 0),
        )

    @cached_property
    def _reports_of(self) -> dict[str, list[str]]:
        reports: dict[str, list[str]] = {}
        for iri in self.statements.instances("Report"):
            for fact in self.statements.links(iri, _REPORT_OF):
                reports.setdefault(fact, []).append(iri)
        return reports

    def _reports(self, fact: str) -> list[Report]:
        told = [self._report(iri) for iri in self._reports_of.get(fact, ())]
        return sorted(told, key=lambda report: (report.order, report.iri))

    def _report(self, iri: str) -> Report:
        statements, base = self.statements, self.release.base
        documents = statements.links(iri, _IN_DOCUMENT)
        document = documents[0] if documents else ""
        entry, quotes = self.release.dates.get(document, ""), tuple(self._quotes(iri))
        shown = quotes[:SENTENCES] if self.briefly else quotes
        return Report(
            iri=iri,
            href=address(iri, base),
            document=Word(self.release.label(document), address(document, base)),
            published=words(entry),
            date=self._dates(iri),
            status=self._statuses(iri),
            rule=statements.text(iri, sc("rule")),
            resolved=tuple(value.value for value in statements.values(iri, sc("resolvedBy"))),
            count=statements.text(iri, sc("statedCount")),
            quotes=shown,
            line=tuple(self._property(iri)),
            order=entry,
            correction=self._corrections.get(iri),
            earliest=statements.text(iri, sc("earliest")),
            latest=statements.text(iri, sc("latest")),
            edtf=statements.text(iri, sc("date")),
            unquoted=len(quotes) - len(shown),
        )

    @cached_property
    def _corrections(self) -> dict[str, Correction]:
        text = self.statements.text
        return {
            report: Correction(
                verdict=local(text(iri, sc("verdict"))).lower(),
                reason=text(iri, sc("reason")),
                who=text(iri, sc("curator")),
                date=words(text(iri, sc("date"))),
                formerly=tuple(v.value for v in self.statements.values(iri, sc("formerly"))),
            )
            for iri in self.statements.instances("Correction")
            for report in self.statements.links(iri, sc("corrects"))
        }

    def _quotes(self, iri: str) -> list[Quote]:
        quotes = [
            Quote(
                clipped(
                    _compact(self.statements.text(passage, sc("quote"))),
                    BRIEFLY if self.briefly else QUOTED,
                ),
                self.release.place(passage),
                self.statements.number(passage, sc("begin")),
            )
            for passage in self.statements.links(iri, _EVIDENCE)
        ]
        return sorted(quotes, key=lambda quote: (quote.begin, quote.text))

    def _dates(self, iri: str) -> str:
        values = self.statements.values(iri, sc("date"))
        return " or ".join(words(value.value) for value in values)

    def _statuses(self, iri: str) -> tuple[str, ...]:
        return tuple(local(s).lower() for s in self.statements.links(iri, sc("status")))

    def _line(self, iri: str, cls: str) -> Iterator[Word]:
        pieces = _phrases().get(cls, [])
        if not pieces or not self.statements.values(iri, sc(pieces[0]["property"])):
            yield Word(self.release.label(iri), address(iri, self.release.base))
        for piece in pieces:
            values = self.statements.values(iri, sc(piece["property"]))
            if values and self._told(iri, piece):
                yield Word(piece.get("before", ""))
                yield from self._listed(values)
                yield Word(piece.get("after", ""))

    def _told(self, iri: str, piece: dict[str, str]) -> bool:
        """Whether what a piece wants beside its own values, or wants not, is so."""
        wanted, unwanted = piece.get("with"), piece.get("without")
        return not (wanted and not self.statements.values(iri, sc(wanted))) and not (
            unwanted and self.statements.values(iri, sc(unwanted))
        )

    def _property(self, iri: str) -> Iterator[Word]:
        for index, name in enumerate(("subject", "property", "object")):
            values = self.statements.values(iri, sc(name))
            if values:
                yield Word(" " if index else "")
                yield from self._listed(values)
        for fact in self.statements.links(iri, sc("withdrawnFrom")):
            yield Word(self.release.label(fact), address(fact, self.release.base))

    def _listed(self, values: Iterable[NamedNode | Literal]) -> Iterator[Word]:
        """Names with commas and an "and", in alphabetical order."""
        named = sorted((self._word(value) for value in values), key=lambda word: word.text.lower())
        for index, word in enumerate(named):
            if index:
                yield Word(" and " if index == len(named) - 1 else ", ")
            yield word

    def _word(self, value: NamedNode | Literal) -> Word:
        if isinstance(value, Literal):
            return Word(clipped(value.value))
        name = clipped(self.release.short(value.value))
        if value.value.startswith((str(CONCEPT), str(SC))):
            name = _verbs().get(local(value.value), name.lower())
        return Word(name, address(value.value, self.release.base))


def _phrases() -> dict[str, list[dict[str, str]]]:
    lines: dict[str, list[dict[str, str]]] = _wording()["lines"]
    return lines


def _verbs() -> dict[str, str]:
    verbs: dict[str, str] = _wording()["verbs"]
    return verbs


@cache
def _wording() -> dict[str, Any]:
    text = files("service").joinpath("phrases.yaml").read_text(encoding="utf-8")
    wording: dict[str, Any] = yaml.safe_load(text)
    return wording


def _compact(quote: str) -> str:
    """The quotation without blank lines: some sources put one after each line of a sentence."""
    return re.sub(r"\s*\n\s*", "\n", quote)
