"""Dates of the data as people write them: EDTF (Library of Congress, 2019) to English words."""

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

# The forms that the vocabulary uses: a date, an interval, a set; an address with slashes is none.
_EDTF = re.compile(r"\[?[\dX.~?%-]+(?:/[\dX.~?%-]+)?\]?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


def words(edtf: str) -> str:
    """`2021-03-09` as "9 March 2021", `2020-02/..` as "since February 2020"; others as they are."""
    if not _EDTF.fullmatch(edtf):
        return edtf
    if edtf.startswith("[") and edtf.endswith("]"):
        first, dots, last = edtf[1:-1].partition("..")
        return _bounds(first, last, "no earlier than", "no later than") if dots else edtf
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return _bounds(first.strip("."), last.strip("."), "since", "until")
    return _date(edtf)


def _bounds(first: str, last: str, after: str, before: str) -> str:
    if first and last:
        return f"between {_date(first)} and {_date(last)}"
    return f"{after} {_date(first)}" if first else f"{before} {_date(last)}"


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day, doubt = found[1], int(found[2] or 0), int(found[3] or 0), found[4]
    name = SEASONS.get(month) or (MONTHS[month - 1] if 1 <= month <= 12 else "")
    parts = [str(day) if day else "", name, year]
    return ("about " if doubt else "") + " ".join(part for part in parts if part)
