"""Patterns that know what a text must hold, so that most texts are refused without a search.

A rule's pattern can match only where certain words stand, "signed", or one of "met" and "meets",
and items of the sorts that it captures. These conditions are read off the pattern's parse tree, in
the way of the "must have" strings of grep; a text that lacks one of them is not searched. They are
necessary and not sufficient: what matches, and where, is the regular expression's business alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

#: Items are characters of this plane, those of one sort one block of it.
PLANE = 0xF0000
BLOCK = 2048
_LAST = 0xFFFFD
_ITEM = re.compile(f"[{chr(PLANE)}-{chr(_LAST)}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MOST_WORDS = 400
_LONG = 6


@dataclass(frozen=True)
class Need:
    """One of ``words`` (case folded) has to stand in a text, or an item of one of ``sorts``.

    ``sorts`` has a bit for each block of the items' plane.
    """

    words: frozenset[str] = frozenset()
    sorts: int = 0

    @property
    def rank(self) -> tuple[bool, int, int, list[str]]:
        """The smaller, the more texts it is likely to refuse: few words, and long ones."""
        shortest = min(map(len, self.words), default=0)
        return bool(self.sorts), -min(shortest, _LONG), len(self.words), sorted(self.words)

    def holds(self, folded: str, sorts: int) -> bool:
        """Does a case-folded text with items of these sorts hold what is needed?"""
        if self.sorts & sorts:
            return True
        return any(word in folded for word in self.words)


class Pattern:
    """A regular expression with what it needs; searches as ``re.Pattern`` does, but sooner."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.regex = re.compile(source, flags)
        self.groupindex = self.regex.groupindex
        found = sorted(set(_of_sequence(parser.parse(source, flags))), key=lambda need: need.rank)
        with_words = [need for need in found if need.words]
        self.needs = (*with_words[:2], *(need for need in found if not need.words))

    def may_match(self, text: str) -> bool:
        """False where no stretch of the text can match."""
        folded, sorts = _content(text)
        return all(need.holds(folded, sorts) for need in self.needs)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches, as of ``re.Pattern``."""
        return self.regex.finditer(text) if self.may_match(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, as of ``re.Pattern``."""
        return self.regex.search(text) if self.may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the text's beginning, as of ``re.Pattern``."""
        return self.regex.match(text) if self.may_match(text) else None

    def findall(self, text: str) -> list[Any]:
        """The texts of the matches, as of ``re.Pattern``."""
        return self.regex.findall(text) if self.may_match(text) else []


@cache
def compiled(source: str) -> Pattern:
    """The pattern of a source, made once."""
    return Pattern(source)


class PatternSet:
    """Many patterns, of which a text is tried against those only whose words it holds."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._always: list[int] = []
        users: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            first = pattern.needs[0] if pattern.needs else Need()
            if first.sorts or not first.words:
                self._always.append(number)
            for word in first.words:
                users.setdefault(word, []).append(number)
        words = sorted(users)
        self._users = [users[word] for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words) if words else None

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in the text, in order."""
        folded, _ = _content(text)
        found = set(self._always)
        if self._automaton is not None:
            matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
            for word in {word for word, _, _ in matches}:
                found.update(self._users[word])
        return [number for number in sorted(found) if self._patterns[number].may_match(text)]


@lru_cache(maxsize=64)
def _content(text: str) -> tuple[str, int]:
    """The text case folded, and the sorts of its items."""
    sorts = 0
    for item in _ITEM.findall(text):
        sorts |= 1 << ((ord(item) - PLANE) // BLOCK)
    return text.casefold(), sorts


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> list[Need]:
    """What every match of a parsed sequence holds: all of these needs."""
    found: list[Need] = []
    run: list[str] = []

    def end_of_run() -> None:
        # Other scripts may fold their case in ways that change a word's length.
        for word in _NOT_ASCII.split("".join(run)):
            if len(word) > 1:
                found.append(Need(frozenset([word.casefold()])))
        run.clear()

    for operator, argument in sequence:
        if operator is op.LITERAL and argument < PLANE:
            run.append(chr(argument))
            continue
        if operator is op.AT:  # "\b" and the like stand between characters
            continue
        end_of_run()
        found += _of_element(operator, argument)
    end_of_run()
    return found


def _of_element(operator: object, argument: Any) -> list[Need]:  # noqa: ANN401
    if operator is op.LITERAL:
        return [Need(sorts=1 << ((argument - PLANE) // BLOCK))]
    if operator is op.IN:
        sorts = _sorts(argument)
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
    """One need that the best of each alternative makes up, if each has any."""
    words: set[str] = set()
    sorts = 0
    for alternative in alternatives:
        best = min(_of_sequence(alternative), key=lambda need: need.rank, default=None)
        if best is None:
            return []
        words |= best.words
        sorts |= best.sorts
    return [Need(frozenset(words), sorts)] if len(words) <= _MOST_WORDS else []


def _sorts(members: Iterable[tuple[Any, Any]]) -> int:
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
