"""What stands around a verb, and where its clause ends or passes its subject on.

Every verb of a sentence asks for what stands behind it, up to the end of its clause, which in a
text without stops is the end of all: so what is the same for all of them is found once. Patterns:
``rules/frames.yaml``.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from mapping.rules.tables import table
from mapping.tagging import Tagged

_ANY: Final = "\U000f0000-\U000ffffd"
_NEAR: Final = 160
_LETTERS: Final = string.ascii_letters + " "


@dataclass(frozen=True)
class Around:
    """Patterns for what stands around a verb; each is a row of ``words`` in the table."""

    group: re.Pattern[str]
    plan: re.Pattern[str]
    past: re.Pattern[str]
    present: re.Pattern[str]
    awaited: re.Pattern[str]
    doubt: re.Pattern[str]
    being: re.Pattern[str]
    passive: re.Pattern[str]
    by: re.Pattern[str]
    clause_end: re.Pattern[str]
    preposition: re.Pattern[str]
    noun_after: re.Pattern[str]
    subject: re.Pattern[str]
    listed: re.Pattern[str]
    adjunct: re.Pattern[str]
    joint: re.Pattern[str]
    of_which: re.Pattern[str]


@cache
def around() -> Around:
    """The patterns of the table, its lists of words filled in."""
    rows: dict[str, str] = dict(table("frames")["words"])
    lists = {name: "|".join(words) for name, words in table("frames")["lists"].items()}
    lists["any"] = f"[{_ANY}]"
    for name, pattern in rows.items():
        filled = pattern
        for word, content in lists.items():
            filled = filled.replace(f"{{{word}}}", f"(?:{content})")
        rows[name] = filled
    return Around(**{name: re.compile(pattern) for name, pattern in rows.items()})


def near(text: str, stop: int | None = None, far: int = _NEAR) -> str:
    """The last characters of a text before ``stop``: a verb's group and subject stand close."""
    stop = len(text) if stop is None else stop
    return text[max(0, stop - far) : stop]


def group_start(text: str, verb: int) -> int:
    """Where the auxiliaries and adverbs before a verb begin; where it does itself without any."""
    # All are of plain letters: what stands before another sign is no part of the group.
    near_by = text[max(0, verb - _NEAR) : verb]
    first = verb - len(near_by) + len(near_by.rstrip(_LETTERS))
    found = around().group.search(text, first, verb)
    return found.start() if found else verb


class Seams:
    """Where the clauses of a sentence end, and where verbs go on with the subject of others.

    A verb asks for what stands behind it, up to the sentence's end: so all are looked up once.
    """

    def __init__(self, text: str, verbs: Sequence[re.Match[str]]) -> None:
        self._text = text
        self._verbs = verbs
        self._sought, self._end = 0, -1
        self._groups: dict[int, int] = {}

    def group_start(self, verb: int) -> int:
        """Where the auxiliaries and adverbs before a verb begin."""
        found = self._groups.get(verb)
        if found is None:
            found = self._groups[verb] = group_start(self._text, verb)
        return found

    def clause_end(self, position: int) -> int:
        """Where the clause around a position ends."""
        if not self._sought <= position <= self._end:
            found = around().clause_end.search(self._text, position)
            self._sought, self._end = position, found.start() if found else len(self._text)
        return self._end

    def next_joint(self, position: int, end: int) -> int:
        """Where the first verb group behind a position begins that is joined to one before it."""
        at = bisect_left(self._joints, (position, 0, 0))
        if at < len(self._joints) and self._joints[at][1] <= end:
            return self._joints[at][2]
        return end

    @cached_property
    def _joints(self) -> list[tuple[int, int, int]]:
        """Verbs joined to one before them: where they begin and end, and where their groups do."""
        found = []
        for verb in self._verbs:
            start = self.group_start(verb.start())
            if around().joint.search(near(self._text, start)):
                found.append((verb.start(), verb.end(), start))
        return found


def noun_follows(tagged: Tagged, position: int) -> bool:
    """Does a noun follow right there, so that the item before it is not meant itself?"""
    return around().noun_after.match(tagged.text, position) is not None
