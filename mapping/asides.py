"""Dates and places in a sentence that are not those of what its verb tells.

"SWOT, built in Cannes, was launched": it was not launched in Cannes. "A signed an agreement that
builds on the memorandum of 2021": they did not sign in 2021.
"""

from __future__ import annotations

import re

from mapping.phrases import ENDEAVOURS
from mapping.tagging import Item, sort_class

# Match: "2031/2035"    No match: "2031-05-03/2031-05-05", "2031/.."
_TERM = re.compile(r"\d{4}/\d{4}")
# Match: "<SWOT>, which was built <in Cannes>"    No match: "<SWOT> was built <in Cannes>"
_ASIDE_OPENS = re.compile(
    r", (?:which|who|whose|that|an?|the|one|now|partners|allies|[a-z]+(?:ed|lt|ade|ing))\b[^;,]*\Z"
)
# Match: ", was launched"    No match: ", <Italy>, and"
_ASIDE_CLOSES = re.compile(
    r"[^;,]*, (?:(?:then|also|now|successfully|finally) )*(?:will|was|were|is|are|has|have|had"
    r"|took|went|left|made|rose|flew|set|[a-z]+ed"
    r"|carries|flies|supplies|(?:bring|build|host|involve|lead|make|operate|provide|take)s)\b"
)
# Match: "to be launched <2031>", "for launch <2031>", "launch <SWOT> <2031>"
# Match: "the agencies said <2031>"
# Match: "of which the first will be launched by Soyuz <2031>", "working groups set up <2031>"
# No match: "signed <2031>", "which was signed <2031>", "<Artemis Accords> were launched <2031>"
_PACT = sort_class(("agreement",))
_OTHER = re.compile(
    rf"(?<!{_PACT} was )(?<!{_PACT} were )(?<!{_PACT}, )"
    r"\b(?:launch(?:ed)?|landing|lift-?off|in orbit|operational"
    r"|(?:[Gg]roups?|[Pp]rogram(?:me)?s?|[Mm]issions?|[Cc]ommittees?|[Bb]od(?:y|ies)|[Ff]und"
    r"|[Ii]nitiatives?) (?:that (?:was|were) )?(?:established|created|set up|founded|formed)"
    r"|(?:launch|land|fly)"
    rf" {sort_class(ENDEAVOURS)}(?: [a-z]+)?"
    r"|(?:[Gg]roups?|[Cc]ommittees?|[Tt]eams?|[Cc]ent(?:re|er)s?|[Cc]ouncils?|[Ff]unds?)"
    r" (?:established|set up|created|founded|formed)"
    r"|(?<=[a-z] )(?:agencies|officials|companies|sides|[Mm]inistry|government) (?:said|announced)"
    r"|which (?:[a-z]+ ){0,2}(?:will|is|are|was|were)\b"
    r"(?! (?:[a-z]+ )?(?:signed|inked|concluded|initialled|finali[sz]ed|reached|agreed|sealed))"
    r"[^;]{0,80}) $"
)
# Match: "agreement builds on the memorandum signed <2021>"    No match: "agreement of <2021>"
_FORMER = re.compile(
    r"\b(?:[Aa]greement|[Aa]rrangement|[Mm]emorandum|MoU|MOU|[Cc]ontract|[Aa]ccord|[Pp]rotocol"
    r"|[Ss]tatement|[Dd]eclaration|[Pp]act|[Tt]reaty|[Dd]eal|[Tt]ext|[Dd]ocument)\b[^;]*?"
    r"\b(?:(?:builds?|building|rests?|based|follows?) (?:up)?on|(?:replac|renew|extend|succeed"
    r"|follow|supersed|updat|amend|supplement|implement|expand|complement)(?:e[sd]?|s|ing)"
    r"(?: (?:for|by) [^;,]{1,30}?)?|follow-(?:on|up) to|in addition to|under|pursuant to)"
    r" (?:an?|the|its|their|this)\b"
    r"[^;,]{0,100}?(?: (?:signed|concluded|of|from|dated|reached|adopted|agreed|in|the|an?|its"
    r"|their)| between [^;,]{1,40}?)* $"
)
# Match: "an amendment to the <2021>"    No match: "an amendment <2021>"
_AMENDED = re.compile(
    r"\b(?:amendments?|extension|renewal|follow-on|follow-up|addendum|annex|supplement|update)"
    r" (?:to|of) (?:an?|the|its|their|this) (?:[a-z-]+ ){0,3}$"
)
# Match: "after concluding a first agreement <2021>"    No match: "after the signing <2021>"
_SIGNED_BEFORE = re.compile(
    r"\b(?:after|before|since|following|having) (?:first |already )?"
    r"(?:signing|inking|concluding|signed|inked|concluded|reaching|entering into)\b[^;]*$"
)

# Match: ", which was signed <2031>"    No match: ", which was built <2031>"
_SIGNED_THEN = re.compile(
    r", (?:[a-z]+ ){0,3}(?:signed|inked|concluded|initialled|finali[sz]ed|reached|agreed|sealed"
    r"|adopted|held|convened|organi[sz]ed|hosted|awarded|selected|ordered)\b[^;,]*\Z"
)


def in_aside(text: str, start: int, position: int, stop: int) -> bool:
    """Does what stands at a position of [start, stop) tell of an aside there, and not of its verb?

    "SWOT, built in Cannes, was launched in May": it was not launched in Cannes.
    """
    is_open = _ASIDE_OPENS.search(text, start, position) is not None
    return is_open and _ASIDE_CLOSES.match(text, position + 1, stop) is not None


def is_besides(text: str, start: int, position: int, stop: int) -> bool:
    """Is a date there that of an aside, "partners since 2010," or "which flew in 2022,"?

    When the agreement itself was signed may stand in one.
    """
    return in_aside(text, start, position, stop) and not _SIGNED_THEN.search(text, start, position)


def is_of_another(before: str, item: Item) -> bool:
    """Is a date not when something was signed, but the years that it is for, or a launch's?"""
    is_term = item.edtf is not None and _TERM.fullmatch(item.edtf) is not None
    is_other = any(found.search(before) for found in (_OTHER, _FORMER, _AMENDED, _SIGNED_BEFORE))
    return item.sort == "date" and (is_term or is_other)
