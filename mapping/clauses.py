"""Clauses that stand in or before another, each as a sentence of its own.

"Built by A, B will fly" says that B was built by A; "B, which A built, will fly" that A built it;
"A builds B, and C D" that C builds D. Rules and frames look for a subject before its verb and for
objects behind it, and need not know where else the genre puts them: so such a clause is read once
more as the sentence that it stands for (simplification into canonical clauses; Del Corro and
Gemulla 2013).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from mapping.conjuncts import group_of_verb
from mapping.grammar import expand
from mapping.patterns import Pattern
from mapping.reduction import past_forms
from mapping.tagging import Tagged


def apart(tagged: Tagged) -> Iterator[Tagged]:
    """A sentence for each clause of these kinds; none where there is none."""
    for pattern, says in _clauses():
        for match in pattern.finditer(tagged):
            for told in says(match):
                yield tagged.restated(told[0].upper() + told[1:])


def _fronted(match: re.Match[str]) -> list[str]:
    return [f"{match['subject']} was {match['done'].lower()}{match['rest']}."]


def _relative(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']} {match['what']}{match['rest']}."]


def _led_to(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']}{match['rest']} {match['to']} {match['what']}."]


def _gapped(match: re.Match[str]) -> list[str]:
    others = _other().finditer(match["others"])
    return [f"{other['who']} {match['group']} {other['what']}." for other in others]


_THING = (
    r"(?:(?:the|an?|its|their) (?:[a-z-]+ ){0,4}[a-z-]+|(?:the |an? |its )?{endeavour}"
    r"|[a-z-]{3,}s(?=[.,;]| (?:for|to|and|while)\b))"
)


@cache
def _other() -> re.Pattern[str]:
    # Match: "<org> a radar", "<org> <instrument>"    No match: "<org> built"
    return re.compile(expand(rf"(?P<who>(?:the )?{{agent}}) (?P<what>{_THING})"))


@cache
def _clauses() -> tuple[tuple[Pattern, Callable[[re.Match[str]], list[str]]], ...]:
    group = group_of_verb()
    # Match: "Built by <org> in <at>, <mission> will fly"    No match: "Built by <org>, it flies"
    fronted = (
        rf"^(?P<done>{past_forms(capital=True)})\b(?P<rest>[^;:]{{0,100}}?\bby (?:the )?"
        r"{agent}[^;:]{0,100}?), "
        r"(?P<subject>(?:[Tt]he |[Tt]his |[Ii]ts )?(?:{thing}|(?:[a-z-]+ ){0,3}?{accord}))"
        r"(?= [a-z])"
    )
    # Match: "<mission>, which <org> built <date>, will"
    # No match: "<mission>, which <org> built a radar for"
    relative = (
        r"(?P<what>{endeavour}|\b(?:the|an?|their|its) {modifiers}{accord}){adjuncts},? "
        rf"(?:which|that) (?P<who>(?:the )?{{agent}}) (?P<group>{group})"
        r"(?P<rest>(?:,? ?(?:{date}|{at}|{event})| (?:for|with|from|under|together with) "
        r"(?:the |its )?{agent})*)(?=[,;.]| (?:and|will|is|was|has|are|were|have)\b|$)"
    )
    # Match: "<mission>, to which <org> contributed", "<mission>, for which <org> built a radar."
    # No match: "<mission>, after which <org> left"
    led_to = (
        r"(?P<what>{endeavour}),? (?P<to>to|in|into|for|on|with|aboard) which "
        rf"(?P<who>(?:the )?{{agent}}) (?P<group>{group})(?P<rest>[^;,.]{{0,80}}?)(?=[,;.]|$)"
    )
    # Match: "<instrument> <org> contributed."    No match: "<instrument>, <org> contributed"
    contact = (
        r"(?P<what>{instrument|spacecraft}) (?P<who>(?:the )?{org|country}) "
        r"(?P<group>(?:has |had )?(?:supplied|provided|contributed|built|developed))"
        r"(?P<rest>)(?=[,;.]|$)"
    )
    # Match: "<org> built <mission>, <org> a radar and <org> <instrument>."
    # No match: "<org> met <org> and <org> left"
    gapped = (
        rf"{{agent}} (?P<group>{group}) {_THING}(?P<others>(?:, (?:the )?{{agent}} {_THING})*"
        rf",? (?:and|while|with) (?:the )?{{agent}} {_THING})(?=[.;]|, |$)"
    )
    return tuple(
        (Pattern(expand(source)), says)
        for source, says in (
            (fronted, _fronted),
            (relative, _relative),
            (contact, _relative),
            (led_to, _led_to),
            (gapped, _gapped),
        )
    )
