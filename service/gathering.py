"""What a page shows of facts and reports, read from the store in two goes whatever their number."""

from collections.abc import Iterable, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Triple

from service.facts import Teller
from service.index import Index
from service.names import sc
from service.release import Release
from service.statements import Statements, described

NEWEST = 3  # documents shown of each fact where many facts are shown


def gather(
    release: Release,
    index: Index,
    facts: Sequence[int],
    reports: Iterable[int] = (),
    newest: int | None = NEWEST,
    *,
    withdrawn: bool = False,
    briefly: bool = False,
) -> Teller:
    """Facts by their positions, each with its newest reports, and other reports, with evidence.

    Corrections of these are among them, and with `withdrawn` the reports that curators withdrew.
    """
    of_facts = [
        report
        for fact in facts
        for report in islice(index.reports_of.get(index.facts[fact], ()), newest)
    ]
    wanted = [index.reports[report] for report in (*of_facts, *reports)]
    if withdrawn:
        wanted += [iri for fact in facts for iri in index.withdrawn.get(index.facts[fact], ())]
    subjects = (*(index.facts[fact] for fact in facts), *wanted, *_corrections(index, wanted))
    told = described(release.store, subjects)
    told |= described(release.store, _linked(told, "evidence"))
    numbers = {
        index.facts[fact]: len(index.reports_of.get(index.facts[fact], ())) for fact in facts
    }
    return Teller(release, Statements(told), numbers, briefly)


def within(release: Release, index: Index, document: str) -> Teller:
    """What a document reports, of facts and directly, with what was withdrawn of it."""
    reports = [index.reports[report] for report in index.reports_in.get(document, ())]
    reports += index.withdrawn.get(document, ())
    told = described(release.store, (*reports, *_corrections(index, reports)))
    linked = (*_linked(told, "reportOf"), *_linked(told, "evidence"))
    return Teller(release, Statements(told | described(release.store, linked)))


def _corrections(index: Index, reports: Iterable[str]) -> list[str]:
    return [iri for report in reports for iri in index.corrections.get(report, ())]


def _linked(told: Iterable[Triple], name: str) -> list[str]:
    predicate = sc(name)
    return [
        triple.object.value
        for triple in told
        if triple.predicate == predicate and isinstance(triple.object, NamedNode)
    ]
