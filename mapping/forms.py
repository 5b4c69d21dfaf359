"""New names known by their own form: a company's suffix, a number, a place before its country.

"von Roe & Poe GmbH", "Artemis VII", "in Schwetzingen, Germany", a title in quotation marks that
says it is an agreement. Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Found, mint
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Tagged, items_in, sort_class
from mapping.titles import agreement, titles


def formed(tagged: Tagged) -> Iterator[Found]:
    """The names in ``tagged`` that their form gives away."""
    finders = (_companies, _behind_nouns, _numbered, _before_lands, _quoted, titles, _pads)
    for find in (*finders, _of_towns):
        yield from find(tagged)


def _companies(tagged: Tagged) -> Iterator[Found]:
    """ "von Roe & Poe GmbH", also without its suffix."""
    if not _patterns()["suffix"].search(tagged):
        return
    for match in _patterns()["company"].finditer(tagged):
        name = match["name"].removeprefix("The ")
        behind = tagged.items.get(tagged.text[max(0, match.start() - 2)])
        if len(name) < 4 or name.split()[-1] in _barred() or (behind and behind.sort == "org"):
            continue  # "<Roscosmos> Space Corporation" is Roscosmos
        whole = _words(tagged, match, 0).removeprefix("The ")
        yield Found(mint(name, "Company"), (whole, name) if " " in name else (whole,))


def _behind_nouns(tagged: Tagged) -> Iterator[Found]:
    """ "its partner Optech", "the radar SHARAD"."""
    for match in _patterns()["noun name"].finditer(tagged):
        name, type_ = match["name"], _classes()[match["noun"].casefold()]
        is_shaped = sum(char.isupper() for char in name) > 1 or any(c.isdigit() for c in name)
        is_vehicle = match["noun"] in table("names")["vehicles"] and not _is_heading(tagged)
        if (
            name in _barred()
            or len(name) < 4
            or not (is_shaped or type_ == "Company" or is_vehicle)
        ):
            continue
        yield Found(mint(name, type_), (name,))


def _is_heading(tagged: Tagged) -> bool:
    """Has the sentence no end?  Headings Write Many Words Like Names."""
    return not tagged.text.rstrip('" ').endswith((".", "!", "?", ";"))


def _numbered(tagged: Tagged) -> Iterator[Found]:
    """ "Artemis VII", a mission of the programme, and "Zenitsat-2", a satellite."""
    for rule in ("numbered", "satellite"):
        for match in _patterns()[rule].finditer(tagged):
            name = _words(tagged, match, 0)
            yield Found(mint(name, "Mission"), (name,))
    for match in _patterns()["of a fleet"].finditer(tagged):
        owner = tagged.items[match["owner"]]
        if match["noun"] or (owner.text or "").casefold() in _fleets():
            begin, end = tagged.begins[match.start()], tagged.span(match)[1]
            name = tagged.source[begin:end].removesuffix(match["noun"] or "")
            yield Found(mint(name, "Mission"), (name,))


def _before_lands(tagged: Tagged) -> Iterator[Found]:
    """ "in Schwetzingen, Germany", "in Zenithville, Ohio"."""
    for match in _patterns()["place"].finditer(tagged):
        if match["name"].split()[0] not in _barred():
            yield Found(mint(match["name"], "Place"), (match["name"],))


def _pads(tagged: Tagged) -> Iterator[Found]:
    """ "Launch Complex 1"."""
    for match in _patterns()["pad"].finditer(tagged):
        yield Found(mint(match.group(), "Place"), (match.group(),))


def _of_towns(tagged: Tagged) -> Iterator[Found]:
    """ "the <Marrakesh> Declaration", "the <Vienna> Convention": where it was agreed on."""
    for match in _patterns()["of a town"].finditer(tagged):
        name = _words(tagged, match, "name")
        yield Found(agreement(name), (name,))


def _quoted(tagged: Tagged) -> Iterator[Found]:
    """The title of an agreement in quotation marks."""
    for match in _patterns()["quoted"].finditer(tagged):
        name = _words(tagged, match, "name").rstrip(",. ")
        between = _patterns()["between"].regex.search(match["name"])
        named = items_in(tagged, between.group()) if between else []
        parties = tuple(dict.fromkeys(path for item in named for path in item.paths[:1]))
        yield Found(replace(agreement(name), parties=parties), (name,))


def _words(tagged: Tagged, match: re.Match[str], group: str | int) -> str:
    begin, end = tagged.span(match, group)
    return tagged.source[begin:end]


@cache
def _barred() -> frozenset[str]:
    rules = table("posts")
    return frozenset((*rules["not_names"], *rules["of no person"], *table("names")["not_names"]))


@cache
def _fleets() -> frozenset[str]:
    return frozenset(name.casefold() for name in table("names")["fleets"])


@cache
def _classes() -> dict[str, str]:
    rules = table("names")["before"]
    return {noun.casefold(): type_ for type_, nouns in rules.items() for noun in nouns}


@cache
def _patterns() -> dict[str, Pattern]:
    capital = r"[A-ZÀ-ÖØ-Þ][\w'-]*(?<!')"
    suffixes = any_of(table("names")["company suffixes"])
    nouns = any_of(list(_classes()))
    titles = any_of(table("names")["agreement titles"])
    heads = table("names")["last"]
    kinds = any_of([*table("names")["company words"], *heads["Company"]])
    org, town, place = (sort_class(s) for s in (["org"], ["place"], ["place", "country"]))
    party = sort_class(["org", "country", "region"])
    of_state = r"(?:the )?(?:[A-Z]\w+ of )?(?:the )?"
    sources = {
        "suffix": rf" (?:{suffixes})(?![\w'-])",
        # Match: "von Roe & Poe GmbH", "Zenith Plasma, Inc."    No match: "in Ltd", "GmbH"
        "company": rf"(?<![\w'-])(?P<name>(?:(?:von|van|de) )?{capital}"
        rf"(?:(?: &| and)? {capital}){{0,5}}?),? (?:{suffixes})(?![\w'-])",
        # Match: "its partner Optech", "the radar SHARAD"    No match: "the partner agencies"
        "noun name": rf"\b(?P<noun>{nouns}) \"?(?P<name>{capital}(?:-\d+)*)\"?"
        rf"(?! {capital}|'|-|{sort_class(['org'])})",
        # Match: "<Artemis> VII", "<Turksat> 5B", "<Spot> 7 was"
        # No match: "<Artemis> I think", "<Spot> 7 years"
        "numbered": rf"{sort_class(['programme', 'mission'])} (?=[IVX]{{2,}}|[IVX]\b(?! [a-z]))"
        r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI{0,3})\b"
        rf"|{org} \d{{1,2}}[A-Z](?![\w-])"
        rf"|{sort_class(['mission'])} \d{{1,3}}[A-Z]?"
        r"(?=,? (?:satellites?|spacecraft|was|is|will|and its)\b|[,;] (?!\d)|\.$)",
        # Match: "Zenitsat-2", "ZENSAT-1A", "ZenitSat-9"    No match: "Zenitsat", "Sat-1", "Essat 3"
        "satellite": r"(?<![\w'-])(?=[A-Z])[A-Za-z]+(?:sat|Sat|SAT)-\d{1,3}[A-Z]?(?![\w-])",
        # Match: "<Eutelsat> 8 West B satellite", "<Optus> D2 spacecraft", "<Intelsat> 34"
        # No match: "<Airbus> 34", "<Eutelsat> 8 years", "<CNES> 2031"
        "of a fleet": rf"(?P<owner>{org})[ -](?:[A-Z]{{1,2}}-?)?\d{{1,3}}[A-Z]?"
        r"(?: (?:West|East|[WE])\b)?(?: [A-Z]\b)?(?![\w-])"
        r"(?P<noun> (?:(?:tele)?communications? |broadcasting |broadband )?"
        r"(?:satellites?|spacecraft)\b)?(?! (?:[a-z-]+ )?(?:years|months|days|million|percent)\b)",
        # Match: "Launch Complex 1", "Space Launch Complex-4E"    No match: "Launch Complex at"
        "pad": r"(?<![\w'-])(?:Space )?Launch (?:Complex|Pad)[- ]\d{1,3}[A-Z]?(?![\w-])",
        # Match: "in Schwetzingen, <Germany>", "<Airbus> of Zenithville, <Ohio>"
        # No match: "in May, <Germany>", "for Roe, <France>", "in Zenith, <Rome> and <Paris>"
        "place": rf"(?:\b(?:in|at|near|outside)|(?:{org}|\b(?:{kinds})),? of) "
        rf"(?P<name>{capital}(?: {capital})?), {place}(?!,? and |'s|, {town})",
        # Match: "between <ESA> and the Government of the <Republic>", "between <A> (A), and <B>"
        # No match: "between friends"
        "between": rf"\b[Bb]etween {of_state}{party}(?: \([^()]*\))?,? and {of_state}{party}",
        # Match: "the <Marrakesh> Declaration"    No match: "the <Vienna> Convention Center"
        "of a town": rf"\b[Tt]he (?P<name>{sort_class(['place'])} (?:Accords?|Charter|Compact"
        r"|Convention|Declaration|Pact|Protocol|Treaty))(?! [A-Z]|[\w-])",
        # Match: the title "Agreement between Zenith and Nadir on Plasma" in quotation marks
        # No match: "The agreement is good," in quotation marks
        "quoted": rf"(?P<mark>\"|(?<!\w)')(?P<name>(?=[A-Z])[^\"'.;]{{0,40}}\b(?:{titles}) "
        rf"(?:[Bb]etween|[Oo]n|[Cc]oncerning|[Ff]or|[Rr]egarding) [^\"']{{5,250}})(?P=mark)(?!\w)",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
