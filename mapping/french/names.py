"""French names: adjectives of nations, and names known by the noun before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Found, mint
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


def nations(tagged: Tagged) -> Tagged:
    """ "japonaise" and "franco-chinois" become nations: French adjectives have no capitals."""
    paths = _demonyms()
    prefixes = table("fr")["demonym prefixes"]

    def make(match: re.Match[str]) -> Item:
        first = prefixes.get((match["first"] or "").casefold())
        found = ([first] if first else []) + [paths[match["word"]]]
        begin, end = tagged.span(match)
        return Item("demonym", begin, end, tuple(dict.fromkeys(found)), text=match.group())

    return tagged.rewrite(_demonym(), make)


@cache
def _demonyms() -> dict[str, str]:
    found = {}
    for path, words in table("fr")["demonyms"].items():
        for word in words:
            found[word] = path
            found[word if word.endswith("s") else f"{word}s"] = path
    return found


@cache
def _demonym() -> Pattern:
    prefixes = any_of(table("fr")["demonym prefixes"], ignore_case=True)
    return Pattern(
        rf"(?<![\w'-])(?:(?P<first>{prefixes})-)?(?P<word>{any_of(_demonyms())})(?![\w-])"
    )


def names(tagged: Tagged) -> Iterator[Found]:
    """Names that no gazetteer holds, known by the noun before them: "la mission Zénith"."""
    for match in _named().finditer(tagged):
        name = match["name"]
        if name.split()[0] not in table("fr")["no names"]:
            yield Found(mint(name, table("fr")["kinds"][match["noun"].casefold()]), (name,))


@cache
def _named() -> Pattern:
    nouns = any_of(table("fr")["kinds"], ignore_case=True)
    nation = sort_class(("demonym",))
    # Match: "la mission Zénith", "le satellite <franco-chinois> Zenith-2", "l'instrument ZEN"
    # No match: "la mission de Zénith", "la mission <SWOT>"
    return Pattern(
        rf"(?<![\w-])(?P<noun>{nouns})(?: {nation})?(?: [a-zà-ÿ]{{5,}})? \"?"
        r"(?P<name>[A-ZÀ-ÖØ-Þ][\w-]{2,}(?: (?:[A-ZÀ-ÖØ-Þ][\w-]+|\d{1,2}(?![\w-])))?)"
    )
