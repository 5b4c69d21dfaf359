"""Nouns that tell what parties do: "the construction of X", "the operator of X".

Table: ``rules/deeds.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.alternatives import any_of
from mapping.rules.tables import table


@cache
def macros() -> dict[str, str]:
    """Regular expressions for the nouns of deeds and for those of who does them."""
    return {
        name: rf"(?:\b{any_of(_nouns(lists), ignore_case=True)}\b)"
        for name, lists in (("actnoun", "deeds"), ("agentnoun", "doers"))
    }


def types_in(words: str) -> tuple[str, ...]:
    """The types of contribution that the nouns in a phrase tell of, in order."""
    known = {**_nouns("deeds"), **_nouns("doers")}
    return tuple(dict.fromkeys(known[found.casefold()] for found in _any().findall(words)))


def _nouns(lists: str) -> dict[str, str]:
    return {noun: type_ for type_, nouns in table("deeds")[lists].items() for noun in nouns}


@cache
def _any() -> re.Pattern[str]:
    # Match: "design and construction"    No match: "designated"
    nouns = any_of({**_nouns("deeds"), **_nouns("doers")}, ignore_case=True)
    return re.compile(rf"(?<![\w-]){nouns}(?![\w-])")
