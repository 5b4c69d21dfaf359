"""Lists of projects behind a colon: a clause that says whose they are, and the projects.

"Poland has a part in many missions: A; B (archive data); C and D" and, on lines of their own,
"Joint missions include:" with "A, which maps water" below. Table: ``rules/enumerations.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.deeds import types_in
from mapping.discourse import Discourse
from mapping.distribution import distributed
from mapping.facts import Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.grammar import expand
from mapping.guards import is_stated
from mapping.lists import Enumeration
from mapping.patterns import Pattern, compiled
from mapping.phrases import ENDEAVOURS
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class

_FAR = 90  # characters: an entry names its project before them


def listed(
    discourse: Discourse,
    tagged: Tagged,
    evidence: Evidence,
    gazetteer: Gazetteer,
    *,
    opens_block: bool,
) -> Iterator[Finding]:
    """What the sentence tells of the projects that it lists, or of one as an entry of a list."""
    head, colon, rest = tagged.text.partition(":")
    if colon and (known := tuple(_announced(discourse, tagged, head, evidence))):
        discourse.enumerations = () if rest.strip() else known
        for path in _projects(tagged, rest, gazetteer):
            yield from _told(known, path, (evidence,))
        return
    known = discourse.enumerations
    if not known:
        return
    is_entry = opens_block and _SENTENCE.search(tagged.text) is None
    named = _project(tagged, tagged.text[:_FAR], gazetteer) if is_entry else ()
    if not named:
        discourse.enumerations = ()
    for path in named:
        yield from _told(known, path, (known[0].evidence, evidence))


# Match: "<SWOT> will land"    No match: "<SWOT>, which will land"
_SENTENCE = re.compile(r"^[^,;:]{0,60}?\b(?:will|would|is|are|was|were|has|have|had|can|could)\b")


def _told(
    known: tuple[Enumeration, ...], path: str, evidence: tuple[Evidence, ...]
) -> Iterator[Finding]:
    for one in known:
        roles = {**one.roles, "endeavour": (path,)}
        yield from distributed(Finding(one.states, one.rule, evidence, roles))


def _announced(
    discourse: Discourse, tagged: Tagged, head: str, evidence: Evidence
) -> Iterator[Enumeration]:
    """What a clause says of the projects that it announces, by each rule once."""
    read: set[str] = set()
    for entry, pattern in _announcements():
        rule, states = entry["rule"], entry["states"]
        match = pattern.regex.search(head) if pattern.may_match(tagged) else None
        if match is None or rule in read:
            continue
        if not is_stated(tagged, match.start(), match.end(), None):
            continue
        groups = [text for text in match.groupdict().values() if text]
        whose = tuple(path for text in groups for path in tagged.items[text].paths)
        if states == "Cooperation":
            whose = whose or _two_before(discourse)
            if len(set(whose)) > 1:
                read.add(rule)
                yield Enumeration(rule, states, {"party": whose}, evidence)
            continue
        deeds = () if _SHARES.search(match.group()) else types_in(match.group())
        types = (entry.get("type") or next(iter(deeds), "participates"),)
        read.add(rule)
        roles = {"contributor": whose, "contributionType": types}
        yield Enumeration(rule, states, roles, evidence)


# Match: "takes part in", "has contributed to"    No match: "has supplied"
_SHARES = re.compile(r"\b(?:part|hand|share|role|stake|contribut\w+|participat\w+|join\w*)\b")


def _two_before(discourse: Discourse) -> tuple[str, ...]:
    """The two nations, or the two agencies, of which the sentence before told."""
    for kind in ("country/", "organization/"):
        named = tuple(dict.fromkeys(path for path in discourse.told if path.startswith(kind)))
        if len(named) == 2:
            return named
    parties = discourse.parties
    is_near = all(path in (*discourse.here, *discourse.previous) for path in parties)
    return parties if len(parties) == 2 and is_near else ()


def _projects(tagged: Tagged, rest: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The projects of a list behind a colon, parted by semicolons or else by commas."""
    for part in _PARTED.split(rest):
        match = _entry().match(part)
        if match is None:
            yield from _project(tagged, part[:_FAR], gazetteer)
        while match is not None:
            yield from _project(tagged, match["entry"], gazetteer)
            match = _entry().match(part, match.end())


# Match: "; " of "A; B"    No match: "; " of "A (images; data)"
_PARTED = re.compile(r";(?![^()]*\))")


def _project(tagged: Tagged, entry: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What an entry names first; a bare name may be that of a mission which is known by its noun.

    "Planck" is a physicist, but in a list of missions the Planck satellite.
    """
    before = entry.partition("(")[0].strip(" .,")
    name = _BARE.fullmatch(before)
    if name is not None:
        known = gazetteer.missions_called(name["name"])
        return (known[0].path,) if len(known) == 1 else ()
    first = next(iter(_named(tagged, before)), None)
    return first.paths if first is not None else ()


def _named(tagged: Tagged, entry: str) -> Iterator[Item]:
    opening = _OPENING.match(entry)
    begun = entry[opening.end() :] if opening else entry
    for item in items_in(tagged, begun[:1]):
        if item.sort in ENDEAVOURS:
            yield item


# Match: "and the joint mission " before <SWOT>    No match: "launched by "
_OPENING = re.compile(
    r" ?(?:[•*–-] ?)?(?:and |as well as )?(?:(?:the|an?|its|their) )?"
    r"(?:(?!(?:by|of|to|for|with|on|in|at|from|as|than|like)\b)[a-z-]+ ){0,3}\"?",
    re.IGNORECASE,
)
# Match: "Ulysses", "and Double Star"    No match: "the Sun", "a satellite"
_BARE = re.compile(r"(?:and )?(?P<name>[A-Z][\w-]+(?: [A-Z0-9][\w-]*){0,2})")


@cache
def _entry() -> re.Pattern[str]:
    # Match: " <SWOT> (2013),", " Planck and"    No match: " <SWOT>, which maps water and"
    one = sort_class(ENDEAVOURS)
    return re.compile(
        rf" ?(?P<entry>(?:the |an? )?(?:(?:joint|planned|new) )?(?:{one}|[A-Z][\w -]{{1,40}}?)"
        r"(?: \([^()]{1,60}\))?)(?:, and|,| and(?= )|(?=[.;]?$))"
    )


@cache
def _announcements() -> tuple[tuple[dict[str, str], Pattern], ...]:
    rules = table("enumerations")
    known = []
    for entry in rules["announcements"]:
        pattern = entry["pattern"]
        for _ in range(2):  # words use words
            for word, words in rules["words"].items():
                pattern = pattern.replace(f"{{{word}}}", words)
        known.append((entry, compiled(expand(pattern))))
    return tuple(known)
