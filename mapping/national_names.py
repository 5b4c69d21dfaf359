"""Organizations named with their nation, or twice: one name is enough for what follows.

"Japan's space agency JAXA", "the US NOAA", "Airbus France", "the French space agency, CNES".
"""

from __future__ import annotations

import re
from functools import cache

from mapping import told_again
from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.phrases import all_of
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class

#: A comma that closes an aside, where it does not open another: ", a partner,"
NO_ASIDE = r"(?! (?:an?|the|which|who|whose|where|one)\b)"


def without_nations(tagged: Tagged) -> Tagged:
    """ "Japan's space agency JAXA" is JAXA, "Europe's Airbus" Airbus, and "the US NOAA" NOAA."""
    tagged = tagged.reduced_to(_of_country(), "name")
    tagged = all_of(tagged, _of_nation(), "name", "other")

    def make(match: re.Match[str]) -> Item | None:
        nation, name = tagged.items[match["nation"]], tagged.items[match["name"]]
        is_adjective = _LETTERS.fullmatch(tagged.source[nation.begin : nation.end]) is not None
        return tagged.over(match, name) if is_adjective else None

    tagged = tagged.rewrite(_lettered(), make)
    tagged = tagged.rewrite(_branch(), lambda match: _of_company(tagged, match))
    tagged = told_again.once(tagged)
    return tagged.rewrite(_named_twice(), lambda match: _once(tagged, match))


def _of_company(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """ "Airbus France builds": the company, and not the nation."""
    item = tagged.items[match["name"]]
    return tagged.over(match, item) if item.is_company else None


@cache
def _branch() -> Pattern:
    # Match: "<Airbus> <France> leads", "<Airbus> <France>,"    No match: "<Airbus>, <France>"
    return compiled(
        rf"(?P<name>{sort_class(['org'])}) {sort_class(['country'])}"
        r"(?=[,.;]|'s\b| (?:and|to|will|is|was|has|had|for|[a-z]+(?:s|ed))\b)"
    )


def _once(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """ "The French space agency, CNES, built" names one agency."""
    first, again = tagged.items[match["first"]], tagged.items[match["again"]]
    return tagged.over(match, again) if first.paths == again.paths else None


@cache
def _named_twice() -> Pattern:
    # Match: "<CNES>, <CNES>, built", "<CNES>, <CNES>, a"    No match: "<CNES>, <CNES> said"
    org = sort_class(["org"])
    return compiled(rf"(?P<first>{org}), (?:the )?(?P<again>{org})(?:,{NO_ASIDE}(?= [a-z])|(?=,))")


@cache
def _of_country() -> Pattern:
    # Match: "<Japan>'s <JAXA>", "<Japan>'s national space agency, <JAXA>,"
    # No match: "<Japan>'s talks with <JAXA>"
    nouns = any_of(table("phrases")["titles of organizations"])
    country, org = sort_class(["country", "region"]), sort_class(["org"])
    described = rf"(?:[a-z]+ ){{0,2}}?(?:{nouns})"
    return compiled(rf"{country}'s (?:{described},? )?(?P<name>{org})(?:(?<=, .),(?= ))?")


@cache
def _of_nation() -> Pattern:
    # Match: "<NASA>, the premier space agency of <USA> met"
    # Match: "<AEB>, <NASA>'s counterpart in <Brazil>"
    # No match: "<NASA>, the space agency of <USA>, met"
    org, country = sort_class(["org"]), sort_class(["country", "region"])
    return compiled(
        rf"(?P<name>{org}), (?:the|an?) (?:[a-z-]+ ){{0,3}}agency of (?:the )?{country}"
        r"(?= (?:has|have|will|is|was|met|held|signed|[a-z]{3,}ed)\b)"
        rf"|(?P<other>{org}), {org}'s (?:[a-z-]+ ){{0,2}}counterpart(?: (?:space )?agency)?"
        rf"(?:(?: in)? (?:the )?{sort_class(['at', 'country', 'place'])})?(?=[.;]|$)"
    )


@cache
def _lettered() -> Pattern:
    # Match: "the <US> <NASA>"    No match: "<US>-<NASA>"
    nation, org = sort_class(["country", "region"]), sort_class(["org"])
    return compiled(rf"(?:\b[Tt]he )?(?P<nation>{nation}) (?P<name>{org})(?!')")


# Match: "US", "the U.K.", "EU"    No match: "Japan"
_LETTERS = re.compile(r"(?:the |The )?(?:[A-Z]\.?){2,3}")
