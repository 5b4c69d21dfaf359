"""Who and what a release speaks of, and how it calls them the first time and later."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Protocol

# Names that end so take an article in running text.
_COMMON = ("Agency", "Centre", "Center", "Administration", "States", "Kingdom", "Emirates", "Space")


class Part(Protocol):
    """What can stand in a slot of a template."""

    @property
    def gold(self) -> str:
        """What annotations call it."""
        ...

    def written(self, form: str, release: Telling) -> str:
        """How the release writes it at this place; ``form`` is what the slot asks for."""
        ...


@dataclass
class Telling:
    """What a release has said so far: names in the forms used, posts, and how it writes dates.

    A title counts for nothing: what it names is introduced in the text all the same.
    """

    random: Random
    american: bool
    heading: bool = False
    surfaces: dict[str, dict[str, None]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[str, str, str]] = field(default_factory=list)

    def is_new(self, name: str) -> bool:
        return not self.heading and name not in self.surfaces

    def name(self, gold: str, kind: str, *forms: str) -> None:
        """Note that the text names something in these forms."""
        if not self.heading:
            self.surfaces.setdefault(gold, {}).update(dict.fromkeys(forms))
            self.kinds[gold] = kind


@dataclass(frozen=True)
class Word:
    """A word or a number, which annotations leave out."""

    gold: str

    def written(self, form: str, release: Telling) -> str:  # noqa: ARG002
        return self.gold


@dataclass(frozen=True)
class Thing:
    """Something with a name: ``long`` where it is introduced, ``short`` from then on."""

    long: str
    short: str
    kind: str

    @property
    def gold(self) -> str:
        return self.short

    def written(self, form: str, release: Telling) -> str:
        """By its short name (``s``, or after the first time), with "a" or "an" (``a``)."""
        if form == "a":
            release.name(self.gold, self.kind, self.short)
            return f"{_article(self.short)} {self.short}"
        introduced = form != "s" and release.is_new(self.gold) and self.long != self.short
        if introduced and release.random.random() < 0.6:
            release.name(self.gold, self.kind, self.short, self.long)
            return f"{_the(self.long)}{self.long} ({self.short})"
        release.name(self.gold, self.kind, self.short)
        return self.short if form == "s" else f"{_the(self.short)}{self.short}"


@dataclass(frozen=True)
class Person:
    """A person with the post that the release gives them."""

    name: str
    surname: str
    post: str
    employer: Thing

    @property
    def gold(self) -> str:
        return self.name

    def written(self, form: str, release: Telling) -> str:
        """With the post the first time, set apart by commas where the form is ``of``."""
        if not release.is_new(self.name):
            short = release.random.random() < 0.5
            release.name(self.name, "person", self.surname if short else self.name)
            return self.surname if short else self.name
        release.name(self.name, "person", self.name)
        release.name(self.employer.gold, self.employer.kind, self.employer.short)
        release.posts.append((self.name, self.post, self.employer.gold))
        if form == "of":
            return f"{self.name}, {self.post} of {self.employer.short},"
        return f"{self.employer.short} {self.post} {self.name}"


@dataclass(frozen=True)
class Event:
    """An edition of a meeting that recurs; called by its series after the first time."""

    name: str
    series: str

    @property
    def gold(self) -> str:
        return self.name

    def written(self, form: str, release: Telling) -> str:  # noqa: ARG002
        first = release.is_new(self.name) or release.heading
        release.name(self.name, "meeting", self.name if first else self.series)
        return f"the {self.name}" if first and not release.heading else self.series


@dataclass(frozen=True)
class Moment:
    """A day, a month or a year; ``is_today``: the day of the release, told in few words."""

    edtf: str
    is_today: bool = False

    @property
    def gold(self) -> str:
        return self.edtf

    def written(self, form: str, release: Telling) -> str:
        """Bare, or behind its preposition where the form is ``on``, ``On`` or ``in``."""
        if self.is_today and form and release.random.random() < 0.5:
            return self._near(form, release)
        preposition = "" if not form else "on " if len(self.edtf) == 10 else "in "
        if form == "On":
            preposition = preposition.capitalize()
        return preposition + self.plain(american=release.american)

    def plain(self, *, american: bool) -> str:
        """The date in full, as precise as it is known."""
        if len(self.edtf) < 10:
            year, _, month = self.edtf.partition("-")
            return f"{calendar.month_name[int(month)]} {year}" if month else year
        day = date.fromisoformat(self.edtf)
        month = calendar.month_name[day.month]
        return f"{month} {day.day}, {day.year}" if american else f"{day.day} {month} {day.year}"

    def _near(self, form: str, release: Telling) -> str:
        day = date.fromisoformat(self.edtf)
        weekday, month = calendar.day_name[day.weekday()], calendar.month_name[day.month]
        told = (
            f"{weekday}, {month} {day.day}" if release.american else f"{weekday} {day.day} {month}"
        )
        choices = (("Today" if form == "On" else "today"), f"{form} {told}", f"{form} {weekday}")
        return release.random.choice(choices)


def _the(name: str) -> str:
    """ "the " before names that end in a common noun: "the Guiana Space Centre"."""
    return "the " if name.endswith(_COMMON) else ""


def _article(name: str) -> str:
    by_letters = name[0] in "AEFHILMNORSX" and (name[:2].isupper() or not name[1:2].isalpha())
    return "an" if name[0] in "AEIOU" or by_letters else "a"
