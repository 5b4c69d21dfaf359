"""Whether a number of four digits standing alone is a year, a part of a name, or a count."""

import re
from collections.abc import Sequence
from typing import Final

from mapping.dates import tables
from mapping.dates.tokens import Token

# Words that only a time follows when four digits do: "in 2017", "since 2017", "late 2024".
_TEMPORAL: Final = frozenset(
    {"IN", "SINCE", "UNTIL", "BY", "NOTBEFORE", "FROMNOW", "EDGE", "BETWEEN", "BEFORE", "AFTER"}
)
# How far after a year the noun may stand that it dates: "the 1967 Outer Space Treaty".
_REACH: Final = 6
_OLDEST_BARE: Final = 1900
# A minor planet's provisional designation: "1998 KY26" matches; "2021 ESA" does not
_DESIGNATION: Final = re.compile(r"[A-HJ-Y][A-HJ-Z]\d+")
# Numbers as much likely to be counts: "2000" matches; "2017" does not
_ROUND: Final = re.compile(r"\d\d00")


def names_a_year(tokens: Sequence[Token], index: int) -> bool:
    """True where the four digits at `index` are a year.

    False in a name ("Horizon 2020", "the 2020 Club"), before what is counted ("2000 km"), among
    other numbers, and for a year before 1900 without a word of time before it.
    """
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if _beside_digits(tokens, index) or (after and _DESIGNATION.fullmatch(after.text)):
        return False
    if before and _counts(before, tokens[index], after):
        return False
    temporal = before is not None and before.kind in _TEMPORAL and not _is_doer(tokens, index)
    if temporal:
        return True
    if before and before.kind in ("CAP", "NAME"):
        return False
    if int(tokens[index].text) < _OLDEST_BARE or (after and _is_amount(tokens[index], after)):
        return False
    return not (after and after.kind == "CAP") or _dates_a_noun(tokens, index + 1)


def name_years(tokens: Sequence[Token], first: int, last: int) -> bool:
    """True where two numbers of four digits are a range of years, and no counts or part of a name.

    "from 2016 to 2020" is; "2000–2500 km" and "Horizon 2020 – 2027" are not.
    """
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.kind in ("CAP", "NAME", "NUMBER", "DAY"):
        return False
    if before is not None and before.text.lower() in tables.nouns("quantifier"):
        return False
    return after is None or not (
        after.kind in ("NUMBER", "DAY") or after.text.lower() in tables.nouns("counted")
    )


def _beside_digits(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before and before.end == token.begin and before.kind in ("DASH", "PUNCT", "COMMA", "STOP"):
        part = index > 1 and tokens[index - 2].kind == "EDGE"
        return before.text != "–" and not part
    return bool(
        (before and before.kind in ("NUMBER", "DAY")) or (after and after.kind in ("NUMBER", "DAY"))
    )


def _counts(before: Token, year: Token, after: Token | None) -> bool:
    if before.text.lower() in tables.nouns("quantifier"):
        return True
    if after is None or after.text.lower() not in tables.nouns("counted"):
        return False
    return before.kind not in ("IN", "SINCE") or _ROUND.fullmatch(year.text) is not None


def _is_doer(tokens: Sequence[Token], index: int) -> bool:
    """True after a passive: "hosted by 2020 Club"."""
    if index < 2 or tokens[index - 1].kind != "BY" or index + 1 >= len(tokens):
        return False
    return tokens[index - 2].text.endswith("ed") and tokens[index + 1].kind == "CAP"


def _is_amount(year: Token, after: Token) -> bool:
    counted = after.text.lower() in tables.nouns("counted")
    return counted or (after.kind == "PLAIN" and _ROUND.fullmatch(year.text) is not None)


def _dates_a_noun(tokens: Sequence[Token], first: int) -> bool:
    """True where a run of words from `first` reaches a noun that years stand before."""
    for token in tokens[first : first + _REACH]:
        if token.text.lower() in tables.nouns("dated"):
            return True
        if token.kind not in ("CAP", "PLAIN", "OF", "AND", "ON"):
            return False
    return False
