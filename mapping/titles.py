"""Titles of agreements without quotation marks: "Memorandum of Cooperation (MOC) on Space
Development", "Agreement for Access to Data from the <Meteosat> Satellites".

What stands behind the kind of an agreement belongs to its title where it has capitals. Tables:
``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, Found, mint
from mapping.name_kinds import BARRED, CAPITAL, TIME
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class

_LONGEST_SLUG = 90
_ACRONYM = re.compile(r" \([A-Za-z]+\)")
_OPENING = re.compile(rf"^(?:(?:{any_of(BARRED - {'Joint', 'International'})}) )+")
_ABOUT = ("body", "concept", "region", "mission", "spacecraft", "programme")


def titles(tagged: Tagged) -> Iterator[Found]:
    """The titles of agreements, with and without the acronym that follows their kind."""
    for match in _pattern().finditer(tagged):
        written = TIME.sub("", _OPENING.sub("", tagged.source_of(*match.span("title"))))
        name = _ACRONYM.sub("", written)
        yield Found(agreement(name), (written,) if name == written else (written, name))


def agreement(name: str) -> Entity:
    """The agreement of that title, whose address keeps within bounds."""
    short = name[:_LONGEST_SLUG].rpartition(" ")[0] if len(name) > _LONGEST_SLUG else name
    return mint(short, "Agreement", label=name)


@cache
def _pattern() -> Pattern:
    kinds = any_of(table("names")["agreement titles"])
    about = sort_class(_ABOUT)
    word = rf"(?:{CAPITAL}|{about})"
    link = r"(?:of|for|on|in|to|from|the|a|its|and|&|regarding|concerning)"
    # Match: "Memorandum of Cooperation (MOC) on Plasma Development", "Agreement on Tides Research"
    # No match: "Agreement on plasma", "agreement on Plasma", "Agreement on <Galileo> with <China>"
    rest = rf"(?:{CAPITAL}(?:,? (?:{link} ){{0,3}}{word})+|{about} {CAPITAL}(?: {CAPITAL})*)"
    return Pattern(
        rf"(?<![\w'-])(?P<title>(?:{CAPITAL} ){{0,4}}?(?:{kinds})(?: \([A-Za-z]{{2,9}}\))?"
        rf" (?i:on|for|concerning|regarding|in|to)(?: the| an?)? {rest})(?![\w-])"
    )
