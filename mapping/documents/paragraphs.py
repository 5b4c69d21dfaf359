"""Paragraphs of a paged document, put together from its lines by where these stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from mapping.documents.lines import COLUMN, ENDS
from mapping.documents.masking import has_contact_data

_BULLET = re.compile(r"(?:[-*•▪·–‣◦\uf0b7]|\(?\d{1,2}[.)])(?:\s+|$)")
# Match: "3", "- 3 -", "Page 2 of 5", "2/5"    No match: "2019 was the year"
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of|sur|de)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MARGIN = 0.12
_SHORT = 45
_STRETCHED = 1.3  #: widest blank of a justified line, in heights of it
_SENTENCE = 5  #: words of a cell that no table holds


@dataclass(frozen=True)
class Line:
    """A line of text and its place: page number, left, bottom, right, top (points from below)."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    page_height: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def is_marginal(self) -> bool:
        """Whether it stands where headers and footers do."""
        middle = (self.y0 + self.y1) / 2
        return not _MARGIN < middle / self.page_height < 1 - _MARGIN


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of ``lines`` (in reading order), without headers, footers and page numbers."""
    kept = list(_rows(_without_margins(lines)))
    if not kept:
        return []
    layout = _Layout.of(kept)
    found: list[list[Line]] = [[kept[0]]]
    for line in kept[1:]:
        if layout.joins(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    words = _vocabulary(kept)
    return [_joined([line.text for line in run], words) for run in found]


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    pages = len({line.page for line in lines})
    shapes = {id(line): re.sub(r"\d+", "#", line.text) for line in lines if line.is_marginal}
    on_pages = {(shapes[id(line)], line.page) for line in lines if id(line) in shapes}
    times = Counter(shape for shape, _ in on_pages)
    return [
        line
        for line in lines
        if id(line) not in shapes
        or not (
            _PAGE_NUMBER.fullmatch(line.text)
            or (pages > 1 and times[shapes[id(line)]] >= max(2, pages / 2))
        )
    ]


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of a table (short, beside one another) as one with its columns."""
    waiting = list(lines)
    taken: set[int] = set()
    for number, line in enumerate(waiting):
        if number in taken:
            continue
        row = [line]
        if len(line.text) <= _SHORT:
            for other in range(number + 1, min(number + 60, len(waiting))):
                if other not in taken and _is_beside(line, waiting[other]):
                    row.append(waiting[other])
                    taken.add(other)
        row.sort(key=lambda cell: cell.x0)
        yield line if len(row) == 1 else _row(row)


def _is_beside(line: Line, other: Line) -> bool:
    same_height = abs(line.y0 - other.y0) < 0.3 * line.height
    apart = other.x0 > line.x1 or other.x1 < line.x0
    return other.page == line.page and same_height and apart and len(other.text) <= _SHORT


def _row(cells: list[Line]) -> Line:
    first, last = cells[0], cells[-1]
    text = COLUMN.join(cell.text for cell in cells)
    if _is_stretched(cells):
        text = text.replace(COLUMN, " ")
    return Line(text, first.page, first.x0, first.y0, last.x1, first.y1, first.page_height)


def _is_stretched(cells: list[Line]) -> bool:
    """Are they one line of justified text, whose blanks are as wide as the gaps of a table?"""
    widest = max(after.x0 - before.x1 for before, after in pairwise(cells))
    words = max(len(cell.text.split()) for cell in cells)
    return widest <= _STRETCHED * cells[0].height and words >= _SENTENCE


@dataclass(frozen=True)
class _Layout:
    """How the pages are set: the usual distance of two lines, and the columns' right edges."""

    leading: float
    edges: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Layout:
        steps = [
            above.y1 - below.y1
            for above, below in pairwise(lines)
            if above.page == below.page and 0 < above.y1 - below.y1 < 4 * above.height
        ]
        by_left = sorted((round(line.x0 / 30), line.x1) for line in lines)
        edges = tuple(
            (30.0 * left, max(right for _, right in group))
            for left, group in groupby(by_left, key=lambda entry: entry[0])
        )
        return cls(median(steps) if steps else 0.0, edges)

    def joins(self, run: Sequence[Line], line: Line) -> bool:
        """Does ``line`` go on with the paragraph whose lines are ``run``?"""
        last = run[-1]
        if _BULLET.match(line.text) or COLUMN in line.text or COLUMN in last.text:
            return False
        if has_contact_data(line.text) or has_contact_data(last.text):
            return False
        if abs(line.height - last.height) > 0.15 * max(line.height, last.height):
            return False
        if not self._is_full(last, line):
            return False
        goes_on = line.text[0].islower() and not ENDS.search(last.text)
        if line.page != last.page or line.y1 > last.y1:  # a page or a column further
            return goes_on
        is_indented = len(run) > 1 and line.x0 - last.x0 > line.height
        if is_indented or last.y1 - line.y1 > 1.3 * self.leading:
            return goes_on and not is_indented
        return True

    def _is_full(self, last: Line, line: Line) -> bool:
        """Whether the first word of ``line`` had no place after ``last``."""
        if last.text.endswith(("-", "\u00ad")) and last.text[-2:-1].isalpha():
            return True
        right = max((r for left, r in self.edges if abs(left - last.x0) < 90), default=last.x1)
        letter = (last.x1 - last.x0) / max(1, len(last.text))
        word = len(line.text.split(maxsplit=1)[0]) + 1
        return last.x1 + word * letter > right


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """The words that stand whole inside a line."""
    return frozenset(
        word.casefold() for line in lines for word in _WORD.findall(re.sub(r"\S+-$", "", line.text))
    )


def _joined(lines: Sequence[str], words: frozenset[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif text.endswith("-") and text[-2:-1].isalpha():
            text = _without_hyphen(text, line, words) or text + line
        else:
            text = f"{text} {line}"
    return text


def _without_hyphen(text: str, line: str, words: frozenset[str]) -> str | None:
    """ "explo-" and "ration" as one word; None where the hyphen may be the word's own.

    "space-based" keeps it, for "space" is a word of the text; so does "COVID-19".
    """
    if not line[0].islower():
        return None
    first = _WORD.findall(text[:-1])[-1]
    rest = _WORD.match(line)
    whole = (first + (rest[0] if rest else "")).casefold()
    if whole in words or (first.casefold() not in words and "-" not in first):
        return text[:-1] + line
    return None
