"""The dates of a sentence."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from mapping.alternatives import any_of
from mapping.dates import boundaries, tables
from mapping.dates.grammar import phrases
from mapping.dates.literals import Precision, span
from mapping.dates.mention import Anchor, DateMention
from mapping.dates.reading import Reading, Value
from mapping.dates.resolution import resolve
from mapping.dates.tokens import Tokens, tokenize


def find(text: str, anchor: Anchor, told: Sequence[str] = ()) -> list[DateMention]:
    """The dates that a sentence names, in order, none overlapping another.

    ``told`` are dates (EDTF) that the sentences before named, which "that day" may refer to.

    A date relative to the document is left out where the anchor is not precise enough for it. A
    weekday that contradicts a date written in full changes nothing: the date stays as stated.
    """
    if not may_hold_date(text):
        return []
    tokens = tokenize(text)
    found = values(tokens, anchor.edtf, anchor.days, told)
    return [_mention(text, tokens, value) for value in found]


def may_hold_date(text: str) -> bool:
    """False for a text without any word or digits of time."""
    return _trigger().search(text) is not None


def values(
    tokens: Tokens, anchor: str | None, days: Sequence[str] = (), told: Sequence[str] = ()
) -> list[Value]:
    """The dates of a sentence as stretches of its tokens, reckoned from an EDTF anchor."""
    reference, precision = _reference(anchor)
    found: list[Value] = []
    for phrase in phrases(tokens):
        found += resolve(Reading(tokens, phrase, reference, precision, found, days, told))
    joined = boundaries.join(tokens, found)
    return [boundaries.extend(tokens, value, reference) for value in joined]


def _mention(text: str, tokens: Tokens, value: Value) -> DateMention:
    first = value.first
    while tokens[first].kind in ("THE", "OF", "COMMA") and first < value.last - 1:
        first += 1
    begin, end = tokens[first].begin, tokens[value.last - 1].end
    return DateMention(begin, end, text[begin:end], value.edtf, value.basis)


def _reference(anchor: str | None) -> tuple[date | None, Precision | None]:
    found = span(anchor) if anchor else None
    if found is None or found.precision not in ("day", "month", "year"):
        return None, None
    return found.earliest, found.precision


@cache
def _trigger() -> re.Pattern[str]:
    """A pattern that every sentence with a date matches: a year's digits or a word of time."""
    kinds = {"MONTH", "WEEKDAY", "SEASON", "UNIT", "UNITS", "RELDAY", "DERNIER", "PROCHAIN", "ILYA"}
    spellings: set[str] = set()
    for (word, case), entry in tables.words().items():
        # French "an" is English, too; a date that it stands in has a longer word of time.
        if entry.kind in kinds and word != "an":
            lower = {word} if case != "capital" else set()
            capital = {word.capitalize(), word.upper()} if case != "lower" else set()
            spellings |= {spelling.rstrip(".") for spelling in lower | capital}
    # "2020", "12th", "in March" match; "they march" does not
    return re.compile(rf"\d(?:\d{{3}}|th\b)|\b{any_of(spellings)}\b")
