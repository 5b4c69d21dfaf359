"""When a published fact answers an annotated one: classes, names and dates."""

from __future__ import annotations

import calendar
import re
import unicodedata

# Types of annotated facts, and the classes of published facts that can answer them.
FITTING: dict[str, frozenset[str]] = {
    "meeting": frozenset({"Meeting"}),
    "participation": frozenset({"Meeting", "Agreement"}),
    "role": frozenset({"Membership"}),
    "agreement": frozenset({"Agreement"}),
    "cooperation": frozenset({"Cooperation", "Contribution", "Agreement"}),
    "mission-role": frozenset({"Contribution", "Cooperation", "Milestone"}),
    "contribution": frozenset({"Contribution", "Cooperation", "Milestone"}),
    "milestone": frozenset({"Milestone"}),
    "membership": frozenset({"Membership"}),
    "location": frozenset({"Meeting", "Milestone"}),
}
FACT_CLASSES = frozenset[str]().union(*FITTING.values())
# Types that a direct property (country, partOf, …) can answer as well.
DIRECTLY = frozenset(FITTING) - {"meeting", "participation", "milestone"}
# Annotators name unnamed meetings and agreements in their own words: the date identifies them.
DATED = frozenset({"meeting", "participation", "location", "agreement"})

# Must match "(ISEF2)" in "Forum (ISEF2)"; must not match "ISEF2".
_PARENTHESES = re.compile(r"\(.*?\)")
# Must match "mission" in "the svom mission"; must not match "commission".
_FILLERS = re.compile(
    r"\b(the|of|for|mission|programme|program|spacecraft|satellite|rover|asteroid)\b"
)
# Must match "-" and " " in "gosat-1 and"; must not match "gosat1".
_PUNCTUATION = re.compile(r"[^a-z0-9]+")

_ALWAYS = ("0000-00-00", "9999-99-99")
# EDTF level 2 numbers for parts of a year: first and last month; a winter ends in the next year.
_PARTS_OF_YEAR = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 14),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}


def folded(name: str) -> str:
    """The name without case, accents, punctuation, parentheses and words that add nothing."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _PUNCTUATION.sub("", _FILLERS.sub(" ", _PARENTHESES.sub(" ", plain)))


def overlap(one: str, other: str) -> bool:
    """Whether two EDTF dates or intervals share a day; both stand for their bounds."""
    (start, end), (other_start, other_end) = _bounds(one), _bounds(other)
    return start <= other_end and other_start <= end


def _bounds(edtf: str) -> tuple[str, str]:
    parts = edtf.split("/")
    return _span(parts[0])[0], _span(parts[-1])[1]


def _span(part: str) -> tuple[str, str]:
    """First and last day; a form that is no date, month or year stands for itself, as text."""
    part = part.strip("~?%")
    match len(part):
        case _ if part in ("", ".."):
            return _ALWAYS
        case 4:
            return f"{part.replace('X', '0')}-01-01", f"{part.replace('X', '9')}-12-31"
        case 7:
            return _months(int(part[:4]), int(part[5:]))
        case _:
            return part[:10], part[:10]


def _months(year: int, number: int) -> tuple[str, str]:
    first, last = _PARTS_OF_YEAR.get(number, (number, number))
    end_year, last = (year + 1, last - 12) if last > 12 else (year, last)
    days = calendar.monthrange(end_year, last)[1]
    return f"{year}-{first:02d}-01", f"{end_year}-{last:02d}-{days:02d}"
