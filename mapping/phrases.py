"""Noun phrases: names with what belongs to them, folded step by step into one item each.

"the French-German MASCOT lander" becomes MASCOT, qualified by two nations. ``adjuncts`` and
``coordination`` go on from there, in the order of ``reader``; tables: ``rules/phrases.yaml``.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import number

AGENTS = ("org", "person", "country", "region", "collective", "agents")
ENDEAVOURS = ("mission", "programme", "spacecraft", "instrument", "initiative", "endeavours")
PLACES = ("place", "country", "region", "places")
BODIES = ("body", "bodies")
EVENTS = ("meeting",)
THINGS = (
    *AGENTS,
    *ENDEAVOURS,
    *BODIES,
    "place",
    "places",
    "meeting",
    "agreement",
    "concept",
    "things",
)


def expansions(tagged: Tagged) -> Tagged:
    """ "Space Climate Observatory (SCO)" and "German space agency DLR" become one item each."""

    def make(match: re.Match[str]) -> Item | None:
        groups = match.groupdict()
        first, second = tagged.items[groups["a"]], tagged.items[groups["b"] or groups["c"]]
        third = tagged.items[groups["d"]] if groups.get("d") else second
        is_same = first.paths == second.paths == third.paths
        if not is_same and not (groups.get("b") and _abbreviates(tagged, second, first)):
            return None
        return first.stretched(*tagged.span(match))

    tagged = tagged.reduced_to(_suffixed(), "name")
    for pattern in _doubled():
        tagged = tagged.rewrite(pattern, make)
    spelt = (m for m in _in_full().finditer(tagged) if _spells_out(tagged, m))
    return tagged.without([match.span("less") for match in spelt])


def _spells_out(tagged: Tagged, match: re.Match[str]) -> bool:
    """Is what stands in brackets the name in full, "(Vegetation and Environment on a Satellite)"?

    Its words in capitals are three at least, the first with the letter that the name begins with.
    """
    name = tagged.items[match["name"]]
    written = tagged.source_of(*match.span("long"))
    capitals = re.findall(r"(?<![\w-])[A-Z]", written)
    if re.search(r"\d", written):  # "(Mouse Telemetry for Bion-M2)" names another
        return False
    return len(capitals) > 2 and written[:1] == tagged.source[name.begin : name.begin + 1].upper()


@cache
def _in_full() -> Pattern:
    # Match: "<VENµS> (<Vegetation> and Environment on a Satellite)"
    # Match: "<VENµS> mission (<Vegetation> and Environment on a Satellite)"
    # No match: "<SWOT> (2022)", "<SWOT> (with <CNES>, <NASA>)"
    return compiled(
        rf"(?P<name>{sort_class(('org', *ENDEAVOURS))})(?: [a-z]+)?"
        r"(?P<less> \((?P<long>[^(),;:\d]{8,100})\))"
    )


def _abbreviates(tagged: Tagged, short: Item, long: Item) -> bool:
    """ "Global Space Congress (GSC)", whatever else is called so."""
    initials = "".join(re.findall(r"\b[A-Z]", tagged.source[long.begin : long.end]))
    written = tagged.source[short.begin : short.end]
    return len(written) > 2 and written == initials


@cache
def _doubled() -> tuple[Pattern, ...]:
    one = sort_class(THINGS)
    # The brackets first: in "<NASA>'s <DART> (<DART>)" the agency is no part of the name.
    return (
        compiled(rf"(?P<a>{one}) \((?:[Tt]he )?(?P<b>{one})(?:[;,] (?P<d>{one}))?\)(?:'s?(?= ))?"),
        compiled(rf"(?P<a>{one})(?:'s?)? (?:\((?:the )?(?P<b>{one})\)|(?P<c>{one}))(?:'s?(?= ))?"),
    )


def pairs(tagged: Tagged) -> Tagged:
    """ "French-German", "France-China" and "CNES-JAXA" become one item of two parties."""

    def make(match: re.Match[str]) -> Item | None:
        items = items_in(tagged, match.group())
        sort = "demonym" if any(item.sort == "demonym" for item in items) else "agents"
        begin, end = tagged.span(match)
        return Item(sort, begin, end, tuple(dict.fromkeys(p for i in items for p in i.paths)))

    for pattern in _paired():
        tagged = tagged.rewrite(pattern, make)
    return tagged


@cache
def _paired() -> tuple[Pattern, ...]:
    demonym, either = sort_class(["demonym"]), sort_class(["demonym", "country", "region"])
    nations = (  # "US" and "European Union" are names and adjectives
        rf"{demonym}(?:[-–/]{either})+(?! (?:and|,))|{either}(?:[-–/]{either})*[-–/]{demonym}"
    )
    several = map(sort_class, (["country", "region"], ["org"]))
    party = sort_class(["org", "country", "region", "agents"])
    return (
        compiled(nations),
        *(compiled(rf"{one}(?:[-–/]{one})+") for one in several),
        compiled(rf"{party}(?:[-–]{party})+(?= )"),  # "ESA-China"
        compiled(rf"(?<=\bjoint ){party} and {party}(?= )"),  # "the joint ESA and JAXA mission"
    )


def heads(tagged: Tagged) -> Tagged:
    """Names with their articles, adjectives, nations and nouns become one item each."""
    tagged = _titles(_governments(tagged))
    for sorts, noun_list in (
        (ENDEAVOURS, "endeavour"),
        (("org",), "org"),
        (("meeting",), "meeting"),
        (("agreement",), "agreement"),
    ):
        tagged = _heads_of(tagged, sorts, noun_list)
    return _stations(_bodies(tagged.reduced_to(_named_thus(), "name")))


@cache
def _named_thus() -> Pattern:
    # Match: "the joint <radar> satellite for <Earth observation>, named <NISAR>"
    # No match: "a team called <NISAR>"
    inside, date = sort_class(["concept", "body", "demonym"]), sort_class(["date"])
    nouns = any_of(table("phrases")["named thus"])
    return compiled(
        rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) (?:(?:[a-z-]+|{inside}) ){{0,6}}(?:{nouns})"
        rf"(?: (?:for|on|to|of) (?:the )?(?:[a-z-]+ ){{0,3}}(?:[a-z-]+|{inside}))?,?"
        r" (?:named|called|dubbed|christened|known as) (?:the )?"
        rf"(?P<name>{sort_class(ENDEAVOURS)}),?(?=(?: (?:in|on|by))?(?: the)? ?{date}|[.;])"
    )


def _governments(tagged: Tagged) -> Tagged:
    """ "the Government of Japan" and "the Japanese government" speak for Japan; so do several."""

    def make(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["name"] or match["named"]]
        is_one = len(item.paths) == 1 and item.paths[0].startswith("country/")
        return replace(tagged.over(match, item), sort="country") if is_one else None

    def several(match: re.Match[str]) -> Item:
        paths = (path for item in items_in(tagged, match.group()) for path in item.paths)
        return Item("agents", *tagged.span(match), tuple(dict.fromkeys(paths)))

    return tagged.rewrite(_of_several(), several).rewrite(_government(), make)


@cache
def _of_several() -> Pattern:
    # Match: "the governments of <Canada> and <Japan>", "the <Canadian> and <Japanese> governments"
    # No match: "the <Canadian> and other governments"
    country, nation = sort_class(["country"]), sort_class(["country", "demonym"])
    others = any_of(table("phrases")["behind government"])
    return compiled(
        rf"(?:\b[Tt]he )?(?:\b[Gg]overnments of (?:the )?{country}(?:, (?:the )?{country})*,? and "
        rf"(?:the )?{country}|{nation}(?:, {nation})*,? and (?:the )?{nation} [Gg]overnments\b"
        rf"(?! (?:{others})|'))"
    )


@cache
def _government() -> Pattern:
    # Match: "the Government of <Japan>", "the <Japanese> government"
    # No match: "<Japanese> government officials"
    country, nation = sort_class(["country"]), sort_class(["country", "demonym"])
    others = any_of(table("phrases")["behind government"])
    return compiled(
        rf"(?:\b[Tt]he )?(?:\b[Gg]overnment of (?:the )?(?P<name>{country})"
        rf"|(?P<named>{nation})(?:'s?)? (?:federal )?[Gg]overnment\b(?! (?:{others})|'))"
    )


def _titles(tagged: Tagged) -> Tagged:
    """ "the Danish company GomSpace" is GomSpace."""
    org, nation = sort_class(["org"]), sort_class(["demonym", "country"])
    for pattern in (_based(), _counterpart()):
        tagged = all_of(tagged, pattern, *pattern.groupindex)
    return tagged.reduced_to(_title_pattern(org, nation), "name", "set")


def all_of(tagged: Tagged, pattern: Pattern, *groups: str) -> Tagged:
    """The sentence in which what the pattern matches is the name in it, twice told or not.

    The name is what one of the ``groups`` holds, by default "name".
    """
    found = tagged.reduced_to(pattern, *(groups or ("name",)))
    return expansions(found) if found is not tagged else tagged


@cache
def _based() -> Pattern:
    # Match: "Zenithville-based <MDA>", "<Paris>-based <CLS>"    No match: "space-based <CLS>"
    place, org = sort_class(["place", "country", "name"]), sort_class(["org"])
    return compiled(
        rf"(?:\b[Tt]he )?(?:{place}|(?<![\w'-])[A-Z][a-z]+)-based "
        rf"(?:[a-z]+ ){{0,3}}?(?P<name>{org})"
    )


@cache
def _suffixed() -> Pattern:
    # Match: "<MDA> Ltd.", "<OHB> System AG"    No match: "<MDA> Limited Edition"
    suffixes = any_of([s.rstrip(".") for s in table("names")["company suffixes"]])
    org = sort_class(["org"])
    return compiled(rf"(?P<name>{org})(?: Systems?)?,? (?:{suffixes})(?![\w'-])(?:\.(?! [A-Z]|$))?")


@cache
def _counterpart() -> Pattern:
    # Match: "its <US> counterpart <NASA>", "their counterpart, <NASA>,", "its counterpart (<NASA>)"
    # No match: "its counterpart at <NASA>", "its counterpart <NASA>'s rover"
    nation, org = sort_class(["country", "demonym", "region"]), sort_class(["org"])
    return compiled(
        rf"\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]he) (?:{nation} )?counterpart"
        rf"(?:,? (?P<name>{org})(?!')(?:(?<=, .),(?! and\b))?| \((?P<other>{org})\))"
    )


@cache
def _title_pattern(org: str, nation: str) -> Pattern:
    # Match: "the <Danish> company <GomSpace>", "the main contractor, <REOSC>,"
    # No match: "the company of <GomSpace>"
    nouns = any_of(table("phrases")["titles of organizations"])
    concept, land = sort_class(["concept"]), sort_class(["country", "region"])
    return compiled(
        rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) "
        rf"(?:(?:{nation}|{concept}|[a-z]+(?:-[a-z]+)*|[A-Z][a-z]+-based) ){{0,4}}?"
        rf"(?:(?:{nouns})(?: of (?:the )?{land})?|counterpart(?: at| from)?(?: the)?)"
        rf"(?: (?P<name>{org})(?!'s)|, (?:the )?(?P<set>{org})(?=,? and\b|[,;.]))"
    )


def _heads_of(tagged: Tagged, sorts: tuple[str, ...], noun_list: str) -> Tagged:
    def make(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["name"]]
        if item.sort == "org" and match["noun"] and match.group().startswith(("a ", "an ")):
            return None  # "an ESA centre" is one of several
        nation = tagged.item(match, "nation")
        whole = item.stretched(*tagged.span(match))
        whole.nations = tuple(nation.paths) if nation else item.nations
        whole.noun = match["noun"] or match["fore"] or ""
        whole.is_possessed = match.group().startswith(("its ", "their "))
        if item.sort == "programme" and _are_counted_craft(tagged, whole, match.start()):
            whole.sort = "mission"  # "two Galileo satellites" are launched, as a mission is
        return whole

    return tagged.rewrite(_head_pattern(sorts, noun_list), make)


def _are_counted_craft(tagged: Tagged, item: Item, position: int) -> bool:
    """Does the item name satellites, and does a number end before ``position``, "two more "?"""
    found = _COUNTED.search(tagged.text, 0, position)
    is_craft = tagged.source.endswith(_CRAFT, item.begin, item.end)
    return is_craft and found is not None and number(found["count"]) is not None


_CRAFT = ("satellites", "spacecraft")


# Match: "launched 12 ", "the first two new "    No match: "launched the "
_COUNTED = re.compile(
    r"(?:^|\s)(?P<count>\d{1,3}|[A-Za-z]+)(?: (?:more|new|further|additional))? \Z"
)


@cache
def _head_pattern(sorts: tuple[str, ...], noun_list: str) -> Pattern:
    rules = table("phrases")
    adjectives = any_of(rules["adjectives"])
    listed = rules["nouns"][noun_list]
    nouns = any_of(listed)
    demonym, concept = sort_class(["demonym"]), sort_class(["concept"])
    # "the <Cosmic Vision> 2015-2025 programme"
    years = rf"(?:{sort_class(['date'])}|20\d\d(?:[–-]20\d\d)?)"
    stops = any_of(rules["between stops at"])
    no_words = any_of([*rules["between stops at"], *rules["before stops at"]])
    between = rf"(?:(?!(?:{stops})\b)(?:{concept}|[a-z]+(?:-[a-z]+)*-?|[A-Z]-ray) ){{0,5}}?"
    # Nothing but such words may stand before the name: elsewhere none of them is tried.
    letters = {*string.ascii_letters, *" -'\""}.union(*rules["adjectives"], *listed)
    return compiled(
        rf"(?=[{re.escape(''.join(sorted(letters)))}{demonym[1:-1]}]*{sort_class(sorts)})"
        rf"(?:\b(?:the|The|a|A|an|An|its|their|our|this|This) )?(?:(?:{adjectives}) )*"
        rf"(?:(?P<nation>{demonym}) )?(?:(?:{adjectives}) )*(?:space agency )?"
        rf"(?:(?<![\w'-])(?:(?!(?:{no_words}|{nouns})\b)[a-z]+(?:-[a-z]+)* ){{0,2}}"
        rf"(?P<fore>{nouns}) (?!{nouns}\b))?"
        rf"(?:\"|(?<![\w'])')?(?P<name>{sort_class(sorts)})(?:\"|'(?!\w))?"
        rf"(?: (?:{years} )?{between}(?P<noun>{nouns})\b(?: (?:{nouns})\b)?(?!'))?"
    )


def _bodies(tagged: Tagged) -> Tagged:
    return tagged.reduced_to(_body(), "name")


def _stations(tagged: Tagged) -> Tagged:
    """ "the Malargüe ground station" is the place."""
    return tagged.reduced_to(_station(), "name")


@cache
def _station() -> Pattern:
    # Match: "the <Malargüe> tracking station"    No match: "a <Malargüe> space station"
    kinds = "ground|tracking|receiving|deep[- ]space|satellite|antenna|Earth|earth"
    place = sort_class(["place"])
    return compiled(rf"(?:\b(?:the|The) )?(?P<name>{place}) (?:(?:{kinds}) ){{0,3}}station\b(?!-)")


@cache
def _body() -> Pattern:
    nouns = "|".join(table("phrases")["bodies"])
    return compiled(rf"(?:\b(?:the|The) )?(?:(?:{nouns}) )?(?P<name>{sort_class(['body'])})")
