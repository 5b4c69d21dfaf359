"""All that a text must hold for a regular expression to match in it, as its parse tree has it.

Needs (``needs``) are few words for each of all patterns, looked up in a sentence once, before its
names are folded: they refuse most patterns for next to nothing. Where those that are left are many
and long, as the rules are, it pays to look at the folded sentence once more for all that they spell
out, with the spaces between, and to ask of each what any of its alternatives would need. Half of
the rules that the needs leave are refused so, most of those that would be tried in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from mapping.needs import PLANE, gathered, sort_bit, sorts_in

#: All of its clauses have to be met: an item of one of the sorts (a bit each), one of the spellings
#: (numbers, or as kept from process to process the strings), or one of the conditions.
Condition = tuple[tuple[int, Any, tuple[Any, ...]], ...]

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def is_met(condition: Condition, seen: Set[int], sorts: int) -> bool:
    """Whether a text meets it in which the spellings of those numbers were seen, and the sorts."""
    for items, spelt, alternatives in condition:
        if items & sorts or not seen.isdisjoint(spelt):
            continue
        for alternative in alternatives:
            if is_met(alternative, seen, sorts):
                break
        else:
            return False
    return True


def numbered(condition: Condition, number: Callable[[str], int]) -> Condition:
    """The condition with the numbers of its spellings."""
    return tuple(
        (sorts, frozenset(map(number, spelt)), tuple(numbered(one, number) for one in alternatives))
        for sorts, spelt, alternatives in condition
    )


def condition_of(parsed: Iterable[tuple[Any, Any]]) -> Condition:
    """What every match of a parsed sequence meets; of nothing, ()."""
    found = gathered(parsed, _of_run, _of_element)
    return tuple(sorted(dict.fromkeys(found), key=_cost))


def _of_run(run: set[str]) -> Condition:
    """The condition that a text spells one of these, which is none where a space would do."""
    if not all(map(str.strip, run)):
        return ()
    kept: list[str] = []
    for spelt in sorted(run, key=lambda text: (len(text), text)):
        if not any(shorter in spelt for shorter in kept):
            kept.append(spelt)
    return ((0, tuple(kept), ()),)


def _of_element(operator: object, argument: Any) -> Condition:  # noqa: ANN401
    if operator is op.LITERAL:
        return ((sort_bit(chr(argument)), (), ()),) if argument >= PLANE else ()
    if operator is op.IN:
        sorts = sorts_in(argument)
        return ((sorts, (), ()),) if sorts else ()
    if operator is op.BRANCH:
        return _of_choice([condition_of(one) for one in argument[1]])
    if operator is op.SUBPATTERN:
        return condition_of(argument[3])
    if operator is op.ATOMIC_GROUP:
        return condition_of(argument)
    if operator in _REPEATS:
        return condition_of(argument[2]) if argument[0] else ()
    if operator is op.ASSERT:
        return condition_of(argument[1])
    return ()


def _of_choice(alternatives: list[Condition]) -> Condition:
    """What all alternatives share, and one of what else they need."""
    common = tuple(one for one in alternatives[0] if all(one in other for other in alternatives))
    rest = [tuple(c for c in one if c not in common) for one in alternatives]
    if not all(rest):
        return common
    simple = [one[0] for one in rest if len(one) == 1]
    sorts = 0
    for clause in simple:
        sorts |= clause[0]
    spelt = dict.fromkeys(text for clause in simple for text in clause[1])
    inner = (one for clause in simple for one in clause[2])
    others = dict.fromkeys((*inner, *(one for one in rest if len(one) > 1)))
    return (*common, (sorts, tuple(spelt), tuple(others)))


def _cost(clause: tuple[int, Any, tuple[Any, ...]]) -> tuple[int, int, int]:
    """The smaller, the sooner it is asked: few sorts, few spellings, no alternatives."""
    sorts, spelt, alternatives = clause
    return len(alternatives), len(spelt), sorts.bit_count()
