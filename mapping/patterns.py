"""Patterns that know what a text must hold, so that most texts are refused without a search.

What each pattern needs (``needs``) is kept the other way round: for every word and every sort of
item, the patterns that it helps, a bit each. The words of all patterns are looked up in a sentence
at once, by Aho-Corasick, and stay known while its names are folded, since folding takes words away
and adds none. So which of all patterns may match in a sentence is a handful of operations on
numbers, and asking for one of them, or for any of a step's, is one more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Protocol

import ahocorasick_rs

from mapping import compilation
from mapping.conditions import is_met, numbered
from mapping.needs import DIGIT, Need, sorts_of

#: Patterns by number, as bits.
Bits = int


_NOTHING: Iterator[re.Match[str]] = iter(())


class Readable(Protocol):
    """A text with the patterns that may match in it."""

    @property
    def text(self) -> str: ...
    @property
    def awake(self) -> Bits: ...


class Pattern:
    """A regular expression with what it needs; searches as ``re.Pattern`` does, but sooner."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.regex, needs, self.condition = compilation.compiled(source, flags)
        self.groupindex: Mapping[str, int] = self.regex.groupindex
        self.bit: Bits = _REGISTER.add(needs)

    def may_match(self, text: Readable) -> bool:
        """False where no stretch of the text can match."""
        return bool(text.awake & self.bit) or self.bit > text.awake

    def finditer(self, text: Readable) -> Iterator[re.Match[str]]:
        """The matches, as of ``re.Pattern``."""
        if text.awake & self.bit or self.bit > text.awake:
            return self.regex.finditer(text.text)
        return _NOTHING

    def search(self, text: Readable) -> re.Match[str] | None:
        """The first match, as of ``re.Pattern``."""
        if text.awake & self.bit or self.bit > text.awake:
            return self.regex.search(text.text)
        return None

    def match(self, text: Readable) -> re.Match[str] | None:
        """A match at the text's beginning, as of ``re.Pattern``."""
        return self.regex.match(text.text) if self.may_match(text) else None

    def starts(self, text: str) -> list[int]:
        """Wherever it matches in a text, in the midst of another match too."""
        found = []
        match = self.regex.search(text)
        while match is not None:
            found.append(match.start())
            match = self.regex.search(text, match.start() + 1)
        return found

    def starting_at(self, starts: Iterable[int], text: str) -> Iterator[re.Match[str]]:
        """The matches in a text, of an expression that can match at these places alone."""
        position = 0
        for start in starts:
            match = self.regex.match(text, start) if start >= position else None
            if match is not None:
                yield match
                position = match.end()


class PatternSet:
    """Several patterns, of which those are tried that may match in a text.

    ``is_exact``: all that they need is looked for in the text as it reads when it is asked about,
    which takes some 30 µs; it pays for a hundred patterns, or for long ones.
    """

    def __init__(self, patterns: Sequence[Pattern], *, is_exact: bool = False) -> None:
        self._bits: Bits = reduce(or_, (pattern.bit for pattern in patterns), 0)
        # Bits are counted from the lowest of the set: numbers stay small.
        self._lowest = max((self._bits & -self._bits).bit_length() - 1, 0)
        self._numbers = {
            pattern.bit.bit_length() - self._lowest: number
            for number, pattern in enumerate(patterns)
        }
        self._is_in_order = list(self._numbers) == sorted(self._numbers)
        self._conditions = _Conditions(patterns) if is_exact else None

    def may_match(self, text: Readable) -> bool:
        """False where none of them can match in the text."""
        return text.awake & self._bits != 0 or self._bits > text.awake

    def candidates(self, text: Readable) -> list[int]:
        """The numbers of the patterns that may match somewhere in the text, in order."""
        awake_now = text.awake if self._bits <= text.awake else awake_in(text.text)
        left = (awake_now & self._bits) >> self._lowest
        found = []
        while left:
            bit = left & -left
            found.append(self._numbers[bit.bit_length()])
            left ^= bit
        if not self._is_in_order:
            found.sort()
        return self._conditions.met(found, text.text) if self._conditions and found else found


class _Conditions:
    """All that several patterns need, with the automaton of what they spell out."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        spellings: dict[str, int] = {}

        def number(spelt: str) -> int:
            return spellings.setdefault(spelt, len(spellings))

        self._conditions = [numbered(pattern.condition, number) for pattern in patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(list(spellings))

    def met(self, numbers: Iterable[int], text: str) -> list[int]:
        """Those of the patterns of these numbers that may match in the text."""
        matches = self._automaton.find_matches_as_indexes(text.casefold(), overlapping=True)
        seen, sorts = {number for number, _, _ in matches}, sorts_of(text)
        return [number for number in numbers if is_met(self._conditions[number], seen, sorts)]


@cache
def compiled(source: str) -> Pattern:
    """The pattern of a source, made once."""
    return Pattern(source)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text of which nothing is known yet."""

    text: str

    @property
    def awake(self) -> Bits:
        """The patterns that may match in it."""
        return awake_in(self.text)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which of the first ``count`` patterns the words of a text leave possible.

    ``awake`` are those none of whose needs of a word is unmet; ``helped`` are, for each rank of
    needs that an item would meet as well, those whose need a word meets.
    """

    count: int
    awake: Bits
    helped: tuple[Bits, ...]


def words_of(text: str) -> Vocabulary:
    """What the words of a text leave possible of the patterns made so far."""
    return _found(text, _REGISTER.count)


def awake(vocabulary: Vocabulary, sorts: int) -> Bits:
    """The patterns that may match in a text with those words and with items of those sorts.

    The highest bit stands for no pattern: one with a higher bit still was made after the words were
    looked at, and may match.
    """
    possible, helped = _of_sorts(sorts, vocabulary.count)
    possible &= vocabulary.awake
    for words, items in zip(vocabulary.helped, helped, strict=False):
        possible &= words | items
    return possible


def awake_in(text: str) -> Bits:
    """The patterns that may match in a text of which nothing is known yet."""
    return awake(words_of(text), sorts_of(text))


class _Rank:
    """The first needs of patterns, or the second, and so on: whom each word and sort helps."""

    def __init__(self, without: Bits) -> None:
        self.without = without  # patterns that have no need of this rank
        self.by_word: dict[int, Bits] = {}
        self.by_sort: dict[int, Bits] = {}


class _Register:
    """How many patterns there are, and for each of their needs what would meet it."""

    def __init__(self) -> None:
        self.count = 0
        self.words: dict[str, int] = {}
        # Needs that only words meet, those that only items meet, and those that both do.
        self.ranks: dict[str, list[_Rank]] = {"words": [], "items": [], "both": []}

    def add(self, needs: Sequence[Need]) -> Bits:
        """Know one more pattern by its needs; its bit."""
        bit = 1 << self.count
        self.count += 1
        for kind, ranks in self.ranks.items():
            own = [need for need in needs if _kind(need) == kind]
            while len(ranks) < len(own):
                ranks.append(_Rank(bit - 1))
            for number, rank in enumerate(ranks):
                if number < len(own):
                    self._need(rank, own[number], bit)
                else:
                    rank.without |= bit
        return bit

    def _need(self, rank: _Rank, need: Need, bit: Bits) -> None:
        for word in need.words:
            number = self.words.setdefault(word, len(self.words))
            rank.by_word[number] = rank.by_word.get(number, 0) | bit
        for sort in range(need.sorts.bit_length()):
            if need.sorts >> sort & 1:
                rank.by_sort[sort] = rank.by_sort.get(sort, 0) | bit


def _kind(need: Need) -> str:
    if need.words and need.sorts:
        return "both"
    return "words" if need.words else "items"


_REGISTER = _Register()
_DIGIT = re.compile(DIGIT)


@lru_cache(maxsize=1)
def _automaton(count: int) -> ahocorasick_rs.AhoCorasick:
    """The automaton of the first ``count`` words that patterns need."""
    return ahocorasick_rs.AhoCorasick(list(_REGISTER.words)[:count])


@lru_cache(maxsize=1024)
def _found(text: str, count: int) -> Vocabulary:
    automaton = _automaton(len(_REGISTER.words))
    matches = automaton.find_matches_as_indexes(text.casefold(), overlapping=True)
    numbers = {number for number, _, _ in matches}
    if _DIGIT.search(text) and DIGIT in _REGISTER.words:
        numbers.add(_REGISTER.words[DIGIT])
    later = 1 << count
    possible = 2 * later - 1
    for rank in _REGISTER.ranks["words"]:
        possible &= _helped(rank.by_word, numbers, rank.without | later)
    helped = (_helped(rank.by_word, numbers, later) for rank in _REGISTER.ranks["both"])
    return Vocabulary(count, possible, tuple(helped))


@lru_cache(maxsize=1024)
def _of_sorts(sorts: int, count: int) -> tuple[Bits, tuple[Bits, ...]]:
    """What items of those sorts leave possible: as ``Vocabulary`` for words."""
    numbers = {sort for sort in range(sorts.bit_length()) if sorts >> sort & 1}
    later = 1 << count
    possible = 2 * later - 1
    for rank in _REGISTER.ranks["items"]:
        possible &= _helped(rank.by_sort, numbers, rank.without | later)
    ranks = _REGISTER.ranks["both"]
    return possible, tuple(_helped(rank.by_sort, numbers, rank.without | later) for rank in ranks)


def _helped(users: Mapping[int, Bits], numbers: set[int], others: Bits) -> Bits:
    """The patterns that any of the numbers helps, and the others."""
    for number in users.keys() & numbers:
        others |= users[number]
    return others
