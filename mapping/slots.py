"""Names that nobody knows, typed by the place that they fill: who builds is an organization.

A candidate is a run of words in capitals; folded into one character it can stand in patterns like
any item. Patterns: ``rules/slots.yaml``. What the form of a name says of its kind ("Institute")
counts more than its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Found, mint
from mapping.grammar import expand
from mapping.name_kinds import (
    BARRED,
    DONE_BY,
    class_of,
    classes,
    is_generic,
    plain_words,
    post_words,
)
from mapping.patterns import Pattern, PatternSet
from mapping.person_names import (
    is_name,
    may_be_borne,
    opens_as_persons,
    person_called,
    surnames,
    without_title,
)
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, item_before, items_in, sort_class

_LONGEST = 7  #: words
_HEADLINE = 0.7  #: share of words in capitals


@dataclass(frozen=True)
class Slot:
    """A place in a phrase, and the class of what fills it; ``single`` as in the table."""

    name: str
    type: str
    single: str
    pattern: Pattern
    match: tuple[str, ...]
    but_not: tuple[str, ...]


_ANY = Slot("any", "Mission", "opening", Pattern("(?!)"), (), ())


def filled(folded: Tagged) -> Iterator[tuple[int, Found]]:
    """The new names that fill a slot of ``folded``, with the rank of the slot: low ones count.

    ``folded`` is a sentence with its ``candidates``.
    """
    for number in _set().candidates(folded):
        slot = slots()[number]
        for match in slot.pattern.finditer(folded):
            stretches = (v for k, v in match.groupdict().items() if k.startswith("found") and v)
            for item in items_in(folded, "".join(stretches)):
                if item.sort != "name" or (slot.type == "Company" and _goes_on(folded, item)):
                    continue
                if found := _found(folded, slot, item):
                    yield number, found


def _goes_on(folded: Tagged, item: Item) -> bool:
    """Is it the rest of a firm's name that begins with a known one?  "<Zenith> Solutions"."""
    start = folded.begins.index(item.begin)
    before = item_before(folded, start)
    return before is not None and before.sort == "org" and folded.text[start - 1] == " "


def candidates(tagged: Tagged) -> Tagged:
    """The sentence with each run of words in capitals folded into one item; headings stay."""
    if _is_headline(tagged):
        return tagged
    found = []
    for match in _candidate().finditer(tagged):
        start, stop = _trimmed(tagged, *match.span())
        if stop > start:
            words = tagged.text[start:stop]
            is_name = words in _companies() or not _all_common(words)
            whole = _with_before(tagged, start) if start == match.start() and is_name else start
            if whole == start and _all_common(words):
                continue
            start, stop = whole, _with_surname(tagged, start, stop)
            begin, end = tagged.begins[start], tagged.ends[stop - 1]
            name = tagged.source[begin:end]
            opens = _OPENING.search(tagged.text[:start]) is not None
            item = Item("name", begin, end, text=name, noun="opening" if opens else "")
            found.append((start, stop, item))
    return tagged.fold(found) if found else tagged


def _with_before(tagged: Tagged, start: int) -> int:
    """Where a name begins that opens with the name of a place or thing: "<Andoya> Rocket Range"."""
    before = item_before(tagged, start)
    is_opening = before is not None and before.sort in _OPENINGS and tagged.text[start - 1] == " "
    return start - 2 if is_opening else start


def _with_surname(tagged: Tagged, start: int, stop: int) -> int:
    """Where the name of a person ends whose surname a place has too: "Enrico <Palermo>"."""
    after = tagged.items.get(tagged.text[stop + 1 : stop + 2])
    if after is None or after.sort not in ("place", "country") or tagged.text[stop] != " ":
        return stop
    is_given = " " not in tagged.text[start:stop] and may_be_borne(after)
    name = f"{tagged.text[start:stop]} {after.text}"
    return stop + 2 if is_given and opens_as_persons(name) else stop


_OPENINGS = ("place", "body", "mission", "spacecraft", "programme", "initiative", "concept")
# Match: "", "He left. "    No match: "the "
_OPENING = re.compile(r"(?:^|[.!?:;] )[\"'(]*$")


def _trimmed(tagged: Tagged, start: int, stop: int) -> tuple[int, int]:
    """The stretch without words at its ends that no name begins or ends with."""
    words = list(re.finditer(r"\S+", tagged.text[start:stop]))
    while words and _is_outside(words[0].group()):
        words.pop(0)
    if words and words[-1].group().casefold() in _heads():
        while words and words[-1].group().casefold() in (*post_words(), "&"):
            words.pop()
    if not words or len(words) > _LONGEST:
        return start, start
    return start + words[0].start(), start + words[-1].end()


def _is_outside(word: str) -> bool:
    """Does the word only stand before a name?  "The" does, not "Space" in "Space Forge"."""
    is_acronym = word.isupper() and len(word) > 1
    return word in table("posts")["not_names"] and word != "Space" and not is_acronym


def _found(tagged: Tagged, slot: Slot, item: Item) -> Found | None:
    name = item.text
    words = name.split()
    type_ = class_of(name)
    if slot.type == "Person":
        name, _ = without_title(name)
        if type_ or not is_name(name) or any(char.isdigit() for char in name):
            return None
        if slot.single == "given" and not opens_as_persons(name):
            return None
        person = person_called(name)
        called = tuple(n for n in surnames(person) if n.casefold() not in plain_words())
        return Found(person, tuple(dict.fromkeys((name, person.label, *called))))
    if is_generic(name) or _all_common(name) or "Launch Vehicle" in name:
        return None
    if words[0] in table("posts")["titles"]:  # "Dr Roe signed the agreement"
        return None
    if _launchers().match(name):
        slot = replace(slot, type="Spacecraft")
    if type_ is None and _is_unfit(tagged, slot, item):
        return None
    acronym = _acronym(tagged, item)
    spellings = (name, acronym) if acronym else (name,)
    return Found(mint(name, type_ or slot.type), spellings)


def _is_unfit(tagged: Tagged, slot: Slot, item: Item) -> bool:
    """Is a name whose words tell no kind too short for the slot, or a person's by its form?"""
    if " " not in item.text:
        return not _is_single(slot, item)
    if slot.single == "only" or (slot.single == "unlike persons" and _is_bare_person(tagged, item)):
        return True
    return slot.type == "Organization" and opens_as_persons(item.text)


def _is_bare_person(tagged: Tagged, item: Item) -> bool:
    """Could it be a person who flies?  Two plain words without an article."""
    words = item.text.split()
    is_full = len(words) == 2 and all(word.istitle() and word.isalpha() for word in words)
    before = tagged.text[: tagged.begins.index(item.begin)]
    return is_full and is_name(item.text) and _ARTICLE.search(before) is None


# Match: "the ", "its probe "    No match: "that "
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)(?: [a-z-]+){0,3} $")


def may_name(item: Item) -> bool:
    """May a run of words in capitals name an organization or a mission, if its place says so?"""
    name = item.text
    words = name.split()
    if is_generic(name) or _all_common(name) or class_of(name) or is_name(name):
        return False
    if words[0] in table("posts")["titles"]:  # "General de Roe"
        return False
    if all(word.istitle() and word.casefold() in plain_words() for word in words):
        return False
    return len(words) > 1 or _is_single(_ANY, item)


def _all_common(name: str) -> bool:
    """Does it consist of words that name nothing?  "Second Launch Pad"."""
    return all(map(_is_common, name.split()))


def _is_common(word: str) -> bool:
    return word.casefold() in post_words() or word in BARRED or word in _common() or len(word) == 1


@cache
def _companies() -> frozenset[str]:
    """Words behind a name that make a company of it: "<Ariana> Space"."""
    return frozenset(table("names")["company words"])


@cache
def _common() -> frozenset[str]:
    return frozenset(table("slots")["common"])


@cache
def _launchers() -> re.Pattern[str]:
    # Match: "GSLV-F16", "Ariane 62"    No match: "Vegan"
    return re.compile(rf"(?:{any_of(table('phrases')['launchers'])})(?![a-z])")


def _is_single(slot: Slot, item: Item) -> bool:
    """May the one word of ``item`` fill the slot?  No plain word that opens a sentence may."""
    word = item.text
    if (
        slot.single in ("no", "given")
        or len(word) < 3
        or word in BARRED
        or word.casefold() in _nouns()
    ):
        return False
    is_shaped = sum(char.isupper() for char in word) > 1 or any(c.isdigit() for c in word)
    if slot.single == "opening" and not word.endswith(("s", "ing")):
        return True
    return is_shaped or (slot.single != "shaped" and not item.noun)


def _acronym(tagged: Tagged, item: Item) -> str | None:
    """The acronym in brackets behind a name, whose letters are the name's."""
    start = tagged.begins.index(item.begin)
    behind = tagged.items.get(tagged.text[start + 3 : start + 4])
    if tagged.text[start + 1 : start + 3] != " (" or behind is None or behind.sort != "name":
        return None
    letters = behind.text.casefold()
    initials = "".join(word[0] for word in item.text.split()).casefold()
    return behind.text if " " not in behind.text and letters[0] == initials[0] else None


# Match: "Space"    No match: "and"
_LONG_WORD = re.compile(r"[A-Za-z]{4,}")


def _is_headline(tagged: Tagged) -> bool:
    """Headings Write Many Words Like Names."""
    if tagged.text.startswith(("-", "*", "•")) or tagged.text.rstrip('" ').endswith(
        (".", "!", "?", ";", ":", ",")
    ):
        return False
    words: list[str] = _LONG_WORD.findall(tagged.text)
    return sum(word[0].isupper() for word in words) > _HEADLINE * len(words)


@cache
def slots() -> tuple[Slot, ...]:
    """All slots, in the order of their file."""
    content = table("slots")
    words = {"name": sort_class(["name"]), **content["words"]}

    def with_words(pattern: str) -> str:
        for name in (*content["words"], "name"):  # words may use those below them
            pattern = pattern.replace(f"{{{name}}}", f"(?:{words[name]})")
        return pattern

    def source(pattern: str) -> str:
        while (wider := with_words(pattern)) != pattern:
            pattern = wider
        return expand(pattern)

    return tuple(
        Slot(
            entry["slot"],
            entry["is"],
            entry.get("single", "yes"),
            Pattern(source(entry["pattern"])),
            tuple(entry["match"]),
            tuple(entry["but not"]),
        )
        for entry in content["slots"]
    )


@cache
def _set() -> PatternSet:
    return PatternSet([slot.pattern for slot in slots()])


@cache
def _heads() -> frozenset[str]:
    return frozenset(word.casefold() for word in table("posts")["heads"])


@cache
def _nouns() -> frozenset[str]:
    """Words that say of what kind a thing is: alone they name nothing."""
    named = table("names")
    nouns = [w for w in (*classes("after"), *classes("last"), *classes("first")) if " " not in w]
    return frozenset((*nouns, *post_words(), *(w.casefold() for w in named["vehicles"])))


@cache
def _candidate() -> Pattern:
    # Match: "Zenith Plasma", "A. Thomas Roe", "3Cat-4", "Talal bin Fahd"    No match: "space"
    # A word before "-based" is a place.
    inside = rf"(?!-(?:{DONE_BY}|based)\b)[\w&-]|'(?!(?:s|ve|re|ll|d|m)\b)"
    plain = rf"\d?[A-ZÀ-ÖØ-ÞĀĄĆČĎĐĒĘĚĞĢĪİĶŁĻŃŅŇŐŒŘŚŞŠŢŤŪŮŰŹŻŽ](?:{inside})*(?<![-&'])"
    word = rf"(?:(?:[A-Z]\.)+(?= )|(?:St|Jr|Sr)\.|{plain})"
    particles = any_of([*table("posts")["particles"], "des", "&", "d'"])
    number = r"(?: \d{1,2}[A-Z]{0,2}(?=[,.;:)]|'s| (?:is|was|were|will|has|lifted|launched)\b))?"
    return Pattern(
        rf"(?<![\w'&/.=-]){word}(?: (?:(?:{particles}) ){{0,2}}{word}){{0,9}}{number}"
        r"(?!\w|-based| ?\d*\.\d)"
    )
