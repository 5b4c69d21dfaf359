"""Applying rules to a tagged sentence: each match becomes findings, told apart party by party."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from mapping.discourse import THIS_MEETING, Discourse
from mapping.facts import Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.grammar import Rule, rules
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in

#: Properties of which one fact has one value: several captured values make several facts.
SINGLE = {
    "Milestone": ("endeavour",),
    "Contribution": ("contributor", "endeavour", "item"),
    "Membership": ("member", "organization"),
    "Statement": ("subject", "object"),
}

_WORDS = ("label", "post", "count", "supply")
_TOPICS = ("mission", "programme", "spacecraft", "instrument", "initiative", "endeavours", "body", "bodies",
           "concept", "meeting", "agreement", "things", "place")  # fmt: skip
_INSTRUCTIONS = ("virtual", "represents", "agencies", "this", "speaker", "event")


@dataclass(frozen=True)
class Scene:
    """What rules may ask about besides the sentence: the document's day (EDTF), the discourse."""

    gazetteer: Gazetteer
    discourse: Discourse
    day: str | None


def findings(tagged: Tagged, evidence: Evidence, scene: Scene) -> Iterator[Finding]:
    """What the rules read in the sentence, rule by rule."""
    for rule in rules():
        for match in rule.pattern.finditer(tagged.text):
            found = _Match(rule, tagged, match, scene).finding(evidence)
            if found is not None:
                yield from distributed(found)


def distributed(finding: Finding) -> Iterator[Finding]:
    """The finding once for each combination of values of its single-valued properties."""
    single = [name for name in SINGLE.get(finding.type, ()) if finding.role(name)]
    for values in product(*(finding.role(name) for name in single)):
        chosen = {name: (value,) for name, value in zip(single, values, strict=True)}
        yield replace(finding, roles={**finding.roles, **chosen})


class _Match:
    """One match of one rule, on its way to a finding."""

    def __init__(self, rule: Rule, tagged: Tagged, match: re.Match[str], scene: Scene) -> None:
        self._rule = rule
        self._tagged = tagged
        self._match = match
        self._scene = scene
        self._roles: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self._words: dict[str, str] = {}
        self._resolved: list[str] = []

    def finding(self, evidence: Evidence) -> Finding | None:
        date, captured = self._captures()
        date = self._adjuncts(captured) or date
        named = self._roles.pop("self", (None,))[0]
        if not self._constants():
            return None
        if self._rule.constants.get("this") == "meeting":
            if self._scene.discourse.meeting is None:
                return None
            named = THIS_MEETING
        return Finding(
            type=self._rule.states,
            rule=self._rule.name,
            evidence=(evidence,),
            roles={name: values for name, values in self._roles.items() if values},
            date=date,
            status=self._rule.status,
            count=_number(self._words.get("count")),
            label=self._words.get("label") or self._words.get("supply"),
            post=self._words.get("post"),
            named=named,
            is_virtual=self._rule.constants.get("virtual") == "true",
            resolved=tuple(dict.fromkeys(self._resolved)),
        )

    def _captures(self) -> tuple[str | None, set[str]]:
        """Fill roles and words from the groups; the date captured, and the characters used up."""
        date: str | None = None
        captured: set[str] = set()
        for group, text in self._match.groupdict().items():
            if text is None:
                continue
            name = group.rstrip("0123456789")
            if name in _WORDS:
                self._words[name] = self._tagged.readable_words(text).strip()
                continue
            items = items_in(self._tagged, text)
            if name == "topic":
                items = [item for item in items if item.sort in _TOPICS]
            elif name == "date":
                date = next((item.edtf for item in items), None)
            captured.update(text if name != "topic" else ())
            self._take(name, items)
        return date, captured

    def _take(self, name: str, items: list[Item]) -> None:
        represents = self._rule.constants.get("represents") == name
        paths = [path for item in items for path in item.paths]
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
        for char in self._match.group():
            item = self._tagged.items.get(char)
            if item is None or char in captured:
                continue
            if item.sort == "date" and found is None:
                found = item.edtf
                self._resolved.extend(item.resolved)
            elif item.sort == "at" and self._rule.states in ("Meeting", "Agreement", "Milestone"):
                self._roles["place"] = self._roles["place"] or item.paths[:1]
        return found

    def _constants(self) -> bool:
        """Fill in the rule's fixed values; False where one of them cannot be had here."""
        discourse = self._scene.discourse
        for name, value in self._rule.constants.items():
            if name == "agencies":
                if not self._agencies(value):
                    return False
            elif name == "speaker":
                if discourse.meeting is None or not set(self._roles["participant"]) & set(
                    discourse.meeting.role("participant")
                ):
                    return False
            elif name == "event":
                self._event()
            elif value == "@meeting-agencies":
                parties = discourse.agencies()
                if len(parties) < 2:
                    return False
                self._roles[name] = parties
                self._resolved.append("coreference")
            elif name not in _INSTRUCTIONS:
                self._roles[name] = (value,)
        return True

    def _agencies(self, role: str) -> bool:
        """Replace countries by their agencies at the document's date; False if one has none."""
        paths = []
        for path in self._roles[role]:
            if path.startswith("organization/"):
                paths.append(path)
                continue
            agency = self._scene.gazetteer.agency_of(path, self._scene.day)
            paths.append(agency.path if agency else path)
            if agency:
                self._resolved.append("agency-of-country")
        self._roles[role] = tuple(dict.fromkeys(paths))
        return bool(paths)

    def _event(self) -> None:
        """The meeting that the sentence names is where it happened."""
        named = [i for i in items_in(self._tagged, self._tagged.text) if i.sort == "meeting"]
        if len(named) == 1:
            self._roles["withinEvent"] = named[0].paths


def _joined(first: tuple[str, ...], second: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    number: int | None = table("numbers").get(text.casefold())
    return number
