"""What a document has said so far, and whom its words refer back to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.grammar import expand
from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, positions
from mapping.topics import is_launcher_path

_ABOARD = re.compile(r"\b(?:on|aboard|atop|by|with)(?: (?:a|an|the))? $")
_ENDEAVOUR_KINDS = ("mission", "spacecraft", "instrument", "programme", "initiative")

# Match: "During his visit the Minister"    No match: "the mission"
_OTHERS = re.compile(
    r"\b[Tt]he (?:Prime )?(?:Minister|President|Administrator|Ambassador|Secretary)\b"
)

#: Stands for the path of the meeting that a text tells of, whose key is known only at its end.
THIS_MEETING = "meeting/#"


@dataclass
class Discourse:
    """The state of reading one document, sentence after sentence.

    ``countries`` leads from organizations of the gazetteer to their countries or regions.
    ``recent`` lists what was named, latest last, per sort; ``meeting`` is the finding of the
    meeting that the text tells of, ``series`` leads from editions of recurring meetings to their
    series. ``here`` lists what the paragraph has named and ``previous`` what the one before has,
    ``subject`` is what the last sentence began with, ``parties`` are those of the last agreement
    or cooperation, ``nouns`` tell what things have been called ("rover"),
    ``listing`` is the rule that opened the list being read, and the role of those whom it lists.
    ``told`` is what the last sentence named; ``vehicles`` are what others fly on; ``theme`` is the
    endeavour that the paragraph began with. ``tells_of_agreement``: the text has told of an
    agreement already. ``blocks`` counts those read so far; ``speakers`` give the speech that the
    text is, at ``publisher``.
    """

    entities: dict[str, Entity]
    countries: Mapping[str, str] = field(default_factory=dict)
    recent: dict[str, list[str]] = field(default_factory=dict)
    meetings: list[Finding] = field(default_factory=list)
    series: dict[str, str] = field(default_factory=dict)
    here: list[str] = field(default_factory=list)
    previous: list[str] = field(default_factory=list)
    subject: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    nouns: dict[str, set[str]] = field(default_factory=dict)
    listing: tuple[str, str] | None = None
    told: tuple[str, ...] = ()
    vehicles: set[str] = field(default_factory=set)
    theme: str | None = None
    tells_of_agreement: bool = False
    blocks: int = 0
    speakers: tuple[str, ...] = ()
    publisher: str | None = None

    def begin_block(self) -> None:
        """A new paragraph begins: what "the project" may stand for is named anew."""
        if any(path.startswith("mission/") for path in self.here):
            self.previous = list(self.here)
        self.theme = None
        self.blocks += 1
        self.here.clear()

    def host(self) -> str | None:
        """The endeavour that the paragraph, else the one before, is about.

        It is the only mission named, or the one that the paragraph begins with.
        """
        for named, kinds in (
            (self.here, ("mission", "spacecraft")),
            (self.previous, ("mission",)),
        ):
            for kind in kinds:
                fitting = {path for path in named if path.split("/")[0] == kind} - self.vehicles
                fitting = {path for path in fitting if not is_launcher_path(path)}
                if len(fitting) == 1:
                    return self._or_salient(fitting.pop())
                if fitting:
                    return self.theme if self.theme in fitting and named is self.here else None
        return None

    def _or_salient(self, path: str) -> str:
        """``path``, or the mission that the text tells of where it names ``path`` in passing."""
        named = Counter(self.recent.get("mission", ()))
        if path == self.theme or path in self.vehicles or not named:
            return path
        salient, times = named.most_common(1)[0]
        return salient if times >= 3 and named[path] == 1 else path

    @property
    def meeting(self) -> Finding | None:
        """The meeting that the text tells of at this point; not one that is only planned."""
        held = [meeting for meeting in self.meetings if meeting.status != "planned"]
        return held[-1] if held else None

    def edition(self, path: str) -> str:
        """The meeting that a series named without number or year stands for in this document."""
        series = self.entities.get(path)
        if series is None or not series.is_series:
            return path
        meeting = f"meeting/{series.slug}"
        self.series[meeting] = path
        self.entities.setdefault(
            meeting,
            Entity(meeting, ("Meeting", "Fact"), series.label, series.short, (), is_minted=True),
        )
        return meeting

    def series_named(self, path: str) -> str:
        """The series of that name, where ``path`` is a meeting of which only editions were held."""
        series = path.replace("meeting/", "initiative/", 1)
        is_series = path not in self.series and series in self.series.values()
        return series if is_series and series in self.entities else path

    def agencies(self) -> tuple[str, ...]:
        """The organizations that meet in the meeting that the text tells of."""
        return tuple(self._meeting_agents("meeting-agencies"))

    def those_who_meet(self) -> tuple[str, ...]:
        """The persons, else the organizations, that meet in it."""
        return tuple(self._meeting_agents("meeting-agents"))

    def meet(self, finding: Finding) -> Finding:
        """The finding of a meeting, tied to the meeting of this text that it tells of.

        Unnamed meetings get a number for a name ("#0"), the same one for what is told of the same
        meeting.
        """
        number = next(
            (n for n, known in enumerate(self.meetings) if _same_meeting(known, finding)), None
        )
        if finding.named == THIS_MEETING and number is None:
            held = [n for n, known in enumerate(self.meetings) if known.status != "planned"]
            number = held[-1]
        if number is None:
            if (
                len(finding.role("participant")) + len(finding.role("organizer")) == 0
                and finding.named
            ):
                return finding
            number = len(self.meetings)
            self.meetings.append(replace(finding, named=finding.named or f"#{number}"))
        known = self.meetings[number]
        roles = {
            name: tuple(dict.fromkeys((*known.role(name), *finding.role(name))))
            for name in (*known.roles, *finding.roles)
        }
        self.meetings[number] = replace(known, roles=roles, date=known.date or finding.date)
        return replace(finding, named=known.named)

    def listed(self, tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
        """Who stands in a list: each entry begins with a name; the first that does not ends it."""
        first = tagged.items.get(tagged.text[:1])
        if self.listing is None:
            return
        if first is None or first.sort not in ("person", "org", "agents", "country"):
            self.listing = None
            return
        rule, role = self.listing
        finding = Finding("Meeting", rule, (evidence,), {role: first.paths}, status="achieved")
        if self.meeting is not None:
            yield self.meet(replace(finding, named=THIS_MEETING))
        else:
            yield replace(finding, type="Agreement", attaches="last")

    def hear(self, tagged: Tagged) -> None:
        """Remember what the sentence names."""
        self.subject = _subject(tagged)
        self.told = tuple(
            path
            for item in items_in(tagged, tagged.text)
            if item.sort not in ("date", "at", "demonym")
            for path in item.paths
        )
        is_one = len(set(self.subject)) == 1
        if not self.here and is_one and self.subject[0].split("/")[0] in _ENDEAVOUR_KINDS:
            self.theme = self.subject[0]
        for position, item in positions(tagged):
            if item.sort not in ("date", "at"):
                self.here.extend(item.paths)
                if item.sort == "spacecraft" and _ABOARD.search(tagged.text[:position][-20:]):
                    self.vehicles.update(item.paths)
                if item.noun:
                    self.nouns.setdefault(item.paths[0], set()).add(item.noun)
                for path in item.paths:
                    self.recent.setdefault(path.split("/")[0], []).append(path)

    def resolve(self, tagged: Tagged) -> Tagged:
        """The sentence with phrases that refer back folded into what they stand for."""
        known, patterns = _references()
        replacements = [
            (match.start(), match.end(), item)
            for pattern, to in (known[number] for number in patterns.candidates(tagged))
            for match in pattern.regex.finditer(tagged.text)
            if (item := self._referent(to, tagged, match)) is not None
        ]
        return (
            tagged.fold(sorted(replacements, key=lambda r: (r[0], -r[1])))
            if replacements
            else tagged
        )

    def _referent(self, to: str, tagged: Tagged, match: re.Match[str]) -> Item | None:
        begin, end = tagged.span(match)
        if to in ("speaker", "publisher") and tagged.text[: match.start()].count('"') % 2:
            return None  # who says "I" in a quotation is somebody else
        if to == "person" and _OTHERS.search(tagged.text[: match.start()]):
            return None  # "the Minister said that he": who that is has not been found
        before = items_in(tagged, tagged.text[: match.start()])
        paths = tuple(self._nearest(to, before) or self._candidates(to))
        if to == "agency" and (nation := items_in(tagged, match.group())):
            paths = tuple(self._agencies_of(nation[-1].paths))
        if to == "spacecraft":  # "the rover" is what was called a rover, not any spacecraft
            noun = match.group().split()[-1]
            named = (*paths, *reversed(self.recent.get("mission", ())))
            paths = tuple(path for path in named if self._is_called(path, noun))[:1]
        if re.search(r"\b(?:countries|nations)$", match.group()):
            paths = tuple(dict.fromkeys(self.recent.get("country", ())))
        if to == "agreement":  # "the Accords" are what is called so
            noun = match.group().split()[-1].casefold()
            called = [
                p for p in self.recent.get(to, ()) if noun in self.entities[p].label.casefold()
            ]
            paths = tuple(called[-1:])
        if to == "collective":  # "the national industry" is an industry, not scientists
            noun = match.group().split()[-1]
            paths = tuple(p for p in self.recent.get(to, ()) if p.endswith(noun))[-1:]
        is_pair = re.search(r"\b(?:two|both|each|either)\b", match.group(), re.IGNORECASE)
        if is_pair and len(paths) > 2 and to == "meeting-agencies":
            paths = tuple(path for path in paths if "SpaceAgency" in self.entities[path].types)
        if (
            not paths
            or (is_pair and len(paths) != 2)
            or (to.startswith("meeting-") and len(paths) < 2)
        ):
            return None
        sort = _sort_of(to, paths, self.entities)
        return Item(sort, begin, end, paths, resolved=("coreference",))

    def _is_called(self, path: str, noun: str) -> bool:
        entity = self.entities[path]
        called = (*self.nouns.get(path, ()), entity.label, *entity.aliases)
        return any(noun.casefold() in name.casefold() for name in called) or "laborator" in noun

    def _agencies_of(self, nations: tuple[str, ...]) -> Iterator[str]:
        """The agency of a nation that the text has named: "the French agency"."""
        named = dict.fromkeys(self.recent.get("organization", ()))
        fitting = [
            path
            for path in named
            if "SpaceAgency" in self.entities[path].types and self.countries.get(path) in nations
        ]
        yield from fitting if len(fitting) == 1 else ()

    def _nearest(self, to: str, before: list[Item]) -> tuple[str, ...]:
        """What the sentence itself named last of the kind wanted."""
        kind = "mission" if to == "latest" else to
        if to == "flier":  # "X comes first: it is to hit Y"
            items = [item for item in before if item.sort in ("mission", "spacecraft")]
            named = {path for item in items for path in item.paths if not is_launcher_path(path)}
            return tuple(named) if len(named) == 1 else ()
        if kind not in (*_ENDEAVOUR_KINDS, "person"):
            return ()
        fitting = [item.paths[-1] for item in before if item.sort == kind]
        return tuple(fitting[-1:])

    def _speech(self, to: str) -> tuple[str, ...]:
        """Who gives the speech that the text is, or for whom."""
        if to == "speaker" or not self.speakers:
            return self.speakers
        return (self.publisher,) if self.publisher else ()

    def _candidates(self, to: str) -> Iterator[str]:
        if to == "meeting":
            if self.meeting is not None:
                yield THIS_MEETING
        elif to in ("meeting-agents", "meeting-agencies"):
            yield from self._meeting_agents(to)
        elif to in ("speaker", "publisher"):
            yield from self._speech(to)
        elif to == "subject":
            yield from self.subject
        elif to in ("flier", "mission", "person", "country"):
            known = {"person": self._person, "country": self._country}
            yield from known.get(to, self.flier)()
        elif to in ("agency", "group"):
            yield from self._organization(to)
        elif to == "endeavour":
            named = [path for path in self.here if path.split("/")[0] in _ENDEAVOUR_KINDS]
            yield from named[-1:] if len(set(named)) == 1 else ()
        else:
            kind = "mission" if to == "latest" else to
            yield from self.recent.get(kind, [])[-1:]

    def _person(self) -> tuple[str, ...]:
        """Who "he" or "she" is: whom the sentence before begins with, else the person named last.

        Where it named several persons and begins with none or with more than one, nobody.
        """
        begun = {path for path in self.subject if path.startswith("person/")}
        told = {path for path in self.told if path.startswith("person/")}
        if len(told) > 1 or begun:
            return tuple(begun) if len(begun) == 1 else ()
        return tuple(self.recent.get("person", ())[-1:])

    def _country(self) -> tuple[str, ...]:
        """The one country that the sentence before began with, else the only one that it named."""
        for told in (self.subject, self.told):
            named = tuple(dict.fromkeys(path for path in told if path.startswith("country/")))
            if len(named) == 1:
                return named
        return ()

    def flier(self) -> tuple[str, ...]:
        """What "the satellite" is, or "it" that flies: what the sentence before was about.

        That is its subject, else the only mission or spacecraft that it named, else the one that
        the paragraph is about; of several that the paragraph names, none.
        """
        for told in (self.subject, self.told):
            fliers = {path for path in told if path.split("/")[0] in ("mission", "spacecraft")}
            fliers -= self.vehicles if told is self.told else set()
            fliers = {path for path in fliers if not is_launcher_path(path)}
            if len(fliers) == 1:
                return tuple(fliers)
        if host := self.host():
            return (host,)
        here = {path for path in self.here if path.startswith("mission/")}
        named = here or set(self.recent.get("mission", ()))
        return tuple(named) if len(named) == 1 else ()

    def _meeting_agents(self, to: str) -> Iterator[str]:
        agents = self.meeting.role("participant") if self.meeting else ()
        nations = [path for path in agents if path.startswith("country/")]
        if len(nations) == len(agents) == 2:  # two governments met
            yield from nations
            return
        if to == "meeting-agencies" and not any(p.startswith("organization/") for p in agents):
            named = tuple(dict.fromkeys(self.recent.get("organization", ())))
            agencies = tuple(p for p in named if "SpaceAgency" in self.entities[p].types)
            agents = self.parties or (agencies if len(agencies) == 2 else ())
        persons = [path for path in agents if path.startswith("person/")]
        organizations = [path for path in agents if path.startswith("organization/")]
        yield from persons if persons and to == "meeting-agents" else organizations

    def _organization(self, to: str) -> Iterator[str]:
        wanted = "CoordinationBody" if to == "group" else "SpaceAgency"
        fitting = [
            p for p in self.recent.get("organization", ()) if wanted in self.entities[p].types
        ]
        if to == "group" or len(set(fitting[-2:])) == 1:
            yield from fitting[-1:]


def _subject(tagged: Tagged) -> tuple[str, ...]:
    """What a sentence begins with: the thing named before its first few words are over."""
    for item in items_in(tagged, tagged.text[:40]):
        if item.paths and item.sort not in ("at", "event", "demonym"):
            return item.paths if item.paths[0] != THIS_MEETING else ()
    return ()


def _same_meeting(known: Finding, finding: Finding) -> bool:
    if {known.status, finding.status} == {"planned", "achieved"}:
        return False
    if finding.named or (known.named and not known.named.startswith("#")):
        return finding.named == known.named
    if known.date and finding.date:
        return known.date == finding.date
    return bool(set(known.role("participant")) & set(finding.role("participant")))


def _sort_of(to: str, paths: tuple[str, ...], entities: dict[str, Entity]) -> str:
    if to == "meeting":
        return "meeting"
    if len(paths) > 1:
        return "agents"
    return sort_of(entities[paths[0]])


def sort_of(entity: Entity) -> str:
    """The item sort of an entity: its kind, but series of meetings are spoken of as meetings."""
    if entity.is_series:
        return "meeting"
    return "org" if entity.kind == "organization" else entity.kind


@cache
def _references() -> tuple[tuple[tuple[Pattern, str], ...], PatternSet]:
    known = tuple(
        (Pattern(rf"(?<![\w-])(?:{expand(phrase)})(?![\w-])"), entry["to"])
        for entry in table("references")
        for phrase in entry["phrases"]
    )
    return known, PatternSet([pattern for pattern, _ in known])
