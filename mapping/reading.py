"""The text as it reads: lines joined, typography made plain, every character mapped back.

Published texts are wrapped hard, double-spaced, full of no-break spaces and curly quotes. Rules see
a plain text; ``Block.published`` leads from its offsets to those of the published text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mapping.keys import key_of
from mapping.kinds import BlockKind, ends_sentence, kinds

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
)
# Tagged sentences speak in characters of these planes: a text's own must not.
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BULLET = re.compile(r"(?:[-*•▪·–]|\(?\d{1,2}[.)])\s+")
# Match: "(1) ", "2. "    No match: "1st "
_NUMBER = re.compile(r"^\(?\d{1,2}[.)] ")
_WIDE = 130
_SHORT = 100  # characters: a line that a key opens is an entry, and no text that reads on
_LONGEST = 10_000  # characters of a block: some 1,500 words
# White space with what is invisible in it, what is invisible alone, or a blank before a comma or
# behind an opening bracket.
_GAP = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|[^\S ]|[{_INVISIBLE}]| (?=, )|(?<=\() (?=\w)")
# Match: "Zenith Space Agency(ZSA)"    No match: "Zenith Space Agency (ZSA)", "f(x)", "member(s)"
_JOINED = re.compile(r"(?<=[a-z]{2})(?=\((?:[A-Z][A-Za-z]?){2,6}\))")
_GAP_OR_JOINED = re.compile(rf"{_GAP.pattern}|{_JOINED.pattern}")
# Match: " , and", "( ESA)"    No match: " and", "(ESA )"
_NEEDLESS = re.compile(r" (?=, )|(?<=\() (?=\w)")
# Match: "Jane Roe      Press Officer"    No match: "They met.  They signed."
_COLUMNS = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|\t)\S")


@dataclass(frozen=True)
class Block:
    """A paragraph as it reads; ``offsets[i]`` is the published offset of character i."""

    kind: BlockKind
    text: str
    offsets: tuple[int, ...]

    def published(self, begin: int, end: int) -> tuple[int, int]:
        """The published offsets of the stretch [begin, end) of this block's text."""
        return self.offsets[begin], self.offsets[end - 1] + 1


@dataclass(frozen=True)
class _Line:
    text: str
    begin: int
    blank_before: int

    @property
    def is_capitals(self) -> bool:
        return self.text.upper() == self.text and any(char.isalpha() for char in self.text)


def blocks(text: str, *, is_wrapped: bool = True) -> list[Block]:
    """The blocks of a published text, in order, each with its kind.

    Where the text is not ``is_wrapped``, each line is a block; else lines that read on are one.
    """
    lines = _lines(_PRIVATE.sub("\ufffd", text))
    plain = [_plain(run) for run in (_runs(lines) if is_wrapped else ([line] for line in lines))]
    written = [
        (reading[begin:end], offsets[begin:end])
        for reading, offsets in plain
        for begin, end in stretches(reading, _LONGEST)
    ]
    found = kinds([reading for reading, _ in written])
    return [Block(kind, *block) for kind, block in zip(found, written, strict=True)]


def stretches(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """The whole text, or stretches of it between blanks that are no longer than ``longest``.

    What reads a stretch may take time that grows with its square; so a file without paragraphs,
    full stops or blanks costs no more than others of its size.
    """
    begin = 0
    while len(text) - begin > longest:
        end = text.rfind(" ", begin + 1, begin + longest + 1)
        end = end if end > 0 else begin + longest
        yield begin, end
        begin = end + (text[end] == " ")
    if begin < len(text):
        yield begin, len(text)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    begin = blank = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(stripped, begin + raw.index(stripped[0]), blank))
            blank = 0
        else:
            blank += 1
        begin += len(raw) + 1
    return lines


def _runs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that read on, together."""
    if not lines:
        return
    layout = _Layout.of(lines)
    run = [lines[0]]
    for previous, line in pairwise(lines):
        if layout.joins(previous, line):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


@dataclass(frozen=True)
class _Layout:
    """How a text is set: its line width in characters, and whether blank lines part lines."""

    width: int
    is_wrapped: bool
    is_double_spaced: bool

    @classmethod
    def of(cls, lines: list[_Line]) -> _Layout:
        lengths = sorted(len(line.text) for line in lines)
        width = lengths[int(0.9 * (len(lengths) - 1))]
        wrapped = width <= _WIDE and len(lines) > 2
        apart = sum(line.blank_before > 0 for line in lines[1:])
        open_ended = sum(not ends_sentence(line.text) for line in lines)
        double = wrapped and len(lines) >= 6 and apart > 0.8 * (len(lines) - 1)
        return cls(width, wrapped, double and open_ended > 0.6 * len(lines))

    def joins(self, previous: _Line, line: _Line) -> bool:
        """Does ``line`` go on where ``previous`` ends?"""
        if _BULLET.match(line.text) or previous.is_capitals != line.is_capitals:
            return False
        if _is_keyed(previous) or _is_keyed(line):
            return False
        if _COLUMNS.search(line.text) or _COLUMNS.search(previous.text):
            return False
        if "••" in previous.text or "••" in line.text:  # lines of a contact block
            return False
        ended = ends_sentence(previous.text)
        full = len(previous.text) >= 0.6 * self.width
        if self.is_double_spaced and line.blank_before <= 1:
            return not (ended and len(previous.text) < 0.85 * self.width)
        goes_on = line.text[0].islower() and not ended
        if line.blank_before:
            return goes_on and full
        return self.is_wrapped and (full or goes_on)


def _is_keyed(line: _Line) -> bool:
    """Is it a short line that a key opens: "Venue: Online"?"""
    return len(line.text) < _SHORT and key_of(_NUMBER.sub("", line.text)) is not None


def _plain(run: list[_Line]) -> tuple[str, tuple[int, ...]]:
    """The run's text on one line with plain typography, and each character's published offset.

    White space runs become one blank, which is put before a bracket that lacks it; three or more
    blanks inside a single line (columns of a contact block) become a tab, so that rules see where a
    column ends.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    for number, line in enumerate(run):
        text = line.text
        bullet = _BULLET.match(text) if number == 0 else None
        first = bullet.end() if bullet else 0
        # "COVID-" at a line's end and "19" on the next are one word.
        last = "".join(pieces[-2:])[-2:]
        if number and not (last[1:] == "-" and last[0].isalpha()):
            pieces.append(" ")
            offsets.append(line.begin - 1)
        _append(text, first, line.begin, pieces, offsets, columns=len(run) == 1)
    return "".join(pieces), tuple(offsets)


def _append(
    text: str, first: int, base: int, pieces: list[str], offsets: list[int], *, columns: bool
) -> None:
    position = first
    for gap in (_GAP_OR_JOINED if _JOINED.search(text) else _GAP).finditer(text, first):
        if position < gap.start():
            pieces.append(text[position : gap.start()].translate(_PLAIN))
            offsets += range(base + position, base + gap.start())
        position = gap.end()
        if gap.start() == gap.end():  # the blank stands for where the bracket begins
            pieces.append(" ")
            offsets.append(base + gap.end())
        elif (blank := gap.group().lstrip(_INVISIBLE)) and not _NEEDLESS.match(text, gap.start()):
            begin = gap.end() - len(blank)
            pieces.append("\t" if columns and len(blank) > 2 else " ")
            offsets.append(base + begin)
    if position < len(text):
        pieces.append(text[position:].translate(_PLAIN))
        offsets += range(base + position, base + len(text))
