"""Subjects of common work that no gazetteer holds: "cooperation in plasma medicine", "topics such
as ring mapping and tidal science".

They are known by the words that they stand behind and by how they end. Tables:
``rules/subjects.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Found, mint
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class

_LONGEST = 7  # words


def subjects(tagged: Tagged) -> Iterator[Found]:
    """The subjects that the sentence lists as such, each minted as a concept."""
    for match in (m for pattern in _leads() for m in pattern.finditer(tagged)):
        for part in _conjuncts(match["list"]):
            name = _bare(part)
            if _is_subject(name):
                yield Found(mint(name, "Concept"), (name,))
            elif name != _without_determiner(part) and not _is_named(part, tagged):
                break


def _conjuncts(listed: str) -> Iterator[str]:
    """The parts of a list; two things done with the same stay one: "study and use of rings"."""
    first, *others = _PARTING.split(listed)
    for link, part in zip(others[::2], others[1::2], strict=True):
        words, done = part.split(), first.split()
        is_one = words[1:2] == ["of"] and {words[0], *done[-1:]} <= _done_with()
        if link == " and " and is_one:
            first = f"{first} and {part}"
        else:
            yield first
            first = part
    yield first


# Match: "<tides>, rings and dust", "tides as well as rings"    No match: "tides in rings"
_PARTING = re.compile(
    r"(,? (?:and|or|as well as|along with) (?:in |on )?(?:the )?|[,;] (?:in |on )?)"
)
# Match: "the joint ", "their "    No match: "then "
_DETERMINER = re.compile(r"(?:(?:the|an?|its|their|our|further|new|future|other|joint) )+")


def _without_determiner(part: str) -> str:
    part = part.strip()
    found = _DETERMINER.match(part)
    return part[found.end() :] if found else part


def _bare(part: str) -> str:
    """A conjunct up to where another phrase begins: "tidal science" of "the tidal science at"."""
    words = _without_determiner(part).split()
    held: list[str] = []
    for word in words:
        may_be_linked = held and (held[-1] == "of" or held[-1] in _done_with())
        is_link = word in ("of", "the", "and") and may_be_linked
        if not (is_link or (_WORD.fullmatch(word) and word not in _barred())):
            break
        held.append(word)
    return " ".join(held[:-1] if held[-1:] == ["the"] else held)


# Match: "tidal", "space-based"    No match: "Tidal", "sa1"
_WORD = re.compile(r"[a-z]{2,}(?:-[a-z]+)*")


def _is_subject(name: str) -> bool:
    words = name.split()
    if not words or len(words) > _LONGEST:
        return False
    if len(words) == 1:
        return words[0] in table("subjects")["alone"]
    front, linked, behind = name.partition(" of ")
    if linked:
        return front.split()[-1] in _done_with() and bool(behind)
    return words[-1] in _heads()


def _is_named(part: str, tagged: Tagged) -> bool:
    """Does a conjunct hold something known, so that the list may go on behind it?"""
    return any(char in tagged.items for char in part)


@cache
def _heads() -> frozenset[str]:
    return frozenset(table("subjects")["heads"])


@cache
def _done_with() -> frozenset[str]:
    return frozenset(table("subjects")["done with"])


@cache
def _barred() -> frozenset[str]:
    return frozenset(table("subjects")["not in subjects"])


@cache
def _leads() -> tuple[Pattern, ...]:
    words = table("subjects")
    item = sort_class(("org", "country", "agents", "region"))
    called, shared = any_of(words["called"]), any_of(words["shared"])
    kept = r"(?=(?P<list>[^.:()\"“”]{4,300}))"
    return (
        # Match: "cooperation with <JAXA> in plasma medicine"    No match: "cooperation grows"
        compiled(
            rf"\b{shared}(?: (?:with|between|among|of) (?:the )?{item}(?:,? and (?:the )?{item})?)?"
            rf",? (?:in|on|about|concerning|regarding|for)"
            rf" (?:the )?(?:(?:{called}) (?:of|like|such as|including) )?{kept}"
        ),
        # Match: "in the fields of plasma medicine", "topics such as"    No match: "the field is"
        compiled(rf"\b{called},? (?:of|like|such as|including|ranging from) {kept}"),
        # Match: "discussed plasma medicine", "covers ring science"    No match: "discussed"
        compiled(rf"\b{any_of(words['talked of'])} (?:the )?{kept}"),
    )
