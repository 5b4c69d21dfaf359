"""Sentences in the words that rules know: "A put its name to B" reads "A signed B".

Rules and frames know a few constructions for each fact; the genre has more, which say the same
whatever the fact: light verbs ("gave its signature to"), nouns for verbs ("the signing by A of B"),
what happened as what a day or a place saw. Each is turned into the plain one before rules read it,
in the manner of paraphrase templates (DIRT; Lin and Pantel 2001), so that no rule need know it.
Rewordings: ``rules/rewordings.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mapping import adjuncts
from mapping.grammar import expand
from mapping.inflection import forms
from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class

# Match: "{past:verb}"    No match: "{verb}"
_PAST = re.compile(r"\{past:(\w+)\}")


@dataclass(frozen=True)
class Rewording:
    """One construction, and what it says in plain words, with its captures.

    ``same`` are pairs of sentences that tell the same facts, ``but_not`` sentences left alone.
    """

    pattern: Pattern
    says: str
    same: tuple[tuple[str, str], ...]
    but_not: tuple[str, ...]

    def of(self, match: re.Match[str]) -> str:
        """What a match says in plain words."""
        plain = _PAST.sub(lambda verb: forms(match[verb[1]])[2], self.says)
        return match.expand(plain)


def reworded(tagged: Tagged) -> Tagged:
    """The sentence in plain words; itself where it is in such words already."""
    rows, several = rewordings()
    plain = _postponed(tagged)
    if not several.may_match(plain):
        return plain
    left = several.candidates(plain)
    while left:
        number = left.pop(0)
        text = rows[number].pattern.regex.sub(rows[number].of, plain.text)
        if text != plain.text:  # what one row says in plain words, a later one may read on
            plain = plain.restated(text)
            left = [later for later in several.candidates(plain) if later > number]
    return tagged if plain is tagged else adjuncts.events(adjuncts.adjuncts(plain))


def _postponed(tagged: Tagged) -> Tagged:
    """ "will not fly before 2035" says that it will fly, no earlier than in 2035."""
    if not _denied().may_match(tagged):
        return tagged
    text = _denied().regex.sub(lambda match: _told(tagged, match), tagged.text)
    return tagged.restated(text) if text != tagged.text else tagged


def _told(tagged: Tagged, match: re.Match[str]) -> str:
    date = tagged.items[match["date"]]
    is_open = (date.edtf or "").endswith("..]") and _LATER.match(tagged.source, date.begin)
    verb = "will" if match["verb"] == "can" else match["verb"]
    return f"{verb} {match['rest']}" if is_open else match.group()


# Match: "before 2035", "until May"    No match: "no earlier than 2035", "after 2035"
_LATER = re.compile(r"(?:before|until|prior to)\b")


@cache
def _denied() -> Pattern:
    # Match: "will now not fly <date>", "cannot fly <date>"    No match: "did not fly <date>"
    return Pattern(
        r"\b(?P<verb>will|shall|is|are|can)(?: (?:now|therefore|probably|likely|still))* ?not "
        rf"(?P<rest>[^;:,.]{{0,60}}?(?P<date>{sort_class(['date'])}))"
    )


@cache
def rewordings() -> tuple[tuple[Rewording, ...], PatternSet]:
    """All rewordings, in the order of their file, and their patterns."""
    rows = tuple(
        Rewording(
            Pattern(expand(row["pattern"])),
            row["says"],
            tuple((said, plain) for said, plain in row["same"]),
            tuple(row["but not"]),
        )
        for row in table("rewordings")
    )
    return rows, PatternSet([row.pattern for row in rows])
