"""What rules instruct besides their patterns: fixed values, references, things without a name."""

from __future__ import annotations

import re
from dataclasses import replace

from mapping import deeds
from mapping.captures import Captures, joined
from mapping.discourse import ENDEAVOUR_KINDS
from mapping.entities import mint
from mapping.phrases import ENDEAVOURS
from mapping.supplies import Supply, supplies
from mapping.tagging import items_in
from mapping.topics import is_launcher_path

_BUILT = ("spacecraft", "instrument")
_SUPPLIED = ("mission", "spacecraft", "instrument", "endeavours")
_INSTRUCTIONS = (
    "needs",
    "date",
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
    "launcher",
    "nations",
    "deed",
    "post",
    "label",
    "early",
)


class Instructed(Captures):
    """A match whose rule has instructions (CONTRIBUTING lists them)."""

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
            if host is not None and self._is_itself(host, text[found.begin : found.stop]):
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
        self._roles[role] = joined(self._roles[role], things)

    def _is_itself(self, host: str, phrase: str) -> bool:
        """Is the host called so?  "The lunar orbiter" is the Utopia Lunar Orbiter."""
        called = self._scene.discourse.entities[host].label.casefold()
        return phrase[:4] in ("the ", "The ") and called.endswith(phrase[3:].casefold())

    def _host_of_items(self, before: str) -> str | None:
        """The endeavour that unnamed things belong to."""
        supposed = self._scene.discourse.supposed
        hosts = [item for item in items_in(self._tagged, before) if item.sort in ENDEAVOURS]
        hosts = [item for item in hosts if item.paths[-1] not in supposed]
        hosts = [item for item in hosts if not is_launcher_path(item.paths[-1])] or hosts[:1]
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
        if found.is_whole:  # "a rover", which later sentences call "the rover"
            self._scene.discourse.recent.setdefault(thing.kind, []).append(thing.path)
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
            "@conveners": self._conveners,
            "@parties": self._parties,
            "@other": self._other_party,
            "@rest": self._rest,
            "@theme": self._theme,
            "@begun": self._begun,
            "@told": self._told,
            "@sole": self._sole,
            "@agreement": self._agreement,
            "@deed": self._deed,
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
            before = None
            if self._rule.states == "Contribution":
                before = self._thing_before() or self._mission_before()
            host = before or self._host()
            self._roles[role] = (host,) if host else ()
            self._resolved.append("coreference")
        return bool(self._roles[role]) or "needs" in self._rule.constants

    def _thing_before(self) -> str | None:
        """Of "it", the instrument that the sentence begins with: "DORN works: A designed it"."""
        if not _IT.search(self._match.group()):
            return None
        before = items_in(self._tagged, self._tagged.text[: self._match.start()])
        named = dict.fromkeys(p for i in before if i.sort in _SUPPLIED for p in i.paths)
        first = next(iter(named), None)
        return first if first and first.startswith("instrument/") else None

    def _mission_before(self) -> str | None:
        """The only mission that the sentence names before the match."""
        before = items_in(self._tagged, self._tagged.text[: self._match.start()])
        named = {path for i in before if i.sort in ("mission", "spacecraft") for path in i.paths}
        named -= self._scene.discourse.supposed
        named = {path for path in named if not is_launcher_path(path)}
        return named.pop() if len(named) == 1 else None

    def _organization(self, role: str) -> bool:
        """The organization that the text named last stands in where the sentence names none.

        A council is an organ of one, and has no members of its own kind; nor do countries belong
        to what is one country's.
        """
        recent = self._scene.discourse.recent.get("organization", ())
        whole = [path for path in recent if not path.endswith(("-council", "-committee"))]
        if any(path.startswith("country/") for path in self._roles["member"]):
            discourse = self._scene.discourse
            whole = [
                path
                for path in whole
                if {"SpaceAgency", "CoordinationBody"} & set(discourse.entities[path].types)
                and not discourse.entities[path].is_minted
                and not discourse.countries.get(path, "").startswith("country/")
            ]
        self._roles[role] = tuple(whole[-1:])
        self._resolved.append("coreference")
        return bool(self._roles[role])

    def _list(self, role: str) -> bool:
        """Those listed below have the role; the line that heads the list tells nothing itself."""
        self._scene.discourse.listing = (self._rule.name, role)
        return False

    def _beyond(self, home: str) -> bool:
        """What orbits the Earth or comes back to it is not bound for it."""
        at_home = home.split()
        self._roles["object"] = tuple(p for p in self._roles["object"] if p not in at_home)
        return bool(self._roles["object"])

    def _meeting_agencies(self, role: str) -> bool:
        """Those who meet are the parties."""
        discourse = self._scene.discourse
        persons = () if self._rule.states == "Cooperation" else discourse.those_who_meet()
        self._roles[role] = discourse.agencies() or persons
        self._resolved.append("coreference")
        return len(self._roles[role]) > 1

    def _conveners(self, role: str) -> bool:
        """The agencies or nations that the sentence before began with, else those who meet."""
        begun = self._scene.discourse.subject
        held = tuple(p for p in begun if p.split("/")[0] in ("organization", "country"))
        if len(held) < 2 or self._scene.discourse.meeting is None:
            return self._meeting_agencies(role)
        self._roles[role] = held
        self._resolved.append("coreference")
        return True

    def _parties(self, role: str) -> bool:
        """The parties of the last agreement or cooperation, else those who meet."""
        discourse = self._scene.discourse
        self._roles[role] = discourse.parties or discourse.agencies()
        self._resolved.append("coreference")
        items = items_in(self._tagged, self._tagged.text)
        others = {path for item in items if item.sort == "org" for path in item.paths}
        return len(self._roles[role]) > 1 and others <= set(self._roles[role])

    def _other_party(self, role: str) -> bool:
        """With whom "an agreement was signed with X": whom the sentence before begins with.

        Where that begins with nobody, it is whose text it is.
        """
        groups = self._match.groupdict()
        with_one = groups.get("party2") or groups.get("party3")
        if with_one and not groups.get("party") and not self._roles["signatory"]:
            if self._signer(role):
                return True
            begun = self._scene.discourse.subject
            others = [p for p in begun if p.split("/")[0] in ("organization", "country")]
            if len(others) == 1:
                self._roles[role] = joined(tuple(others), [*self._roles[role]])
                self._resolved.append("coreference")
            elif not _agents(begun) and (publisher := self._scene.discourse.publisher):
                self._roles[role] = joined((publisher,), [*self._roles[role]])
                self._resolved.append("coreference")
        return True

    def _rest(self, role: str) -> bool:
        """Of "those with Japan", the one party of the last agreements that is not named here."""
        if self._signer(role):
            return True
        items = items_in(self._tagged, self._tagged.text)
        named = {path for item in items for path in item.paths}
        rest = [path for path in self._scene.discourse.parties if path not in named]
        if len(rest) != 1:
            return False
        self._roles[role] = joined(self._roles[role], rest)
        self._resolved.append("coreference")
        return True

    def _signer(self, role: str) -> bool:
        """Of an agreement with some with whom one has signed, that one: "the one with Japan"."""
        signer, *others = self._scene.discourse.signers or ("",)
        if not self._roles[role] or not set(self._roles[role]) <= set(others):
            return False
        self._roles[role] = joined((signer,), [*self._roles[role]])
        self._resolved.append("coreference")
        return True

    def _theme(self, role: str) -> bool:
        """For what names no topic: the thing named before it, or what the paragraph is about."""
        before = items_in(self._tagged, self._tagged.text[: self._match.start()])
        named = {path for item in before if item.sort in ENDEAVOURS for path in item.paths}
        host = named.pop() if len(named) == 1 else self._host()
        if not self._roles[role] and host:
            self._roles[role] = (host,)
        return True

    def _begun(self, role: str) -> bool:
        """What the sentence before began with, an instrument too; else what the text is about."""
        subject = self._scene.discourse.subject
        begun = {path for path in subject if path.split("/")[0] in ENDEAVOUR_KINDS}
        host = begun.pop() if len(begun) == 1 else self._host()
        self._roles[role] = (host,) if host else ()
        return bool(self._roles[role])

    def _told(self, role: str) -> bool:
        """What the sentence before began with; else the only craft or instrument that it named."""
        said = self._scene.discourse
        for named, kinds in ((said.subject, ENDEAVOUR_KINDS), (said.told, _BUILT)):
            fitting = {path for path in named if path.split("/")[0] in kinds}
            if len(fitting) == 1:
                self._roles[role] = (fitting.pop(),)
                return True
        return False

    def _sole(self, role: str) -> bool:
        """The mission of which the text tells, where it has named no other."""
        named = set(self._scene.discourse.recent.get("mission", ()))
        self._roles[role] = tuple(named) if len(named) == 1 else ()
        return bool(self._roles[role])

    def _deed(self, role: str) -> bool:
        """What the nouns captured tell of: "the design and construction" develops and builds."""
        self._roles[role] = deeds.types_in(self._words.get("deed", ""))
        if not self._roles[role] and "deed" in self._rule.constants:
            self._roles[role] = (self._rule.constants["deed"],)
        return bool(self._roles[role])

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


def _agents(paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if path.split("/")[0] in ("organization", "country", "person")]


# Match: "<org> built it"    No match: "<org> built its radar"
_IT = re.compile(r"\b(?:it|them)$")
_ARTICLE = re.compile(r"^(?:an?|the|its|their) ", re.IGNORECASE)
