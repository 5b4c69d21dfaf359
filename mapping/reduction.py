"""Sentences without what may be left out of them, so that a rule sees who does what.

"NASA, which leads the mission, on Tuesday signed (in two languages) the agreement" says that NASA
signed the agreement. A rule for that need not know every aside of the genre: it is read in the
whole sentence and, once more, in the sentence reduced to its main clause, in the manner of sentence
simplification before extraction (Angeli et al. 2015). Characters keep their offsets, so that what
is found leads back into the published text. What is left out: ``rules/reduction.yaml``.
"""

from __future__ import annotations

from functools import cache

from mapping.frames import finite_verbs
from mapping.grammar import expand
from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Tagged


def reduced(tagged: Tagged) -> Tagged:
    """The sentence without asides and opening phrases; itself where it has none."""
    patterns, several = _patterns()
    for number in several.candidates(tagged):
        found = patterns[number].finditer(tagged)
        tagged = tagged.without([match.span() for match in found if match.group()])
    return tagged


@cache
def _patterns() -> tuple[tuple[Pattern, ...], PatternSet]:
    rules = table("reduction")
    sources = (*rules["asides"], *rules["openings"])
    patterns = tuple(Pattern(expand(s.replace("{verb}", finite_verbs()))) for s in sources)
    return patterns, PatternSet(patterns)
