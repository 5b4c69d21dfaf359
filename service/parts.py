"""Long texts in parts, each a page of moderate size."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import escape

LONG = 4_000  # bytes of a text that may be cut; with markup and notes it is 16 times that
LARGEST = 45_000  # bytes of a part, with the markup of what is in it
PIECE = 4_000  # characters of a line after which it may be cut, for want of a paragraph's end


def parts(text: str, costs: Iterable[tuple[int, int]] = ()) -> tuple[tuple[int, int], ...]:
    """Where each part of a text begins and ends, in code points; one at least.

    `costs` are places in the text and the bytes that what is there takes beside the text: links,
    anchors, notes in the margin. Parts end with lines, where lines are not too long. What is not
    `LONG` is one part: links into it need not name the place (`Release.place`).
    """
    if len(text.encode(errors="replace")) <= LONG:
        return ((0, len(text)),)
    added = sorted(costs)
    cuts, size, taken = [0], 0, 0
    for begin, end in pairwise([*_pieces(text), len(text)]):
        cost = len(escape(text[begin:end]).encode(errors="replace"))
        while taken < len(added) and added[taken][0] < end:
            cost += added[taken][1]
            taken += 1
        if size and size + cost > LARGEST:
            cuts.append(begin)
            size = 0
        size += cost
    return tuple(pairwise([*cuts, len(text)]))


def holding(found: tuple[tuple[int, int], ...], place: int) -> int:
    """The number, from 1, of the part that holds a place; the last for what lies beyond."""
    return next((n for n, (_, end) in enumerate(found, 1) if place < end), len(found))


def _pieces(text: str) -> Iterator[int]:
    begin = 0
    for line in text.splitlines(keepends=True):
        yield from range(begin, begin + len(line), PIECE)
        begin += len(line)
