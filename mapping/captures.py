"""What a match of a rule has captured: entities for the roles of a fact, words, date and place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace

from mapping.asides import in_aside, is_besides, is_of_another
from mapping.circumstances import spots
from mapping.discourse import THIS_MEETING, Discourse
from mapping.gazetteer import Gazetteer
from mapping.grammar import Rule
from mapping.phrases import AGENTS, ENDEAVOURS
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import is_launcher, may_be_launched, topics

# Match: "<GRACE-C>, which is to fly in 2028", "<GRACE-C> will fly"    No match: "<GRACE-C> in 2028"
_CLAUSE = re.compile(
    r",? (?:which|where|whose|that|scheduled|due|planned|launched|to be"
    r"|will|would|shall|should|can|could|is|are|was|were|has|have|had)\b"
)
_ADJUNCTS = ("date", "at", "event")
_ADJUNCT = re.compile(sort_class(_ADJUNCTS))
# What fills a role, of whatever else a capture holds: a list of those present, and where.
_ROLES = {
    "endeavour": (*ENDEAVOURS, "concept"),
    "item": (*ENDEAVOURS, "concept"),
    "participant": (*AGENTS, "demonym"),
}
_QUOTES = ' "“”«»'
_WORDS = ("label", "post", "count", "supply", "deed")
# Match: " for training crews <at>", " to train crews <at>"    No match: " on a study <at>"
_DOING = re.compile(r",? (?:(?:for|on) (?:the )?[a-z]+ing\b|to [a-z]+ )[^;]*[a-z]")
# Match: "that was built", "which is based on data collected"    No match: "that defines roles"
_DONE = re.compile(r"\b(?:was|were|had|been|did|came|went|met|built|held|[a-z]{2,}ed)\b")
_DAY = len("2031-05-03")
# Match: "<Airbus>, based <in Toulouse>"    No match: "<Airbus> signed <in Toulouse>"
_SEAT = re.compile(r"\b(?:based|headquartered|located) $")
# Match: "A met B, and <on 3 May> ", "A left; <in Rome> <on 3 May> "    No match: "after A and "
_LATER_OPENS = re.compile(
    rf"(?:;(?: and| then)?|, (?:and|but|while|whereas)(?: then)?) (?:{sort_class(_ADJUNCTS)},? )*$"
)
_BY = ("[..", "..")  # "as it is to land by 2030", "extended until 2031"
# Match: "<org> announced <date> that it had"    No match: "<org> announced an agreement <date>"
_REPORTED = re.compile(r"\b(?:announced|said|reported|revealed|confirmed|disclosed|told \w+) $")
# Match: "<in Paris>, the governments of ", "<on 3 May> <in Paris>, representatives of "
# No match: "<in Paris>, officials said that "
_OPENED = re.compile(
    r"(?P<run>(?:(?:(?:[Aa]t|[Dd]uring|[Ii]n) an? (?:[a-z-]+ ){0,3}?(?:ceremony|reception)"
    rf" (?:held )?)?{sort_class(_ADJUNCTS)},? )+)"
    r"(?:(?!(?:said|says|announced|told|reported|that|and|after|before)\b)[a-z]+ ){0,5}$"
)
_LAST = re.compile(rf"(?:,? ?{sort_class(_ADJUNCTS)})*[ .,\"]*$")


# Match: "the launch of <SWOT>", "how <SWOT> landed"    No match: "cooperation on <SWOT>"
_OCCURS = re.compile(
    r"\b(?:launch|landing|arrival|return|flight|flyby|signing|signature|adoption|meeting|summit"
    r"|conference|opening|start|end|crash|event)\b|\b(?:signed|held|made|took|met|[a-z]{2,}ed)\b"
)
_COMING = ("arrival", "landing", "delivery")


@dataclass(frozen=True)
class Scene:
    """What rules may ask about besides the sentence: the document's day (EDTF), the discourse.

    ``language`` is that of the sentence.
    """

    gazetteer: Gazetteer
    discourse: Discourse
    day: str | None
    language: str = "en"


class Captures:
    """What one match of one rule captures; ``stretch`` is its part of the ``whole`` sentence."""

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
        self._counted: int | None = None
        self._date: str | None = None
        self._is_of_its_own = False

    def _captures(self) -> tuple[str | None, set[str]]:
        """Fill roles and words from the groups; the date captured, and the characters used up."""
        date: str | None = None
        captured: set[str] = set()
        for group, text in self._match.groupdict().items():
            if text is None:
                continue
            name = group.rstrip("0123456789")
            if name in _WORDS:
                self._words[name] = self._tagged.words(self._match, group).strip(_QUOTES)
                continue
            items = self._fitting(name, text)
            if name == "date":
                date = next((item.edtf for item in items), None)
            captured |= self._used_up(name, text)
            self._take(name, items)
        return date, captured

    def _fitting(self, name: str, text: str) -> list[Item]:
        """The items of a capture that can fill its role."""
        items = self._topics(text) if name == "topic" else items_in(self._tagged, text)
        if sorts := _ROLES.get(name):
            items = [item for item in items if item.sort in sorts]
        if self._is_for_payloads(name):
            items = [item for item in items if self._may_fly(item, name)]
        if name == "contributor" and self._rule.constants.get("nations") == "one":
            items = [item for item in items if len(item.paths) == 1]
        elif name == "contributor":
            able = _ABLE[:1] if self._rule.constants.get("nations") == "no" else _ABLE
            items = [_able(item, able) for item in items if not _is_spot(item)]
        elif name == "signatory":  # "A in Paris and B in Rome"
            items = [item for item in items if item.sort not in _ADJUNCTS]
        return items

    def _topics(self, text: str) -> list[Item]:
        """What a capture tells that it is about; of some rules, launchers alone."""
        found = [item for item in topics(self._tagged, text) if self._is_topic(item)]
        if self._rule.constants.get("launcher") != "only":
            return found
        return [item for item in found if is_launcher(item, self._tagged)]

    def _may_fly(self, item: Item, role: str) -> bool:
        """Can it fill a role that is none of a launcher's? A station has parts, and no launch."""
        if role in ("object", "subject"):
            return not is_launcher(item, self._tagged)
        return may_be_launched(item, self._tagged)

    def _is_for_payloads(self, name: str) -> bool:
        """Is this role none of a launcher's?  Its launch is that of what it carries."""
        rule = self._rule.constants
        if name in ("endeavour", "item"):
            is_launch = rule.get("milestoneType") == "launch"
            return rule.get("launcher", "no" if is_launch else "yes") in ("no", "only")
        if rule.get("property") != "partOf":
            return False
        return name == "object" or (name == "subject" and rule.get("launcher") == "no")

    def _used_up(self, name: str, text: str) -> set[str]:
        """The characters of a capture that say nothing else: no date or place of the fact.

        What a meeting talked of has dates of its own; an agreement's follow what it is on, but not
        within a clause on that.
        """
        if name == "signatory":
            return {char for char in text if self._sort(char) not in _ADJUNCTS}
        if name == "topic" and self._rule.states == "Meeting":
            return set(text) - self._when_met(text)
        if name == "topic" and self._rule.states == "Cooperation":
            last = _LAST.search(text)
            return set(text) - set(last[0] if last and not _CLAUSE.search(text) else "")
        if name != "topic" or self._rule.states != "Agreement":
            return set(text)
        told = _CLAUSE.split(text, maxsplit=1)[0]
        kept = ["date", "event"]
        used = {char for char in told if self._sort(char) not in kept} | set(text[len(told) :])
        # "on a joint study in Bengaluru on 3 May": what stands last is where they signed.
        last = _LAST.search(told) if len(told) == len(text) else None
        if last and _DOING.match(told) and not any(self._sort(char) == "date" for char in last[0]):
            last = None  # "to train crews <in Paris>" may tell where they train
        if last is None and (tail := _LAST.search(text)) and self._is_past(tail[0]):
            last = tail if not _DONE.search(text[len(told) : tail.start()]) else None
        return used - set(last.group() if last else "")

    def _when_met(self, topics: str) -> set[str]:
        """Of "to discuss SWOT in Paris on 3 May" what tells when and where they met."""
        last = _LAST.search(topics)
        is_told = last is not None and not _OCCURS.search(topics) and self._is_past(last[0])
        return set(last[0]) if last and is_told else set()

    def _is_past(self, run: str) -> bool:
        """Does a run of dates and places tell a day that is over?  No plan is for such a day."""
        day = self._scene.day or ""
        days = [item.edtf or "" for item in items_in(self._tagged, run) if item.sort == "date"]
        return len(days) == 1 and len(days[0]) == len(day) == _DAY and days[0] <= day

    def _is_topic(self, item: Item) -> bool:
        """A region of space may be a topic; a city is where something happens."""
        entry = self._scene.gazetteer.entries.get(item.paths[0])
        if item.sort in ("place", "at"):
            return entry is not None and entry.kind == "place" and not entry.properties
        return item.paths[0] != THIS_MEETING

    def _is_place(self, path: str) -> bool:
        """A centre is a place, its agency is none; neither is a region of the world."""
        entity = self._scene.discourse.entities.get(path)  # "at this meeting" is none yet
        return entity is not None and "Place" in entity.types

    def _sort(self, char: str) -> str | None:
        return self._tagged.items[char].sort if char in self._tagged.items else None

    def _take(self, name: str, items: list[Item]) -> None:
        given = items
        if name == "withinEvent":
            meeting = self._scene.discourse.edition
            items = [replace(i, paths=tuple(map(meeting, i.paths))) for i in items]
        if name == "party" and self._rule.states in ("Agreement", "Cooperation"):
            items = [_represented(item) for item in items if not _is_spot(item)]
        represents = self._rule.constants.get("represents") == name
        if name == "party" and self._rule.constants.get("represents") == "signatory":
            with_whom = [
                path for item in given for path in item.paths if path.startswith("person/")
            ]
            self._roles["signatory"] = joined(self._roles["signatory"], with_whom)
        elif name == "party" and self._rule.states == "Agreement":  # leaders who agree
            people = [path for i in given for path in i.paths if path.startswith("person/")]
            self._roles["participant"] = joined(self._roles["participant"], people)
        paths = [path for item in items for path in item.paths]
        if name == "place":
            if self._rule.states == "Meeting":  # who visits an agency has it for a host
                hosts = [p for p in paths if p.startswith("organization/")]
                hosts = [path for path in hosts if not self._is_place(path)]
                self._roles["participant"] = joined(self._roles["participant"], hosts)
            paths = [path for path in paths if self._is_place(path)]
        if name == "organization" and any(item.sort == "at" for item in items):
            paths = [path for path in paths if path.startswith("organization/")][:1]
        if represents:
            target = "party" if name == "signatory" else name
            # A commander serves the station, and does not stand for it.
            organizations = [
                path
                for item in items
                for path in item.affiliation
                if path.split("/")[0] not in ENDEAVOURS
            ]
            organizations += [p for p in paths if target == "party" and not p.startswith("person/")]
            self._roles[target] = joined(self._roles[target], organizations)
        self._roles[name] = joined(self._roles[name], paths)
        if name in ("participant", "party", "signatory"):
            self._counted = next((i.count for i in items if i.count is not None), self._counted)
        self._resolved.extend(reason for item in items for reason in item.resolved)

    def _adjuncts(self, captured: set[str]) -> str | None:
        """The date inside the match that no capture has taken; places become a role."""
        found: str | None = None
        if "undated" in self._rule.constants:
            return None
        text, (start, stop) = self._whole.text, (self._stretch.start, self._stretch.stop)
        for adjunct in _ADJUNCT.finditer(text, start, stop):
            position, char = adjunct.start(), adjunct.group()
            if char in captured or self._is_aside(position) or _SEAT.search(text[:position]):
                continue
            item = self._whole.items[char]
            if self._is_whence(item):
                continue
            # Of several, a milestone's date is the last: "launched in July and to land in March".
            if self._is_besides(position, item):
                continue
            if item.sort == "date" and self._rule.states == "Cooperation":
                is_since = (item.edtf or "").endswith("/..")
                found = item.edtf if is_since or position == self._stretch.start else found
            elif item.sort == "date" and (
                found is None
                or self._rule.states == "Milestone"
                or (item.edtf or "").startswith(f"{found}-")  # "this year in March"
            ):
                found = item.edtf
                self._resolved.extend(item.resolved)
            elif item.sort == "at" and self._rule.states in ("Meeting", "Agreement", "Milestone"):
                self._take_place(item, self._whole.items.get(text[:position].rstrip(", ")[-1:]))
            elif item.sort == "event" and item.paths[0] != THIS_MEETING:
                self._take("withinEvent", [item])
        return found

    def _is_besides(self, position: int, item: Item) -> bool:
        """Is what stands there when or where something else was, of which the match tells too?"""
        text, (start, stop) = self._whole.text, (self._stretch.start, self._stretch.stop)
        is_dated = item.sort == "date" and self._rule.states in ("Agreement", "Contribution")
        if is_dated and is_besides(text, start, position, stop):
            return True
        return self._rule.states == "Agreement" and (
            is_of_another(text[start:position], item)
            or (item.edtf or "").startswith(_BY)
            or (
                _REPORTED.search(text[:position]) is not None
                and text.startswith(" that ", position + 1)
            )
        )

    def _take_place(self, at: Item, before: Item | None) -> None:
        """Take in where it was; of "visited the <Centre> <in Paris>" both."""
        known, where = self._roles["place"], (path for path in at.paths if self._is_place(path))
        if not known or (before is not None and set(known) & {*before.paths}):
            self._roles["place"] = spots((*known, *where), self._rule.states)

    def _opening(self) -> None:
        """The place and the meeting that a sentence opens with are those of what it tells next."""
        starts = [start for start in map(self._match.start, self._match.groupdict()) if start >= 0]
        told = self._tagged.begins[min(starts, default=self._match.start())]
        opened = _OPENED.match(self._whole.text, 0, bisect_left(self._whole.begins, told))
        if opened is None or self._roles["place"] or self._roles["withinEvent"]:
            return
        for item in items_in(self._whole, opened["run"]):
            where = tuple(path for path in item.paths if self._is_place(path))
            if item.sort == "at":
                self._roles["place"] = self._roles["place"] or spots(where, self._rule.states)
            elif item.sort == "event" and item.paths[0] != THIS_MEETING:
                self._take("withinEvent", [item])

    def _is_whence(self, item: Item) -> bool:
        """Is it where somebody or something comes from that arrives, and not where it arrives?"""
        comes = self._rule.constants.get("milestoneType") in _COMING
        comes = (comes or self._rule.states == "Meeting") and item.sort != "date"
        return comes and self._whole.source[item.begin : item.end].startswith("from ")

    def _is_aside(self, position: int) -> bool:
        """A date before those who act counts only where it opens the sentence.

        "After the launch in July, A met B" does not tell when they met. A milestone's date and
        place are not those of what is said besides.
        """
        start, stop = self._stretch.start, self._stretch.stop
        if self._rule.states == "Milestone" and in_aside(self._whole.text, start, position, stop):
            return True
        if re.search(r"[A-Za-z]", self._tagged.text[self._match.start() : position]):
            return False
        captures = [self._match.start(name) for name in self._match.groupdict()]
        first = min((start for start in captures if start >= 0), default=None)
        if first is not None and self._whole.begins[position] > self._tagged.begins[first]:
            return False
        if _LATER_OPENS.search(self._whole.text[:position]):
            return False
        opening = (self._whole.items.get(char) for char in self._whole.text[:position])
        words = re.sub(r"\W|^(?:On|In|At|Today)\b", "", self._whole.text[:position])
        return bool(re.search(r"[A-Za-z]", words)) or any(
            item is not None and item.sort not in ("date", "at", "event") for item in opening
        )


def _represented(item: Item) -> Item:
    """Those for whom the persons of an item stand; any other item as it is."""
    others = [path for path in item.paths if not path.startswith("person/")]
    if len(others) == len(item.paths):
        return item
    return replace(item, paths=tuple(dict.fromkeys((*others, *item.affiliation))))


# What "in X" or "from X" may name that can contribute something.
_ABLE = ("organization/", "country/", "region/")


def _is_spot(item: Item) -> bool:
    """A city or a site can contribute nothing; the country or centre that "in X" names can."""
    return item.sort == "at" and not item.paths[0].startswith(_ABLE)


def _able(item: Item, able: tuple[str, ...]) -> Item:
    """Of "at ESOC in Darmstadt", ESOC alone."""
    if item.sort != "at":
        return item
    return replace(item, paths=tuple(path for path in item.paths if path.startswith(able)))


def joined(first: tuple[str, ...], second: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
