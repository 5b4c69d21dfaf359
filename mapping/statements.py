"""Applying rules to a tagged sentence: each match becomes findings, told apart party by party."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapping.discourse import THIS_MEETING, Discourse
from mapping.distribution import distributed
from mapping.entities import mint
from mapping.facts import Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.grammar import Rule, candidates
from mapping.guards import is_stated
from mapping.phrases import ENDEAVOURS
from mapping.supplies import Supply, supplies
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import is_launcher, number, topics

_SUPPLIED = ("mission", "spacecraft", "instrument", "endeavours")
_WORDS = ("label", "post", "count", "supply")
_INSTRUCTIONS = (
    "needs",
    "undated",
    "virtual",
    "represents",
    "agencies",
    "this",
    "speaker",
    "event",
    "attach",
    "persons",
    "beyond",
    "list",
)


@dataclass(frozen=True)
class Scene:
    """What rules may ask about besides the sentence: the document's day (EDTF), the discourse."""

    gazetteer: Gazetteer
    discourse: Discourse
    day: str | None


def findings(tagged: Tagged, less: Tagged, evidence: Evidence, scene: Scene) -> Iterator[Finding]:
    """What the rules read in the sentence and in ``less``, what is left of it without asides."""
    said: list[Finding] = []
    for found in _read(tagged, tagged, evidence, scene):
        said.append(found)
        yield found
    if less is not tagged:
        read = {finding.rule for finding in said}
        for found in _read(less, tagged, evidence, scene):
            if found.rule not in read:
                yield found


def _read(tagged: Tagged, whole: Tagged, evidence: Evidence, scene: Scene) -> Iterator[Finding]:
    """What the rules read in a sentence that may be reduced; ``whole`` is all of it."""
    for rule in candidates(tagged):
        for match in rule.pattern.regex.finditer(tagged.text):
            start, stop = whole.stretch(*tagged.span(match))
            if "this" not in rule.constants and not is_stated(whole.text, start, stop, rule.status):
                continue
            if tagged is not whole:
                after = _AFTER.match(whole.text, stop)
                stop = after.end() if after else stop
            found = _Match(rule, tagged, match, scene, whole, range(start, stop)).finding(evidence)
            if found is not None:
                yield from distributed(found)


class _Match:
    """One match of one rule, on its way to a finding."""

    def __init__(
        self,
        rule: Rule,
        tagged: Tagged,
        match: re.Match[str],
        scene: Scene,
        whole: Tagged,
        stretch: range,
    ) -> None:
        self._rule = rule
        self._whole = whole
        self._stretch = stretch
        self._tagged = tagged
        self._match = match
        self._scene = scene
        self._roles: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self._words: dict[str, str] = {}
        self._resolved: list[str] = []
        self._date: str | None = None
        self._is_of_its_own = False

    def finding(self, evidence: Evidence) -> Finding | None:
        date, captured = self._captures()
        date = self._adjuncts(captured) or date
        self._date = date
        named = next(iter(self._roles.pop("self", ())), None)
        self._nations_of_series()
        if not self._constants():
            return None
        named = next(iter(self._roles.pop("self", ())), named)
        self._unnamed_items()
        if not self._has_needed():
            return None
        if self._rule.states == "Milestone" and not self._roles["endeavour"]:
            return None
        if "topic" in self._rule.pattern.groupindex and self._tells_topics_only():
            return None
        if self._rule.constants.get("this") == "meeting":
            if self._scene.discourse.meeting is None:
                return None
            named = THIS_MEETING
        if named is not None:
            named = self._scene.discourse.edition(named)
        return Finding(
            type=self._rule.states,
            rule=self._rule.name,
            evidence=(evidence,),
            roles={name: values for name, values in self._roles.items() if values},
            date=self._date or self._opening_date() or self._occasion(),
            status=self._rule.status,
            count=number(self._words.get("count")),
            label=self._words.get("label"),
            post=self._words.get("post"),
            named=named,
            is_virtual=self._rule.constants.get("virtual") == "true",
            attaches=self._attaches(),
            resolved=tuple(dict.fromkeys(self._resolved)),
        )

    def _tells_topics_only(self) -> bool:
        """Is there nothing but topics for it to tell of the meeting, and none?"""
        is_this = self._rule.constants.get("this") == "meeting"
        return self._rule.states == "Meeting" and is_this and not self._roles["topic"]

    def _nations_of_series(self) -> None:
        """A dialogue between France and Japan is one of the two."""
        item = self._tagged.item(self._match, "self") if "self" in self._match.groupdict() else None
        if item is not None and item.sort == "meeting" and self._rule.status == "achieved":
            self._roles["participant"] = _joined(self._roles["participant"], [*item.nations])

    def _has_needed(self) -> bool:
        """Has the finding what its rule needs: a value of a property, or a pair of parties?"""
        needed = self._rule.constants.get("needs")
        if needed == "pair":
            return len(self._roles["party"]) > 1
        return needed is None or bool(self._roles[needed]) or self._is_of_its_own

    def _attaches(self) -> str | None:
        """How the finding attaches; "the": where its words are definite, to the same one."""
        how = self._rule.constants.get("attach")
        if how != "the":
            return how
        return "same" if _DEFINITE.match(self._match.group()) else None

    def _opening_date(self) -> str | None:
        """The date that the sentence opens with, or its only one: when people met or signed."""
        if self._rule.states not in ("Meeting", "Agreement") or self._rule.status != "achieved":
            return None
        text = self._tagged.text
        before = text[: self._match.start()]
        if self._rule.states == "Agreement" and _APART.search(before):
            return None
        known = [item for item in items_in(self._tagged, before) if item.sort == "date"]
        if self._rule.states == "Agreement" and len(known) > 1:
            nearest = re.split(r"[,;]", before)[-1]
            known = [item for item in items_in(self._tagged, nearest) if item.sort == "date"]
            return known[-1].edtf if known else None
        first = self._tagged.items.get(text.lstrip('"')[:1])
        if first is not None and first.edtf:
            return first.edtf
        stated = [i for i in items_in(self._tagged, text) if i.sort == "date"]
        if len(stated) != 1 or (self._rule.states == "Meeting" and stated[0].text != "today"):
            return None
        position = text.index(next(c for c, i in self._tagged.items.items() if i is stated[0]))
        return None if _SAID.search(text[:position]) else stated[0].edtf

    def _occasion(self) -> str | None:
        """Those who meet sign when they meet."""
        meeting = self._scene.discourse.meeting
        if self._rule.states != "Agreement" or self._rule.status != "achieved" or meeting is None:
            return None
        signatories = set(self._roles["signatory"])
        is_theirs = len(signatories) > 1 and signatories <= set(meeting.role("participant"))
        return meeting.date if is_theirs else None

    def _captures(self) -> tuple[str | None, set[str]]:
        """Fill roles and words from the groups; the date captured, and the characters used up."""
        date: str | None = None
        captured: set[str] = set()
        for group, text in self._match.groupdict().items():
            if text is None:
                continue
            name = group.rstrip("0123456789")
            if name in _WORDS:
                self._words[name] = self._tagged.words(self._match, group)
                continue
            items = items_in(self._tagged, text)
            if name == "topic":
                items = [item for item in topics(self._tagged, text) if self._is_topic(item)]
            elif name in ("endeavour", "item"):
                items = [item for item in items if item.sort in (*ENDEAVOURS, "concept")]
                if self._rule.constants.get("milestoneType") == "launch":
                    items = [item for item in items if not is_launcher(item, self._tagged)]
            elif name == "contributor":
                items = [item for item in items if not _is_spot(item)]
            elif name == "date":
                date = next((item.edtf for item in items), None)
            # What a meeting talked of has dates of its own; an agreement's follow what it is on.
            # follows its topic.
            dated = name == "topic" and self._rule.states == "Agreement"
            kept = ("date", "event") if dated else ()
            captured.update(char for char in text if self._sort(char) not in kept)
            self._take(name, items)
        return date, captured

    def _is_topic(self, item: Item) -> bool:
        """A region of space may be a topic; a city is where something happens."""
        entry = self._scene.gazetteer.entries.get(item.paths[0])
        if item.sort in ("place", "at"):
            return entry is not None and entry.kind == "place" and not entry.properties
        return item.paths[0] != THIS_MEETING

    def _is_place(self, path: str) -> bool:
        """A centre is a place, its agency is none; neither is a region of the world."""
        return "Place" in self._scene.discourse.entities[path].types

    def _sort(self, char: str) -> str | None:
        return self._tagged.items[char].sort if char in self._tagged.items else None

    def _take(self, name: str, items: list[Item]) -> None:
        if name == "withinEvent":
            meeting = self._scene.discourse.edition
            items = [replace(i, paths=tuple(map(meeting, i.paths))) for i in items]
        if name == "party" and self._rule.states in ("Agreement", "Cooperation"):
            items = [_represented(item) for item in items if not _is_spot(item)]
        represents = self._rule.constants.get("represents") == name
        paths = [path for item in items for path in item.paths]
        if name == "place":
            paths = [path for path in paths if self._is_place(path)]
        if represents:
            target = "party" if name == "signatory" else name
            organizations = [path for item in items for path in item.affiliation]
            organizations += [p for p in paths if target == "party" and not p.startswith("person/")]
            self._roles[target] = _joined(self._roles[target], organizations)
        self._roles[name] = _joined(self._roles[name], paths)
        self._resolved.extend(reason for item in items for reason in item.resolved)

    def _adjuncts(self, captured: set[str]) -> str | None:
        """The date inside the match that no capture has taken; places become a role."""
        found: str | None = None
        undated = "undated" in self._rule.constants
        for position in self._stretch:
            char = self._whole.text[position]
            item = self._whole.items.get(char)
            if item is None or char in captured or undated or self._is_aside(position):
                continue
            # Of several, a milestone's date is the last: "launched in July and to land in March".
            if item.sort == "date" and self._rule.states == "Cooperation":
                is_since = (item.edtf or "").endswith("/..")
                found = item.edtf if is_since or position == self._stretch.start else found
            elif item.sort == "date" and (found is None or self._rule.states == "Milestone"):
                found = item.edtf
                self._resolved.extend(item.resolved)
            elif item.sort == "at" and self._rule.states in ("Meeting", "Agreement", "Milestone"):
                where = tuple(path for path in item.paths if self._is_place(path))
                self._roles["place"] = self._roles["place"] or where[:1]
            elif item.sort == "event" and item.paths[0] != THIS_MEETING:
                self._take("withinEvent", [item])
        return found

    def _is_aside(self, position: int) -> bool:
        """A date before those who act counts only where it opens the sentence.

        "After the launch in July, A met B" does not tell when they met.
        """
        if re.search(r"[A-Za-z]", self._tagged.text[self._match.start() : position]):
            return False
        captures = [self._match.start(name) for name in self._match.groupdict()]
        first = min((start for start in captures if start >= 0), default=None)
        if first is not None and self._whole.begins[position] > self._tagged.begins[first]:
            return False
        opening = (self._whole.items.get(char) for char in self._whole.text[:position])
        words = re.sub(r"\W|^(?:On|In|At|Today)\b", "", self._whole.text[:position])
        return bool(re.search(r"[A-Za-z]", words)) or any(
            item is not None and item.sort not in ("date", "at", "event") for item in opening
        )

    def _host(self) -> str | None:
        """The mission that the paragraph, else the one before, is about.

        A milestone ("the launch") may also be that of what the sentence before began with, or of
        the only mission that the text has named so far.
        """
        discourse = self._scene.discourse
        if self._rule.states != "Milestone":
            return discourse.host()
        for named in (discourse.here, discourse.previous, discourse.recent.get("mission", ())):
            missions = {path for path in named if path.split("/")[0] == "mission"}
            if missions:
                begun = missions.intersection(discourse.subject)
                return next(iter(begun if len(missions) > 1 else missions), None)
        return None

    def _unnamed_items(self) -> None:
        """ "a thermal infrared camera" supplied for Hera is minted as the Hera camera of that kind.

        Endeavours that the stretch names are supplied too.
        """
        groups = self._match.groupdict()
        group = next((name for name in groups if name.startswith("supply") and groups[name]), None)
        if group is None:
            return
        text, offset = groups[group], self._match.start(group)
        host = self._host_of_items(self._tagged.text[:offset])
        things = []
        for found in supplies(text):
            if host is None and not (found.is_whole or found.name):
                continue
            begin, start, stop = (offset + n for n in (found.begin, found.start, found.stop))
            things.append(self._minted(host, found, (begin, stop), (start, stop)))
        if things or "@endeavour" not in self._rule.constants.values():
            parts = "".join(text[found.begin : found.stop] for found in supplies(text))
            rest = "".join(char for char in text if char not in parts)
            named = [item for item in items_in(self._tagged, rest) if item.sort in _SUPPLIED]
            things += [path for item in named for path in item.paths]
        role = "item" if self._rule.states == "Contribution" else "endeavour"
        if host is None and things:
            role = "endeavour"  # a rover that is part of nothing else
            self._is_of_its_own = True
        things = [path for path in things if path not in self._roles["endeavour"]]
        self._roles[role] = _joined(self._roles[role], things)

    def _host_of_items(self, before: str) -> str | None:
        """The endeavour that unnamed things belong to."""
        hosts = [item for item in items_in(self._tagged, before) if item.sort in ENDEAVOURS]
        if self._roles["endeavour"]:
            return self._roles["endeavour"][0]
        if hosts:
            return hosts[-1].paths[-1]
        return None if self._rule.states == "Cooperation" else self._host()

    def _minted(
        self, host: str | None, found: Supply, whole: tuple[int, int], head: tuple[int, int]
    ) -> str:
        """The path of the thing found; named after ``host``, else its makers, if it has no name."""
        entities = self._scene.discourse.entities
        makers = self._roles["contributor"] or self._roles["party"]
        owner = "-".join(entities[path].short for path in ((host,) if host else makers))
        phrase, written = (
            _ARTICLE.sub("", self._tagged.source_of(*span)) for span in (head, whole)
        )
        thing = mint(found.name or f"{owner} {phrase}", found.type)
        aliases = () if found.name else tuple(dict.fromkeys((phrase, written)))
        entities.setdefault(thing.path, replace(thing, aliases=aliases))
        return thing.path

    def _constants(self) -> bool:
        """Fill in the rule's fixed values; False where one of them cannot be had here."""
        instructed = {
            "agencies": self._agencies,
            "event": self._event,
            "persons": self._persons,
            "sentence": self._persons_of_sentence,
            "speaker": self._speaker,
            "beyond": self._beyond,
            "list": self._list,
            "@endeavour": self._endeavour,
            "@organization": self._organization,
            "@meeting-agencies": self._meeting_agencies,
            "@parties": self._parties,
            "@theme": self._theme,
            "@agreement": self._agreement,
        }
        for name, value in self._rule.constants.items():
            if name in instructed:
                if not instructed[name](value):
                    return False
            elif value in instructed:
                if not instructed[value](name):
                    return False
            elif name not in _INSTRUCTIONS:
                self._roles[name] = (value,)
        return True

    def _speaker(self, _known: str) -> bool:
        """Does one of those who meet speak?"""
        meeting = self._scene.discourse.meeting
        meet = meeting.role("participant") if meeting else ()
        return bool(set(self._roles["participant"]) & set(meet))

    def _persons(self, role: str) -> bool:
        """Keep persons only."""
        persons = (path for path in self._roles[role] if path.startswith("person/"))
        self._roles[role] = tuple(persons)
        return bool(self._roles[role])

    def _persons_of_sentence(self, _what: str) -> bool:
        """All persons whom the sentence names took part."""
        items = items_in(self._tagged, self._tagged.text)
        named = [path for item in items for path in item.paths if path.startswith("person/")]
        self._roles["participant"] = tuple(dict.fromkeys(named))
        return bool(named)

    def _endeavour(self, role: str) -> bool:
        """The mission that the paragraph is about stands in where the sentence names none."""
        if not self._roles[role]:
            before = self._mission_before() if self._rule.states == "Contribution" else None
            host = before or self._host()
            self._roles[role] = (host,) if host else ()
            self._resolved.append("coreference")
        return bool(self._roles[role]) or "needs" in self._rule.constants

    def _mission_before(self) -> str | None:
        """The only mission that the sentence names before the match."""
        before = items_in(self._tagged, self._tagged.text[: self._match.start()])
        named = {path for i in before if i.sort in ("mission", "spacecraft") for path in i.paths}
        return named.pop() if len(named) == 1 else None

    def _organization(self, role: str) -> bool:
        """The organization that the text named last stands in where the sentence names none."""
        self._roles[role] = tuple(self._scene.discourse.recent.get("organization", ())[-1:])
        self._resolved.append("coreference")
        return bool(self._roles[role])

    def _list(self, role: str) -> bool:
        """Those listed below have the role; the line that heads the list tells nothing itself."""
        self._scene.discourse.listing = (self._rule.name, role)
        return False

    def _beyond(self, home: str) -> bool:
        """What orbits the Earth or comes back to it is not bound for it."""
        self._roles["object"] = tuple(p for p in self._roles["object"] if p != home)
        return bool(self._roles["object"])

    def _meeting_agencies(self, role: str) -> bool:
        """Those who meet are the parties."""
        discourse = self._scene.discourse
        self._roles[role] = discourse.agencies() or discourse.those_who_meet()
        self._resolved.append("coreference")
        return len(self._roles[role]) > 1

    def _parties(self, role: str) -> bool:
        """The parties of the last agreement or cooperation, else those who meet."""
        discourse = self._scene.discourse
        self._roles[role] = discourse.parties or discourse.agencies()
        self._resolved.append("coreference")
        rest = items_in(self._tagged, self._tagged.text[self._match.end() :])
        others = {path for item in rest if item.sort == "org" for path in item.paths}
        return len(self._roles[role]) > 1 and others <= set(self._roles[role])

    def _theme(self, role: str) -> bool:
        """The mission that the paragraph is about, for what names no topic of its own."""
        if not self._roles[role] and (host := self._host()):
            self._roles[role] = (host,)
        return True

    def _agreement(self, role: str) -> bool:
        """The agreement with a name that the text named last."""
        self._roles[role] = tuple(self._scene.discourse.recent.get("agreement", ())[-1:])
        return bool(self._roles[role])

    def _agencies(self, role: str) -> bool:
        """Replace countries by their agencies at the fact's date, else the document's."""
        paths = []
        for path in self._roles[role]:
            if path.startswith("organization/"):
                paths.append(path)
                continue
            agency = self._scene.gazetteer.agency_of(path, self._date or self._scene.day)
            paths.append(agency.path if agency else path)
            if agency:
                self._resolved.append("agency-of-country")
        self._roles[role] = tuple(dict.fromkeys(paths))
        return bool(paths)

    def _event(self, _where: str) -> bool:
        """The meeting that the sentence names is where it happened, and when."""
        items = items_in(self._tagged, self._tagged.text)
        named = [item for item in items if item.sort in ("meeting", "event")]
        dates = [item.edtf for item in items if item.sort == "date"]
        if len(named) == 1:
            self._take("withinEvent", named)
            self._date = self._date or (dates[0] if len(dates) == 1 else None)
        return True


# Dates and places that follow right after what a rule has read.
_AFTER = re.compile(rf"(?:,? {sort_class(('date', 'at', 'event'))})*")


def _represented(item: Item) -> Item:
    """Those for whom the persons of an item stand; any other item as it is."""
    is_person = any(path.startswith("person/") for path in item.paths)
    return replace(item, paths=item.affiliation) if is_person else item


def _is_spot(item: Item) -> bool:
    """A city or a site can contribute nothing; the country that a phrase "in X" names can."""
    return item.sort == "at" and not item.paths[0].startswith(("country/", "region/"))


# Match: "Two years after the launch in 2022, <agents> signed"    No match: "On 3 May, <agents>"
_APART = re.compile(r"\b(?:[Aa]fter|[Bb]efore|[Ss]ince|[Uu]ntil|[Ff]ollowing|launch)\b[^;]*,? ?$")
# Match: "<agents> joined, NASA announced on <date>"    No match: "<agents> signed on <date>"
_SAID = re.compile(r"\b(?:announced|said|told|reported)(?: \w+)? ?$")
_DEFINITE = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Bb]oth) ")
_ARTICLE = re.compile(r"^(?:an?|the|its|their) ", re.IGNORECASE)


def _joined(first: tuple[str, ...], second: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
