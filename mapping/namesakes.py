"""What only looks like a name of the gazetteer: "Edwin Hubble", "Juno Ltd", "Curiosity of the
public", "the moon of Saturn".

Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.mentions import Mention
from mapping.rules.tables import table

_NAMED_AFTER = ("mission/", "spacecraft/", "programme/", "instrument/", "body/", "place/")


def without_namesakes(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without those that are part of a person's or company's name, or plain words."""
    persons = [(match.start(), match.end()) for match in _persons().finditer(text)]
    others = any(m.path in _others() for m in mentions)
    return [
        mention
        for mention in mentions
        if not (mention.path.startswith(_NAMED_AFTER) and any(_is_other(text, mention, persons)))
        and not _is_ranked(text, mention)
        and not _is_network(text, mention, mentions)
        and not (mention.path.startswith("body/") and _SPEAKS.match(text, mention.end))
        and not _SON_OF.search(text[max(0, mention.begin - 5) : mention.begin])
        and not (is_small(text, mention) and not _is_the_one(text, mention, others))
    ]


# Match: " said", " added that"    No match: " is said to", "'s"
_SPEAKS = re.compile(r" (?:said|says|added|told|stressed|explained|noted|announced|met|signed)\b")


def _is_network(text: str, mention: Mention, mentions: list[Mention]) -> bool:
    """Is a continent the last word of a name?  "GMES Africa", not "with ESA, Africa"."""
    if not mention.path.startswith("region/") or text[mention.begin : mention.end].isupper():
        return False
    before = _ACRONYM.search(text, max(0, mention.begin - 12), mention.begin)
    return before is not None and all(m.end != mention.begin - 1 for m in mentions)


# Match: "SBAS " before "Africa"    No match: "The " before "Africa"
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{3,} $")


def is_small(text: str, mention: Mention) -> bool:
    """Is it a body in small letters?  News write "the moon" and "the sun"."""
    return mention.path.startswith("body/") and text[mention.begin : mention.end].islower()


def _is_the_one(text: str, mention: Mention, others: bool) -> bool:
    """Is it "the moon", and not one of several, nor a word of something else?"""
    if others and mention.path == "body/moon":
        return False
    is_it = text[max(0, mention.begin - 4) : mention.begin].casefold() == "the "
    return is_it and _ONE_OF.match(text, mention.end) is None


# Match: " of Saturn", " Titan", "-synchronous"    No match: " on Friday", "'s surface", "."
_ONE_OF = re.compile(r"-|s\b| (?:of|around|orbiting|called|named|and its) | [A-Z](?!pollo|rtemis)")


@cache
def _others() -> frozenset[str]:
    """Bodies that have moons, or are moons, themselves: beside them "the moon" may be another."""
    return frozenset(f"body/{name}" for name in table("names")["bodies with moons"])


# Match: "Ben-" before "Israel"    No match: "US-" before "Israel"
_SON_OF = re.compile(r"\b(?:Ben|Bar|Abu|Ibn)-$")

# Match: "-synchronous", "-like"    No match: "-bound", " orbit"
_COMPOUND = re.compile(r"-(?:synchronous|stationary|cent(?:re|er)ed|like|sized|fixed)\b")


def _is_ranked(text: str, mention: Mention) -> bool:
    """Is it the end of a longer name?  The "National Security Council" is not that of the UN."""
    if not mention.path.startswith("organization/"):
        return False
    words = text[mention.begin : mention.end].split()
    is_plain = len(words) > 1 and all(word.istitle() for word in words)
    return is_plain and _rank().search(text[max(0, mention.begin - 9) : mention.begin]) is not None


def _is_other(text: str, mention: Mention, persons: list[tuple[int, int]]) -> Iterator[bool]:
    length = mention.end - mention.begin
    yield any(
        begin <= mention.begin and mention.end <= end and length < end - begin
        for begin, end in persons
    )
    yield _COMPOUND.match(text, mention.end) is not None
    if " " in text[mention.begin : mention.end]:
        return
    yield _company().match(text, mention.end) is not None
    is_head = re.search(r"(?:^|[.!?:] )$", text[max(0, mention.begin - 2) : mention.begin])
    yield bool(is_head) and _plain().match(text, mention.begin) is not None


@cache
def _persons() -> re.Pattern[str]:
    # Match: "Edwin Hubble"    No match: "the Hubble telescope", "Max Planck Institute"
    return re.compile(rf"\b(?:{any_of(table('names')['namesakes'])})\b(?! [A-Z][a-z])")


@cache
def _rank() -> re.Pattern[str]:
    # Match: "the National "    No match: "the European ", "nationals of "
    return re.compile(r"(?:National|Federal|Royal) $")


@cache
def _company() -> re.Pattern[str]:
    # Match: " Ltd", " Space met"    No match: " Space Telescope", " mission"
    words = any_of([*table("names")["company suffixes"], *table("names")["company words"]])
    return re.compile(rf",? (?:{words})(?![\w-]| [A-Z])")


@cache
def _plain() -> re.Pattern[str]:
    # Match: "Curiosity of the public", "Opportunity for all"    No match: "Curiosity landed"
    return re.compile(rf"(?:{any_of(table('names')['plain words'])}) (?:of|for|about|among|to) ")
