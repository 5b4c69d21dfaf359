"""Parts of an endeavour: "the SWOT radar", "the radar of SWOT", "SuperCam aboard Perseverance".

Those without a name are folded into items, which are to rules and frames what instruments with a
name are. What is told of a part is then told of its whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, mint
from mapping.facts import Evidence, Finding
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.supplies import classes
from mapping.tagging import Item, Tagged, positions, sort_class
from mapping.topics import is_launcher, is_station_path

_WHOLES = ("mission", "programme", "spacecraft")
#: By the path of a part, the path of its whole.
Wholes = dict[str, str]


def told(
    tagged: Tagged,
    entities: MutableMapping[str, Entity],
    read: Callable[[Tagged], Iterable[Finding]],
) -> Iterator[Finding]:
    """What ``read`` finds in a sentence, with what it finds of the parts that the sentence names.

    New parts are added to ``entities``.
    """
    parted, wholes = _folded(tagged, entities)
    of_parts = [_of_whole(f, wholes) for f in read(parted) if _is_of(f, wholes)] if wholes else []
    known = {pair for finding in of_parts for pair in (*_pairs(finding), *_supplied(finding))}
    said: set[tuple[str, str]] = set()
    contributions = []
    for finding in read(tagged):
        if finding.role("item"):
            said.update(_pairs(finding))
        elif not known.isdisjoint(_pairs(finding)):
            continue  # "the radar of X was built by Y" does not tell that Y built X
        if finding.type == "Contribution":
            contributions.append(finding)
            continue
        wholes |= _carried(finding)
        yield finding
    for finding in contributions:
        yield _of_whole(finding, wholes) if _is_of(finding, wholes) else finding
    yield from (finding for finding in of_parts if said.isdisjoint(_pairs(finding)))


def joined(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """ "Rosetta/Philae", "CFOSAT-SWIM": a mission that is called by its part too has that part."""
    found: list[Finding] = []

    def make(match: re.Match[str]) -> Item | None:
        whole, part = tagged.items[match["whole"]], tagged.items[match["part"]]
        if is_launcher(part, tagged) or any(is_station_path(path) for path in part.paths):
            return None
        roles = {"subject": part.paths, "property": ("partOf",), "object": whole.paths[-1:]}
        found.append(Finding("Statement", "called-with-its-part", (evidence,), roles))
        is_built = _MADE.match(tagged.text, match.end())
        return tagged.over(match, part if is_built else whole)

    return found, tagged.rewrite(_called_with_part(), make)


# Behind "CFOSAT/SWIM" it is the part that is meant.
# Match: " was built by", " instrument"    No match: " was launched by", ", a joint mission,"
_MADE = re.compile(
    r",? (?:(?:which|that|is|was|has|been|being|jointly|also) )*"
    r"(?:built|made|developed|designed|supplied|provided|contributed|delivered|instrument)\b"
)


@cache
def _called_with_part() -> Pattern:
    # Match: "<Rosetta>/<Philae> landed"    No match: "<SWOT>/<NISAR>", "<Rosetta>/<Philae>-like"
    part = sort_class(("instrument", "spacecraft"))
    return compiled(rf"(?P<whole>{sort_class(('mission',))})[-–/](?P<part>{part})(?![-–/\w])")


def _carried(finding: Finding) -> Wholes:
    """Of "SARAL carries the AltiKa altimeter", what carries it by the instrument."""
    parts, carriers = finding.role("subject"), finding.role("object")
    if finding.role("property") != ("partOf",) or len(carriers) != 1:
        return {}
    is_whole = carriers[0].startswith(("mission/", "spacecraft/"))
    return {path: carriers[0] for path in parts if is_whole and path.startswith("instrument/")}


def _is_of(finding: Finding, wholes: Wholes) -> bool:
    named = finding.role("endeavour")
    return finding.type == "Contribution" and not wholes.keys().isdisjoint(named)


def _of_whole(finding: Finding, wholes: Wholes) -> Finding:
    """Who builds a part contributes it to its whole."""
    named = finding.role("endeavour")
    parts = tuple(path for path in named if path in wholes)
    others = (path for path in named if path not in wholes)
    endeavours = tuple(dict.fromkeys((*others, *(wholes[path] for path in parts))))
    items = tuple(dict.fromkeys((*finding.role("item"), *parts)))
    return replace(finding, roles={**finding.roles, "endeavour": endeavours, "item": items})


def _pairs(finding: Finding) -> Iterator[tuple[str, str]]:
    """Who contributes to what."""
    if finding.type == "Contribution":
        for contributor in finding.role("contributor"):
            yield from ((contributor, endeavour) for endeavour in finding.role("endeavour"))


def _supplied(finding: Finding) -> Iterator[tuple[str, str]]:
    """Who contributes which part: told of the whole it is not told of the part besides."""
    for contributor in finding.role("contributor"):
        yield from ((contributor, part) for part in finding.role("item"))


def _folded(tagged: Tagged, entities: MutableMapping[str, Entity]) -> tuple[Tagged, Wholes]:
    """The sentence with its parts as items, and their wholes."""
    wholes: Wholes = {}

    def part(item: Item, phrase: str, noun: str, begin: int, end: int) -> Item:
        host = item.paths[-1]
        thing = mint(f"{entities[host].short} {phrase}", classes()[noun.casefold()])
        entities.setdefault(thing.path, replace(thing, aliases=(phrase,)))
        wholes[thing.path] = host
        return Item(thing.kind, begin, end, (thing.path,))

    def make(match: re.Match[str]) -> Item:
        whole, phrase = tagged.items[match["whole"]], tagged.words(match, "phrase")
        return part(whole, phrase, match["noun"], *tagged.span(match))

    def make_named(match: re.Match[str]) -> Item | None:
        named, whole = tagged.items[match["part"]], tagged.items[match["whole"]]
        if len(named.paths) != 1 or any(is_launcher(item, tagged) for item in (named, whole)):
            return None
        wholes[named.paths[0]] = whole.paths[-1]
        return tagged.over(match, named)

    tagged = tagged.rewrite(_named(), make_named)
    for pattern in _unnamed():
        tagged = tagged.rewrite(pattern, make)
    swallowed = [
        (position, position + 1, part(item, phrase, item.noun, item.begin, item.end))
        for position, item in positions(tagged)
        if (phrase := _swallowed(tagged, item))
    ]
    return tagged.fold(swallowed), wholes


def _swallowed(tagged: Tagged, item: Item) -> str:
    """What of an item that stands for a mission with its noun names a part of it."""
    if item.sort != "mission" or classes().get(item.noun.casefold()) != "Instrument":
        return ""
    if item.noun.casefold() in table("supplies")["kinds"]:
        return ""
    words = tagged.source[item.begin : item.end].split()
    start = len(words)
    while start and words[start - 1][:1].islower():
        start -= 1
    return " ".join(words[start:])


@cache
def _named() -> Pattern:
    # Match: "<SuperCam> aboard <Perseverance>", "<SuperCam>, an instrument on <Perseverance>,"
    # No match: "<SuperCam> and <Perseverance>", "<SWOT> on <Falcon 9>"
    part, whole = sort_class(("instrument", "spacecraft")), sort_class(_WHOLES)
    nouns = any_of(classes())
    return compiled(
        rf"(?P<part>{part})(?:,? (?:(?:an?|the|its) )?(?:[a-z-]+ ){{0,3}}(?:{nouns}))? "
        rf"(?:for|on|aboard|on ?board|carried by|flying on) (?:the )?(?P<whole>{whole})(?!')"
    )


@cache
def _unnamed() -> tuple[Pattern, ...]:
    # Match: "the <SWOT> radar", "<SWOT>'s wind sensor", "a wind sensor for the <SWOT>",
    # "On board <SWOT>, the radar was"
    # No match: "<SWOT> radars' data", "the data of <SWOT>", "radar-based maps of <SWOT>"
    rules = table("supplies")
    nouns = [noun for noun in classes() if noun.removesuffix("s") not in rules["wholes"]]
    noun = rf"(?P<noun>{any_of(nouns)})"
    stops = any_of([*rules["stops"], "and"])
    plain = rf"(?:(?!(?:{stops})(?![\w-]))(?:[a-z]|\d(?=[\d.]*-))[\w/.-]* )"
    whole = rf"(?P<whole>{sort_class(_WHOLES)})"
    article = (
        r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our) "
        r"(?:(?:main|major|key|new|small|large|first|second) )?)"
    )
    ends = rf"\b(?![-'])(?! {noun.replace('?P<noun>', '?:')}\b)"
    return (
        compiled(
            rf"{article}(?P<phrase>(?:{plain}and )?{plain}{{0,4}}{noun}){ends} "
            rf"(?:of|for|on|aboard|on ?board) (?:the )?{whole}(?!')(?! [a-z]+s? of\b)"
        ),
        compiled(
            rf"^(?:On ?board|Aboard|On|For) (?:the )?{whole}, {article}"
            rf"(?P<phrase>{plain}{{0,4}}{noun}){ends}(?= (?:is|are|was|were|will|has|have)\b)"
        ),
        compiled(rf"{article}?{whole}(?:'s?)? (?P<phrase>{plain}{{0,3}}{noun}){ends}"),
    )
