"""Regular expressions compiled, with what a text must hold for them to match in it."""

from __future__ import annotations

import re
from functools import cache
from re import _parser as parser  # type: ignore[attr-defined]
from typing import NamedTuple

from mapping import beginnings, conditions, needs, programs
from mapping.conditions import Condition, condition_of
from mapping.expressions import Kept
from mapping.needs import Need, needs_of


class Compiled(NamedTuple):
    """A regular expression, its needs that are worth a look, and all that it needs."""

    regex: re.Pattern[str]
    needs: list[Need]
    condition: Condition


def compiled(source: str, flags: int = 0) -> Compiled:
    """The expression of a source; parsed once for all that is known of it, or never.

    Parsing takes longer than all that follows, so what it comes to is kept. Raises ``re.error``.
    """
    if not programs.ARE_KNOWN:
        parsed = parser.parse(source, flags)
        regex = beginnings.compiled(parsed, flags)
        return Compiled(regex, needs_of(parsed), condition_of(parsed))
    kept = _kept()
    found = kept.find(source, flags)
    if found is None:
        parsed = parser.parse(source, flags)
        pairs = [(need.words, need.sorts) for need in needs_of(parsed)]
        found = beginnings.program(parsed, flags), (pairs, condition_of(parsed))
        kept.add(source, flags, *found)
    program, (pairs, condition) = found
    return Compiled(programs.expression(program), [Need(*pair) for pair in pairs], condition)


@cache
def _kept() -> Kept:
    modules = (__file__, beginnings.__file__, conditions.__file__, needs.__file__)
    return Kept.of_user(*modules, programs.__file__)
