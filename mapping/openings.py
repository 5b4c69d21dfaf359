"""With which characters a match of a regular expression may begin, read off its parse tree."""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


def openings(source: str) -> set[str] | None:
    """The characters that a match of a pattern may begin with; None where they are not listed."""
    found, is_empty = _openings(parser.parse(source))
    return None if is_empty else found


def _openings(sequence: Iterable[tuple[Any, Any]]) -> tuple[set[str] | None, bool]:
    """What a match of a parsed sequence may begin with, and whether it may be empty."""
    found: set[str] = set()
    for operator, argument in sequence:
        if operator in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        first, is_empty = _first(operator, argument)
        if first is None:
            return None, False
        found |= first
        if not is_empty:
            return found, False
    return found, True


def _first(operator: object, argument: Any) -> tuple[set[str] | None, bool]:  # noqa: ANN401
    if operator is op.LITERAL:
        return {chr(argument)}, False
    if operator is op.IN and all(kind is op.LITERAL for kind, _ in argument):
        return {chr(code) for _, code in argument}, False
    if operator is op.SUBPATTERN:
        return _openings(argument[3])
    if operator is op.BRANCH:
        parts = [_openings(alternative) for alternative in argument[1]]
        if any(first is None for first, _ in parts):
            return None, False
        return {c for first, _ in parts for c in first or ()}, any(empty for _, empty in parts)
    if operator in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, _, repeated = argument
        first, is_empty = _openings(repeated)
        return first, is_empty or not least
    return None, False
