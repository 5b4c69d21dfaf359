"""What a text must hold for a regular expression to match in it, read off its parse tree.

A rule's pattern can match only where certain words stand, "signed", or one of "met" and "meets",
and items of the sorts that it captures, in the way of the "must have" strings of grep. Needs are
necessary and not sufficient: what matches, and where, is the regular expression's business alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import zip_longest
from operator import or_
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

#: Items are characters of this plane, those of one sort one block of it.
PLANE = 0xF0000
BLOCK = 2048
_LAST = 0xFFFFD
_ITEM = re.compile(f"[{chr(PLANE)}-{chr(_LAST)}]")
_NO_WORD = re.compile(r"[^A-Za-z0-9]+")
# Signs that few sentences hold.
_SIGNS = frozenset("()\";&'–—-:/,")
#: What stands for any digit, among the words that a text may have to hold.
DIGIT = r"\d"
_FEW = _SIGNS | {DIGIT}
_LONG = 6
_MOST_NEEDS = 5
_MOST_SPELLINGS = 400


@dataclass(frozen=True)
class Need:
    """One of ``words`` (case folded) has to stand in a text, or an item of one of ``sorts``.

    ``sorts`` has a bit for each block of the items' plane.
    """

    words: frozenset[str] = frozenset()
    sorts: int = 0

    @property
    def is_sign(self) -> bool:
        """Is it a sign that is needed, not a word?"""
        return not self.words.isdisjoint(_FEW)

    @property
    def rank(self) -> tuple[bool, int, int, list[str]]:
        """The smaller, the more texts it is likely to refuse: few words, and long ones."""
        shortest = min(map(len, self.words), default=0)
        return bool(self.sorts), -min(shortest, _LONG), len(self.words), sorted(self.words)


def needs_of(parsed: Iterable[tuple[Any, Any]]) -> list[Need]:
    """The needs of a parsed expression that are worth a look."""
    found = sorted(set(_of_sequence(parsed)), key=lambda need: need.rank)
    with_words = [need for need in found if need.words and not need.is_sign]
    rest = [need for need in found if not need.words or need.is_sign]
    return [*with_words[:_MOST_NEEDS], *rest]


def sorts_of(text: str) -> int:
    """The sorts of the items in a text, a bit each."""
    return reduce(or_, map(sort_bit, _ITEM.findall(text)), 0)


@cache
def sort_bit(item: str) -> int:
    """The bit of an item's sort."""
    return 1 << ((ord(item) - PLANE) // BLOCK)


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> list[Need]:
    """What every match of a parsed sequence holds: all of these needs."""
    return gathered(sequence, _of_run, _of_element)


def gathered(
    sequence: Iterable[tuple[Any, Any]],
    of_run: Callable[[set[str]], Iterable[Any]],
    of_element: Callable[[Any, Any], Iterable[Any]],
) -> list[Any]:
    """What runs of elements that may be spelt out tell, and each of the other elements."""
    found: list[Any] = []
    run = {""}  # what the elements so far may spell
    for operator, argument in sequence:
        if operator is op.AT:  # "\b" and the like stand between characters
            continue
        spelt = spellings(operator, argument)
        if spelt is not None and len(run) * len(spelt) <= _MOST_SPELLINGS:
            run = {first + last for first in run for last in spelt}
            continue
        found += of_run(run)
        run = spelt if spelt is not None else {""}
        if spelt is None:
            found += of_element(operator, argument)
    return [*found, *of_run(run)]


def _of_run(run: set[str]) -> list[Need]:
    """The needs of a text that spells one of these."""
    # Whole words, since asides left out bring others together; and of ASCII, since other scripts
    # may fold their case in ways that change a word's length.
    words = [[w.casefold() for w in _NO_WORD.split(text) if len(w) > 1] for text in run]
    signs = [Need(frozenset(sign)) for sign in _SIGNS.intersection(*run)]
    if not signs and all(_SIGNS.intersection(text) for text in run):  # a dash, long or short
        signs = [Need(frozenset(_SIGNS.intersection("".join(run))))]
    if not all(words):
        return signs
    lengths = {len(several) for several in words}
    if len(lengths) == 1:
        return signs + [Need(frozenset(column)) for column in zip(*words, strict=True)]
    chosen = ([w[0] for w in words], [w[-1] for w in words], [max(w, key=len) for w in words])
    return signs + [Need(frozenset(choice)) for choice in chosen]


def spellings(operator: object, argument: Any) -> set[str] | None:  # noqa: ANN401
    """All that an element may spell, case folded; None for what has no end or holds items."""
    if operator is op.LITERAL:
        return {chr(argument).casefold()} if argument < PLANE else None
    if operator is op.IN:
        return _members(argument)
    if operator is op.SUBPATTERN:
        return _sequences([argument[3]])
    if operator is op.BRANCH:
        return _sequences(argument[1])
    if operator is op.MAX_REPEAT:
        least, most, repeated = argument
        spelt = _sequences([repeated]) if most == 1 else None
        return spelt | {""} if spelt is not None and not least else spelt
    return None


def _sequences(alternatives: Iterable[Iterable[tuple[Any, Any]]]) -> set[str] | None:
    found: set[str] = set()
    for alternative in alternatives:
        run = {""}
        for operator, argument in alternative:
            if operator is op.AT:
                continue
            spelt = spellings(operator, argument)
            if spelt is None or len(run) * len(spelt) > _MOST_SPELLINGS:
                return None
            run = {first + last for first in run for last in spelt}
        found |= run
    return found if len(found) <= _MOST_SPELLINGS else None


def _members(members: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """The letters of a class that lists letters only; "[Aa]" is one."""
    found: set[str] = set()
    for operator, argument in members:
        if operator is not op.LITERAL or argument >= PLANE:
            return None
        found.add(chr(argument).casefold())
    return found


def _of_element(operator: object, argument: Any) -> list[Need]:  # noqa: ANN401
    if operator is op.LITERAL:
        return [Need(sorts=sort_bit(chr(argument)))] if argument >= PLANE else []
    if operator is op.IN:
        if argument == [(op.CATEGORY, op.CATEGORY_DIGIT)]:
            return [Need(frozenset({DIGIT}))]
        sorts = sorts_in(argument)
        return [Need(sorts=sorts)] if sorts else []
    if operator is op.BRANCH:
        return _of_choice(argument[1])
    if operator is op.SUBPATTERN:
        return _of_sequence(argument[3])
    if operator is op.ATOMIC_GROUP:
        return _of_sequence(argument)
    if operator in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, repeated = argument
        return _of_sequence(repeated) if least else []
    if operator is op.ASSERT:
        return _of_sequence(argument[1])
    return []


def _of_choice(alternatives: Iterable[Iterable[tuple[Any, Any]]]) -> list[Need]:
    """Needs that those of each alternative make up, where each has any.

    The best of each come first; then, since "A on B|B at A" needs "on" or "at" and both an A and a
    B besides, their items and words by turns.
    """
    found = [sorted(set(_of_sequence(one)), key=_order) for one in alternatives]
    items = [sorted((n for n in needs if not n.words), key=_breadth) for needs in found]
    words = [[n for n in needs if n.words and not n.is_sign] for needs in found]
    best = [needs[0] if needs else None for needs in found]
    several = (best, *zip_longest(*items), *zip_longest(*words))
    return [need for needs in several for need in _either(needs)]


def _either(needs: Sequence[Need | None]) -> list[Need]:
    """The need of any of these; none where one alternative has no need."""
    if not all(needs):
        return []
    known = [need for need in needs if need is not None]
    words = frozenset().union(*(need.words for need in known))
    return [Need(words, reduce(or_, (need.sorts for need in known), 0))]


def _order(need: Need) -> tuple[Any, ...]:
    return need.rank, need.sorts


def _breadth(need: Need) -> tuple[int, int]:
    """How many sorts would do; and which, so that the order is always the same."""
    return need.sorts.bit_count(), need.sorts


def sorts_in(members: Iterable[tuple[Any, Any]]) -> int:
    """The blocks of a character class that holds items only; 0 for any other class."""
    sorts = 0
    for operator, argument in members:
        if operator is op.RANGE:
            first, last = argument
        elif operator is op.LITERAL:
            first = last = argument
        else:
            return 0
        if not PLANE <= first <= last <= _LAST:
            return 0
        for block in range((first - PLANE) // BLOCK, (last - PLANE) // BLOCK + 1):
            sorts |= 1 << block
    return sorts
