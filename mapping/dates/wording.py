"""EDTF literals in words for people."""

from typing import Final

from mapping.dates.literals import span

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_DIVISIONS: Final = {
    21: "spring {}", 22: "summer {}", 23: "autumn {}", 24: "winter {}",
    33: "first quarter of {}", 34: "second quarter of {}",
    35: "third quarter of {}", 36: "fourth quarter of {}",
    37: "first third of {}", 38: "second third of {}", 39: "last third of {}",
    40: "first half of {}", 41: "second half of {}",
}  # fmt: skip


def human(edtf: str) -> str:
    """A literal in English: "9 March 2021", "since February 2020", "no earlier than 2020".

    What has no wording (sets of several dates, times of day) comes back as it is; so does what is
    no EDTF literal.
    """
    if span(edtf) is None:
        return edtf
    if "/" in edtf:
        return _interval(*edtf.split("/"))
    if edtf.startswith("[") and ".." in edtf:
        return _set(*edtf[1:-1].split(".."))
    return _point(edtf)


def _interval(begin: str, end: str) -> str:
    if end == "..":
        return f"since {_point(begin)}"
    if begin == "..":
        return f"until {_point(end)}"
    first, last = _point(begin).split(" "), _point(end).split(" ")
    # "8–11 October 2018", "June–August 2022": what both ends share is said once.
    if len(first) > 1 and len(first) == len(last) and first[1:] == last[1:]:
        return f"{first[0]}–{' '.join(last)}"
    if len(first) == len(last) == 3 and first[2] == last[2]:
        first.pop()
    dash = "–" if len(first) == len(last) == 1 else " – "
    return f"{' '.join(first)}{dash}{' '.join(last)}"


def _set(begin: str, end: str) -> str:
    if not end:
        return f"no earlier than {_point(begin)}"
    if not begin:
        return f"by {_point(end)}"
    return f"between {_point(begin)} and {_point(end)}"


def _point(edtf: str) -> str:
    plain = edtf.rstrip("~?%")
    mark = edtf[len(plain) :]
    words = _date(plain)
    if mark:
        words = ("about " if mark in "~%" else "") + words + (" (uncertain)" if mark != "~" else "")
    return words


def _date(plain: str) -> str:
    year, *rest = plain.split("-")
    if year.endswith("XX") and not rest and year[:2].isdecimal():
        return f"{year[:2]}00s"
    if year.endswith("X") and not rest and year[:3].isdecimal():
        return f"{year[:3]}0s"
    if not all(part.isdecimal() for part in (year, *rest)) or len(rest) > 2:
        return plain
    number = str(int(year))
    if not rest:
        return number
    month = int(rest[0])
    if month in _DIVISIONS:
        return _DIVISIONS[month].format(number)
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{_MONTHS[month - 1]} {number}"
