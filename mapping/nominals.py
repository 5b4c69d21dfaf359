"""What nouns say that name events: noun frames, whatever stands between noun, theme and date.

"The launch of X from Kourou has been postponed to May", "X's arrival at Mars", "X made a soft
landing": the noun names the kind of event, a construction ties it to what it happens to, and what
stands behind tells where and when, and whether it is past (after the nominal frames of FrameNet and
the predicates of NomBank). Table: ``rules/nominals.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from mapping.captures import Scene
from mapping.circumstances import Circumstances, around, spots
from mapping.discourse import THIS_MEETING
from mapping.distribution import distributed
from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.grammar import expand
from mapping.guards import is_stated
from mapping.noun_frames import Head, heads
from mapping.rules.tables import table
from mapping.seams import noun_follows
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import is_launcher_path, may_be_launched

_FUTURE: Final = re.compile(r"\b(?:will|would|shall|should|to)\b")
_PAST: Final = re.compile(r"\b(?:was|were|has|have|had|been)\b")
_PASTS: Final = re.compile(
    r"(?:[a-z]+ed|made|underwent|undergone|began|begun|came through|got through|went through|took"
    r"|taken|saw|won|got|had|flew|held|undertook)\b"
)


def nominal(
    tagged: Tagged, evidence: Evidence, scene: Scene, whole: Tagged | None = None
) -> Iterator[Finding]:
    """What the event nouns of a sentence say, each noun once.

    ``whole`` is all of it, where ``tagged`` is what is left of it.
    """
    seen: set[tuple[str, int]] = set()
    constructions, patterns = heads()
    for number in patterns.candidates(tagged):
        head = constructions[number]
        for match in head.pattern.regex.finditer(tagged.text):
            noun = (head.frame.name, match.end("noun"))
            event = _Event(head, match, tagged, scene, whole or tagged)
            if noun not in seen and (finding := event.told(evidence)):
                seen.add(noun)
                yield from distributed(finding)


class _Event:
    """An event that a noun names, with what the construction and the words behind it tell."""

    def __init__(
        self, head: Head, match: re.Match[str], tagged: Tagged, scene: Scene, whole: Tagged
    ) -> None:
        self._head, self._frame = head, head.frame
        self._match = match
        self._tagged, self._whole = tagged, whole
        self._scene = scene
        self._named = match.groupdict()
        self._found = around(tagged, match.end(), self._frame.roles)
        self._resolved: tuple[str, ...] = ()
        self._signatories: tuple[str, ...] = ()
        self._are_both_told = self._is_of_one = False
        self._stop = self._found.stop

    def told(self, evidence: Evidence) -> Finding | None:
        """The finding; None where the words do not tell of such an event."""
        text, (start, stop) = self._tagged.text, self._match.span("noun")
        if self._frame.before.search(text[:start]) or self._frame.after.match(text, stop):
            return None
        if _patterns()["denied"].match(text, self._found.stop):
            return None
        if not self._found.dates and _patterns()["possible"].match(text, self._found.stop):
            return None
        who = {"participant": self._those_who_meet, "party": self._those_bound}
        theme = who.get(self._frame.role, self._theme)()
        self._take_inside()
        may_be_bare = self._head.may_be_bare or self._are_both_told or self._announced
        if not theme or (self._found.is_empty and not may_be_bare):
            return None
        status, date = self._when()
        if self._is_only_spoken_of or not self._is_stated(status):
            return None
        roles: dict[str, tuple[str, ...]] = {self._frame.role: theme, **self._around()}
        roles |= {name: (value,) for name, value in self._frame.constants.items()}
        return Finding(
            type=self._frame.states,
            rule=self._frame.name,
            evidence=(evidence,),
            roles=roles,
            date=date.edtf if date else None,
            status=status,
            label=self._label(),
            named=self._name(),
            resolved=(*self._resolved, *(date.resolved if date else ())),
        )

    def _is_stated(self, status: str | None) -> bool:
        """Is it said, by all of the sentence?"""
        begin, stop = self._match.start(), max(self._stop, self._match.end())
        if self._tagged is not self._whole:
            begin, stop = self._whole.stretch(
                self._tagged.begins[begin], self._tagged.ends[stop - 1]
            )
        return is_stated(self._whole, begin, stop, status)

    @property
    def _is_only_spoken_of(self) -> bool:
        """Is the day that on which it was announced or approved: "X's launch was approved in"?"""
        if self._frame.name.removeprefix("noun-") not in table("nominals")["happening"]:
            return False
        behind = self._tagged.text[self._match.end() : self._found.stop]
        return _patterns()["about"].search(behind) is not None

    @property
    def _announced(self) -> str | None:
        """The status that a word before the noun gives: "the upcoming launch of X" is planned."""
        if self._frame.states != "Milestone":
            return None
        before = self._tagged.text[: self._match.start("noun")].split()[-1:]
        listed = table("nominals")["announced"].items()
        return next((status for status, words in listed if before and before[0] in words), None)

    def _theme(self) -> tuple[str, ...]:
        items: tuple[Item, ...]
        if char := self._named.get("theme"):
            items = (self._tagged.items[char],)
            is_last = self._match.end("theme") == self._match.end()
            if is_last and self._found.is_empty and noun_follows(self._tagged, self._match.end()):
                return ()
        else:
            items = self._next() or self._before()
            if not items:
                return self._spoken_of()
        items = tuple(item for item in items if item.sort in self._frame.theme)
        if self._frame.name == "noun-launch" and "flight" not in self._named["noun"]:
            items = tuple(item for item in items if may_be_launched(item, self._tagged))
        return tuple(path for item in items for path in item.paths)

    def _label(self) -> str | None:
        """What it was called, where its noun names it, or one body alone held it."""
        is_labelled = self._frame.is_labelled or self._is_of_one
        return self._tagged.words(self._match, "noun") if is_labelled else None

    def _name(self) -> str | None:
        """The meeting itself, where it has a name."""
        item = self._tagged.items.get(self._named["noun"])
        return self._scene.discourse.edition(item.paths[0]) if item is not None else None

    def _those_who_meet(self) -> tuple[str, ...]:
        """Who meets, persons with the organizations that they serve; two at least, or an edition.

        Of an occasion it is enough to know who held it or was there.
        """
        items = [self._tagged.items[c] for c in self._chars("theme", "theme2")]
        items += self._found.present
        if len(items) == 1 and (others := self._who_met_them()):
            items, self._are_both_told = [*items, *others], True
        served = [path for item in items for path in item.affiliation]
        paths = tuple(dict.fromkeys([*(p for item in items for p in item.paths), *served]))
        if self._frame.needs:
            organizer = self._found.roles.get("organizer")
            if self._name() == THIS_MEETING and self._scene.discourse.meeting is None:
                return ()
            return paths or (organizer.paths if organizer else ())
        if len({id(item) for item in items}) + (len(paths) > 1) > 1:
            return paths
        is_own = self._named.get("light") and items[0].sort == "org" and self._found.dates
        self._is_of_one = bool(is_own)
        return paths if is_own else ()

    def _who_met_them(self) -> tuple[Item, ...]:
        """Of "after talks with B, A" and of "A spoke after her talks with B" A, who met B."""
        theme = self._match.span("theme") if self._named.get("theme") else (0, 0)
        text, before = self._tagged.text, self._tagged.text[: self._match.start("noun")]
        if not text[: theme[0]].endswith(("with ", "with the ")):
            return ()
        told = [item for item in items_in(self._tagged, before) if item.sort in self._frame.theme]
        if told:
            is_theirs = _patterns()["theirs"].search(before) is not None
            return tuple(told) if len(told) == 1 and is_theirs else ()
        found = _patterns()["subject"].match(text, self._found.stop)
        return (self._tagged.items[found["subject"]],) if found else ()

    def _those_bound(self) -> tuple[str, ...]:
        """Two parties, or one with whom somebody signed; persons stand for whom they serve."""
        items = [self._tagged.items[c] for c in self._chars("theme", "theme2")]
        items += self._found.present
        people = [p for i in items for p in i.paths if p.startswith("person/")]
        paths = dict.fromkeys(path for item in items for path in (*item.affiliation, *item.paths))
        bound = tuple(path for path in paths if not path.startswith("person/"))
        is_told = self._found.has_predicate or (self._named.get("signing") and self._found.dates)
        if not is_told or len(bound) + len(people) < 2:
            return ()
        self._signatories = tuple(people)
        return bound

    def _chars(self, *names: str) -> list[str]:
        return [char for name in names if (char := self._named.get(name))]

    def _next(self) -> tuple[Item, ...]:
        """ "Since its launch in May, X", "Launch is due in May for X": the theme comes later."""
        theme = sort_class(self._frame.theme)
        link = r"(?:,|,? (?:of|for|with))"
        found = re.compile(rf"{link} (?:the )?(?P<theme>{theme})").match(
            self._tagged.text, self._found.stop
        )
        if found is None:
            return ()
        self._stop = found.end()
        return (self._tagged.items[found["theme"]],)

    def _before(self) -> tuple[Item, ...]:
        """ "X has worked since its launch in May": the theme came before."""
        if not self._match.group().startswith("its"):
            return ()
        before = self._tagged.text[: self._match.start()]
        items = [self._tagged.items[char] for char in before if char in self._tagged.items]
        fitting = [item for item in items if item.sort in self._frame.theme]
        return tuple(fitting[-1:]) if len(fitting) == 1 else ()

    def _spoken_of(self) -> tuple[str, ...]:
        """ "The launch took place in May": what the text speaks of."""
        if not self._found.has_predicate or not self._found.dates:
            return ()
        self._resolved = ("coreference",)
        paths = self._scene.discourse.flier()
        return tuple(p for p in paths if p.split("/")[0] in self._frame.theme)

    def _take_inside(self) -> None:
        """Dates and places between the noun and its theme, or before the noun: "a 2028 launch"."""
        begin, end = self._match.span()
        before = Circumstances(end)
        start = self._match.end("theme") if self._named.get("theme") else begin
        start = begin if start == end else start
        for char in self._tagged.text[start:end]:
            item = self._tagged.items.get(char)
            if item is not None and item.sort in ("date", "at", "event"):
                before.add(item)
        self._found.dates += before.dates
        self._found.places += before.places
        self._found.events += before.events

    def _when(self) -> tuple[str | None, Item | None]:
        """Status and date."""
        found = self._found
        status, date = found.status, found.date
        before = self._tagged.text[: self._match.start("noun")]
        patterns = _patterns()
        if aimed := patterns["aimed"].search(before):
            return "planned", date or self._tagged.items[aimed["date"]]
        if patterns["moved"].search(before) or self._named.get("ready"):
            return status or "planned", date
        if light := self._named.get("light"):
            status = _tense(self._named["auxiliaries"] or "", light)
        return status or self._announced, date or self._opening()

    def _opening(self) -> Item | None:
        """The date that the sentence opens with, where only adjuncts stand between.

        What was done on a day during a ceremony tells the day of the ceremony.
        """
        first = self._tagged.items.get(self._tagged.text[:1])
        before = self._tagged.text[: self._match.start()]
        if first is not None and first.sort == "date" and _patterns()["opened"].match(before):
            return first
        before = self._tagged.text[: self._match.start("noun")]
        held = _patterns()["meanwhile"].search(before) if self._frame.needs else None
        return self._tagged.items[held["date"]] if held else None

    def _around(self) -> dict[str, tuple[str, ...]]:
        """Place, launcher, agent and recipient."""
        entities, found = self._scene.discourse.entities, self._found
        roles = {name: item.paths for name, item in found.roles.items()}
        station = roles.pop("station", ())
        if char := self._named.get("place"):
            roles["place"] = self._tagged.items[char].paths
        if char := self._named.get("agent") or self._named.get("agent2"):
            roles["agent"] = self._tagged.items[char].paths
        if self._signatories:
            roles["signatory"] = self._signatories
        if self._frame.role == "party":
            roles["topic"] = tuple(
                p for c in self._chars("topic") for p in self._tagged.items[c].paths
            )
        elif "topic" in roles:
            roles["topic"] = tuple(filter(is_launcher_path, roles["topic"]))
        if station:
            roles["topic"] = station
        at = [path for item in found.places for path in item.paths]
        places = [path for path in at if _is_place(entities[path])]
        if places and "place" not in roles:
            roles["place"] = spots(places, self._frame.states)
        events = [self._scene.discourse.edition(path) for i in found.events for path in i.paths[:1]]
        if events:
            roles["withinEvent"] = (events[0],)
        return {name: paths for name, paths in roles.items() if paths}


def _tense(auxiliaries: str, verb: str) -> str | None:
    if _FUTURE.search(auxiliaries):
        return "planned"
    return "achieved" if _PAST.search(auxiliaries) or _PASTS.match(verb) else None


def _is_place(entity: Entity) -> bool:
    return "Place" in entity.types


_FUNCTION: Final = r"(?:the|an?|of|in|on|at|by|for|from|to|with|and|or|as|that|is|was|will|has)\b"
_AROUND: Final = ("moved", "aimed", "denied", "possible", "about")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content = table("nominals")
    known = {name: re.compile(expand(content[name])) for name in _AROUND}
    adjunct = sort_class(("date", "at", "event"))
    # "On 3 May, a high-level bilateral meeting between", never "On 3 May, he spoke of the launch"
    noun = rf"(?:(?!{_FUNCTION})[a-z][a-z-]* |{sort_class(('demonym',))} ){{0,3}}"
    opened = rf"{adjunct}(?:,? {adjunct})*,? ?(?:(?:(?:the|an?|its|their) )(?:{noun})?)?$"
    agent = sort_class(("person", "agents", "org", "country"))
    return known | {
        # Match: "signed <date> <at> during a small "    No match: "signed <date> after a "
        "meanwhile": re.compile(
            rf"(?P<date>{sort_class(('date',))})(?:,? {adjunct})*,? (?:during|at|in) an? "
            r"(?:[a-z-]+ ){0,3}$"
        ),
        "opened": re.compile(opened),
        # Match: "spoke during his first meeting"    No match: "hailed the first meeting"
        "theirs": re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) (?:[a-z-]+ ){0,3}$"),
        # Match: ", the <org> signed"    No match: ", <org>'s radar"
        "subject": re.compile(rf", (?:the )?(?P<subject>{agent})(?= [a-z])"),
    }
