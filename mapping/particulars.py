"""Particulars: what a key says of the words behind it, or of the lines below it.

"Venue: Online", "Signatories" above "JAXA President Mika Sato and …". A line that is nothing but an
organization's name heads a section on it: what is told there was done with it. Keys:
``keys``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.discourse import THIS_MEETING, Discourse
from mapping.facts import Evidence, Finding
from mapping.keys import Key, key_of
from mapping.tagging import Item, Tagged, items_in, sort_class

_RULE = "particulars"
_AGENTS = ("person", "org", "country", "agents")
_LISTS = ("signatory", "party", "participant")
_LONGEST = 300  # characters: what is longer is a paragraph, not an entry
# Match: "Online", "by videoconference"    No match: "online platform"
_VIRTUAL = re.compile(
    r"\b(?:[Oo]nline|[Vv]irtual(?:ly)?|[Ww]ebinar|[Vv]ideo ?conference)\b(?! [a-z])"
)
# Match: "<CNES> is ready.", "<CNES> signed a letter."    No match: "<CNES>, Paris"
_SENTENCE = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|can|signed|met|said|agreed)\b(?!:)"
)
# Match: "Speech abstract by <Mika Sato>"    No match: "a photo by <Mika Sato>"
_SPEAKER = re.compile(
    r"\b(?:[Ss]peech|[Rr]emarks|[Aa]ddress|[Ss]tatement|[Mm]essage|[Kk]eynote|[Ll]ecture)"
    rf"(?: [A-Za-z][a-z]+)? (?:by|from) (?P<speaker>{sort_class(['person'])})"
)


@dataclass
class Particulars:
    """Reads keys and what they head; ``publisher`` is the other party of a section's agreement.

    ``open`` is the key whose lines are being read, ``section`` the organization that heads them,
    ``date`` that of the meeting whose place and participants may follow.
    """

    discourse: Discourse
    publisher: str | None
    open: Key | None = None
    section: str | None = None
    is_begun: bool = False
    date: str | None = None

    def read(self, tagged: Tagged, evidence: Evidence, *, opens_block: bool) -> Iterator[Finding]:
        """What a sentence tells as a key with its value, or as the value of the key above it."""
        if speaks := _SPEAKER.search(tagged.text):
            self.discourse.speakers = tagged.items[speaks["speaker"]].paths
        if self._heads_section(tagged):
            return
        text = tagged.text
        if opens_block and (found := key_of(text)) is not None:
            self.open, text = found
        elif not opens_block or self.open is None:
            return
        if text.strip() and self.open is not None:
            yield from self._told(self.open, tagged, text, evidence)

    def _heads_section(self, tagged: Tagged) -> bool:
        item = tagged.items.get(tagged.text.strip(" :."))
        if item is None or item.sort != "org" or item.paths[0] == self.publisher:
            return False
        if self.section is None and self.open is not None and self.open.take[0] in _LISTS:
            return False  # one of those who are listed
        self.section, self.is_begun, self.open = item.paths[0], False, None
        return True

    def _told(self, key: Key, tagged: Tagged, text: str, evidence: Evidence) -> Iterator[Finding]:
        items = items_in(tagged, text)
        is_list = key.take[0] in _LISTS
        fits = _fits(key, items) or (key.of == "Meeting" and _VIRTUAL.search(text))
        if not fits or len(text) > _LONGEST or _SENTENCE.search(text):
            self.open = None
            return
        self.open = key if is_list else None
        roles = _roles(key, items, self.discourse)
        date = next((item.edtf for item in items if item.sort == "date"), None)
        if key.of == "Agreement":
            yield self._agreement(roles, date, evidence)
        else:
            yield from self._meeting(key, roles, date, text, evidence)

    def _agreement(
        self, roles: dict[str, tuple[str, ...]], date: str | None, evidence: Evidence
    ) -> Finding:
        """A section has an agreement of its own; elsewhere it is the one told last, if any."""
        adds = self.is_begun or (self.section is None and self.discourse.tells_of_agreement)
        if not adds and self.section and self.publisher:
            roles["party"] = (self.publisher, self.section)
            self.discourse.parties = roles["party"]
        self.is_begun = True
        return Finding(
            "Agreement",
            _RULE,
            (evidence,),
            roles,
            date=date,
            status="achieved",
            attaches="last" if adds else None,
        )

    def _meeting(
        self,
        key: Key,
        roles: dict[str, tuple[str, ...]],
        date: str | None,
        text: str,
        evidence: Evidence,
    ) -> Iterator[Finding]:
        """A date alone may be that of the release: there is a meeting where more is told of it."""
        self.date = date or self.date
        if key.take == ("date",) or self.date is None:
            return
        if self.discourse.speakers and "participant" not in roles:
            roles["participant"] = self.discourse.speakers
        finding = Finding(
            "Meeting",
            _RULE,
            (evidence,),
            roles,
            date=self.date,
            is_virtual="place" in key.take and _VIRTUAL.search(text) is not None,
        )
        yield self.discourse.meet(finding)


def _fits(key: Key, items: list[Item]) -> bool:
    sorts = {item.sort for item in items}
    wanted = {"date": {"date"}, "place": {"place", "places", "at", "country"}}
    return any(sorts & wanted.get(role, set(_AGENTS)) for role in key.take)


def _roles(key: Key, items: list[Item], discourse: Discourse) -> dict[str, tuple[str, ...]]:
    roles: dict[str, tuple[str, ...]] = {}
    for item in items:
        if item.sort in ("place", "places", "at") and "place" in key.take:
            places = [p for p in item.paths if "Place" in discourse.entities[p].types]
            roles.setdefault("place", tuple(places[:1]))
        elif item.sort == "event" and item.paths[0] != THIS_MEETING:
            roles["withinEvent"] = tuple(map(discourse.edition, item.paths))
        elif item.sort in _AGENTS and (role := key.take[-1]) not in ("date", "place"):
            roles[role] = tuple(dict.fromkeys((*roles.get(role, ()), *item.paths)))
            served = "party" if role == "signatory" else role
            paths = (*roles.get(served, ()), *item.affiliation)
            roles[served] = tuple(dict.fromkeys(paths))
    return {role: paths for role, paths in roles.items() if paths}
