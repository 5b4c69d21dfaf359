"""Releases, composed from the world and the templates."""

from __future__ import annotations

import calendar
import textwrap
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.benchmarks.archive.cast import Event, Moment, Part, Telling, Thing, Word
from tests.benchmarks.archive.tables import table
from tests.benchmarks.archive.templates import (
    Fact,
    Story,
    Style,
    Template,
    paragraphs,
    stories,
    style,
)
from tests.benchmarks.archive.world import FIRST_YEAR, LAST_YEAR, Project, Publisher, World, told

# Words: the middle of real releases, and the shortest and longest of all but a few.
_LENGTH, _SHORTEST, _LONGEST = 400, 180, 850


@dataclass(frozen=True)
class Release:
    """A release with what it says: facts, each with its evidence; names with kind and forms."""

    name: str
    publisher: str
    date: str
    title: str
    text: str
    facts: tuple[tuple[Fact, str], ...]
    names: dict[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Archive:
    """As many releases as one asks for."""

    world: World

    def release(self, number: int) -> Release:
        """The release of that number, from 0."""
        return _Composer(self.world, self.world.random("release", number), number).composed()


@dataclass
class _Composer:
    world: World
    random: Random
    number: int
    facts: list[tuple[Fact, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    used: set[tuple[str, Template]] = field(default_factory=set)
    words: int = 0

    def __post_init__(self) -> None:
        days = (date(LAST_YEAR, 12, 31) - date(FIRST_YEAR, 1, 1)).days
        self.today = date(FIRST_YEAR, 1, 1) + timedelta(days=self.random.randrange(days))
        self.us, self.them = self.world.pair(self.random)
        self.style: Style = style(self.us.style)
        self.telling = Telling(self.random, american=self.us.style in ("american", "japanese"))
        self.story: Story = self.random.choice(stories())
        self.cast = self._cast()
        self.conditions: set[str] = {"met"} if self.story.name == "meeting" else set()

    def composed(self) -> Release:
        self._focus()
        self.telling.heading = True
        title = self.random.choice(self.story.titles).filled(self.cast, self.telling)
        self.telling.heading = False
        length = self.random.lognormvariate(0, 0.4) * _LENGTH
        self._write(min(max(length, _SHORTEST), _LONGEST))
        return Release(
            name=f"{self.today.isoformat()}-{self._slug()}-{self.number:06}",
            publisher=self.us.agency.short,
            date=self.today.isoformat(),
            title=title,
            text=self._set(title),
            facts=tuple(self.facts),
            names={
                gold: (self.telling.kinds[gold], tuple(forms))
                for gold, forms in self.telling.surfaces.items()
            },
        )

    def _cast(self) -> dict[str, Part]:
        """Everybody and everything but the mission, which changes from paragraph to paragraph."""
        world, random, year = self.world, self.random, self.today.year
        city, city2 = random.sample(world.cities, 2)
        topic, topic2 = random.sample(table("world/cast")["topics"], 2)
        third = random.choice([p for p in world.publishers if p not in (self.us, self.them)])
        post = random.choice(table("world/people")["posts"])
        us, them = self.us.agency.short, self.them.agency.short
        coming = self.today + timedelta(days=random.randint(60, 500))
        return {
            "us": self.us.agency,
            "them": self.them.agency,
            "third": third.agency,
            "home": _home(self.us),
            "abroad": _home(self.them),
            "head": world.head(self.us, year),
            "chief": world.head(self.them, year),
            "deputy": world.person(self.us, post, year // 4),
            "city": city,
            "city2": city2,
            "topic": Thing(topic, topic, "concept"),
            "topic2": Thing(topic2, topic2, "concept"),
            "event": self._event(year),
            "today": Moment(self.today.isoformat(), is_today=True),
            "next": Moment(coming.isoformat()[:7]),
            "meeting": Word(f"{us}-{them} meeting"),
            "next meeting": Word(f"next {us}-{them} meeting"),
            "agreement": Word(f"{us}-{them} agreement"),
        }

    def _event(self, year: int) -> Event:
        path, before = self.random.choice(list(table("world/cast")["series"].items()))
        series = self.world.thing(path).long
        if before is None:
            return Event(f"{year} {series}", series)
        return Event(f"{_ordinal(year - before)} {series}", series)

    def _focus(self) -> None:
        """Turn to a mission: the publisher's own more often than others'."""
        candidates = [self.random.randrange(self.world.missions) for _ in range(4)]
        projects = [self.world.project(number) for number in candidates]
        ours = [p for p in projects if self.us in (p.lead, p.partner)]
        project = (ours or projects)[0]
        self.cast |= self._slots(project)
        self.conditions -= {"launched", "unlaunched", "landed", "unlanded", "has"}
        self.conditions.add("launched" if project.launch <= self.today else "unlaunched")
        if project.landing:
            self.conditions.add("landed" if project.landing <= self.today else "unlanded")
        if project.instrument:
            self.conditions.add("has")

    def _slots(self, project: Project) -> dict[str, Part]:
        random, key = self.random, project.mission.short
        return {
            "mission": project.mission,
            "lead": project.lead.agency,
            "partner": project.partner.agency,
            "contractor": project.contractor,
            "lab": project.lab,
            "instrument": project.instrument or project.mission,
            "launcher": project.launcher,
            "site": project.site,
            "target": project.target,
            "launch": told(project.launch, self.today, random),
            "landing": told(project.landing or project.launch, self.today, random),
            "review": Moment(min(project.review, self.today).isoformat()[:7]),
            "scientist": self.world.person(project.lead, "Project Scientist", key),
        }

    def _write(self, length: float) -> None:
        opening = self.random.choice(self.story.openings)
        begun = [self._say(opening), *self._sentences("filler", 1)]
        self._paragraph([*begun, *self._sentences(self.story.then[0], 1)])
        for number in range(60):
            if self.words >= length:
                break
            kind = self.story.then[number % len(self.story.then)]
            if kind == "mission" and number:
                self._focus()
            told = self._sentences(kind, self.random.choice((1, 2, 2, 3)))
            told += self._sentences("filler", self.random.choice((0, 1, 1, 2, 2)))
            self._paragraph(told)
            if self.random.random() < 0.3:
                self._paragraph(self._sentences("quotes", 1))
            if self.random.random() < 0.06:
                self._list()

    def _sentences(self, kind: str, count: int) -> list[str]:
        """Sentences of a kind that the release has not used yet of what it speaks of."""
        about = self.cast["mission"].gold if kind == "mission" else ""
        fitting = [
            template
            for template in paragraphs(kind)
            if (about, template) not in self.used
            and (not template.needs or template.needs in self.conditions)
        ]
        chosen = self.random.sample(fitting, min(count, len(fitting)))
        self.used.update((about, template) for template in chosen)
        return [self._say(template) for template in chosen]

    def _say(self, template: Template) -> str:
        numbers = {"small": Word(str(self.random.randint(10, 99)))}
        numbers["number"] = Word(str(self.random.randint(1000, 9999)))
        cast = self.cast | numbers
        sentence = template.filled(cast, self.telling)
        self.facts += [(fact, sentence) for fact in template.stated(cast)]
        for name, post, employer in self.telling.posts:
            self.facts.append((("role", name, f"is {post} of", employer, "", ""), sentence))
        self.telling.posts.clear()
        return sentence

    def _paragraph(self, told: list[str]) -> None:
        if told:
            self.blocks.append(" ".join(told))
            self.words += sum(sentence.count(" ") + 1 for sentence in told)

    def _list(self) -> None:
        chosen = self.random.choice(table("templates/paragraphs")["lists"])
        lines = self.random.sample(chosen["lines"], 3)
        said = [self._say(Template.of(line)) for line in lines]
        self.blocks.append("\n".join([chosen["lead"], *(f"- {line}" for line in said)]))
        self.words += sum(line.count(" ") + 1 for line in said)

    def _set(self, title: str) -> str:
        """The whole text, in the style of the publisher."""
        day = self.random.choice(self.style.dates).format(
            day=self.today.day,
            month=calendar.month_name[self.today.month],
            Mon=calendar.month_abbr[self.today.month],
            year=self.today.year,
        )
        line = title.upper() if self.style.is_in_capitals else title
        around = self.cast | {"title": Word(line), "today": Word(day)} | self._press()
        quiet = Telling(self.random, self.telling.american, heading=True)
        head = "\n".join(template.filled(around, quiet) for template in self.style.head)
        foot = "\n".join(template.filled(around, quiet) for template in self.style.foot)
        body = [self._wrapped(block) for block in self.blocks]
        return "\n\n".join((head.strip(), *body, foot)) + "\n"

    def _wrapped(self, block: str) -> str:
        width = self.style.width
        return (
            "\n".join(textwrap.fill(line, width) for line in block.split("\n")) if width else block
        )

    def _press(self) -> dict[str, Part]:
        """Those who answer questions: in the contact block, which is not part of the text."""
        found: dict[str, Part] = {
            "small": Word(str(self.random.randint(10, 99))),
            "number": Word(str(self.random.randint(1000, 9999))),
            "year": Word(str(self.today.year)),
        }
        for slot in ("press", "press2"):
            name, surname = self.world.named(self.us.country_path, slot, self.today.year)
            found[slot] = Word(name)
            if self.style.officer:
                post = f"is {self.style.officer} of"
                fact = ("role", name, post, self.us.agency.gold, "", "")
                self.facts.append((fact, name))
            plain = unicodedata.normalize("NFKD", surname).encode("ascii", "ignore").decode()
            address = plain.replace(" ", "").replace("'", "").lower()
            found[slot.replace("press", "mail")] = Word(f"{address}@example.org")
        return found

    def _slug(self) -> str:
        return self.us.agency.short.lower().replace(" ", "-")


def _home(publisher: Publisher) -> Thing:
    return publisher.country or Thing("Europe", "Europe", "region")


def _ordinal(number: int) -> str:
    special = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in (11, 12, 13) else {}
    return f"{number}{special.get(number % 10, 'th')}"
