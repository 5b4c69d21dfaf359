"""Mentions: where a text names a thing of the gazetteer or of its own document.

Names are found by Aho-Corasick over the lower-cased text and then held to the spelling: acronyms
case-exactly, names only where the text writes a capital too. The longest match wins; a name that
several entries share stays unlinked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from mapping.entities import Entity
from mapping.gazetteer import Entry, Gazetteer

_SHORT = 6  #: letters of an acronym that has to be written in capitals
_FEW = 4
_POSSESSIVE = re.compile("(?:['’]s)? ")


@dataclass(frozen=True)
class Mention:
    """The stretch [begin, end) of a block's text that names ``path``; demonyms name a nation."""

    begin: int
    end: int
    path: str
    is_demonym: bool = False


@dataclass(frozen=True)
class _Spelling:
    text: str
    path: str
    is_exact: bool
    is_demonym: bool = False
    may_be_numbered: bool = False
    is_combining: bool = False  #: "Franco" of "Franco-German": no word of its own


class Matcher:
    """Finds a fixed set of names in texts. Building it once serves all documents."""

    def __init__(self, spellings: Iterable[_Spelling]) -> None:
        by_form: dict[str, list[_Spelling]] = defaultdict(list)
        for spelling in spellings:
            by_form[_lower(spelling.text)].append(spelling)
        self._forms = sorted(by_form)
        self._spellings = [by_form[form] for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms) if self._forms else None

    @classmethod
    def of_gazetteer(cls, gazetteer: Gazetteer) -> Matcher:
        """A matcher for every name of the gazetteer and every demonym."""
        return cls(_gazetteer_spellings(gazetteer))

    @classmethod
    def of_entities(cls, names: Iterable[tuple[str, str]]) -> Matcher:
        """A matcher for the (name, path) pairs that a document brings itself, case-exactly."""
        return cls(_Spelling(text, path, is_exact=True) for text, path in names)

    def knows(self, name: str) -> bool:
        """Is it a name of something, or of several things so that a text cannot tell of which?"""
        return not all(spelling.is_combining for spelling in self._called(name))

    def _called(self, name: str) -> Sequence[_Spelling]:
        """The spellings that are the name, in whatever case."""
        form = _lower(name)
        at = bisect_left(self._forms, form)
        is_known = at < len(self._forms) and self._forms[at] == form
        return self._spellings[at] if is_known else ()

    def find(self, text: str) -> list[Mention]:
        """All mentions in ``text``, longest first where they overlap, in order."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(_lower(text), overlapping=True)
        candidates = [match for match in found if _is_whole(text, match[1], match[2])]
        candidates.sort(key=lambda match: (match[1], -match[2]))
        return list(self._resolve(text, candidates))

    def _resolve(self, text: str, candidates: list[tuple[int, int, int]]) -> Iterator[Mention]:
        position = 0
        for place, (number, begin, end) in enumerate(candidates):
            if begin < position:
                continue
            is_numbered = text[end : end + 1].isdigit()
            fitting = [
                s
                for s in self._spellings[number]
                if _fits(s, text[begin:end])
                and (s.may_be_numbered or not is_numbered)
                and (not s.is_combining or text[end : end + 1] in ("-", "–"))
            ]
            named = {(s.path, s.is_demonym) for s in fitting}
            exact = {(s.path, s.is_demonym) for s in fitting if s.text == text[begin:end]}
            choice = exact if len(exact) == 1 else named
            if len({path for path, _ in choice}) == 1:  # "New Zealand" is a name and an adjective
                choice = {min(choice, key=lambda found: found[1])}
            if fitting and self._is_cut(text, candidates, place):
                continue
            if len(choice) == 1:
                path, is_demonym = next(iter(choice))
                owned = self._owned(text, candidates, place, path)
                if owned is not None:
                    yield owned[0]
                first = begin if owned is None else owned[1]
                yield Mention(first, end, path, is_demonym)
            if fitting:
                position = end

    def _owned(
        self, text: str, candidates: list[tuple[int, int, int]], place: int, path: str
    ) -> tuple[Mention, int] | None:
        """The owner whose name a name begins with, and where the owned begins.

        "NASA" in "NASA's Wallops", "NASA Ames Research Center". An organization is parted from
        its owner only where it is called without it as well ("Airbus Netherlands" is one name) and
        owns nothing itself.
        """
        _, begin, end = candidates[place]
        is_organization = path.startswith("organization/")
        if is_organization and text.startswith(("'s ", "’s "), end):
            return None
        for number, first, last in candidates[place + 1 :]:
            if first > begin:
                return None
            possessive = _POSSESSIVE.match(text, last, end)
            if possessive is None or (not is_organization and possessive.group() == " "):
                continue
            rest = possessive.end()
            fitting = {s.path for s in self._spellings[number] if _fits(s, text[first:last])}
            if len(fitting) != 1:
                continue
            owner = fitting.pop()
            is_owner = owner.split("/")[0] in ("organization", "country")
            if is_organization:
                is_owner = owner.startswith("organization/") and any(
                    s.path == path for s in self._called(text[rest:end])
                )
            if is_owner:
                return Mention(first, last, owner), rest
        return None

    def _is_cut(self, text: str, candidates: list[tuple[int, int, int]], place: int) -> bool:
        """Does another begin behind its article?  "The Emirates" in "The Emirates Agency"."""
        _, begin, end = candidates[place]
        for number, first, last in candidates[place + 1 :]:
            if first >= end or text[begin:first] not in ("The ", "the "):
                return False
            if last > end:
                return any(_fits(s, text[first:last]) for s in self._spellings[number])
        return False


def entity_of(entry: Entry) -> Entity:
    """The gazetteer entry as an entity."""
    names = tuple(name.text for name in entry.names)
    return Entity(
        entry.path, entry.types, entry.label, entry.short, names, is_series=entry.is_series
    )


def merge(*layers: list[Mention]) -> list[Mention]:
    """Mentions of several matchers without overlap: the longest wins, then the earlier layer."""
    ranked = sorted(
        ((-(m.end - m.begin), number, m) for number, layer in enumerate(layers) for m in layer),
        key=lambda entry: (entry[0], entry[1], entry[2].begin),
    )
    taken: list[Mention] = []
    occupied: set[int] = set()
    for _, _, mention in ranked:
        stretch = range(mention.begin, mention.end)
        if occupied.isdisjoint(stretch):
            occupied.update(stretch)
            taken.append(mention)
    return sorted(taken, key=lambda mention: mention.begin)


def _gazetteer_spellings(gazetteer: Gazetteer) -> Iterator[_Spelling]:
    for entry in gazetteer.entries.values():
        for name in entry.names:
            exact = name.sort == "acronym" or _is_acronym(name.text)
            exact = exact or (name.sort == "hidden" and name.text.isupper())
            numbered = exact and entry.is_series
            yield _Spelling(_plain(name.text), entry.path, exact, may_be_numbered=numbered)
    for adjective, path in gazetteer.demonyms.items():
        form = _plain(adjective).removesuffix("-")
        is_combining = adjective.endswith("-")
        yield _Spelling(form, path, is_combining, is_demonym=True, is_combining=is_combining)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def _is_acronym(text: str) -> bool:
    """Is it one that other words may look like?  "IN-SPACe" is not "In-Space Missions"."""
    if " " in text:
        return False
    capitals = sum(char.isupper() for char in text)
    is_nearly = capitals > _FEW and sum(char.islower() for char in text) == 1
    return is_nearly or (text.isupper() and len(text) <= _SHORT)


def _lower(text: str) -> str:
    """Lower case, character for character (``str.lower`` may change the length)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _fits(spelling: _Spelling, surface: str) -> bool:
    if spelling.is_exact:
        return spelling.text == surface
    return spelling.text == surface or surface[0].isupper() or surface[0].isdigit()


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Is the stretch a word or words of its own?  "GOSAT" is none in "GOSAT-3", "US" in "US$5".

    A number may follow without a blank ("COP26"): whether it may, the spelling says.
    """
    before = text[begin - 1] if begin else " "
    if before.isalnum() or before in "_@•":
        return False
    digits = _DIGITS.match(text, end)
    end = digits.end() if digits else end
    after = text[end : end + 1]
    if after and (after.isalnum() or after in "_@•$"):
        return False
    if text[begin:end].isupper() and end - begin >= _SHORT_NAME and _LETTER.match(text, end):
        return False
    return _NUMBERED.match(text, end) is None


# Match: "26" of "COP26", "3" of "GOSAT3,"    No match: "5G"
_DIGITS = re.compile(r"\d{1,3}(?!\w)")
# Match: "-3", "-GW1"    No match: "-led", "-ISRO"
_NUMBERED = re.compile(r"[-–][A-Z]{0,2}\d")
# Match: "-U" of "GOES-U"    No match: "-UK"
_LETTER = re.compile(r"-[A-Z](?![\w-])")
_SHORT_NAME = 3  #: letters
