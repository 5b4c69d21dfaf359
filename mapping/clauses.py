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


def _met_at(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} met{match['when']}."]


def _stranded(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']} {match['to']} {match['what']}{match['rest']}."]


def _led_to(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']}{match['rest']} {match['to']} {match['what']}."]


def _to_whose(match: re.Match[str]) -> list[str]:
    whole = f"{match['what']}'s {match['part'].strip()}"
    return [f"{match['who']} {match['group']}{match['rest']} {match['to']} {whole}."]


def _next_when(match: re.Match[str]) -> list[str]:
    return [
        f"{each['what']} {match['group']}{each['when']}."
        for each in _dated().finditer(match["others"])
    ]


def _will(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} will {match['what']}."]


def _inverted(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']} {match['doing'].lower()} {match['what']}."]


def _both(match: re.Match[str]) -> list[str]:
    return [f"{match['who']} {match['group']} {match['rest']}."]


def _gapped(match: re.Match[str]) -> list[str]:
    group, whole = match["group"], match["whole"] or match["whole2"] or ""
    others = _other().finditer(match["others"])
    told = [f"{other['who']} {group} {other['what']}{whole}." for other in others]
    return [f"{match['who']} {group} {match['what']}{whole}.", *told] if whole else told


def _of_whom(match: re.Match[str]) -> list[str]:
    carries = f"{match['carrier']} {match['group']}"
    return [
        f"{carries} {each['what']} supplied by {each['whose'] or each['own']}."
        for each in _owned().finditer(match["list"])
    ]


# A noun phrase: "the 3.5-metre mirror", "a camera called TIRI", "two of the four instruments".
_WORDS = (
    r"(?:(?!(?:and|or|for|to|which|that|while|with|from|by|on|aboard|in|at|is|was|has|will)\b)"
    r"(?:[\w'.-]+|{demonym}|{concept}|{body}|{endeavour}'s) ){0,6}?"
    r"(?:[\w-]+|{instrument|spacecraft})"
)
_THING = (
    rf"(?:(?:the|an?|its|their|two|three|four|five|six|several|parts of|elements of) {_WORDS}"
    r"(?: and the [a-z-]+)?|(?:the |an? |its )?{endeavour}"
    r"|[a-z-]{3,}s(?=[.,;]| (?:for|to|and|while)\b))"
)
_FOR = r" (?:for|of|aboard|on(?: ?board)?) (?:the )?{endeavour}"
_ORIGIN = (
    r"(?:,? (?:(?:which|that) (?:is|was|are|were) )?(?:(?:supplied|provided|built|developed|"
    r"contributed|designed|made) )?(?:from|by) (?:the )?(?P<whose>{agent})"
    r"| \((?:the )?(?P<own>{org|country|agents})\))"
)


@cache
def _other() -> re.Pattern[str]:
    # Match: "<org> a radar", "<org> <instrument>"    No match: "<org> built"
    return re.compile(
        expand(rf"(?P<who>(?:the )?{{agent}}) (?P<what>{_THING})(?=, |,? (?:and|while|with) |$)")
    )


@cache
def _owned() -> re.Pattern[str]:
    # Match: "a radar from <org>", "a drill (<org>)"    No match: "a radar"
    return re.compile(expand(rf"(?P<what>{_THING}){_ORIGIN}"))


@cache
def _dated() -> re.Pattern[str]:
    # Match: ", <mission> <date>", " and <mission> <date> <at>"
    # No match: ", <mission> flew <date>"
    return re.compile(
        expand(
            r"(?:,? and|,|,? while) (?:the )?(?P<what>{mission|spacecraft|instrument})"
            r"(?P<when> {date}(?: {at})?)"
        )
    )


@cache
def _clauses() -> tuple[tuple[Pattern, Callable[[re.Match[str]], list[str]]], ...]:
    group = group_of_verb()
    # Match: "Built by <org> in <at>, <mission> will fly"    No match: "Built by <org>, it flies"
    fronted = (
        rf"^(?P<done>{past_forms(capital=True)})\b(?P<rest>[^;:]{{0,100}}?"
        r"(?:(?:\bby|\bunder the {oversight} of) (?:the )?{agent}|\bunder (?:the )?{agent}"
        r"(?:'s?)? {oversight}|{date}|{at})[^;:]{0,100}?), "
        r"(?P<subject>(?:[Tt]he |[Tt]his |[Ii]ts )?(?:{thing}|(?:[a-z-]+ ){0,3}?{accord}))"
        r"(?= [a-z])"
    )
    # Match: "<mission>, which <org> built <date>, will"
    # No match: "<mission>, which <org> built a radar for"
    relative = (
        r"(?P<what>{endeavour|agreement|org}|\b(?:the|an?|their|its) {modifiers}{accord})"
        rf"{{adjuncts}},? (?:which|that) (?P<who>(?:the )?{{agent}}) (?P<group>{group})"
        r"(?P<rest>(?:,? ?(?:{date}|{at}|{event})| (?:for|with|from|under|together with) "
        r"(?:the |its )?{agent})*(?: (?:from|through|via|under) (?:an?|its|the) [^;,.]{1,60}?)?)"
        r"(?=[,;.]| (?:and|will|is|was|has|are|were|have)\b|$)"
    )
    # Match: "<org>, which <country> has belonged to since <date>"
    # No match: "<org>, which <country> has objected to"
    stranded = (
        r"(?P<what>{endeavour|agreement|org}){adjuncts},? (?:which|that) "
        rf"(?P<who>(?:the )?{{agent}}) (?P<group>{group}) (?P<to>to|in|on|with)"
        r"(?P<rest>(?:,? ?(?:{date}|{at}|{event}))*)(?=[,;.]| (?:and|will|is|was|has|are)\b|$)"
    )
    # Match: "the summit in <at> <date> at which <agents> spoke"
    # No match: "the summit at which <agents> will speak"
    met_at = (
        r"\b(?:summit|meeting|talks|conference|encounter|visit|dialogue)(?P<when>{adjuncts}),? "
        r"(?:(?:at|during|in) which|where) (?P<who>(?:the )?{agents})"
        rf"(?= (?:(?:had|have|also|both|first|jointly) )*{past_forms()}\b)"
    )
    ended = r"(?=[,;.]| and wh(?:ich|o|ose)\b|$)"
    # Match: "<mission>, to which <org> contributed", "<mission>, for which <org> built a radar."
    # No match: "<mission>, after which <org> left"
    led_to = (
        r"(?P<what>{endeavour|agreement|org}),? (?P<to>to|in|into|for|on|with|aboard) which "
        rf"(?P<who>(?:the )?{{agent}}) (?P<group>{group})(?P<rest>[^;,.]{{0,80}}?){ended}"
    )
    # Match: "<mission>, for whose camera <org> and <org> are building a cooler,"
    # No match: "<mission>, whose camera works"
    whose = (
        r"(?P<what>{endeavour}),? (?P<to>to|in|into|for|on|with|aboard) whose "
        rf"(?P<part>(?:(?!and\b)[\w-]+ |{{endeavour}} ?){{1,4}}?) ?(?P<who>(?:the )?{{agent}}) "
        rf"(?P<group>{group})(?P<rest>[^;,.]{{0,80}}?){ended}"
    )
    # Match: "<instrument> <org> contributed."    No match: "<instrument>, <org> contributed"
    contact = (
        r"(?P<what>{instrument|spacecraft}) (?P<who>(?:the )?{org|country}) "
        r"(?P<group>(?:has |had )?(?:supplied|provided|contributed|built|developed))"
        r"(?P<rest>)(?=[,;.]|$)"
    )
    dated = _dated().pattern.replace("?P<what>", "?:").replace("?P<when>", "?:")
    # Match: "<mission> will fly <date>, <mission> <date> and <mission> <date>."
    # No match: "<mission> will fly <date>, <mission> will follow"
    next_when = (
        r"(?P<who>{mission|spacecraft|instrument}) (?P<group>[a-z][^;,.]{2,60}?) {date}(?: {at})?"
        rf"(?P<others>(?:{dated})+)(?=[.;]|,? (?:and|while) |$)"
    )
    # Match: "<org> signed an agreement with <org> to contribute modules to <mission>"
    # No match: "<org> signed an agreement with <org> to build <mission>"
    pledged = (
        r"(?P<who>(?:the )?{agent}) (?:(?:has|have|had|also|today|formally) )*{signing}{adjuncts} "
        r"{det}{modifiers}{accord}(?:,? with (?:the )?{agent})?{adjuncts} "
        r"to (?P<what>(?:contribute|participate|take part|join)\b[^;:.]{2,160})"
    )
    # Match: "announced plans for <org> to provide a radar"    No match: "plans for <org> are set"
    planned = (
        r"\b(?:plans?|arrangements?|agreements?) (?:call(?:s|ed|ing)? )?for "
        r"(?P<who>(?:the )?{org|country}) to (?P<what>[a-z][^;:.]{2,160})"
    )
    # Match: "Managing <mission> for <org> is <org>."    No match: "Managing <mission> is hard"
    inverted = (
        r"^(?P<doing>(?:Manag|Lead|Build|Operat|Supply|Fund|Develop|Runn|Coordinat|Oversee|Head"
        r"|Provid|Contribut)ing) (?P<what>[^;,.]{0,60}?{endeavour}[^;,.]{0,40}?)"
        r" (?P<group>is|are|was|were) (?P<who>(?:the )?{agent})(?=[,.;]|$| in )"
    )
    # Match: "<org> is the operator of <mission> and the builder of <mission>."
    # No match: "<org> is the operator of <mission> and builds <mission>"
    both = (
        r"(?P<who>(?:the )?{agent})(?: {at})? (?P<group>(?:has been|is|was|are|were)) "
        r"(?:(?:the|an?|both|one of the) )?(?:[a-z-]+ ){0,3}?{doers} [^;.]{2,100}?,? and (?:also )?"
        r"(?P<rest>(?:(?:the|an?) )?(?:[a-z-]+ ){0,2}?{doers} (?:of|for|on|in|to) [^;,.]{2,80})"
    )
    # Match: "<org> built <mission>, <org> a radar and <org> <instrument> for <mission>."
    # No match: "<org> met <org> and <org> left"
    gapped = (
        rf"(?P<who>{{agent}}) (?P<group>{group}) (?P<what>{_THING})(?P<whole>{_FOR})?"
        rf"(?P<others>(?:, (?:the )?{{agent}} {_THING})*"
        rf",? (?:and|while|with) (?:the )?{{agent}} {_THING})(?P<whole2>{_FOR})?(?=\.(?!\d)|;|, |$)"
    )
    # Match: "<mission> carries a radar from <org>, a drill (<org>) and a camera by <org>"
    # No match: "<mission> carries a radar from <org>"
    each = expand(rf"{_THING}{_ORIGIN}").replace("?P<whose>", "?:").replace("?P<own>", "?:")
    of_whom = (
        r"(?P<carrier>{mission|spacecraft})(?: to (?:the )?{body})?(?: {at})? "
        r"(?P<group>(?:(?:will|also|has|is|be) )*"
        r"(?:carr(?:y|ies|ied)|includes?|hosts?|embarks?|equipped with|fitted with|features?)) "
        rf"(?P<list>{each}(?:, {each})*,? and (?:also )?{each})"
    )
    return tuple(
        (Pattern(expand(source)), says)
        for source, says in (
            (fronted, _fronted),
            (relative, _relative),
            (stranded, _stranded),
            (met_at, _met_at),
            (contact, _relative),
            (led_to, _led_to),
            (whose, _to_whose),
            (both, _both),
            (next_when, _next_when),
            (pledged, _will),
            (planned, _will),
            (inverted, _inverted),
            (gapped, _gapped),
            (of_whom, _of_whom),
        )
    )
