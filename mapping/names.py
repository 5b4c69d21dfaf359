"""Names that no gazetteer holds, known by the company they keep.

"Earth Return Orbiter (ERO)", "the MicrOmega instrument", "two satellites, NEMO-HD and Trisat".
Works on tagged sentences: what the gazetteer knows is folded away already. Tables:
``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from mapping.acronyms import with_acronyms
from mapping.alternatives import any_of
from mapping.capitals import capitalised, of_nation
from mapping.entities import Found, mint
from mapping.forms import formed
from mapping.name_kinds import BARRED, BODIES, CAPITAL, LINK, class_of, classes, firsts
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.subjects import subjects
from mapping.tagging import Tagged, sort_class


def discover(tagged: Tagged, in_capitals: Iterable[Found] | None = None) -> Iterator[Found]:
    """The new names of ``tagged``, each with its class.

    ``in_capitals`` are those that ``capitalised`` finds in it, where they are known already.
    """
    finders = (with_acronyms, _of_years, _before_nouns, _beside_nouns, _in_lists, _of_places)
    for find in (*finders, formed, subjects, _offices, _embassies, _by_deeds):
        yield from find(tagged)
    yield from capitalised(tagged) if in_capitals is None else in_capitals


def _offices(tagged: Tagged) -> Iterator[Found]:
    """ "Federal Ministry of Plasma and Sails", "State Secretariat for Tea, Rain and Snow"."""
    for match in _patterns()["office"].finditer(tagged):
        begin, end = tagged.span(match)
        yield of_nation(tagged, match.start(), tagged.source[begin:end])


def _embassies(tagged: Tagged) -> Iterator[Found]:
    """ "the <Kazakh> Embassy in <India>", where one meets and signs; where it is stays apart."""
    for match in _patterns()["embassy"].finditer(tagged):
        begin, end = tagged.span(match)
        whole, short = tagged.source[begin:end], tagged.source_of(*match.span("short"))
        yield Found(mint(whole, "Place"), (short,))


def _before_nouns(tagged: Tagged) -> Iterator[Found]:
    """ "the MicrOmega instrument"."""
    for match in _patterns()["name noun"].finditer(tagged):
        if _is_distinct(match["name"], match.start("name"), tagged.text):
            yield _by_noun(match["name"], match["noun"])


def _of_years(tagged: Tagged) -> Iterator[Found]:
    """ "the Zenith 2027 balloon campaign", as there is one each year."""
    for match in _patterns()["year campaign"].finditer(tagged):
        name = match["name"]
        if name.split()[0] not in BARRED and class_of(name) is None:
            yield Found(mint(f"{name} campaign", "Initiative"), (name,))


def _beside_nouns(tagged: Tagged) -> Iterator[Found]:
    """ "AquaWatch, a water quality programme"."""
    for match in _patterns()["name, a noun"].finditer(tagged):
        is_adverb = match.start() == 0 and match["name"].endswith("ly")  # "Presently, the mission"
        if _WITHIN_NAME.search(tagged.text, 0, match.start()) and "(" in match.group():
            continue  # "Lunar Effects on Plasma Waves (LEPW) will be the first"
        is_kind = match["name"].casefold() in classes("last")  # "the Treaty, a"
        is_kind = (
            is_kind or class_of(match["name"]) in BODIES
        )  # "Executive Board, an agreement on a"
        if _is_plain_name(match["name"].split()[-1]) and not (is_adverb or is_kind):
            yield _by_noun(match["name"], match["noun"])


def _in_lists(tagged: Tagged) -> Iterator[Found]:
    """ "two satellites, NEMO-HD and Trisat"."""
    for match in _patterns()["nouns, names"].finditer(tagged):
        for name in re.split(r", (?:and )?| and ", match["names"]):
            if _is_plain_name(name):
                yield _by_noun(name, match["noun"])
    for match in _patterns()["nouns such as"].finditer(tagged):
        for name in re.split(r",? and |, ", match["names"]):
            first, type_ = name.split()[0], table("names")["before lists"][match["noun"]]
            is_known = any(char in tagged.items for char in name) or class_of(name)
            if first not in BARRED and _is_plain_name(first) and not is_known:
                yield Found(mint(name, type_), (name,))


def _of_places(tagged: Tagged) -> Iterator[Found]:
    """ "University of Calgary", whose last word the gazetteer knows as a place."""
    for match in _patterns()["of place"].finditer(tagged):
        begin, end = tagged.span(match)
        name = tagged.source[begin:end]
        opening = name.split()[0]
        if opening in BARRED and opening.casefold() not in classes("first"):
            name = name.removeprefix(f"{opening} ")  # "In University of <Calgary>"
        yield Found(mint(name, classes("first")[match["first"].casefold()]), (name,))


def _by_deeds(tagged: Tagged) -> Iterator[Found]:
    """ "1ZEN-PF was built by Zenith Plasma": what is built is a mission, who builds an agent."""
    for match in _patterns()["code done by"].finditer(tagged):
        if match["name"] not in BARRED:
            yield Found(mint(match["name"], "Mission"), (match["name"],))
    for match in _patterns()["done by name"].finditer(tagged):
        name = match["name"]
        first = name.split()[0]
        if first not in BARRED and not class_of(name) and first.casefold() not in classes("first"):
            yield Found(mint(name, "Organization"), (name,))


def _by_noun(name: str, noun: str) -> Found:
    name = name.removeprefix("The ")
    return Found(mint(name, classes("after")[noun.casefold()]), (name,))


def _is_plain_name(word: str) -> bool:
    is_long = len(word) > 3 or (len(word) == 3 and word.isupper())
    return word not in BARRED and is_long and word.casefold() not in classes("after")


def _is_distinct(name: str, start: int, text: str) -> bool:
    """Is it a name and not just a capitalised word?  "DORN" and "the Callisto" are names."""
    if name.split(maxsplit=1)[0] in (BARRED if " " not in name else _not_numbered()):
        return False
    if name.casefold() in classes("after") or _NO_NAME.fullmatch(name):
        return False
    shaped = sum(char.isupper() for char in name) > 1 or any(char.isdigit() for char in name)
    inside = text[max(0, start - 4) : start] in ("the ", "The ") or (
        start > 1 and text[start - 1] == " " and text[start - 2].islower()
    )
    return shaped or (inside and name[0].isupper() and name[1:].islower() and len(name) > 3)


# Match: "Lunar Effects on "    No match: "they work on "
_WITHIN_NAME = re.compile(r"[A-Z][\w-]+ (?:on|of|for|in|and)(?: the)? \Z")


@cache
def _not_numbered() -> frozenset[str]:
    """What before a number makes no name: "Phase 2 instruments"."""
    return frozenset((*BARRED, *table("names")["numbered parts"]))


# Match: "S-band", "Large-class", "VII"    No match: "MIXS", "SWOT"
_NO_NAME = re.compile(r"[A-Z][A-Za-z]?-(?:band|ray)|[A-Z][a-z]+-(?:class|scale|type)|[IVX]+")


@cache
def _patterns() -> dict[str, Pattern]:
    after = any_of(classes("after"))
    makers = any_of(table("names")["before"]["Company"])
    ranks = "|".join(table("names")["ranks"])
    offices = "|".join(table("names")["offices"])
    # Words between a name and its noun: "the IRAP astrophysics and planetology research institute".
    stops = any_of(table("phrases")["between stops at"])
    between = rf"(?:(?!(?:{stops})\b)(?:[a-z]+(?:-[a-z]+)*|[A-Z]-ray|and) ){{0,3}}?"
    field = rf"(?:{CAPITAL}|{sort_class(['region', 'concept', 'body'])})"
    listed = "|".join(table("names")["before lists"])
    one = rf"(?:{CAPITAL}(?: {CAPITAL}){{0,3}}|{sort_class(['org', 'mission', 'instrument'])})"
    sources = {
        # Match: "Federal Ministry of Plasma and Sails", "State Secretariat for Tea, Rain, and Snow"
        # No match: "Ministry of Defence officials, Paris"
        # "Ministry of <Europe> and Foreign Affairs"
        "office": rf"(?<![\w'-])(?:(?:{ranks}) )?(?:{offices}) (?:of|for) (?:the )?"
        rf"{field}(?: (?:{LINK} )?{CAPITAL})*"
        rf"(?:(?:, {CAPITAL}(?: {CAPITAL})*)+,? (?:and|&) {CAPITAL}(?: {CAPITAL})*"
        rf"(?: and {CAPITAL}(?: {CAPITAL})*(?= \())?"
        rf"|,? (?:and|&) {CAPITAL}(?: (?:{LINK} )?{CAPITAL})*)",
        # Match: "the MicrOmega instrument", "the DORN instrument"    No match: "the Japanese
        # mission"
        "name noun": rf"(?<![\w.'])(?P<name>{CAPITAL}(?:-\d+| \d{{1,2}}[A-Z]?(?= (?:{after})\b))?)"
        rf" {between}(?P<noun>{after})\b",
        # Match: "the Zenith 2027 balloon campaign"    No match: "the May 2027 campaign"
        "year campaign": rf"(?<![\w.'])(?:The )?(?P<name>(?!The ){CAPITAL}(?: {CAPITAL})? 20\d\d) "
        rf"{between}campaigns?\b",
        # Match: "AquaWatch, a water quality programme", "Hera will be a planetary defence mission"
        # No match: "Paris, a large city", "Zenith, a satellite operator"
        "name, a noun": rf"(?<![\w'-])(?P<name>{CAPITAL}(?: {CAPITAL})?)"
        rf"(?: \(\w+\))?(?:,| is| was| will be) (?:a|an|the) "
        rf"(?:[^;,.]{{0,60}}? )?(?P<noun>{after})\b(?! (?:{makers})s?\b)",
        # Match: "two satellites, NEMO-HD and Trisat"    No match: "two satellites, launched"
        "nouns, names": rf"\b(?P<noun>{after})(?:,|:| called| named) "
        rf"(?P<names>{CAPITAL}(?:(?:, (?:and )?| and ){CAPITAL})*)"
        r"(?=[,.;:]| (?:was|were|is|are|went|will)\b|$)",
        # Match: "companies such as Zenith Plasma, <Airbus> and NADIR have"
        # No match: "companies such as these"
        "nouns such as": rf"\b(?P<noun>{listed})(?:,? (?:such as|like|including|namely) "
        r"| ?[(—–:] ?)"
        r"(?:the )?"
        rf"(?P<names>{one}(?:, {one})*,? and {one})"
        r"(?=[.,;:)]| ?[—–]|$"
        r"| (?:and|have|has|had|is|are|was|were|will|that|which|who|to|for|in|on|from)\b)",
        # Match: "<Kazakh> Embassy in <India>", "<Peru>'s Embassy"    No match: "the Embassy"
        "embassy": rf"(?P<short>{sort_class(['demonym', 'country'])}(?:'s)? Embassy)"
        rf"(?: (?:in|to) (?:the )?{sort_class(['place', 'country'])})?",
        # Match: "University of <Calgary>"    No match: "the city of <Calgary>"
        # "Technical University of <Denmark>"
        "of place": rf"(?<![\w'-])(?:{CAPITAL} )?(?P<first>{firsts()}) of "
        rf"(?:{CAPITAL}(?: and {CAPITAL}| {CAPITAL})* of )?(?:the )?"
        rf"{sort_class(['place', 'country', 'demonym', 'region'])}(?: {CAPITAL})*",
    }
    done = "(?:developed|built|manufactured|assembled|supplied|provided|operated|owned)"
    sources |= {
        # Match: "1KUNS-PF was developed by"    No match: "It was developed by"
        "code done by": rf"(?<![\w'-])(?P<name>(?=(?:[\w-]*[A-Z]){{2}})"
        rf"(?=[\w-]*\d)[A-Z0-9][\w-]+)(?: \([^()]*\))? (?:was|is|were|has been) (?:[a-z]+ )?{done}"
        rf"(?: and {done})?(?: for \W)? by\b",
        # Match: "built by Zenith Plasma"    No match: "built by Zenith", "built by teams"
        "done by name": rf"\b{done}(?: and {done})?(?: (?:jointly|entirely))?(?: on \W's behalf)?"
        rf" by (?:the (?:\W )?(?:company|firm) |the )?(?P<name>{CAPITAL}(?: {CAPITAL}){{1,4}})"
        r"(?![\w-])(?!'s)",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
