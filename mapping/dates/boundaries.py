"""What the words around a date make of it: "since", "until", "by", "from … to …"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from mapping.dates import direction as tense
from mapping.dates.literals import Precision, span
from mapping.dates.reading import Value
from mapping.dates.tokens import Tokens

_POINTS: Final[frozenset[Precision]] = frozenset({"day", "month", "season", "year", "decade"})
# Links between two ends of an interval, by the word that opens it.
_LINKS: Final = {
    "FROM": frozenset({"TO", "UNTIL", "DASH"}),
    "BETWEEN": frozenset({"AND", "DASH"}),
    "OF": frozenset({"AU", "TO", "UNTIL"}),
    "": frozenset({"TO", "UNTIL", "DASH"}),
}
# What a time of day and its zone are made of: "7:50 a.m. EST (12:50 UTC) on".
_TIME: Final = frozenset({"NUMBER", "CAP", "ON", "OPEN", "CLOSE", "COMMA"})
_LONGEST_TIME: Final = 9
# How many words stand between "not" and its "before", and what parts them.
_LONGEST_DENIED: Final = 7
_BREAKS: Final = frozenset({"COMMA", "STOP", "OPEN", "CLOSE"})
_LISTING: Final = frozenset({"AND", "TO", "UNTIL", "DASH", "AU"})


def join(tokens: Tokens, values: Sequence[Value]) -> list[Value]:
    """Dates with the pairs that are two ends of an interval made one.

    A date without a year before one with a year in the same list or range takes its year:
    "30 September to 2 October 2021".
    """
    joined: list[Value] = []
    for value in reversed(values):
        following = joined[-1] if joined else None
        if following is None or not _linked(tokens, value, following):
            joined.append(value)
            continue
        dated = _with_year_of(value, following)
        interval = _interval(tokens, dated, following)
        joined[-1:] = [interval] if interval else [following, dated]
    return joined[::-1]


def extend(tokens: Tokens, value: Value, reference: date | None) -> Value:
    """A date with its preposition: "since X" → X/.., "until" → ../X, "by" → [..X], and the like."""
    place = _opener(tokens, value)
    kind = tokens[place].kind if place >= 0 else ""
    if _is_interval(value):
        return replace(value, first=place) if kind in ("FROM", "BETWEEN") else value
    if _precision(value) not in _POINTS:
        return value
    if value.last < len(tokens) and tokens[value.last].kind == "ONWARDS":
        first = place if kind == "FROM" else value.first
        return replace(value, first=first, last=value.last + 1, edtf=f"{_edge(value, 0)}/..")
    whole = any(token.kind == "EDGE" for token in tokens[value.first : value.last])
    shifted = tense.tells_of_shift(tokens, value.first)
    if kind in ("BEFORE", "UNTIL") and _is_denied(tokens, place):
        kind = "NOTBEFORE"
    edtf = _bounded(kind, value, reference, whole, shifted=shifted)
    if edtf is None or span(edtf) is None:
        return value
    basis = "relative" if kind == "FROMNOW" and reference else value.basis
    return replace(value, first=place, edtf=edtf, basis=basis)


def _is_denied(tokens: Tokens, place: int) -> bool:
    """Is what is told of the time before a date, that it will not be: "cannot fly before 2035"?"""
    for token in reversed(tokens[max(0, place - _LONGEST_DENIED) : place]):
        if token.kind in _BREAKS:
            return False
        if token.text.casefold() in ("not", "cannot"):
            return True
    return False


def _bounded(
    kind: str, value: Value, reference: date | None, whole: bool, *, shifted: bool
) -> str | None:
    begin, end = _edge(value, 0), _edge(value, 1)
    match kind:
        case "SINCE":
            return f"{begin}/.."
        case "UNTIL":
            return None if shifted else f"../{end}"
        case "FROMNOW":
            return f"{reference.year:04}/{end}" if reference else f"../{end}"
        case "BY":
            return f"[..{end}]"
        case "NOTBEFORE":
            return f"[{begin}..]"
        case "BEFORE":
            return f"[..{end}]" if whole else f"[..{_beside(begin, -1)}]"
        case "AFTER":
            return f"[{begin}..]" if whole else f"[{_beside(end, 1)}..]"
        case "APPROX":
            return f"{value.edtf}~"
    return None


def _opener(tokens: Tokens, value: Value) -> int:
    """The place of the word before a date, past an article: "by the end of", "since the 1990s"."""
    place = value.first - 1
    if (before_time := _before_time(tokens, place)) is not None:
        return before_time
    if place < 1 or tokens[place].kind not in ("THE", "AU", "IN"):
        return place
    # "after the 2019 congress" says nothing of 2020.
    return (
        place if tokens[value.first].kind == "YEAR" and tokens[place].kind == "THE" else place - 1
    )


def _before_time(tokens: Tokens, place: int) -> int | None:
    """The place of "no earlier than" where a time of day stands between it and its date."""
    passed = tokens[max(0, place - _LONGEST_TIME + 1) : place + 1][::-1]
    for back, token in enumerate(passed):
        if token.kind == "NOTBEFORE":
            return place - back if any(t.kind == "NUMBER" for t in passed[:back]) else None
        if token.kind not in _TIME:
            return None
    return None


def _linked(tokens: Tokens, first: Value, second: Value) -> bool:
    kinds = _between(tokens, first, second)
    return len(kinds) == 1 and kinds[0] in _LISTING


def _between(tokens: Tokens, first: Value, second: Value) -> list[str]:
    between = tokens[first.last : second.first]
    return [token.kind for token in between if token.kind not in ("THE", "IN", "WDAY", "WEEKDAY")]


def _with_year_of(value: Value, following: Value) -> Value:
    day = f"-{value.day:02}" if value.day else ""
    if value.basis != "elided-year" or following.basis != "literal" or not value.month:
        return value
    if _is_interval(following) or not following.month or bool(day) != bool(following.day):
        return value
    year = int(following.edtf[:4])
    year -= (value.month, value.day) > (following.month, following.day)
    edtf = f"{year:04}-{value.month:02}{day}"
    return replace(value, edtf=edtf, basis="literal") if span(edtf) else value


def _interval(tokens: Tokens, first: Value, second: Value) -> Value | None:
    place = _opener(tokens, first)
    kind = tokens[place].kind if place >= 0 else ""
    opener = kind if kind in _LINKS else ""
    link = _between(tokens, first, second)[0]
    alike = _precision(first) == _precision(second)
    between = [token.text.lower() for token in tokens[first.last : second.first]]
    if "or" in between and alike and not opener:  # "late 2007 or early 2008"
        link = "TO"
    if link not in _LINKS[opener] or not (opener or alike):
        return None
    if not {_precision(first), _precision(second)} <= _POINTS:
        return None
    if link == "TO" and tense.tells_of_shift(tokens, first.first):
        return None
    edtf = f"{_edge(first, 0)}/{_edge(second, 1)}"
    if span(edtf) is None:
        return None
    begin = place if opener in ("FROM", "BETWEEN") else first.first
    basis = second.basis if first.basis == "literal" else first.basis
    return Value(begin, second.last, edtf, basis)


def _edge(value: Value, side: int) -> str:
    """A literal that may end an interval: a season's first or last month, a decade's year."""
    kind, found = _precision(value), span(value.edtf)
    bound = (found.latest if side else found.earliest) if found else None
    if kind not in ("season", "decade") or bound is None:
        return value.edtf
    return bound.isoformat()[: 7 if kind == "season" else 4]


def _beside(edtf: str, step: int) -> str:
    """The day, month or year before (-1) or after (1) one."""
    found = span(edtf)
    bound = (found.earliest if step < 0 else found.latest) if found else None
    try:
        moved = bound + timedelta(days=step) if bound else None
    except OverflowError:
        moved = None
    return moved.isoformat()[: len(edtf)] if moved else edtf


def _precision(value: Value) -> Precision | None:
    found = span(value.edtf)
    return found.precision if found else None


def _is_interval(value: Value) -> bool:
    return _precision(value) == "interval"
