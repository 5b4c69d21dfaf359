"""Discrepancies as pages show them: what kind, which facts, and what each document says."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from service.dates import words
from service.facts import Report, Teller, Word
from service.names import address, local, sc
from service.release import Release
from service.statements import Statements, construct


@dataclass(frozen=True)
class Claim:
    """What Wikidata says: a date in words, the item and where it is, the day of retrieval."""

    date: str
    item: Word
    retrieved: str


@dataclass(frozen=True)
class Discrepancy:
    """Two reports that disagree, or one that disagrees with its own list or with Wikidata."""

    label: str
    href: str
    kind: Word
    facts: tuple[Word, ...]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]


def discrepancies(release: Release, **given: NamedNode) -> list[Discrepancy]:
    """All discrepancies of a release by kind and label, or those of the ``fact`` given.

    Given a ``discrepancy``, that one alone.
    """
    statements = Statements(construct(release.store, "discrepancies", **given))
    teller = Teller(release, statements)
    found = [_told(iri, teller) for iri in statements.instances("Discrepancy")]
    return sorted(found, key=lambda told: (told.kind.text, told.label, told.href))


def _told(iri: str, teller: Teller) -> Discrepancy:
    statements, release = teller.statements, teller.release
    kinds = statements.links(iri, sc("discrepancyKind"))
    reports = (teller.report(report) for report in statements.links(iri, sc("between")))
    return Discrepancy(
        label=release.label(iri),
        href=address(iri, release.base),
        kind=Word(release.label(kinds[0]), address(kinds[0], release.base)) if kinds else Word(""),
        facts=tuple(
            Word(release.label(fact), address(fact, release.base))
            for fact in statements.links(iri, sc("concerns"))
        ),
        reports=tuple(sorted(reports, key=lambda report: (report.order, report.iri))),
        claims=tuple(
            _claim(claim, teller) for claim in sorted(statements.links(iri, sc("against")))
        ),
    )


def _claim(iri: str, teller: Teller) -> Claim:
    statements = teller.statements
    items = statements.links(iri, sc("wikidataItem"))
    return Claim(
        date=words(statements.text(iri, sc("date"))),
        item=Word(local(items[0]), address(items[0], teller.release.base)) if items else Word(""),
        retrieved=words(statements.text(iri, sc("retrieved"))),
    )
