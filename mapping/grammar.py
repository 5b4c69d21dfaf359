"""Rules as data: patterns over tagged sentences and the facts that they state.

A rule file is a list of rules; see CONTRIBUTING for the format and ``rules/milestones.yaml`` for
examples. In a pattern ``{org}`` matches one organization, ``{party:agents}`` captures as property
``party``, and words of ``rules/macros.yaml`` such as ``{gap}`` stand for the patterns that the file
gives. ``{not:agent}`` is any character of the clause that is no agent. A trailing digit of a
capture (``party2``) only keeps two captures of one property apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mapping import deeds
from mapping.errors import InputError
from mapping.patterns import Pattern, PatternSet
from mapping.phrases import AGENTS, BODIES, ENDEAVOURS, PLACES, THINGS
from mapping.rules.tables import table
from mapping.tagging import SORTS, Tagged, sort_class

#: The tables with rules, by the language that they read (ISO 639-1).
RULE_FILES = {
    "en": (
        "meetings",
        "agreements",
        "milestones",
        "contributions",
        "cooperations",
        "memberships",
        "statements",
    ),
    "fr": ("fr-rules",),
}

_FAMILIES = {
    "agent": AGENTS,
    "endeavour": ENDEAVOURS,
    "place": PLACES,
    "body": BODIES,
    "thing": THINGS,
    "nation": ("country", "region", "agents"),
    "orgs": ("org", "agents"),
}
_MACRO = re.compile(r"\{(?:(?P<name>[A-Za-z]+\d?):)?(?P<sorts>[a-z]+(?:\|[a-z]+)*)\}")
_KEYS = {
    "rule",
    "states",
    "pattern",
    "match",
    "but not",
    "date",
    "status",
    "set",
    "needs",
    "level",
    "subject",
}


@dataclass(frozen=True)
class Rule:
    """One rule. ``states`` is a fact class, or "Statement" for a direct property.

    ``constants`` are fixed values and instructions (CONTRIBUTING lists them), ``match`` and
    ``but_not`` texts in its ``language`` that tests hold the rule to.
    """

    name: str
    states: str
    pattern: Pattern
    status: str | None
    constants: Mapping[str, str]
    match: tuple[str, ...]
    but_not: tuple[str, ...]
    file: str
    language: str = "en"


@cache
def rules(language: str = "en") -> tuple[Rule, ...]:
    """All rules of a language, in the order of their files; InputError names a broken one."""
    found = tuple(rule for file in RULE_FILES[language] for rule in _read(file, language))
    names = [rule.name for rule in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError("mapping/rules", f"two rules are called {name!r}")
    return found


@cache
def rule_patterns(language: str = "en") -> PatternSet:
    """The patterns of all rules of a language."""
    return PatternSet([rule.pattern for rule in rules(language)], is_exact=True)


def candidates(tagged: Tagged, language: str = "en", stage: str | None = None) -> list[Rule]:
    """The rules that may match somewhere in a tagged sentence, in the order of ``rules``.

    Of those alone that are read as early as a ``stage``, where one is given: "bodies" before posts
    hide where they are held, "asides" before lists hide of whom they tell.
    """
    known, patterns = _early(stage) if stage else (rules(language), rule_patterns(language))
    return [known[number] for number in patterns.candidates(tagged)]


@cache
def _early(stage: str) -> tuple[tuple[Rule, ...], PatternSet]:
    found = tuple(rule for rule in rules() if rule.constants.get("early") == stage)
    return found, PatternSet([rule.pattern for rule in found])


def expand(pattern: str, language: str = "en") -> str:
    """The regular expression of a pattern, its macros replaced."""
    english: dict[str, str] = {**table("macros"), **deeds.macros()}
    macros: dict[str, str] = english if language == "en" else table(language)["macros"]

    def replace(match: re.Match[str]) -> str:
        name, sorts = match["name"], match["sorts"].split("|")
        if name == "not":
            return (
                "[^;"
                + sort_class(dict.fromkeys(s for sort in sorts for s in sorts_named(sort)))[1:]
            )
        if name is None and sorts[0] in macros:
            return f"(?:{expand(macros[sorts[0]], language)})"
        body = sort_class(dict.fromkeys(s for sort in sorts for s in sorts_named(sort)))
        return f"(?P<{name}>{body})" if name else body

    return _MACRO.sub(replace, pattern)


def sorts_named(name: str) -> tuple[str, ...]:
    """The sorts of a family ("agent") or of one sort by its name; KeyError for neither."""
    if name in _FAMILIES:
        return _FAMILIES[name]
    if name in SORTS:
        return (name,)
    raise KeyError(name)


def _read(file: str, language: str) -> Iterator[Rule]:
    for number, entry in enumerate(table(file) or [], start=1):
        where = f"mapping/rules/{file}.yaml"
        try:
            yield _rule(file, entry, language)
        except KeyError as error:
            raise InputError(where, f"rule {number} lacks or does not know {error}") from error
        except re.error as error:
            raise InputError(where, f"rule {entry.get('rule')}: broken pattern: {error}") from error


def _compiled(pattern: str, language: str) -> Pattern:
    expanded = expand(pattern, language)
    if left := re.search(r"\{[A-Za-z][^}]*\}", expanded):
        raise KeyError(left.group())
    return Pattern(expanded)


def _rule(file: str, entry: dict[str, Any], language: str) -> Rule:
    if unknown := set(entry) - _KEYS:
        raise KeyError(min(unknown))
    return Rule(
        name=entry["rule"],
        states=entry["states"],
        pattern=_compiled(entry["pattern"], language),
        status=entry.get("status"),
        constants={key: str(value) for key, value in entry.get("set", {}).items()},
        match=tuple(entry["match"]),
        but_not=tuple(entry["but not"]),
        file=file,
        language=language,
    )
