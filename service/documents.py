"""The page of a document: its text with mentions marked, and the facts that it states beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template, request
from pyoxigraph import NamedNode

import ontology
from service.dates import words
from service.errors import NotFoundError
from service.facts import Correction, Fact, Quote, Report, Teller, Word
from service.gathering import within
from service.index import Index
from service.listed import about
from service.parts import holding, parts
from service.reading import Passage, marked_up, passages, quotations
from service.release import Release
from service.results import Cell, cell
from service.statements import Statements, described

NOTES = 60  # in the margin of a part
NOTE, ANCHOR, LINK = 700, 70, 150  # bytes of markup of each, roughly

_METADATA = (
    ("Date", ontology.SC.date),
    ("Publisher", ontology.DCTERMS.publisher),
    ("Source", ontology.DCTERMS.source),
    ("Rights", ontology.DCTERMS.rights),
)


@dataclass(frozen=True)
class Note:
    """A fact in the margin: in words, where it has a page, the sentences that state it, and what a
    curator corrected.
    """

    line: tuple[Word, ...]
    href: str
    date: str
    status: tuple[str, ...]
    quotes: tuple[Quote, ...]
    correction: Correction | None
    begin: int


def page(current: Release, index: Index, node: NamedNode, slug: str) -> str:
    """A part of the page; where only quotations may be shown, these in place of the text."""
    own = Statements(described(current.store, [node.value]))
    path = current.path / "documents" / f"{slug}.txt"
    text = path.read_bytes().decode() if path.is_file() else ""
    found = passages(current.store, node)
    whole = current.shows(slug)
    teller = within(current, index, node.value)
    notes = sorted(_notes(teller), key=lambda note: note.begin)
    cut = parts(text, (*_costs(found), *((note.begin, NOTE) for note in notes)))
    number = _part(cut)
    begin, end = cut[number - 1]
    beside = [note for note in notes if holding(cut, note.begin) == number]
    withdrawn = [told for told in teller.withdrawn() if holding(cut, _first(told)) == number]
    return render_template(
        "document.html",
        release=current,
        about=about(current, node, own, "document-facts"),
        slug=slug,
        metadata=_metadata(current, node, own),
        text=marked_up(text, found, current, (begin, end)) if whole else None,
        quotations=[] if whole else quotations(text, found, current, (begin, end)),
        mentions=sum(bool(passage.entity) for passage in found),
        notes=beside[:NOTES],
        number=len(notes),
        untold=len(beside) - NOTES,
        withdrawn=withdrawn,
        part=number,
        parts=len(cut),
        begin=begin,
        end=end,
        length=len(text),
    )


def _part(cut: tuple[tuple[int, int], ...]) -> int:
    """The number of the part that the address asks for, by `part` or by the place `at`."""
    asked, at = request.args.get("part", "1"), request.args.get("at", "")
    if at.isascii() and at.isdigit() and len(at) < 10:
        return holding(cut, int(at))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if not 1 <= number <= len(cut):
        raise NotFoundError(f"There are parts 1 to {len(cut)}.")
    return number


def _costs(found: Iterable[Passage]) -> Iterator[tuple[int, int]]:
    """The places of passages in a text and, roughly, the bytes of their markup."""
    for passage in found:
        yield passage.begin, ANCHOR + (LINK + len(passage.entity) if passage.entity else 0)


def _first(report: Report) -> int:
    return report.quotes[0].begin if report.quotes else 0


def _notes(teller: Teller) -> Iterator[Note]:
    for fact in teller.facts():
        for report in fact.reports:
            yield _note(fact.line, fact.href, report)
    direct = teller.direct()
    for told in direct.facts if direct else ():
        if not isinstance(told, Fact):
            yield _note(told.line, told.href, told)


def _note(line: tuple[Word, ...], href: str, told: Report) -> Note:
    return Note(line, href, told.date, told.status, told.quotes, told.correction, _first(told))


def _metadata(current: Release, node: NamedNode, own: Statements) -> list[tuple[str, list[Cell]]]:
    """(name, values) of what a reader wants to know of a document beside its text."""
    rows = []
    for name, predicate in _METADATA:
        values = own.values(node.value, NamedNode(str(predicate)))
        if values:
            rows.append((name, [_dated(cell(value, current)) for value in values]))
    return rows


def _dated(shown: Cell) -> Cell:
    return Cell(words(shown.text), shown.href, shown.note)
