"""Names that a noun introduces: "ESA missions such as Gaia and Rosetta", "NASA's Juno and Lucy".

What owns the noun owns each of them; for rules the names alone stand in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping import phrases
from mapping.alternatives import any_of
from mapping.distribution import distributed
from mapping.facts import Evidence, Finding
from mapping.patterns import Pattern, compiled
from mapping.qualification import unless_of_others
from mapping.rules.tables import table
from mapping.supplies import classes
from mapping.tagging import Tagged, items_in, sort_class
from mapping.topics import is_launcher


def introduced(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """Whose the names are, and the sentence without what introduces them."""
    pattern = _introduced()
    if not pattern.may_match(tagged):
        return [], tagged
    matches = list(pattern.regex.finditer(tagged.text))
    found = [finding for match in matches for finding in _owned(tagged, match, evidence)]
    said = [match.span("phrase") for match in matches if not _TOGETHER.search(match["phrase"])]
    return found, tagged.without(said)


def apposed(tagged: Tagged) -> Tagged:
    """ "a robotic arm – Canadarm3 – that" is Canadarm3, as is "an arm, Canadarm3, for"."""
    pattern = _apposed()
    if not pattern.may_match(tagged):
        return tagged
    matches = pattern.regex.finditer(tagged.text)
    return tagged.without(span for m in matches for span in (m.span("phrase"), m.span("close")))


def possessed(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "NASA's Juno and Lucy": both are NASA's, as are "the NASA Juno and Lucy missions"."""
    for match in _possessed().finditer(tagged):
        listed = items_in(tagged, match["list"])
        if not any(item.nations for item in listed[1:]):  # "Japan's A and the French B and C"
            yield from _owned(tagged, match, evidence)


def _owned(tagged: Tagged, match: re.Match[str], evidence: Evidence) -> Iterator[Finding]:
    if not match["owner"]:
        return
    owner = tagged.items[match["owner"]]
    things = [item for item in items_in(tagged, match["list"]) if not is_launcher(item, tagged)]
    rules = table("phrases")
    noun = match.groupdict().get("noun") or ""
    ways = rules["nation-contributes"]["noun"].get(noun.removesuffix("s"), {})
    way = rules["owner-contributes"]
    if owner.sort in ("demonym", "region"):
        way = ways.get("one" if len(owner.paths) == 1 else "several", way)
    roles = {
        "contributor": owner.paths,
        "contributionType": (way,),
        "endeavour": tuple(path for item in things for path in item.paths),
    }
    if things:
        yield from distributed(Finding("Contribution", "owner-of-examples", (evidence,), roles))


@cache
def _introduced() -> Pattern:
    # Match: "several <ESA> science missions such as <Gaia>, <Rosetta>", "satellites like <SWOT>"
    # No match: "missions of <ESA>", "a mission like <Gaia>"
    rules = table("phrases")
    owner = sort_class(["org", "country", "region", "demonym"])
    nouns = any_of(noun for noun in rules["nouns"]["endeavour"] if noun.endswith(("s", "craft")))
    words = any_of(rules["between stops at"])
    word = rf"(?:(?!(?:{words})\b)[a-z]+(?:-[a-z]+)* |{sort_class(['concept', 'body'])} )"
    whose = rf"(?:(?P<owner>{owner})(?:'s?)? )?"
    return compiled(
        rf"(?P<phrase>(?<![\w'-])(?:(?:a number|some|one|all|many|several|other|most) (?:of )?)?"
        rf"(?:\b(?:[Tt]he|[Oo]ther|[Ii]ts|[Tt]heir) )?{whose}{word}{{0,4}}?"
        rf"\b(?P<noun>{nouns}),? (?:{any_of(rules['introduces'])}) )(?P<list>{_names()})"
    )


@cache
def _apposed() -> Pattern:
    # Match: "a smart robotic system – <Canadarm3> – that", "an instrument, <SuperCam>, for"
    # No match: "a system like <Canadarm3>", "a camera, <SuperCam> and a radar"
    nouns = any_of(classes())
    one = sort_class(["instrument", "spacecraft", "mission"])
    return compiled(
        rf"(?P<phrase>\b[Aa]n? (?:(?!(?:of|for|to|by|with|and|that|from)\b)[a-z][\w-]* ){{0,4}}?"
        rf"(?:{nouns})(?:, | [–—] )){one}(?P<close>,| [–—])(?= (?:to|for|that|which|on|aboard)\b)"
    )


@cache
def _possessed() -> Pattern:
    # Match: "<NASA>'s <Juno>, <Lucy> and <Psyche>"    No match: "<NASA>'s <Juno> and the <Lucy>"
    owner = sort_class(["org", "country"])
    return compiled(rf"(?P<owner>{owner})'s? (?P<list>{_several()}){unless_of_others()}")


@cache
def _names() -> str:
    one = sort_class(phrases.ENDEAVOURS)
    joint = r"(?:,| and|, and|,? as well as)(?:, (?:[a-z]+ ){0,2}[a-z]+,)?"
    return rf"(?:the )?{one}(?:{joint} (?:the )?{one})*"


@cache
def _several() -> str:
    one = sort_class(phrases.ENDEAVOURS)
    return rf"{one}(?:, {one})*,? and {one}"


# Match: "joint satellites such as "    No match: "satellites such as "
_TOGETHER = re.compile(r"\b(?:joint|cooperative|bilateral|common|shared|collaborative)\b")
