"""The page of a document: its text with mentions marked, and the facts that it states beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from pyoxigraph import NamedNode

import ontology
from service.dates import words
from service.facts import Correction, Fact, Quote, Report, Teller, Word
from service.gathering import within
from service.index import Index
from service.listed import about
from service.reading import marked_up, passages, quotations
from service.release import Release
from service.results import Cell, cell
from service.statements import Statements, described
from service.vocabulary import plural

NOTES = 60  # in the margin of a text

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


def page(current: Release, index: Index, node: NamedNode, slug: str) -> str:
    """The page; where only quotations may be shown, these in place of the text."""
    own = Statements(described(current.store, [node.value]))
    path = current.path / "documents" / f"{slug}.txt"
    text = path.read_bytes().decode() if path.is_file() else ""
    found = passages(current.store, node)
    whole = current.shows(slug)
    teller = within(current, index, node.value)
    notes = sorted(_notes(teller), key=lambda note: note.quotes[0].begin if note.quotes else 0)
    return render_template(
        "document.html",
        release=current,
        about=about(current, node, own, "document-facts"),
        slug=slug,
        metadata=_metadata(current, node, own),
        text=marked_up(text, found, current) if whole else None,
        quotations=[] if whole else quotations(text, found, current),
        mentions=sum(bool(passage.entity) for passage in found),
        notes=notes[:NOTES],
        number=len(notes),
        groups=[] if whole else [(plural(g.cls.lower()), g) for g in teller.grouped()],
        direct=None if whole else teller.direct(),
        withdrawn=teller.withdrawn(),
    )


def _notes(teller: Teller) -> Iterator[Note]:
    for fact in teller.facts():
        for report in fact.reports:
            yield _note(fact.line, fact.href, report)
    direct = teller.direct()
    for told in direct.facts if direct else ():
        if not isinstance(told, Fact):
            yield _note(told.line, told.href, told)


def _note(line: tuple[Word, ...], href: str, told: Report) -> Note:
    return Note(line, href, told.date, told.status, told.quotes, told.correction)


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
