"""What stands behind an event's noun: when, where, on what and by whom, and whether it is past."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from mapping.grammar import expand
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged

_ROLES: Final = (
    *("topic", "station", "place", "agent", "recipient", "organizer", "participant", "party"),
)


@dataclass
class Circumstances:
    """What is told up to ``stop``: dates and places in order, roles, status.

    ``told`` counts the dates before the predicate, which yield to those behind it.
    """

    stop: int
    dates: list[Item] = field(default_factory=list)
    places: list[Item] = field(default_factory=list)
    events: list[Item] = field(default_factory=list)
    present: list[Item] = field(default_factory=list)
    roles: dict[str, Item] = field(default_factory=dict)
    status: str | None = None
    has_predicate: bool = False
    told: int = 0

    @property
    def is_empty(self) -> bool:
        """Is nothing told?"""
        told = (self.dates, self.places, self.events, self.roles, self.present)
        return not (any(told) or self.has_predicate)

    @property
    def date(self) -> Item | None:
        """When: what stands behind the predicate, else the first date."""
        later = self.dates[self.told :]
        return later[0] if later else next(iter(self.dates), None)

    def add(self, item: Item) -> None:
        """Take in a date, a place or an event."""
        kinds = {"date": self.dates, "at": self.places, "event": self.events}
        kinds[item.sort].append(item)


def around(tagged: Tagged, start: int, roles: frozenset[str]) -> Circumstances:
    """What stands from ``start`` on; ``roles``: what may be told besides dates and places."""
    found = Circumstances(start)
    steps = _steps()
    while True:
        for name, pattern in steps:
            if name in _ROLES and (name not in roles or name in found.roles):
                continue
            match = pattern.match(tagged.text, found.stop)
            if match is not None and match.end() > match.start():
                break
        else:
            if found.has_predicate or not _predicate(tagged, found):
                return found
            continue
        found.stop = match.end()
        if name == "adjunct":
            found.add(tagged.items[match["item"]])
        elif name in ("participant", "party"):
            found.present.append(tagged.items[match[name]])
        elif name in _ROLES:
            found.roles[name] = tagged.items[match[name]]


def _predicate(tagged: Tagged, found: Circumstances) -> bool:
    """Take in what is said of the event; False where nothing is."""
    for status, pattern in _predicates():
        match = pattern.match(tagged.text, found.stop)
        if match is not None:
            found.status, found.has_predicate = status, True
            found.stop, found.told = match.end(), len(found.dates)
            return True
    return False


def spots(places: Sequence[str], states: str) -> tuple[str, ...]:
    """Where a fact of a class was, of places told from the nearest on: a meeting in its town too.

    "At NASA Headquarters in Washington" people meet and sign at both; "in Bremen,
    Germany" in Bremen.
    """
    is_met = states in ("Meeting", "Agreement")
    is_town = is_met and len(places) > 1 and places[1].startswith("place/")
    return tuple(places[: 2 if is_town else 1])


@cache
def _steps() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("nominals")["behind"]
    names = {"launcher": "topic", "body": "place"}
    return tuple((names.get(name, name), re.compile(expand(row))) for name, row in rows.items())


@cache
def _predicates() -> tuple[tuple[str | None, re.Pattern[str]], ...]:
    rows = table("nominals")["predicates"]
    return tuple((row["status"], re.compile(expand(row["tells"]))) for row in rows)
