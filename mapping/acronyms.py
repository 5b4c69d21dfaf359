"""Acronyms: "Earth Return Orbiter (ERO)", "SWIM (Surface Waves Investigation and Monitoring)".

Works on tagged sentences: what the gazetteer knows is folded away already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, Found, mint
from mapping.name_kinds import (
    BARRED,
    CAPITAL,
    LINK,
    NAME,
    class_of,
    classes,
    is_generic,
    plain_words,
)
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Tagged, item_before, items_in, sort_class
from mapping.variants import folded, is_alike

_ANY = (
    "org",
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
    "meeting",
    "agreement",
    "place",
    "body",
    "concept",
    "region",
)


_NAMED = ("org", "mission", "programme", "spacecraft", "instrument")
_SHORT = 6  # letters


def bound_acronyms(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """(acronym, path) wherever an acronym in brackets follows a known name."""
    for match in _patterns()["bound"].finditer(tagged):
        for item in items_in(tagged, match["known"]):
            yield match["acronym"], item.paths[0]


def own_acronyms(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """(acronym, path) where the text gives an acronym of others to a name of its own.

    "Iranian Space Agency (ISA)": from there on ISA is not the Israel Space Agency.
    """
    for match in _patterns()["(known)"].finditer(tagged):
        item = tagged.items[match["known"]]
        acronym = tagged.source[item.begin : item.end]
        if not acronym.isupper() or len(acronym) > _SHORT:
            continue
        outer = tagged.items.get(match["outer"] or "")
        if outer is not None:
            if outer.paths != item.paths and _fitted(outer.text, acronym):
                yield acronym, outer.paths[0]
            continue
        before = re.search(rf"{NAME}$", tagged.source[tagged.begins[0] : item.begin - 2])
        if before is None:
            continue
        name = _fitted(before.group(), acronym)
        class_ = class_of(name) if name else None
        if name and class_:
            yield acronym, mint(name, class_).path


def centres_of_one_word(tagged: Tagged, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, path) of centres and companies called by the first word of their names: "Goddard".

    Not by one that is the ``known`` name of something else: "Tsukuba Space Center", nor by one
    that rules are made of: "Orbital Dynamics".
    """
    for item in items_in(tagged, tagged.text):
        if item.sort not in ("org", "place"):
            continue
        word = one_word(tagged.source[item.begin : item.end])
        if word is not None and folded(word) not in known:
            yield word, item.paths[0]


def one_word(name: str) -> str | None:
    """The word by which a centre or company is called for short; None where there is none."""
    match = _of_one_word().fullmatch(name)
    is_plain = match and match["firm"] and match["word"].casefold() in plain_words()
    return None if match is None or is_plain else match["word"]


@cache
def _of_one_word() -> re.Pattern[str]:
    # Match: "NASA's Goddard Space Flight Center", "Zenith Aerospace"
    # No match: "Mission Control Center"
    kinds = any_of(table("names")["centres of one word"])
    firms = any_of(table("names")["companies of one word"])
    return re.compile(rf"(?:NASA(?:['’]s)? )?(?P<word>[A-Z][a-z]+) (?:{kinds}|(?P<firm>{firms}))")


def respelt(
    tagged: Tagged, entities: Mapping[str, Entity], countries: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """(name, path) where a known acronym follows its name in another spelling than is known.

    ``countries`` leads from organizations to theirs: an agency of that nation with that acronym is
    the one known, however it is called.

    Match: "India Space Research Organisation (<ISRO>)", "India's Space Research Organisation
    (<ISRO>)", "Indian Space and Research Agency (<ISRO>)"
    No match: "Utopian Space Agency (<ISA>)"
    """
    for match in _patterns()["name (known)"].finditer(tagged):
        item = tagged.items[match["known"]]
        entity = entities.get(item.paths[0])
        start = match.start("name")
        before = item_before(tagged, start - 2 * tagged.text.endswith("'s ", 0, start))
        begin = tagged.begins[start] if before is None else before.begin
        name = _fitted(tagged.source[begin : item.begin - 2], tagged.source[item.begin : item.end])
        if entity is None or name is None:
            continue
        nation = before.paths[0] if before is not None and before.paths else None
        is_theirs = "SpaceAgency" in entity.types and countries.get(entity.path) == nation
        if is_theirs or is_alike(name.replace("'s ", " "), (entity.label, *entity.aliases)):
            yield name, entity.path


def with_acronyms(tagged: Tagged) -> Iterator[Found]:
    """The names that stand beside their acronyms, each with its class."""
    if _patterns()["(ACR)"].search(tagged):
        yield from _before_acronyms(tagged)
    for match in _patterns()["branch (ACR)"].finditer(tagged):
        begin, end = tagged.span(match, "name")
        name, acronym = tagged.source[begin:end], tagged.source_of(*match.span("acronym"))
        if acronym[-1] == name.split()[-1][0]:  # "<Zenith Plasma> <Italy> (ZP-I)"
            yield Found(mint(acronym, "Company", label=name, acronym=acronym), (name, acronym))
    for match in _patterns()["ACR (name)"].finditer(tagged):
        yield from _expanded((match["name"],), match["acronym"], match["after"])


def _before_acronyms(tagged: Tagged) -> Iterator[Found]:
    """The names, and the nouns with what describes them, before acronyms in brackets."""
    for match in _patterns()["name (ACR)"].finditer(tagged):
        before = item_before(tagged, match.start("name"))
        if before is None:
            listed = _BEFORE.search(tagged.text, 0, match.start("name"))
            names = (match["name"], *([listed.group() + match["name"]] if listed else ()))
            yield from _expanded(names, match["acronym"], match["after"])
        else:  # "<OSIRIS-REx> Laser Altimeter (OLA)"
            whole = tagged.source[before.begin : tagged.ends[match.end("name") - 1]]
            yield from _expanded((match["name"], whole), match["acronym"], match["after"])
    for match in _patterns()["noun (ACR)"].finditer(tagged):
        noun = (match["after"] or match["noun"]).casefold()
        type_ = classes("after").get(noun)
        fitted = _fitted(match["phrase"], match["acronym"])
        if type_ and fitted and match["acronym"] not in BARRED:
            acronym = match["acronym"]
            yield Found(mint(acronym, type_, label=fitted, acronym=acronym), (fitted, acronym))


# Match: "Tides, Rain ", of "Tides, Rain and Sails Network (TRSN)"    No match: "Tides and "
_BEFORE = re.compile(rf"(?:(?<!\w){CAPITAL}, ){{1,3}}$")


def _expanded(names: Sequence[str], acronym: str, after: str | None) -> Iterator[Found]:
    """The name of what has an acronym: of ``names``, the end that fits it best."""
    fits = (_fitted(name, acronym, (missing,)) for missing in (0, 1) for name in names)
    fitted = next(filter(None, fits), None)
    if fitted is None or is_generic(fitted):
        return
    noun = (after or "").strip().casefold()
    type_ = classes("after").get(noun) or class_of(fitted)
    if type_:
        yield Found(mint(acronym, type_, label=fitted, acronym=acronym), (fitted, acronym))


def _fitted(name: str, acronym: str, missing: Sequence[int] = (0, 1)) -> str | None:
    """The shortest end of ``name`` whose words begin with the acronym's letters, in order.

    ``missing`` are the numbers of letters that it may lack, best first.

    Match: "Earth Return Orbiter" for ERO.    No match: "Jean-Yves Le Gall" for CNES.
    """
    words = name.split()
    capitals = [char for char in acronym if char.isupper()]
    letters = capitals if len(capitals) > 2 else [char for char in acronym if char.isalpha()]
    letters = [letter.casefold() for letter in letters]
    starts = [n for n, word in enumerate(words) if word[0].casefold() == letters[0]]
    for few in missing:
        for start in reversed(starts):
            if _spells(words[start:], letters, few):
                return " ".join(words[start:])
    return None


def _spells(words: list[str], letters: list[str], missing: int) -> bool:
    """Do the words' first letters and capitals hold the acronym's, in order, but for so many?"""
    text = " ".join(words)
    prominent = [
        text[i].casefold()
        for i in range(len(text))
        if text[i].isalpha() and (i == 0 or not text[i - 1].isalpha() or text[i].isupper())
    ]
    found = at = 0
    for letter in letters:
        if letter in prominent[at:]:
            found, at = found + 1, prominent.index(letter, at) + 1
    return found >= max(2, len(letters) - missing)


@cache
def _patterns() -> dict[str, Pattern]:
    odd = r"[a-z]+[A-Z]\w*"  # "coUpled", in expansions of acronyms
    acronym = (
        r"(?<!\w)(?P<acronym>(?=[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z])[A-Z][A-Za-z0-9]{1,14}(?:-\d)?)"
    )
    after = any_of(classes("after"))
    known = sort_class(_ANY)
    sources = {
        # Match: "Space Climate Observatory (SCO)"    No match: "ASI (Italy)"
        "bound": rf"(?P<known>{known})(?: (?:mission|satellite|spacecraft|probe|rover))?"
        rf"(?:'?s? \(|, (?:also )?(?:known as|called) ){acronym}\b",
        # Match: "Zenithian Space Agency (<ISA>)"    No match: "<NASA> of (<Mars>)"
        "(known)": rf"(?:\w|(?P<outer>{sort_class(['org'])})) \((?P<known>{sort_class(['org'])})\)",
        # Match: "Zenithia Space Research Council (<ZSRC>)"    No match: "Ralf (<NASA>)"
        "name (known)": rf"(?P<name>{NAME}) \((?P<known>{sort_class(_NAMED)})\)",
        # Looking for this alone is much faster, and most sentences have none.
        "(ACR)": rf" \({acronym}\)",
        # Match: "Earth Return Orbiter (ERO)"    No match: "CNES (France)"
        "name (ACR)": rf"(?P<name>{NAME}) \({acronym}\)(?: (?P<after>{after})\b)?",
        # Match: "<Zenith Plasma> <Italy> (ZP-I)"    No match: "<Zenith Plasma>, <Italy> (ZP)"
        "branch (ACR)": rf"(?P<name>{sort_class(['org'])} {sort_class(['country'])})"
        rf" \((?P<acronym>(?:[A-Z]{{2,5}}|{sort_class(['org'])})-?[A-Z])\)",
        # Match: "SWIM (Surface Waves Investigation and Monitoring), a wave scatterometer"
        "ACR (name)": rf"{acronym}(?: [a-z]+)? \((?P<name>{NAME}(?: (?:{CAPITAL}|{odd}|{LINK}))*)\)"
        rf"(?:(?:, an? (?:[a-z-]+ ){{0,3}}?| )(?P<after>{after})\b)?",
        # Match: "a laser ranging interferometer (LRI) instrument"    No match: "a bus (CNES)"
        "noun (ACR)": r"(?P<phrase>(?:(?:[a-z][\w-]*|[A-Z]-(?:band|ray)) ){0,5}(?P<noun>[a-z]+))"
        rf" \({acronym}\)(?: (?P<after>{after})\b)?",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
