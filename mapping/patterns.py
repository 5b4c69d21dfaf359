"""Patterns that know what a text must hold, so that most texts are refused without a search.

A rule's pattern can match only where certain words stand, "signed", or one of "met" and "meets",
and items of the sorts that it captures. These conditions are read off the pattern's parse tree, in
the way of the "must have" strings of grep; a text that lacks one of them is not searched. They are
necessary and not sufficient: what matches, and where, is the regular expression's business alone.
The words of all patterns are looked up in a sentence at once, by Aho-Corasick, and stay known while
its names are folded: folding takes words away and adds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Protocol

import ahocorasick_rs

#: Items are characters of this plane, those of one sort one block of it.
PLANE = 0xF0000
BLOCK = 2048
_LAST = 0xFFFFD
_ITEM = re.compile(f"[{chr(PLANE)}-{chr(_LAST)}]")
_NO_WORD = re.compile(r"[^A-Za-z0-9]+")
# Signs that few sentences hold.
_SIGNS = frozenset('()";&')
_LONG = 6
_MOST_NEEDS = 3
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
        return not self.words.isdisjoint(_SIGNS)

    @property
    def rank(self) -> tuple[bool, int, int, list[str]]:
        """The smaller, the more texts it is likely to refuse: few words, and long ones."""
        shortest = min(map(len, self.words), default=0)
        return bool(self.sorts), -min(shortest, _LONG), len(self.words), sorted(self.words)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words of patterns a text holds: by number, as bits, of the first ``size`` numbers."""

    numbers: frozenset[int]
    bits: int
    size: int


class Readable(Protocol):
    """A text with what is known of it: its words, and the sorts of the items that it may hold."""

    @property
    def text(self) -> str: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def sorts(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A text of which nothing is known yet."""

    text: str

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of patterns in it."""
        return words_of(self.text)

    @property
    def sorts(self) -> int:
        """The sorts of the items in it."""
        return sorts_of(self.text)


_MADE: list[Pattern] = []


def complete() -> None:
    """Make the regular expressions of all patterns known so far, for processes to share."""
    for pattern in _MADE:
        pattern.regex  # noqa: B018 - made when looked at


class Pattern:
    """A regular expression with what it needs; searches as ``re.Pattern`` does, but sooner."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source, flags
        _MADE.append(self)
        parsed = parser.parse(source, flags)
        self.groupindex: Mapping[str, int] = parsed.state.groupdict
        found = sorted(set(_of_sequence(parsed)), key=lambda need: need.rank)
        with_words = [need for need in found if need.words and not need.is_sign]
        rest = [need for need in found if not need.words or need.is_sign]
        self.needs = (*with_words[:_MOST_NEEDS], *rest)
        tests = [(_bits(need.words), need.sorts) for need in self.needs]
        self.size = max((bits.bit_length() for bits, _ in tests), default=0)
        # What costs least to look at comes first.
        self.tests = tuple(sorted(tests, key=lambda test: (test[0].bit_length() > 0, -test[1])))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression; few documents need all of them, so each is made when needed."""
        return re.compile(*self._source)

    def may_match(self, text: Readable | str) -> bool:
        """False where no stretch of the text can match."""
        known = Plain(text) if isinstance(text, str) else text
        sorts = known.sorts
        bits = -1
        for words_needed, sorts_needed in self.tests:
            if sorts & sorts_needed:
                continue
            if not words_needed:
                return False
            if bits < 0:
                words = known.vocabulary
                # A pattern may have been made after the text was looked at.
                bits = words.bits if words.size >= self.size else words_of(known.text).bits
            if not bits & words_needed:
                return False
        return True

    def finditer(self, text: Readable | str) -> Iterator[re.Match[str]]:
        """The matches, as of ``re.Pattern``."""
        return self.regex.finditer(_text(text)) if self.may_match(text) else iter(())

    def search(self, text: Readable | str) -> re.Match[str] | None:
        """The first match, as of ``re.Pattern``."""
        return self.regex.search(_text(text)) if self.may_match(text) else None

    def match(self, text: Readable | str) -> re.Match[str] | None:
        """A match at the text's beginning, as of ``re.Pattern``."""
        return self.regex.match(_text(text)) if self.may_match(text) else None

    def findall(self, text: Readable | str) -> list[Any]:
        """The texts of the matches, as of ``re.Pattern``."""
        return self.regex.findall(_text(text)) if self.may_match(text) else []


@cache
def compiled(source: str) -> Pattern:
    """The pattern of a source, made once."""
    return Pattern(source)


class PatternSet:
    """Many patterns, of which a text is tried against those only whose words it holds."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._tests = [pattern.tests for pattern in patterns]
        self._always: list[int] = []
        self._users: dict[int, list[int]] = {}
        for number, pattern in enumerate(patterns):
            first = pattern.needs[0] if pattern.needs else Need()
            if first.sorts or not first.words:
                self._always.append(number)
            for word in first.words:
                self._users.setdefault(_number(word), []).append(number)
        self._size = max((pattern.size for pattern in patterns), default=0)
        self._last: tuple[Vocabulary | None, list[int]] = (None, [])

    def candidates(self, text: Readable | str) -> list[int]:
        """The numbers of the patterns that may match somewhere in the text, in order."""
        known = Plain(text) if isinstance(text, str) else text
        words = known.vocabulary if known.vocabulary.size >= self._size else words_of(known.text)
        bits, sorts = words.bits, known.sorts
        found = []
        for number in self._of_words(words):
            for words_needed, sorts_needed in self._tests[number]:
                if not (sorts & sorts_needed or bits & words_needed):
                    break
            else:
                found.append(number)
        return found

    def _of_words(self, words: Vocabulary) -> list[int]:
        """The patterns of which a text with these words has the first need, in order."""
        last, found = self._last
        if last is not words:  # a sentence is tried whole, and again without its asides
            users = self._users
            several = [users[number] for number in words.numbers if number in users]
            found = sorted(set(self._always).union(*several))
            self._last = (words, found)
        return found


def sorts_of(text: str) -> int:
    """The sorts of the items in a text, a bit each."""
    sorts = 0
    for item in _ITEM.findall(text):
        sorts |= sort_bit(item)
    return sorts


def sort_bit(item: str) -> int:
    """The bit of an item's sort."""
    return 1 << ((ord(item) - PLANE) // BLOCK)


def words_of(text: str) -> Vocabulary:
    """The words of the patterns made so far that a text holds."""
    return _found(text, len(_NUMBERS))


# The numbers of all words that patterns need; it grows as patterns are made.
_NUMBERS: dict[str, int] = {}


def _number(word: str) -> int:
    return _NUMBERS.setdefault(word, len(_NUMBERS))


def _bits(words: Iterable[str]) -> int:
    return sum(1 << number for number in {_number(word) for word in words})


@lru_cache(maxsize=1)
def _automaton(size: int) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(list(_NUMBERS)[:size])


@lru_cache(maxsize=1024)
def _found(text: str, size: int) -> Vocabulary:
    matches = _automaton(size).find_matches_as_indexes(text.casefold(), overlapping=True)
    numbers = frozenset([number for number, _, _ in matches])
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return Vocabulary(numbers, bits, size)


def _text(text: Readable | str) -> str:
    return text if isinstance(text, str) else text.text


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> list[Need]:
    """What every match of a parsed sequence holds: all of these needs."""
    found: list[Need] = []
    run = {""}  # what the elements so far may spell
    for operator, argument in sequence:
        if operator is op.AT:  # "\b" and the like stand between characters
            continue
        spelt = _spellings(operator, argument)
        if spelt is not None and len(run) * len(spelt) <= _MOST_SPELLINGS:
            run = {first + last for first in run for last in spelt}
            continue
        found += _of_run(run)
        run = spelt if spelt is not None else {""}
        if spelt is None:
            found += _of_element(operator, argument)
    return found + _of_run(run)


def _of_run(run: set[str]) -> list[Need]:
    """The needs of a text that spells one of these."""
    # Whole words, since asides left out bring others together; and of ASCII, since other scripts
    # may fold their case in ways that change a word's length.
    words = [[w.casefold() for w in _NO_WORD.split(text) if len(w) > 1] for text in run]
    signs = [Need(frozenset(sign)) for sign in _SIGNS.intersection(*run)]
    if not all(words):
        return signs
    lengths = {len(several) for several in words}
    if len(lengths) == 1:
        return signs + [Need(frozenset(column)) for column in zip(*words, strict=True)]
    chosen = ([w[0] for w in words], [w[-1] for w in words], [max(w, key=len) for w in words])
    return signs + [Need(frozenset(choice)) for choice in chosen]


def _spellings(operator: object, argument: Any) -> set[str] | None:  # noqa: ANN401
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
            spelt = _spellings(operator, argument)
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
    return [Need(frozenset(words), sorts)]


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
