"""Regular expressions as programs: what ``re`` makes of a parse tree, to be kept and run later.

These steps are no part of the interface of ``re``; ``ARE_KNOWN`` tells whether Python has them.
"""

from __future__ import annotations

import re
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

#: A program for ``re``'s machine: its flags, code words, number of groups and their names.
Program = tuple[int, list[int], int, dict[str, int]]


def program(parsed: Any, flags: int) -> Program:  # noqa: ANN401
    """The program of a parse tree of ``re``."""
    code: list[int] = compiler._code(parsed, flags)  # noqa: SLF001
    state = parsed.state
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict)


def expression(made: Program) -> re.Pattern[str]:
    """The expression of a program."""
    flags, code, groups, names = made
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    found: re.Pattern[str] = compiler._sre.compile(  # noqa: SLF001
        None, flags, code, groups, names, tuple(by_number)
    )
    return found


def _are_known() -> bool:
    try:
        return expression(program(parser.parse("(?P<one>a)"), 0)).fullmatch("a") is not None
    except (AttributeError, TypeError, RuntimeError):
        return False


ARE_KNOWN: Final = _are_known()
