"""Organizations told again behind what they are named for: "Jan Roe, head of ESA, the agency,"."""

from __future__ import annotations

import re
from functools import cache

from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, sort_class


def once(tagged: Tagged) -> Tagged:
    """The sentence without an agency beside its own head, or one named for its forerunner."""
    tagged = tagged.reduced_to(_forerunner(), "name")
    return tagged.rewrite(_served_again(), lambda match: _serving(tagged, match))


@cache
def _forerunner() -> Pattern:
    # Match: "<JAXA>'s forerunner <NASDA>"    No match: "<JAXA>'s forerunner and <NASDA>"
    org = sort_class(["org"])
    return compiled(
        rf"{org}'s? (?:forerunner|predecessor|precursor|forebear),? (?:the )?(?P<name>{org})"
        rf"(?:(?<=, .),(?= ))?(?!'s)"
    )


def _serving(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """ "Jan Roe, head of Roscosmos, the Russian space agency," names one agency."""
    who, again = tagged.items[match["who"]], tagged.items[match["again"]]
    return tagged.over(match, who) if again.paths[0] in who.affiliation else None


@cache
def _served_again() -> Pattern:
    # Match: "<Jan Roe>, <Roscosmos>, met"    No match: "<Jan Roe>, <Roscosmos> and <ESA>"
    return compiled(
        rf"(?P<who>{sort_class(['person'])}), (?:the )?(?P<again>{sort_class(['org'])})"
        r"(?:(?=[.;]|$)|(?=,(?! and (?:the )?[^a-z ])))"
    )
