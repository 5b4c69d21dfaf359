"""Names of persons: without forms of address, by surname, with the family name first."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, mint
from mapping.inflection import forms
from mapping.rules.tables import table
from mapping.tagging import Item

# Match: "Jane Roe, Jr.", "Jane Roe V"    No match: "V Roe"
_SUFFIX = re.compile(r"(?:,? (?:Jr|Sr)\.?| (?:II|III|IV|V))$")


def surnames(person: Entity) -> tuple[str, ...]:
    """What a text calls the person after the first time: "Le Gall", "Kuninaka"."""
    parts = _SUFFIX.sub("", person.label).split()
    particles = set(table("posts")["particles"])
    first = next((i for i, word in enumerate(parts) if i and word in particles), len(parts) - 1)
    name = " ".join(parts[first:])
    found = (name,) if len(name) > 3 and len(parts) > 1 else ()
    return (*found, parts[0]) if parts[0] in table("posts")["surnames first"] else found


def may_be_called(person: Entity, name: str) -> bool:
    """Can a title and that one word mean the person?  "Xi" of "Xi Jinping", not his given name."""
    first, *others = person.label.split()
    return name in others or (name == first and pronoun(first) is None)


def person_called(name: str) -> Entity:
    """The person of that name; "YAMAKAWA Hiroshi" puts the surname first and in capitals.

    "Jane Roe, OBE" and "Jane (Jenny) Roe" are called "Jane Roe".
    """
    bare = _NICKNAME.sub("", _honours().sub("", name))
    if bare != name:
        return replace(person_called(bare), aliases=(name,))
    parts = name.split()
    if len(parts) == 2 and parts[0].isupper() and len(parts[0]) > 3 and not parts[1].isupper():
        usual = f"{parts[1]} {parts[0].title()}"
        return replace(mint(usual, "Person"), aliases=(name,))
    return mint(name, "Person")


# Match: "(Bob) " of "Robert (Bob) Roe"    No match: "(JAXA) "
_NICKNAME = re.compile(r"\([A-Z][a-z]+\) ")


@cache
def _honours() -> re.Pattern[str]:
    # Match: "Jane Roe MP", "John Doe, CBE, FRS"    No match: "Jane MP Roe"
    return re.compile(rf"(?:,? {any_of(table('posts')['honours'])}){{1,3}}$")


def may_be_borne(item: Item) -> bool:
    """Can a person be called like this place or mission?  "Jordan" yes, "SWOT" no."""
    return item.text.istitle() and item.text.isalpha()


def without_title(raw: str) -> tuple[str, int]:
    """The name without forms of address, and how many characters those took."""
    offset = 0
    while raw.startswith(_titles(), offset):
        form = next(title for title in _titles() if raw.startswith(title, offset))
        if form == "M. " and " " not in raw[offset + len(form) :]:
            break  # "M. Sankaran" has a given name
        offset += len(form)
    return raw[offset:], offset


@cache
def _titles() -> tuple[str, ...]:
    """Forms of address with the blank behind them, long ones first."""
    return tuple(f"{title} " for title in sorted(table("posts")["titles"], key=len, reverse=True))


def is_name(name: str) -> bool:
    """Are these words a person's full name?"""
    parts = name.replace('"', "").split()
    barred, heads = never_names()
    capitals = [word for word in parts if any(char.isupper() for char in word[:5])]
    if not 2 <= len(capitals) <= 6 or name.isupper() or parts[0] in _verbs():
        return False
    return not any(word in barred or word.casefold() in heads for word in parts if word != "Le")


def is_no_surname(word: str) -> bool:
    """Can nobody be called so?  "the Secretary General of", "NASA Administrator Visits Japan"."""
    barred, heads = never_names()
    return word in barred or word in _verbs() or word.casefold() in heads


def pronoun(name: str) -> str | None:
    """ "he" or "she", where the first word of the name tells which; of all others None."""
    first = name.split(maxsplit=1)[0]
    return next((kind for kind in ("he", "she") if first in given_names()[kind]), None)


def opens_as_persons(name: str) -> bool:
    """Does the name begin as only those of persons do?  "Enrico Palermo", "A. S. Kiran Kumar"."""
    first, *others = name.split()
    is_given = any(first in names for names in given_names().values())
    return bool(others) and (is_given or _INITIAL.fullmatch(first) is not None)


# Match: "K.", "J.-Y."    No match: "U.S.", "St."
_INITIAL = re.compile(r"[A-Z]\.(?:-[A-Z]\.)?")


@cache
def given_names() -> dict[str, frozenset[str]]:
    """Given names, by what is said of who bears them: "he", "she" or "either"."""
    return {kind: frozenset(names) for kind, names in table("given_names").items()}


@cache
def _verbs() -> frozenset[str]:
    """Verbs as headlines have them behind posts: "CNES President Strengthens", "Heads Meet"."""
    verbs = [
        *table("reduction")["verbs"],
        *(v for f in table("frames")["frames"] for v in f["verbs"]),
    ]
    plural = {verb.capitalize() for verb in verbs}.difference(*given_names().values())
    return frozenset(forms(verb)[1].capitalize() for verb in verbs) | plural


@cache
def never_names() -> tuple[frozenset[str], frozenset[str]]:
    """Words that no person's name holds, as they are written, and case folded."""
    rules = table("posts")
    heads = {word.casefold() for word in (*rules["heads"], *rules["modifiers"])}
    heads -= {word.casefold() for word in rules["also names"]}
    return frozenset((*rules["not_names"], *rules["of no person"])), frozenset(heads)
