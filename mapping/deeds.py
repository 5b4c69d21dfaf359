"""Words that tell what parties do: "the construction of X", "the operator of X", "operates it".

Table: ``rules/deeds.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.alternatives import any_of
from mapping.inflection import forms
from mapping.rules.tables import table


@cache
def macros() -> dict[str, str]:
    """Regular expressions for the nouns of deeds, those of who does them, and the verbs."""
    return {
        "actnoun": rf"(?:\b{any_of(_nouns('deeds'), ignore_case=True)}\b)",
        "agentnoun": rf"(?:\b{any_of(_nouns('doers'), ignore_case=True)}\b)",
        "actverb": rf"(?:\b{any_of(_verbs())}\b)",
    }


def types_in(words: str) -> tuple[str, ...]:
    """The types of contribution that the nouns and verbs in a phrase tell of, in order."""
    return tuple(dict.fromkeys(_types()[found.casefold()] for found in _any().findall(words)))


def _nouns(lists: str) -> dict[str, str]:
    return {noun: type_ for type_, nouns in table("deeds")[lists].items() for noun in nouns}


def _verbs() -> dict[str, str]:
    return {
        form: type_
        for type_, verbs in table("deeds")["verbs"].items()
        for verb in verbs
        for form in forms(verb)
    }


@cache
def _types() -> dict[str, str]:
    return {**_verbs(), **_nouns("deeds"), **_nouns("doers")}


@cache
def _any() -> re.Pattern[str]:
    # Match: "design and construction", "built"    No match: "designated"
    return re.compile(rf"(?<![\w-]){any_of(_types(), ignore_case=True)}(?![\w-])")
