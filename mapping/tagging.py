"""A sentence with its mentions folded into single characters, for patterns to read.

Each mention, date or phrase becomes one character of a private-use plane; its *sort* (org, person,
mission, date …) decides from which block of the plane, so that a pattern names a sort by a
character range. This is a cascade of finite-state rewriting steps in the manner of FASTUS (Hobbs et
al. 1997).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

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
)

_PLANE = 0xF0000
_BLOCK = 2048
_ITEM = re.compile(f"[{chr(_PLANE)}-{chr(_PLANE + _BLOCK * len(SORTS) - 1)}]")


@dataclass(frozen=True)
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
    noun: str = ""
    is_possessed: bool = False


def sort_class(sorts: Iterable[str]) -> str:
    """The regular-expression character class that any of ``sorts`` matches."""
    ranges = []
    for sort in sorts:
        first = _PLANE + SORTS.index(sort) * _BLOCK
        ranges.append(f"{chr(first)}-{chr(first + _BLOCK - 1)}")
    return f"[{''.join(ranges)}]"


@dataclass(frozen=True)
class Tagged:
    """The tagged text, the block offsets of each of its characters, the items by character."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    items: dict[str, Item]
    source: str

    @classmethod
    def of(cls, source: str, begin: int, end: int, items: Iterable[Item]) -> Tagged:
        """The stretch [begin, end) of a block's text, with non-overlapping ``items`` folded in."""
        offsets = range(begin, end)
        tagged = cls(source[begin:end], tuple(offsets), tuple(o + 1 for o in offsets), {}, source)
        return tagged.fold([(i.begin - begin, i.end - begin, i) for i in items])

    def fold(self, replacements: Iterable[tuple[int, int, Item]]) -> Tagged:
        """This sentence with each stretch [from, to) of its characters replaced by one item."""
        text: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        items = dict(self.items)
        position = 0
        for start, stop, item in sorted(replacements, key=lambda entry: entry[0]):
            if start < position:
                continue
            char = self._free(item.sort, items)
            if char is None:
                continue
            text.append(self.text[position:start])
            begins.extend(self.begins[position:start])
            ends.extend(self.ends[position:start])
            items[char] = item
            text.append(char)
            begins.append(self.begins[start])
            ends.append(self.ends[stop - 1])
            position = stop
        text.append(self.text[position:])
        begins.extend(self.begins[position:])
        ends.extend(self.ends[position:])
        return replace(
            self, text="".join(text), begins=tuple(begins), ends=tuple(ends), items=items
        )

    @staticmethod
    def _free(sort: str, items: dict[str, Item]) -> str | None:
        """A character of the sort's block that is not in use; None where the block is full."""
        used = sum(item.sort == sort for item in items.values())
        return chr(_PLANE + SORTS.index(sort) * _BLOCK + used) if used < _BLOCK else None

    def rewrite(
        self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Item | None]
    ) -> Tagged:
        """This sentence with every match of ``pattern`` for which ``make`` gives an item folded."""
        found = []
        for match in pattern.finditer(self.text):
            item = make(match)
            if item is not None and match.end() > match.start():
                found.append((match.start(), match.end(), item))
        return self.fold(found) if found else self

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

    def with_items(self, changed: dict[str, Item]) -> Tagged:
        """This sentence with the items of some characters changed."""
        return replace(self, items={**self.items, **changed})

    def readable(self) -> str:
        """The sentence with items spelt out, for people who write rules."""
        return _ITEM.sub(lambda m: _spelt(self.items[m.group()]), self.text)


def _spelt(item: Item) -> str:
    what = item.edtf or "+".join(path.split("/")[1] for path in item.paths) or item.text
    return f"<{item.sort}:{what}>"


def items_in(tagged: Tagged, text: str) -> list[Item]:
    """The items whose characters stand in ``text``, in order."""
    return [tagged.items[char] for char in _ITEM.findall(text)]
