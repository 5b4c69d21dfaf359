"""Things that a text only describes: "a thermal infrared imager", "elements of the bus".

Tables: ``rules/supplies.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mapping.phrases import ENDEAVOURS
from mapping.rules.tables import table
from mapping.tagging import SORTS, sort_class


@dataclass(frozen=True)
class Supply:
    """A thing named by a noun phrase: [start, stop) of the text, determiners from ``begin``.

    ``type`` is its class, ``name`` the name that follows: "the radar SHARAD".
    ``is_whole``: it may well be part of nothing else, as a satellite.
    """

    begin: int
    start: int
    stop: int
    type: str
    name: str | None = None
    is_whole: bool = False


def supplies(text: str) -> Iterator[Supply]:
    """The things that a tagged text names by nouns only, in order."""
    for aside in (_apposed(), _meant_for(), _PURPOSE):
        text = aside.sub(lambda found: found[1] + "#" * len(found[2]), text)
    for match in _pattern().finditer(text):
        noun = match["noun"].casefold()
        if noun in table("supplies")["themselves"] and match.group()[:4].casefold() == "the ":
            continue
        start, stop = match.span("phrase")
        is_new = bool(_NEW.match(match.group())) or (
            noun.endswith("s") and match.start() == match.start("phrase")
        )
        is_whole = is_new and noun in table("supplies")["wholes"]
        yield Supply(match.start(), start, stop, classes()[noun], match["name"], is_whole)


@cache
def _apposed() -> re.Pattern[str]:
    # Match: "<Canadarm3>, a smart robotic arm"    No match: "<Canadarm3>, a camera and a lidar"
    return re.compile(
        rf"([{sort_class(ENDEAVOURS)[1:-1]}])(, (?:an?|the)(?: (?!and\b)[\w-]+)+)(?=[,.;]|$)"
    )


@cache
def _meant_for() -> re.Pattern[str]:
    # Match: " for the <European> orbiter"    No match: " for the radar", " for a lander"
    wholes = "|".join(table("supplies")["wholes"])
    return re.compile(
        rf"( (?:for|aboard|on|on ?board|onto|into|in|inside) )"
        rf"((?:the|its|their) (?:[\w-]+ |{sort_class(['demonym', 'body'])} ){{0,2}}(?:{wholes})\b)"
    )


# Match: " for the successful operation of the lunar orbiter"
# No match: " for the radar of <SWOT>"
_PURPOSE = re.compile(
    r"( for )((?:(?:the|its|their) )?(?:[a-z-]+ ){1,4}of "
    r"(?:the|its|their|this|an?) [^,;.]{1,60}?)(?=[,.;]|$| (?:and|to|in|as|from) )"
)
_NEW = re.compile(r"(?:an?|two|three|four|five|six|several) ", re.IGNORECASE)


@cache
def classes() -> dict[str, str]:
    """The class of what each noun names that heads such a phrase."""
    heads = table("supplies")["heads"]
    named = {noun: type_ for type_, nouns in heads.items() for noun in nouns}
    several = {f"{noun}s": type_ for noun, type_ in named.items() if not noun.endswith("s")}
    return {**several, **named}


@cache
def _pattern() -> re.Pattern[str]:
    # Match: "a thermal infrared imager", "elements of the propulsion system", "two cameras"
    # No match: "expertise", "radarsat", "a satellite control centre"
    rules = table("supplies")
    heads = "|".join(sorted(map(re.escape, classes()), key=len, reverse=True))
    parts = "|".join(rules["parts"])
    stops = "|".join(rules["stops"])
    others = "|".join(rules["nouns behind"])
    named = sort_class(ENDEAVOURS)
    other = sort_class(
        [sort for sort in SORTS if sort in ("demonym", "body", "concept", "org", "programme")]
    )
    word = rf"(?!(?:{stops}|and)(?![\w-]))(?:\w[\w/-]*(?:\.\d[\w-]*)?|{other}) "
    plain = rf"(?!(?:{stops}|and|{heads})(?![\w-]))(?:\w[\w/-]*|{other}) "
    several = "two|three|four|five|six|several"
    count = rf"(?:(?:(?:one|some|most|{several}) of the|a|an|the|its|their|\d+|{several}) ){{0,2}}"
    return re.compile(
        rf"(?<![\w'.{named[1:-1]}-])(?<!{named}, )(?<!\bof )(?<!\bbetween )(?i:{count})"
        rf"(?P<phrase>(?:{named} )?(?:(?:{parts}) of (?:the |its |a )?)?"
        rf"(?:(?:{plain}){{1,3}}and )?(?:{word}){{0,5}}(?P<noun>{heads}))\b"
        rf"(?!-|'s)(?! (?:{others})\b)"
        rf"(?! (?:called|named|known as|dubbed) (?:the )?{named})"
        r"(?: (?P<name>[A-Z][A-Z0-9][\w-]*))?"
    )
