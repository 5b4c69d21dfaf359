"""What a page shows of facts and reports, read from the store in two goes whatever their number."""

from collections.abc import Iterable, Sequence
from itertools import islice

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
    corrections = [iri for report in wanted for iri in index.corrections.get(report, ())]
    subjects = (*(index.facts[fact] for fact in facts), *wanted, *corrections)
    told = described(release.store, subjects)
    known = Statements(told)
    evidence = [passage for iri in wanted for passage in known.links(iri, sc("evidence"))]
    statements = Statements(told | described(release.store, evidence))
    numbers = {
        index.facts[fact]: len(index.reports_of.get(index.facts[fact], ())) for fact in facts
    }
    return Teller(release, statements, numbers)
