"""Sentences without what may be left out of them, so that a rule sees who does what.

"NASA, which leads the mission, on Tuesday signed (in two languages) the agreement" says that NASA
signed the agreement. A rule for that need not know every aside of the genre: it is read in the
whole sentence and, step by step, in what is left of it, down to its main clause, in the manner of
sentence simplification before extraction (Angeli et al. 2015). Characters keep their offsets, so
that what is found leads back into the published text. What is left out: ``rules/reduction.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.alternatives import any_of
from mapping.coordination import coordinations
from mapping.frame_table import finite_verbs
from mapping.frame_table import verbs as verbs_of_frames
from mapping.grammar import expand
from mapping.inflection import forms
from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class


def begun(tagged: Tagged) -> Tagged:
    """The sentence without what only ties it to others: "In addition," "It was announced that"."""
    return _without(tagged, "leads")


def reductions(tagged: Tagged) -> tuple[Tagged, ...]:
    """The sentence without adverbs, that without asides, and that without adjuncts and openings.

    Each is the one before where nothing is left out.
    """
    plain = _without(tagged, "adverbs")
    apart = _without(plain, "asides")
    main = _without(_without(apart, "adjuncts"), "openings")
    return plain, apart, _listed(main) if apart is not plain else main


def _listed(tagged: Tagged) -> Tagged:
    """ "NASA, which leads it, and ISRO met": an aside that is left out may have parted a list."""
    listed = coordinations(tagged)
    begins = _FIRST.search(listed.text)
    return listed if begins and begins.group() not in tagged.text else tagged


# Match: "The <agents> met", "<agents> met", "built by <agents>"    No match: "They met <agents>"
_FIRST = re.compile(rf"(?:^(?:[Tt]he )?|\bby (?:the )?){sort_class(['agents'])}")


def _without(tagged: Tagged, what: str) -> Tagged:
    patterns, several = _patterns(what)
    for number in several.candidates(tagged):
        pattern = patterns[number]
        group = "out" if "out" in pattern.groupindex else 0
        spans = [match.span(group) for match in pattern.finditer(tagged)]
        if spans:
            tagged = tagged.without([(start, stop) for start, stop in spans if start < stop])
    return tagged


@cache
def _patterns(what: str) -> tuple[tuple[Pattern, ...], PatternSet]:
    patterns = tuple(Pattern(_filled(source)) for source in table("reduction")[what])
    return patterns, PatternSet(patterns)


def _filled(source: str) -> str:
    words: dict[str, str] = table("reduction")["words"]
    for name, pattern in words.items():
        source = source.replace(f"{{{name}}}", pattern)
    for name, pattern in _lists().items():
        source = source.replace(f"{{{name}}}", pattern)
    return expand(source)


@cache
def _lists() -> dict[str, str]:
    rules = table("reduction")
    own = [forms(verb) for verb in rules["verbs"]]
    finite = any_of([f for verb in own for f in verb if not f.endswith("ing")])
    return {
        "kept": any_of(rules["kept"]),
        "verb": rf"\b(?:{finite}|{finite_verbs()})",
        "done": rf"\b{past_forms()}",
    }


@cache
def past_forms(*, capital: bool = False) -> str:
    """A regular expression for past forms and participles of verbs; as sentences begin."""
    verbs = (*table("reduction")["verbs"], *verbs_of_frames())
    past = [f for verb in verbs for f in forms(verb)[2:] if not f.endswith("ing")]
    return any_of([f.capitalize() for f in past] if capital else past)
