"""Sentences of a block, by syntok (rule-based; knows abbreviations such as "Oct." and "U.S.").

Most ends of sentences are plain: a common word, a full stop, a capital. A block is parted there,
and only what is left with stops or brackets of its own is worth the segmenter's time; the sentences
are the same as if it had seen the whole block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from syntok import segmenter

from mapping.reading import Block, stretches

# Characters: three times the longest sentence of the press; what is longer is no sentence.
_LONGEST = 2_000
# Match: "launched. The", 'said." "We', "of JAXA. It", "in 2025. It"
# No match: "Oct. 7", "U.S. The", "G. Roe", "(see Fig. 2)"
_PLAIN_END = re.compile(
    r"(?<![\w.'-])(?P<word>[A-Za-z]{3,}|\d{4})[.!?]\"? +(?=\"?(?P<next>[A-Z][a-z]+))"
)
# Match: "for Artemis II. It", "on Apollo XIII. NASA"    No match: "Malcolm X. Roe", "Part II.3"
_NUMBER_END = re.compile(
    r"(?<=[a-z] )(?:II|III|IV|VI{1,3}|IX|XI{1,3}|XIV|XVI{0,3})[.!?]\"? +(?=\"?[A-Z])"
)
# After these a full stop may go on, and before these a number may.
_GOES_ON = (
    {"Eng", "Engr", "Amb", "Hon", "Shri", "Smt", "Gen", "Col", "Maj", "Brig", "Capt", "Cmdr", "Adm"}
    | segmenter.State.abbreviations
    | segmenter.State.months
    | segmenter.State.roman_numerals
)
# Match: "He met J. Roe", "again? yes", "(ESA) (NASA)"    No match: "3.5 km (ESA)", "one; two."
_BRACKET = re.compile("[()]")
_DOUBTFUL = re.compile(
    r"[^\w\s,:;.!?'\"()%&/+–—-]"  # brackets and signs that are rare
    r"|[.!?](?!(?<=\d.)\d|\"?$)"
    r"|;(?!(?<=\w;) \w)|;\W*\w*\W*\("
    r"|\([^)]*\(|\)\W*\(|^\W*\w*\W*\(|\([^)]*$|^[^(]*\)"
    r"|\([^)]{200}"
)


# Match: "signed by Eng.", "and Assoc." of "and Assoc. Prof."    No match: "signed by the Engineer."
_TITLED = re.compile(
    r"(?<!\w)(?:Eng|Engr|Assoc|Asst|H\.E|Amb|Hon|Shri|Smt|Lt|Gen|Col|Maj|Brig|Capt|Cmdr|Adm)\.$"
)
# Match: "in Paris Oct." before "7-9"    No match: "in Oct." before "They"
_MONTH = re.compile(r"(?<!\w)(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.(?= ?\d)")
# Match: "zenith, inc. ("    No match: "zenith, inc. It"
_FIRM = re.compile(r"(?<!\w)(?:inc|ltd|corp|plc)\. \($")


# Match: "HAMPTON, Va." before "--"    No match: "HAMPTON, Va." before "The", "In Hampton, Va."
_DATELINE = re.compile(r"[A-Z][A-Z .'-]{2,40}, (?:[A-Z][a-z]{1,5}|[A-Z]\.[A-Z])\.(?= ?[–—-])")


def _is_dateline(text: str, length: int) -> bool:
    """Is it where a release was written, and no sentence?"""
    found = _DATELINE.match(text)
    return found is not None and found.end() == length


@dataclass(frozen=True)
class Sentence:
    """The stretch [begin, end) of a block's text, in characters."""

    block: Block
    begin: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.begin : self.end]

    @property
    def published(self) -> tuple[int, int]:
        """Its published offsets."""
        return self.block.published(self.begin, self.end)


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of ``block``, in order; a heading or contact line is one sentence."""
    for begin, end in _sentences(block):
        for first, last in stretches(block.text[begin:end], _LONGEST):
            yield Sentence(block, begin + first, begin + last)


def _sentences(block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in ("title", "contact"):
        yield 0, len(block.text)
        return
    for first, last in _parts(block.text):
        part = block.text[first:last].strip(" ")
        offset = first + block.text[first:last].index(part)
        parted = segmented(part) if _DOUBTFUL.search(part) else [(0, len(part))]
        for begin, end in parted:
            if begin < end:
                yield offset + begin, offset + end


def segmented(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of the sentences that the segmenter finds in a text."""
    begin: int | None = None
    for paragraph in segmenter.process(text):
        for tokens in paragraph:
            begin = tokens[0].offset if begin is None else begin
            last = tokens[-1]
            # A semicolon parts clauses of one sentence, whatever the segmenter thinks, and in "the
            # Korea-U.S. Agreement" the abbreviation is an adjective.
            end = last.offset + len(last.value)
            is_adjective = text[:end].endswith(("-U.S.", "-U.K."))
            is_title = _TITLED.search(text, 0, end) is not None or _FIRM.search(text, 0, end + 2)
            is_month = _MONTH.match(text, text.rfind(" ", 0, end) + 1) is not None
            goes_on = (
                is_adjective or is_title or is_month or _is_dateline(text[begin:], end - begin)
            )
            if last.value != ";" and not goes_on:
                yield begin, end
                begin = None
    if begin is not None:
        yield begin, len(text)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between plain ends of sentences outside brackets."""
    first = 0
    has_brackets = "[" in text or "{" in text
    plain = (
        end.end()
        for end in _PLAIN_END.finditer(text)
        if end["word"] not in _GOES_ON and end["next"] not in _GOES_ON
    )
    numbers = (end.end() for end in _NUMBER_END.finditer(text))
    for last in sorted({*plain, *numbers}):
        if not has_brackets and _has_pairs(text[first:last]):
            yield first, last
            first = last
    yield first, len(text)


def _has_pairs(text: str) -> bool:
    """Is every bracket that closes one that was open, and none left open?"""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket == "(" else -1
        if depth < 0:
            return False
    return depth == 0
