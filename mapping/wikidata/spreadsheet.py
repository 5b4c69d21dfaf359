"""Proposals as a CSV file for QuickStatements.

https://www.wikidata.org/wiki/Help:QuickStatements , "CSV file syntax": the header names what each
column says, a row is about the item in its first cell, empty cells say nothing. A column S… belongs
to the property before it: an upper-case S opens a reference, a lower-case one goes on with it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from mapping.release.citations import Reference
from mapping.wikidata.proposals import Proposal

# What a reference says, in order: ("S854", "S1476", "S577").
_Form = tuple[str, ...]


def text(proposals: Sequence[Proposal]) -> str:
    """A row a statement. Each property has as many columns for references as its rows need."""
    forms: dict[int, Counter[_Form]] = {}
    for proposal in proposals:
        needed = Counter(_form(reference) for reference in proposal.support)
        number = proposal.statement.property
        forms[number] = forms.get(number, Counter()) | needed
    columns = {number: sorted(forms[number].elements()) for number in sorted(forms)}
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["qid", *(title for number in columns for title in _titles(number, columns))])
    for proposal in proposals:
        sheet.writerow(_row(proposal, columns))
    return out.getvalue()


def _form(reference: Reference) -> _Form:
    return tuple(name for name, _ in reference)


def _titles(number: int, columns: dict[int, list[_Form]]) -> list[str]:
    opened = ([first, *(name.lower() for name in rest)] for first, *rest in columns[number])
    return [f"P{number}", *(title for titles in opened for title in titles)]


def _row(proposal: Proposal, columns: dict[int, list[_Form]]) -> list[str]:
    statement = proposal.statement
    cells = [f"Q{statement.item}"]
    for number, forms in columns.items():
        is_own = number == statement.property
        waiting = sorted(proposal.support) if is_own else []
        cells.append(statement.value if is_own else "")
        for form in forms:
            cited = next((r for r in waiting if _form(r) == form), None)
            if cited:
                waiting.remove(cited)
            cells += [value for _, value in cited] if cited else [""] * len(form)
    return cells
