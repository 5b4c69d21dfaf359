"""Persons and posts in French: "le Président du CNES, Jean-Yves Le Gall"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, mint
from mapping.patterns import Pattern
from mapping.persons import Introduction
from mapping.phrases import ENDEAVOURS
from mapping.posts_held import Post
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ]\.|(?:[dDlLO]')?[A-ZÀ-ÖØ-Þ][\w-]+)"
_THE = r"(?:\b[Ll]e |\b[Ll]a |\b[Ll]')?"
_OF = r"(?:de la |de l'|de |du |des |d'|auprès de la |auprès du |à la |à l'|au )"
_RULES = (
    "fr-post-after-name",
    "fr-post-before-name",
    "fr-post-of-nation",
    "fr-post-and-name",
    "fr-name-and-post",
)
_SERVED = ("org", "country", "region", *ENDEAVOURS)


def introductions(tagged: Tagged) -> Iterator[Introduction]:
    """The persons that a French sentence introduces with a post, in order, without overlap."""
    patterns = _patterns()
    if not patterns["any post"].may_match(tagged):
        return
    found = [(match, rule) for rule in _RULES for match in patterns[rule].finditer(tagged)]
    taken = 0
    for match, rule in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):
        start, stop = match.span("name")
        begin, end = tagged.begins[start], tagged.ends[stop - 1]
        person = _person(tagged, match["name"], tagged.source[begin:end])
        if match.start() < taken or person is None:
            continue
        served = tagged.item(match, "org")
        posts = () if served is None else tuple(_posts(match, rule, person, served, (begin, end)))
        yield Introduction(match.start(), match.end(), person, begin, end, posts)
        taken = match.end()


def _posts(
    match: re.Match[str], rule: str, person: Entity, served: Item, name: tuple[int, int]
) -> Iterator[Post]:
    org = served.paths[0]
    yield Post(person.path, match["post"].strip(), org, *name, rule, org)


def _person(tagged: Tagged, raw: str, name: str) -> Entity | None:
    """The person that a name names, known already or not."""
    if (known := tagged.items.get(raw)) is not None:
        return Entity(known.paths[0], ("Person", "Agent"), known.text, known.text, is_minted=True)
    return mint(name, "Person") if _is_name(name) else None


def _is_name(name: str) -> bool:
    words = name.split()
    particles = {word.casefold() for word in table("fr")["particles"]}
    own = {word for word in words[1:] if word.casefold() not in particles} | {words[0]}
    return 2 <= len(words) <= 6 and own.isdisjoint(table("fr")["no names"])


@cache
def _patterns() -> dict[str, Pattern]:
    words = table("fr")
    titles = "|".join(words["titles"])
    particles = any_of(words["particles"], ignore_case=True)
    adjectives = any_of(words["post adjectives"])
    heads = any_of(words["posts"], ignore_case=True)
    adverbs = r"(?: (?:alors|actuel|actuelle))?"
    field = rf"(?: (?:chargée? )?{_OF}[^,;:.()\"{sort_class(_SERVED)[1:-1]}]{{3,80}}?)?"
    head = rf"{heads}(?: {adjectives}){{0,2}}"
    post = rf"(?<![\w'-]){head}(?:[ -](?:et )?{head})?"
    org, nation = sort_class(_SERVED), sort_class(("demonym",))
    kinds = any_of([*words["nouns"]["org"], *words["nouns"]["endeavour"]])
    # "de l'agence spatiale émirienne (<UAESA>)", "du centre spatial <GSC>"
    named = (
        rf"(?:{kinds}(?: (?:[a-zà-ÿ-]+|{nation})){{0,3}} \(?)?"
        rf"(?:le |la |les |l')?(?P<org>{org})\)?"
    )
    name = (
        rf"(?:(?:{titles}) )?"
        rf"(?P<name>{sort_class(('person',))}|"
        rf"(?![dDlLO]'){_CAPITAL}(?:(?: (?:{particles}))* {_CAPITAL}){{1,3}})"
        r"(?![\w-])"
    )
    sources = {
        # Match: "Jean-Yves Le Gall, Président du <CNES>", "Mika Sato, directrice de la <JAXA>"
        # No match: "Paris, capitale de la <France>"
        "fr-post-after-name": rf"{name}(?: \([^()]{{1,40}}\))?,{adverbs} (?:le |la |l')?"
        rf"(?P<post>{post}{field}) {_OF}{named}",
        # Match: "le Président du <CNES>, Jean-Yves Le Gall", "la directrice de la <JAXA> Mika Sato"
        # No match: "le Président du <CNES> a signé"
        "fr-post-before-name": rf"{_THE}(?P<post>{post}{field}) {_OF}{named},? "
        rf"{name}",
        # Match: "le Premier ministre <japonais> Shinzo Abe"    No match: "le ministre Roe"
        "fr-post-of-nation": rf"{_THE}(?P<post>{post}) (?P<org>{nation}),? {name}",
        # Match: "le Premier ministre Édouard Philippe", who serves nobody that the phrase names
        "fr-post-and-name": rf"{_THE}(?P<post>{post}),? {name}",
        # Match: "Frédérique Vidal, ministre de la Recherche"    No match: "Paris, capitale"
        "fr-name-and-post": rf"{name}, (?:le |la |l')?(?P<post>{post})\b",
        "any post": rf"\b{heads}\b",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
