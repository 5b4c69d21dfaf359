"""An invented world over the names of the gazetteer, the same for all releases of a seed.

Which agency leads a mission, who built it, when and from where it is launched, who heads an agency
in a year: none of it is meant to be true, all of it is consistent from one release to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random

from mapping.gazetteer import Entry, Gazetteer
from mapping.gazetteer.entries import ties
from tests.benchmarks.archive.cast import Moment, Person, Thing
from tests.benchmarks.archive.tables import table

FIRST_YEAR, LAST_YEAR = 2012, 2026
_TERM = 5  # years that a head of an agency serves


@dataclass(frozen=True)
class Publisher:
    """An agency that publishes: its country (None for Europe's), how it sets its releases."""

    agency: Thing
    country: Thing | None
    country_path: str
    style: str
    post: str


@dataclass(frozen=True)
class Project:
    """A mission and all that the world says of it. Dates are days; None: it lands nowhere."""

    mission: Thing
    lead: Publisher
    partner: Publisher
    contractor: Thing
    lab: Thing
    instrument: Thing | None
    launcher: Thing
    site: Thing
    target: Thing
    launch: date
    landing: date | None
    review: date


@dataclass
class World:
    """All that releases may speak of."""

    gazetteer: Gazetteer
    seed: int
    _projects: dict[int, Project] = field(default_factory=dict)

    @classmethod
    def of(cls, gazetteer: Gazetteer, seed: int) -> World:
        """The world of a seed."""
        return cls(gazetteer, seed)

    def random(self, *key: object) -> Random:
        """Chance that depends on the seed and a key alone."""
        return Random(":".join(map(str, (self.seed, *key))))  # noqa: S311 (nothing is secret)

    @cached_property
    def publishers(self) -> list[Publisher]:
        """The agencies that publish, in the order of their weights."""
        found = []
        for path, row in table("world/cast")["publishers"].items():
            home = self.gazetteer.entries[path].country
            country = self.thing(home) if home else None
            found.append(
                Publisher(self.thing(path), country, home or "", row["style"], row["post"])
            )
        return found

    @cached_property
    def weights(self) -> list[int]:
        """How often each of the publishers publishes."""
        return [row["weight"] for row in table("world/cast")["publishers"].values()]

    @cached_property
    def cities(self) -> list[Thing]:
        """Where people meet."""
        return [self.thing(f"place/{slug}") for slug in table("world/cast")["cities"]]

    def thing(self, path: str) -> Thing:
        """A thing of the gazetteer by its path."""
        return _thing(self.gazetteer.entries[path])

    @property
    def missions(self) -> int:
        """How many missions there are."""
        return len(self._missions)

    def project(self, number: int) -> Project:
        """The mission of that number with all that is so of it."""
        if number not in self._projects:
            self._projects[number] = self._project(self._missions[number])
        return self._projects[number]

    def head(self, publisher: Publisher, year: int) -> Person:
        """Who heads an agency in a year."""
        term = (year - FIRST_YEAR) // _TERM
        return self.person(publisher, publisher.post, f"head {term}")

    def person(self, publisher: Publisher, post: str, key: object) -> Person:
        """An invented person with a post at an agency, always the same for the same key."""
        name, surname = self.named(publisher.country_path, publisher.agency.short, post, key)
        return Person(name, surname, post, publisher.agency)

    def named(self, country: str, *key: object) -> tuple[str, str]:
        """An invented name and its family name, of the area of a country."""
        random, people = self.random("person", *key), table("world/people")
        slug = country.partition("/")[2]
        areas = people["areas"]
        area = next((a for a in areas if slug in areas[a]["of"]), people["elsewhere"])
        given, family = (random.choice(areas[area][part]) for part in ("given", "family"))
        # Chinese and Korean names put the family first.
        in_order = f"{family} {given}" if area in ("chinese", "korean") else f"{given} {family}"
        return in_order, family

    @cached_property
    def _missions(self) -> list[Entry]:
        shared = ties(self.gazetteer)
        missions = (e for e in self.gazetteer.entries.values() if e.kind == "mission")
        return [e for e in missions if not any(n.text.casefold() in shared for n in e.names)]

    @cached_property
    def _by_type(self) -> dict[str, list[Thing]]:
        found: dict[str, list[Thing]] = {}
        for entry in self.gazetteer.entries.values():
            if entry.valid is None:
                found.setdefault(entry.types[0], []).append(_thing(entry))
        return found

    def _project(self, entry: Entry) -> Project:
        random, cast = self.random(entry.path), table("world/cast")
        lead, partner = self.pair(random)
        launcher, site = random.choice(list(cast["launchers"].items()))
        lands = random.random() < 0.25
        target = random.choice(cast["surfaces" if lands else "targets"])
        year = random.randint(FIRST_YEAR - 2, LAST_YEAR + 7)
        launch = date(year, 1, 1) + timedelta(days=random.randrange(365))
        return Project(
            mission=_thing(entry),
            lead=lead,
            partner=partner,
            contractor=random.choice(self._by_type["Company"]),
            lab=random.choice(self._by_type["ResearchOrganization"]),
            instrument=random.choice(self._by_type["Instrument"])
            if random.random() < 0.6
            else None,
            launcher=_thing(self.gazetteer.entries[launcher], briefly=True),
            site=self.thing(site),
            target=self.thing(target),
            launch=launch,
            landing=launch + timedelta(days=random.randint(200, 1500)) if lands else None,
            review=launch - timedelta(days=random.randint(500, 1500)),
        )

    def pair(self, random: Random) -> tuple[Publisher, Publisher]:
        """Two agencies, the more prolific ones more often."""
        first, second = random.choices(self.publishers, self.weights, k=2)
        while second is first:
            second = random.choice(self.publishers)
        return first, second


def told(day: date, today: date, random: Random, *, vague: float = 0.5) -> Moment:
    """A date as a release tells it: what is to come, and some of what is past, less precisely."""
    if day > today:
        distant = (day - today).days > 900
        return Moment(day.isoformat()[: 4 if distant else 7])
    return Moment(day.isoformat()[: 7 if random.random() < vague else 10])


def _thing(entry: Entry, *, briefly: bool = False) -> Thing:
    # "99942 Apophis", "Callisto (moon)", "Boulder, Colorado": what texts write is shorter.
    label = re.sub(r" \(.*\)|^\d+ |, .*", "", entry.label)
    # Acronyms of countries are rare in running text.
    short = label if entry.kind == "country" else re.sub(r" \(.*\)|^\d+ |, .*", "", entry.short)
    if briefly:
        short = min((n.text for n in entry.names if n.language in ("en", None)), key=len)
    return Thing(short if briefly else label, short, entry.kind)
