"""Regular expressions that are only tried where a match may begin.

``re`` runs to the next place where a match may begin if an expression plainly begins with one
character or one class of them. "(?:the )?(?:NASA|ESA)" does not, and is tried, in vain, at every
character of a text. What its matches may begin with, here "t", "N" or "E", is read off its parse
tree, as the first sets of a grammar are. So a search looks at fewer places and finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from mapping import programs
from mapping.programs import Program

#: Literals, ranges and categories, any of which a character may be: as in a class of ``re``.
Characters = list[tuple[Any, Any]]

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_BETWEEN = (op.AT, op.ASSERT, op.ASSERT_NOT)  # what stands between characters
_NOTHING: Characters = []
# Letters of other scripts that ``re`` takes for one of ASCII where it ignores case.
_ALIKE = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
# What ``re`` asks for the class that an expression begins with; None: it knows none. It is no part
# of its interface: a Python without it tries expressions everywhere, and finds the same.
_ASKED = "_get_charset_prefix"
_known = getattr(compiler, _ASKED, None)


def program(parsed: Any, flags: int) -> Program:  # noqa: ANN401
    """The program of a parse tree of ``re``."""
    with _asked():
        return programs.program(parsed, flags)


def compiled(parsed: Any, flags: int) -> re.Pattern[str]:  # noqa: ANN401
    """The regular expression of a parse tree of ``re``."""
    with _asked():
        pattern: re.Pattern[str] = compiler.compile(parsed, flags)
    return pattern


@contextmanager
def _asked() -> Iterator[None]:
    """``re`` asks us what an expression begins with."""
    if _known is not None:
        setattr(compiler, _ASKED, _beginning)
    try:
        yield
    finally:
        if _known is not None:
            setattr(compiler, _ASKED, _known)


def _beginning(parsed: Any, flags: int) -> Characters | None:  # noqa: ANN401
    """What every match begins with; None where that is anything, or a match may be empty."""
    known: Characters | None = _known(parsed, flags) if _known else None
    if known or flags & re.IGNORECASE:
        return known
    found, may_be_empty = _of_sequence(parsed)
    return None if may_be_empty or found is None else list(dict.fromkeys(found))


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> tuple[Characters | None, bool]:
    """What a sequence begins with (None: anything), and whether it may be empty."""
    found: Characters = []
    for operator, argument in sequence:
        more, may_be_empty = _of_element(operator, argument)
        if more is None:
            return None, may_be_empty
        found += more
        if not may_be_empty:
            return found, False
    return found, True


def _of_element(operator: object, argument: Any) -> tuple[Characters | None, bool]:  # noqa: ANN401
    if operator is op.LITERAL:
        return [(operator, argument)], False
    if operator is op.IN:
        return (None if argument[0][0] is op.NEGATE else argument), False
    if operator in _BETWEEN:
        return _NOTHING, True
    if operator is op.BRANCH:
        return _of_choice(argument[1])
    if operator is op.SUBPATTERN:
        _, more_flags, _, inner = argument
        found, may_be_empty = _of_sequence(inner)
        return (_in_any_case(found) if more_flags & re.IGNORECASE else found), may_be_empty
    if operator is op.ATOMIC_GROUP:
        return _of_sequence(argument)
    if operator in _REPEATS:
        least, _, repeated = argument
        found, may_be_empty = _of_sequence(repeated)
        return found, may_be_empty or least == 0
    return None, True  # "." and references to groups, of which little is made


def _in_any_case(found: Characters | None) -> Characters | None:
    """The letters in both cases; None where there are others than a few of ASCII."""
    letters = [chr(argument) for operator, argument in found or () if operator is op.LITERAL]
    if found is None or len(letters) < len(found) or not all(map(str.isascii, letters)):
        return None
    cases = {case for letter in letters for case in (letter.lower(), letter.upper())}
    alike = {_ALIKE[case] for case in cases if case in _ALIKE}
    return [(op.LITERAL, ord(case)) for case in sorted({*cases, *"".join(alike)})]


def _of_choice(alternatives: Iterable[Any]) -> tuple[Characters | None, bool]:
    found: Characters = []
    is_one_empty = False
    for alternative in alternatives:
        more, may_be_empty = _of_sequence(alternative)
        if more is None:
            return None, True
        found += more
        is_one_empty |= may_be_empty
    return found, is_one_empty
