"""Sentences with slots, parsed once, and what they state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.benchmarks.archive.cast import Part, Telling
from tests.benchmarks.archive.tables import table

_SLOT = re.compile(r"\{([a-z][a-z0-9 ]*)(?::([A-Za-z]+))?\}", re.IGNORECASE)

Fact = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Template:
    """A sentence: literal text and slots by turns, the facts stated, the condition it needs."""

    pieces: tuple[tuple[str, str, str], ...]
    end: str
    facts: tuple[Fact, ...] = ()
    needs: str = ""

    @classmethod
    def of(cls, source: str | dict[str, Any]) -> Template:
        """A template from its row in a table; a plain text states nothing."""
        row = {"say": source} if isinstance(source, str) else source
        pieces, position = [], 0
        for slot in _SLOT.finditer(row["say"]):
            pieces.append((row["say"][position : slot.start()], slot[1], slot[2] or ""))
            position = slot.end()
        facts = tuple((f[0], f[1], f[2], f[3], f[4], f[5]) for f in row.get("facts", ()))
        return cls(tuple(pieces), row["say"][position:], facts, row.get("if", ""))

    def filled(self, cast: dict[str, Part], telling: Telling) -> str:
        """The sentence with its slots filled."""
        words: list[str] = []
        for literal, slot, form in self.pieces:
            words += (literal, cast[slot].written(form, telling))
        sentence = "".join((*words, self.end))
        return f"The {sentence[4:]}" if sentence.startswith("the ") else sentence

    def stated(self, cast: dict[str, Part]) -> list[Fact]:
        """The facts with what annotations call whatever stands in the slots."""
        found = []
        for fact in self.facts:
            subject, value, when = (_gold(fact[place], cast) for place in (1, 3, 4))
            found.append((fact[0], subject, fact[2], value, when, fact[5]))
        return found


def _gold(text: str, cast: dict[str, Part]) -> str:
    return _SLOT.sub(lambda slot: cast[slot[1]].gold, text)


@cache
def paragraphs(name: str) -> tuple[Template, ...]:
    """The sentences of a kind of paragraph."""
    return tuple(Template.of(row) for row in table("templates/paragraphs")[name])


@dataclass(frozen=True)
class Story:
    """What a release may be about: its titles, its first sentences, the paragraphs that follow."""

    name: str
    titles: tuple[Template, ...]
    openings: tuple[Template, ...]
    then: tuple[str, ...]


@cache
def stories() -> tuple[Story, ...]:
    """All stories."""
    return tuple(
        Story(
            name,
            tuple(map(Template.of, row["titles"])),
            tuple(map(Template.of, row["openings"])),
            tuple(row["then"]),
        )
        for name, row in table("templates/leads").items()
    )


@dataclass(frozen=True)
class Style:
    """How an agency sets its releases; ``width`` 0 is one line a paragraph.

    ``officer`` is the post that its contact block gives to those whom it names, if any.
    """

    head: tuple[Template, ...]
    foot: tuple[Template, ...]
    dates: tuple[str, ...]
    is_in_capitals: bool
    width: int
    officer: str


@cache
def style(name: str) -> Style:
    """The style of that name."""
    row = table("templates/styles")[name]
    return Style(
        tuple(map(Template.of, row["head"])),
        tuple(map(Template.of, row["foot"])),
        tuple(row["dates"]),
        row["capitals"],
        row["width"],
        row.get("officer", ""),
    )
