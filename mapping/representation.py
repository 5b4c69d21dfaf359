"""Whom a person acts for: "Jane Roe, on behalf of JAXA, and Jan Poe, for CSA, signed"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, sort_class


def represented(tagged: Tagged) -> Tagged:
    """The sentence with each person who acts for others as one item that tells for whom."""

    def make(match: re.Match[str]) -> Item:
        person, whom = tagged.items[match["person"]], tagged.items[match["whom"]]
        serves = whom.affiliation if whom.sort == "person" else whom.paths
        return replace(
            person.stretched(*tagged.span(match)),
            affiliation=tuple(dict.fromkeys((*person.affiliation, *serves))),
        )

    return tagged.rewrite(_pattern(), make)


@cache
def _pattern() -> Pattern:
    # Match: "<person>, on behalf of <org>, and <person>", "by <person>, representing <country>."
    # No match: "<person> signed on behalf of <org>", "<person>, on behalf of all"
    whom = sort_class(["org", "country", "person"])
    return compiled(
        rf"(?P<person>{sort_class(['person'])}),? "
        rf"(?:acting )?(?:(?:on|in) behalf of|representing) (?:the )?"
        rf"(?P<whom>{whom})(?!'|,? {whom})(?:,(?= )(?! (?:who|which|where)\b))?"
    )
