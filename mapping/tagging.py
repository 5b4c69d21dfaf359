"""A sentence with its mentions folded into single characters, for patterns to read.

Each mention, date or phrase becomes one character of a private-use plane; its *sort* (org, person,
mission, date …) decides from which block of the plane, so that a pattern names a sort by a
character range. This is a cascade of finite-state rewriting steps in the manner of FASTUS (Hobbs et
al. 1997).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from operator import attrgetter, itemgetter

from mapping.needs import BLOCK, PLANE, sorts_of
from mapping.patterns import Bits, Pattern, Vocabulary, awake, words_of

#: What an item can be; the order fixes the character block of each sort, nothing else.
SORTS = (
    "org",
    "person",
    "country",
    "region",
    "collective",
    "agents",
    "place",
    "body",
    "places",
    "bodies",
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
    "endeavours",
    "meeting",
    "agreement",
    "concept",
    "things",
    "date",
    "at",
    "event",
    "demonym",
    "post",
    "adjunct",
    "name",
)

_START = itemgetter(0)
_ITEM = re.compile(f"[{chr(PLANE)}-{chr(PLANE + BLOCK * len(SORTS) - 1)}]")
_FIRST = {sort: PLANE + number * BLOCK for number, sort in enumerate(SORTS)}


@dataclass(slots=True)  # frozen would be slower by half, and a sentence makes many
class Item:
    """What one character of a tagged sentence stands for.

    ``paths`` are the entities it names (several for "France and Japan"), ``begin`` and ``end``
    offsets into the block's text. ``edtf``/``basis`` are set for dates, ``nations`` for phrases
    that a demonym or owner qualifies, ``resolved`` says how a value not literally written was
    found.
    """

    sort: str
    begin: int
    end: int
    paths: tuple[str, ...] = ()
    edtf: str | None = None
    resolved: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()
    text: str = ""
    count: int | None = None
    is_place: bool = False
    is_laboratory: bool = False
    is_company: bool = False
    is_public: bool = False
    noun: str = ""
    is_possessed: bool = False

    def stretched(self, begin: int, end: int) -> Item:
        """An item of its own that says the same of another stretch."""
        return Item(self.sort, begin, end, *_SAID(self))


# As ``dataclasses.replace`` would, in a fifth of its time.
_SAID = attrgetter(*[field.name for field in fields(Item)][3:])


def sort_class(sorts: Iterable[str]) -> str:
    """The regular-expression character class that any of ``sorts`` matches."""
    return _class(tuple(sorts))


@cache
def _class(sorts: tuple[str, ...]) -> str:
    # Neighbouring blocks make one range: each is a comparison for every character of a text.
    starts = sorted({_FIRST[sort] for sort in sorts})
    first = [start for start in starts if start - BLOCK not in starts]
    last = [start + BLOCK - 1 for start in starts if start + BLOCK not in starts]
    return f"[{''.join(f'{chr(a)}-{chr(b)}' for a, b in zip(first, last, strict=True))}]"


@dataclass(slots=True)
class Tagged:
    """The tagged text, the block offsets of each of its characters, the items by character.

    ``awake`` are the patterns that may match in it, by what the ``vocabulary`` leaves possible.
    """

    text: str
    begins: list[int]
    ends: list[int]
    items: dict[str, Item]
    source: str
    vocabulary: Vocabulary
    awake: Bits

    @classmethod
    def of(cls, source: str, begin: int, end: int, items: Iterable[Item]) -> Tagged:
        """The stretch [begin, end) of a block's text, with non-overlapping ``items`` folded in."""
        begins, ends = list(range(begin, end)), list(range(begin + 1, end + 1))
        text = source[begin:end]
        words = words_of(text)
        tagged = cls(text, begins, ends, {}, source, words, awake(words, 0))
        return tagged.fold([(i.begin - begin, i.end - begin, i) for i in items])

    def fold(self, replacements: Iterable[tuple[int, int, Item]]) -> Tagged:
        """This sentence with each stretch [from, to) of its characters replaced by one item."""
        ordered = sorted(replacements, key=_START)
        if not ordered:
            return self
        text: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        items = dict(self.items)
        free: dict[str, int] = {}
        position = 0
        for start, stop, item in ordered:
            code = free.get(item.sort) or _free(item.sort, items)
            if start < position or code == _FIRST[item.sort] + BLOCK:
                continue
            free[item.sort] = code + 1
            char = chr(code)
            text += (self.text[position:start], char)
            begins += self.begins[position : start + 1]
            ends += self.ends[position:start]
            ends.append(self.ends[stop - 1])
            items[char] = item
            position = stop
        text.append(self.text[position:])
        begins += self.begins[position:]
        ends += self.ends[position:]
        return self._reading("".join(text), begins, ends, items)

    def _reading(
        self, text: str, begins: list[int], ends: list[int], items: dict[str, Item]
    ) -> Tagged:
        """This sentence as it reads after a change that adds no words to it."""
        words = self.vocabulary
        return Tagged(text, begins, ends, items, self.source, words, awake(words, sorts_of(text)))

    def without(self, spans: Iterable[tuple[int, int]]) -> Tagged:
        """This sentence without some stretches of its characters; items stay known."""
        ordered = sorted(spans)
        if not ordered:
            return self
        text: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        position = 0
        for start, stop in ordered:
            text.append(self.text[position:start])
            begins += self.begins[position:start]
            ends += self.ends[position:start]
            position = max(position, stop)
        text.append(self.text[position:])
        begins += self.begins[position:]
        ends += self.ends[position:]
        return self._reading("".join(text), begins, ends, self.items)

    def restated(self, text: str) -> Tagged:
        """The same items in other words: a sentence of its own, with offsets into itself."""
        begins: list[int] = []
        ends: list[int] = []
        items = dict(self.items)
        said: list[str] = []
        position = 0
        for char in text:
            item = self.items.get(char)
            words = self.source[item.begin : item.end] if item else char
            begins.append(position)
            position += len(words)
            ends.append(position)
            if item is not None:
                items[char] = item.stretched(begins[-1], position)
            said.append(words)
        known = words_of(text)
        return Tagged(text, begins, ends, items, "".join(said), known, awake(known, sorts_of(text)))

    def stretch(self, begin: int, end: int) -> tuple[int, int]:
        """The characters [from, to) that stand for the block's stretch [begin, end)."""
        return bisect_left(self.begins, begin), bisect_left(self.begins, end)

    def rewrite(self, pattern: Pattern, make: Callable[[re.Match[str]], Item | None]) -> Tagged:
        """This sentence with every match of ``pattern`` for which ``make`` gives an item folded."""
        if not (self.awake & pattern.bit or pattern.bit > self.awake):  # as ``may_match``, sooner
            return self
        found = []
        for match in pattern.regex.finditer(self.text):
            item = make(match)
            if item is not None and match.end() > match.start():
                found.append((match.start(), match.end(), item))
        return self.fold(found) if found else self

    def reduced_to(self, pattern: Pattern, *groups: str) -> Tagged:
        """This sentence with each match of ``pattern`` as the item that one of ``groups`` found."""
        if not (self.awake & pattern.bit or pattern.bit > self.awake):
            return self

        def make(match: re.Match[str]) -> Item:
            return self.over(match, self.items[next(filter(None, map(match.group, groups)))])

        return self.rewrite(pattern, make)

    def over(self, match: re.Match[str], item: Item) -> Item:
        """The item that says the same of all that a pattern has matched."""
        return item.stretched(*self.span(match))

    def span(self, match: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        """The block offsets of a match or one of its groups."""
        start, stop = match.span(group)
        return self.begins[start], self.ends[stop - 1]

    def item(self, match: re.Match[str], group: str) -> Item | None:
        """The item that a group captured; None for a group that is absent or holds words."""
        captured = match.groupdict().get(group)
        return self.items.get(captured) if captured else None

    def words(self, match: re.Match[str], group: str) -> str:
        """What a group captured, in the words of the text."""
        begin, end = self.span(match, group)
        return self.source[begin:end].strip()

    def source_of(self, start: int, stop: int) -> str:
        """What the stretch [start, stop) of this sentence is in the words of the text."""
        return self.source[self.begins[start] : self.ends[stop - 1]].strip()

    def with_items(self, changed: dict[str, Item]) -> Tagged:
        """This sentence with the items of some characters changed."""
        return replace(self, items=self.items | changed) if changed else self

    def readable(self) -> str:
        """The sentence with items spelt out, for people who write rules."""
        return _ITEM.sub(lambda m: _spelt(self.items[m.group()]), self.text)


def _free(sort: str, items: Mapping[str, Item]) -> int:
    """The first code of a sort's block that stands for no item yet."""
    code = _FIRST[sort]
    while chr(code) in items:
        code += 1
    return code


def _spelt(item: Item) -> str:
    what = item.edtf or "+".join(path.split("/")[1] for path in item.paths) or item.text
    return f"<{item.sort}:{what}>"


def items_in(tagged: Tagged, text: str) -> list[Item]:
    """The items whose characters stand in ``text``, in order."""
    items = tagged.items
    return [items[char] for char in _ITEM.findall(text)]


def positions(tagged: Tagged) -> list[tuple[int, Item]]:
    """Where each item's character stands in the tagged text, in order."""
    return [(match.start(), tagged.items[match.group()]) for match in _ITEM.finditer(tagged.text)]


def item_before(tagged: Tagged, start: int) -> Item | None:
    """The item that stands right before a word; None where there is none."""
    return tagged.items.get(tagged.text[start - 2 : start - 1]) if start > 1 else None
