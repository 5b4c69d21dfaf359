"""What a document has said so far, which its words may refer back to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mapping import occasions
from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.lists import Enumeration, Payload
from mapping.tagging import Tagged, items_in, positions
from mapping.topics import is_launcher_path, is_station_path

_ABOARD = re.compile(r"\b(?:on|aboard|atop|by|with)(?: (?:a|an|the))? $")
ENDEAVOUR_KINDS = ("mission", "spacecraft", "instrument", "programme", "initiative")

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
    ``listing`` is the rule that opened the list being read, and the role of those whom it lists;
    ``payload`` is what a list of instruments tells of, ``enumerations`` what one of projects does.
    ``told`` is what the last sentence named, ``persons`` whom the last one that named any named,
    ``hero`` the one with whom it began; ``vehicles`` are what others fly on; ``theme`` is the
    endeavour that the paragraph began with. ``tells_of_agreement``: the text has told of an
    agreement already, and ``signing`` is the last that persons have signed. ``blocks`` counts those
    read so far; ``speakers`` give the speech that the text is, ``publisher`` is whose text it is;
    ``is_lead``: what is read is of the title or the first paragraph, and ``news`` the date (EDTF)
    of the agreement that it tells of as news. Of what is only ``supposed`` to be a mission nothing
    refers back to. ``served`` lists the organizations of those who were named, ``declaring`` those
    in whose name a joint statement speaks.
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
    payload: Payload | None = None
    enumerations: tuple[Enumeration, ...] = ()
    told: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    hero: tuple[str, ...] = ()
    vehicles: set[str] = field(default_factory=set)
    theme: str | None = None
    tells_of_agreement: bool = False
    signing: Finding | None = None
    blocks: int = 0
    speakers: tuple[str, ...] = ()
    publisher: str | None = None
    is_lead: bool = False
    news: str | None = None
    supposed: frozenset[str] = frozenset()
    served: list[str] = field(default_factory=list)
    declaring: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    stating: tuple[str, ...] = ()

    def begin_block(self, *, is_lead: bool = False) -> None:
        """A new paragraph begins: what "the project" may stand for is named anew."""
        self.is_lead = is_lead
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
        """``path``, or what the text tells of where it names ``path`` in passing."""
        known = (*self.recent.get("mission", ()), *self.recent.get("spacecraft", ()))
        named = Counter(path for path in known if not is_launcher_path(path))
        if path == self.theme or path in self.vehicles or not named:
            return path
        salient, times = named.most_common(1)[0]
        return salient if times >= 3 and named[path] == 1 else path

    @property
    def meeting(self) -> Finding | None:
        """The meeting that the text tells of at this point; not one that is only planned."""
        held = [meeting for meeting in self.meetings if meeting.status != "planned"]
        return held[-1] if held else None

    def meeting_told(self, status: str | None) -> Finding | None:
        """The meeting of which something with that status may be said.

        Of one that was held nothing is planned, and of one that is only planned nothing achieved.
        """
        planned = [meeting for meeting in self.meetings if meeting.status == "planned"]
        if status == "planned" or (status is None and self.meeting is None):
            return planned[-1] if planned else None
        return self.meeting

    def meet_to_sign(self, finding: Finding) -> Finding | None:
        """What is said of a meeting that the text has not told of: it is that of those who signed.

        "A and B signed an agreement. Mars was the subject of their meeting."
        """
        if self.meetings or self.signing is None or finding.status == "planned":
            return None
        who = tuple(dict.fromkeys((*self.signing.role("party"), *self.signing.role("signatory"))))
        there = {"participant": who, "place": self.signing.role("place")}
        roles = {name: paths for name, paths in there.items() if paths}
        return finding.changed(roles={**roles, **finding.roles}, date=self.signing.date)

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
        return tuple(self.meeting_agents("meeting-agencies"))

    def those_who_meet(self) -> tuple[str, ...]:
        """The persons, else the organizations, that meet in it."""
        return tuple(self.meeting_agents("meeting-agents"))

    def meet(self, finding: Finding) -> Finding:
        """The finding of a meeting, tied to the meeting of this text that it tells of.

        Unnamed meetings get a number for a name ("#0"), the same one for what is told of the same
        meeting.
        """
        finding = _in_its_year(finding)
        number = next(
            (
                number
                for number, known in enumerate(self.meetings)
                if _same_meeting(known, finding) and not self._are_others(known, finding)
            ),
            None,
        )
        if finding.named == THIS_MEETING and number is None:
            told = self.meeting_told(finding.status)
            is_plan = told is not None and told.status == "planned"
            held = [n for n, m in enumerate(self.meetings) if (m.status == "planned") is is_plan]
            persons = (path for path in self.subject if path.startswith("person/"))
            met = set(finding.role("participant")) or set(persons)
            theirs = [n for n in held if met and met <= set(self.meetings[n].role("participant"))]
            number = max(theirs, key=lambda n: self.meetings[n].date or "", default=None)
            number = self._current(held) if number is None else number
        if number is None:
            who = (*finding.role("participant"), *finding.role("organizer"))
            if not who and finding.named and (self.meetings or not _is_told_of(finding)):
                return finding
            number = len(self.meetings)
            self.meetings.append(finding.changed(named=finding.named or f"#{number}"))
        known = self.meetings[number]
        roles = {
            name: tuple(dict.fromkeys((*known.role(name), *finding.role(name))))
            for name in (*known.roles, *finding.roles)
        }
        self.meetings[number] = known.changed(roles=roles, date=known.date or finding.date)
        return finding.changed(named=known.named)

    def _current(self, held: list[int]) -> int:
        """Which of several meetings a text goes on about: the last that is none before another.

        What the news is of is not followed by the visit or the meeting long ago that it mentions.
        """
        told = [n for n in held if self.meetings[n].label != "visit"] or held
        dated = [n for n in told if self.meetings[n].date]
        latest = max((self.meetings[n].date or "" for n in dated), default="")
        past = {n for n in dated if (self.meetings[n].date or "") < latest[:_MONTH]}
        return [n for n in told if n not in past][-1]

    def _are_others(self, known: Finding, finding: Finding) -> bool:
        """Does an unnamed meeting bring others together than one that is known?

        What one calls by its nation, the other may call by its agency.
        """
        one, other = (
            {p for p in meeting.role("participant") if p.startswith(("organization/", "country/"))}
            for meeting in (known, finding)
        )
        if finding.named:
            return False
        is_dated = known.date and finding.date
        if not is_dated and self._are_apart(known.role("place"), finding.role("place")):
            return True
        if len(one) < 2 or len(other) < 2:
            return False
        nations = (
            {self.countries.get(path, path) for path in them} for them in (one - other, other - one)
        )
        return all((one - other, other - one)) and set.isdisjoint(*nations)

    def _are_apart(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Are two places known to lie in different countries?"""
        there, here = (
            {p if p.startswith("country/") else self.countries.get(p) for p in paths}
            for paths in (one, other)
        )
        is_known = there and here and None not in there | here
        return bool(is_known) and there.isdisjoint(here)

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
            yield self.meet(finding.changed(named=THIS_MEETING))
        else:
            yield finding.changed(type="Agreement", attaches="last")

    def hear(self, tagged: Tagged) -> None:
        """Remember what the sentence names."""
        self.subject = tuple(path for path in _subject(tagged) if path not in self.supposed)
        self.told = tuple(
            path
            for item in items_in(tagged, tagged.text)
            if item.sort not in ("date", "at", "demonym")
            for path in item.paths
            if path not in self.supposed
        )
        if persons := tuple(p for p in dict.fromkeys(self.told) if p.startswith("person/")):
            begun = [path for path in persons if path in self.subject]
            self.persons, self.hero = persons, tuple(begun if len(begun) == 1 else ())
        is_one = len(set(self.subject)) == 1
        if not self.here and is_one and self.subject[0].split("/")[0] in ENDEAVOUR_KINDS:
            self.theme = self.subject[0]
        for position, item in positions(tagged):
            self.served.extend(item.affiliation)
            if item.sort not in ("date", "at"):
                named = [p for p in item.paths if p not in self.supposed and p != THIS_MEETING]
                self.here.extend(named)
                if item.sort == "spacecraft" and _ABOARD.search(tagged.text[:position][-20:]):
                    self.vehicles.update(item.paths)
                if item.noun:
                    self.nouns.setdefault(item.paths[0], set()).add(item.noun)
                for path in named:
                    self.recent.setdefault(path.split("/")[0], []).append(path)

    def flier(self) -> tuple[str, ...]:
        """What "the satellite" is, or "it" that flies: what the sentence before was about.

        That is its subject, else the only mission or spacecraft that it named, else the one that
        the paragraph is about; of several that the paragraph names, none.
        """
        for told in (self.subject, self.told):
            fliers = {path for path in told if path.split("/")[0] in ("mission", "spacecraft")}
            fliers -= self.vehicles if told is self.told else set()
            fliers = {p for p in fliers if not is_launcher_path(p) and not is_station_path(p)}
            if len(fliers) == 1:
                return self._or_carrier(fliers, is_begun=told is self.subject)
        if host := self.host():
            return (host,)
        here = {path for path in self.here if path.startswith("mission/")}
        named = here or set(self.recent.get("mission", ()))
        return tuple(named) if len(named) == 1 else ()

    def _or_carrier(self, fliers: set[str], *, is_begun: bool) -> tuple[str, ...]:
        """Of a lander that a sentence only mentions, the mission that the paragraph is about."""
        is_part = all(path.startswith("spacecraft/") for path in fliers) and not is_begun
        for named in (self.here, self.previous):
            missions = {path for path in named if path.startswith("mission/")} - self.vehicles
            if is_part and missions:
                return tuple(missions if len(missions) == 1 else fliers)
        return tuple(fliers)

    def meeting_agents(self, to: str) -> Iterator[str]:
        """Who meets in it: the persons, or with "meeting-agencies" the organizations."""
        meeting = self._theirs() or self.meeting
        agents = meeting.role("participant") if meeting else ()
        nations = [path for path in agents if path.startswith("country/")]
        if len(nations) == len(agents) == 2:  # two governments met
            yield from nations
            return
        if to == "meeting-agencies" and not any(p.startswith("organization/") for p in agents):
            named = tuple(dict.fromkeys(self.recent.get("organization", ())))
            agencies = tuple(p for p in named if "SpaceAgency" in self.entities[p].types)
            are_bodies = any(path.startswith("organization/") for path in self.parties)
            agents = self.parties if are_bodies else (agencies if len(agencies) == 2 else ())
        persons = [path for path in agents if path.startswith("person/")]
        organizations = [path for path in agents if path.startswith("organization/")]
        yield from persons if persons and to == "meeting-agents" else organizations

    def _theirs(self) -> Finding | None:
        """The latest meeting of the persons whom the sentence before was about."""
        persons = {path for path in self.subject if path.startswith("person/")}
        held = [meeting for meeting in self.meetings if meeting.status != "planned"]
        theirs = [meeting for meeting in held if persons <= set(meeting.role("participant"))]
        if len(persons) < 2 or not theirs:
            return None
        return max(theirs, key=lambda meeting: meeting.date or "")


def _subject(tagged: Tagged) -> tuple[str, ...]:
    """What a sentence begins with: the thing named before its first few words are over."""
    for item in items_in(tagged, tagged.text[:40]):
        if item.paths and item.sort not in ("at", "event", "demonym"):
            return item.paths if item.paths[0] != THIS_MEETING else ()
    return ()


def _is_told_of(finding: Finding) -> bool:
    """Is it an edition that a text tells of, although not who was there?"""
    return finding.status == "achieved" and finding.date is not None


def _in_its_year(finding: Finding) -> Finding:
    """The finding with the year that the edition's name tells: "IAC 2020, from 12 October"."""
    named, date = _YEAR.search(finding.named or ""), finding.date
    years = set(re.findall(r"(?<!\d)\d{4}(?=-|$|/)", date or ""))
    if named is None or date is None or len(years) != 1 or "-" not in date:
        return finding
    year = years.pop()
    is_next = abs(int(named[1]) - int(year)) == 1
    return finding.changed(date=date.replace(year, named[1])) if is_next else finding


_MONTH = len("2031-05")
# Match: "meeting/congress-2031"    No match: "meeting/congress-75"
_YEAR = re.compile(r"-((?:19|20)\d\d)$")


def _same_meeting(known: Finding, finding: Finding) -> bool:
    if {known.status, finding.status} == {"planned", "achieved"}:
        return False
    if finding.named or (known.named and not known.named.startswith("#")):
        return finding.named == known.named or _is_theirs(known, finding)
    if known.date and finding.date:
        return known.date == finding.date
    are_shared = set(known.role("participant")) & set(finding.role("participant"))
    return bool(are_shared) and occasions.may_be_one(known, finding)


def _is_theirs(known: Finding, finding: Finding) -> bool:
    """Is what "both sides" spoke of said of the dialogue at which they are known to have met?"""
    if finding.named or finding.date or finding.role("place"):
        return False
    met = set(finding.role("participant"))
    return "coreference" in finding.resolved and met <= set(known.role("participant"))


def sort_of(entity: Entity) -> str:
    """The item sort of an entity: its kind, but series of meetings are spoken of as meetings."""
    if entity.is_series:
        return "meeting"
    return "org" if entity.kind == "organization" else entity.kind
