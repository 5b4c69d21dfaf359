"""Names in capitals whose first or last word says what they name: "the National Space Council".

Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from mapping.entities import Found, mint
from mapping.name_kinds import (
    BARRED,
    BODIES,
    NAME,
    TIME,
    class_of,
    classes,
    firsts,
    is_generic,
    post_words,
    ranks,
)
from mapping.patterns import Pattern
from mapping.person_names import is_name
from mapping.rules.tables import table
from mapping.tagging import Tagged, item_before, sort_class

# Names of these classes may begin with nations; elsewhere a nation only qualifies.
_WITH_NATIONS = ("Meeting", "Agreement", "Initiative", "Programme")
# A name of these classes right behind an organization only says what kind it is.
_OWN = ("Company", "Organization", "SpaceAgency")


def capitalised(tagged: Tagged) -> Iterator[Found]:
    """ "the National Space Council", known by its last or first word."""
    for match in _pattern().finditer(tagged):
        for start, part in _parts(match["name"]):
            name = TIME.sub("", _without_opening(_from_head(part)))
            yield from _named(tagged, match.start("name") + start, part, name)


def _named(tagged: Tagged, opened: int, part: str, name: str) -> Iterator[Found]:
    """What the words ``part`` name that open at ``opened``: ``name``, alone or with its owner."""
    class_ = class_of(name)
    if name.endswith(_documents()):
        yield from _document(tagged, opened, name)
    elif name in _meetings() and (owned := _nations(tagged, opened)):
        yield Found(mint(owned + name, "Meeting"), (owned + name,))
    elif not class_ or " " not in name or name.isupper() or is_generic(name):
        return
    elif _is_bare(name, class_):  # "Working Group": whose, or on what?
        is_place = class_ == "Place"
        owned = _before(tagged, opened, class_) if is_place else _owned(tagged, opened)
        if owned:
            yield Found(mint(owned + name, class_), (owned + name,))
    elif not part.startswith(name) and not _is_title(tagged, name, class_):
        yield Found(mint(name, class_), (name,))
    elif not (_is_title(tagged, name, class_) or _follows_owner(tagged, opened, class_)):
        yield _with_owner(tagged, opened, name, class_)


def _is_bare(name: str, class_: str) -> bool:
    """Is it a kind of group or site, and a name only with what stands before it?"""
    return name in table("names")["bare"] or (
        class_ == "Place" and name.casefold() in classes("last")
    )


def _document(tagged: Tagged, start: int, name: str) -> Iterator[Found]:
    """ "<Utopia>'s Space Strategy": whose it is belongs to its name, unless that says enough."""
    if _OF_COUNTRY.search(tagged.text[:start]):
        whole = f"{tagged.source_of(start - 4, start)} {name}"
        yield Found(mint(whole, "Initiative"), (whole,) if name.count(" ") < 2 else (whole, name))
    elif name.count(" ") > 1 or _before(tagged, start, "Initiative"):
        yield _with_owner(tagged, start, name, "Initiative")


@cache
def _documents() -> tuple[str, ...]:
    return tuple(f" {kind}" for kind in table("names")["documents"])


def _nations(tagged: Tagged, start: int) -> str:
    """The nations right before a word that makes a meeting theirs: "<Japan-ROK> " Summit."""
    before = item_before(tagged, start)
    is_theirs = before is not None and before.sort == "agents" and tagged.text[start - 1] == " "
    return _owned(tagged, start) if is_theirs else ""


@cache
def _meetings() -> frozenset[str]:
    return frozenset(table("names")["last"]["Meeting"])


def _with_owner(tagged: Tagged, start: int, name: str, class_: str) -> Found:
    """The name with what stands right before it and belongs to it: "U.S.-Africa Forum".

    Of an organization the name alone is known too: "the Australian Trade Commission".
    """
    name = _initials(tagged.text, start) + name
    before = _before(tagged, start, class_)
    if class_ == "Meeting" and before:
        before = _owned(tagged, start)
    if before and class_ == "ResearchOrganization" and _is_headed(name):
        owner = item_before(tagged, start)
        if owner is not None and owner.sort != "demonym" and not before.endswith("'s "):
            return Found(mint(before + name, class_), (before + name,))  # "<Zenith> Institute of"
        if not before.endswith("'s "):  # "Indian Institute of"
            return Found(mint(before + name, class_), (before + name, name))
    if class_ == "GovernmentBody" and _is_headed(name):
        return of_nation(tagged, start, name)
    if class_ in _WITH_NATIONS or (before and not _is_headed(name)):
        whole = before + name
        spellings = (whole,) if class_ in _WITH_NATIONS else (whole, name)
        return Found(mint(whole, class_), spellings)
    return Found(mint(name, class_), (name, before + name) if before else (name,))


def of_nation(tagged: Tagged, start: int, name: str) -> Found:
    """The office ``name`` that begins at ``start``: "Italian Ministry of Plasma".

    Known by its nation, where that is told so, since every nation may have one of that name.
    """
    before = item_before(tagged, start)
    if before is None or before.sort != "demonym" or tagged.text[start - 1] != " ":
        return Found(mint(name, "GovernmentBody"), (name,))
    whole = f"{tagged.source_of(start - 2, start).strip()} {name}"
    return Found(replace(mint(whole, "GovernmentBody"), aliases=(name,)), (whole, name))


def _initials(text: str, start: int) -> str:
    """The initials right before a name of a centre: "J.K. " of "the J.K. Roe Space Centre"."""
    found = _INITIALS.search(text, max(0, start - _FEW), start)
    return found.group() if found else ""


# Match: "the J.K. ", "the J. K. "    No match: "the U.S. ", "by J. "
_INITIALS = re.compile(r"(?<= the )(?!U\.[SK]\.)(?:[A-Z]\. ?){1,3}(?<= )$")
_FEW: Final = 20
_OF_COUNTRY = re.compile(rf"{sort_class(['country'])}'s $")


def _is_title(tagged: Tagged, name: str, class_: str) -> bool:
    """Are its words capitalised by a headline only?  "About the Mission", "A New Radar Mission"."""
    if class_ not in ("Mission", "Spacecraft", "Instrument"):
        return False
    if name.split()[-2].casefold() in ("the", "a", "an", "and", "of", "for", "on"):
        return True
    words = re.findall(r"[A-Za-z]{4,}", tagged.source[tagged.begins[0] : tagged.ends[-1]])
    return len(words) > 3 and all(word[0].isupper() for word in words)


def _owned(tagged: Tagged, start: int) -> str:
    """The names right before a bare kind of group: "Atlantis-Utopia Moon " Working Group."""
    first = start
    while (item := item_before(tagged, first)) and item.sort not in ("date", "person"):
        if tagged.text[first - 1] != " ":
            break
        first -= 2
    return tagged.source[tagged.begins[first] : tagged.begins[start]] if first < start else ""


# Match: " of the ", " and "    No match: "offset", "Andes"
_OF, _AND = re.compile(" of (?:the )?"), re.compile(" and (?:the )?")


@cache
def _before_first() -> re.Pattern[str]:
    # Match: " of the " before "Institute of Space Systems"    No match: before "Space Institute"
    return re.compile(rf" (?:of|at|from|for) the (?=(?:{firsts()})(?: (?:of|for)\b|$))")


def _from_head(name: str) -> str:
    """ "Ralf Roe of the Institute of Space Systems" without what stands before the institute."""
    found = _before_first().search(name)
    if found:
        return name[found.end() :]
    for link in _OF.finditer(name):  # "Ralf Roe of Plasma Institute of Zenith"
        before, body = name[: link.start()], name[link.end() :]
        if class_of(body) and (_is_post(before) or (is_name(before) and not class_of(before))):
            return body
    return name


def _is_post(words: str) -> bool:
    """Is it a post, or two?  "President and CEO"."""
    named = [word for word in words.casefold().split() if word not in ("and", "&")]
    return (
        all(word in post_words() for word in named)
        and named[-1] not in classes("last")
        and named[0] not in classes("first")
    )


def _follows_owner(tagged: Tagged, start: int, class_: str) -> bool:
    """Does it only say what kind its owner is?  "<Roscosmos> Space Corporation" is Roscosmos."""
    if class_ not in _OWN:
        return False
    before = item_before(tagged, start)
    return before is not None and before.sort == "org" and tagged.text[start - 1] == " "


def _parts(name: str) -> Iterator[tuple[int, str]]:
    """Where names begin and what they are: "the Space Council and the Press Office" are two.

    The first has a head; so have both of "Launch Review Committee and Plasma Safety Board".
    """
    start = 0
    for link in _AND.finditer(name):
        first, rest = name[start : link.start()], name[link.end() :]
        if "the" in link.group():
            is_parted = (
                class_of(first)
                or first.endswith(_documents())
                or rest.split(" ")[0].casefold() in classes("first")
            )
        else:
            is_parted = _is_body(first) and _is_body(rest)
        if is_parted:
            yield start, first
            start = link.end()
    yield start, name[start:]


def _is_body(name: str) -> bool:
    """Does it end with the kind of a body, before which it says more?  "Launch Review Board"."""
    words = name.split()
    return len(words) > 2 and classes("last").get(words[-1].casefold()) in BODIES


def _before(tagged: Tagged, start: int, class_: str) -> str:
    """What stands right before a name and may belong to it: "U.S.-Africa ", "Gateway "."""
    before = item_before(tagged, start)
    sorts: tuple[str, ...] = ("agents", "country", "region", "demonym", "body")
    if class_ in ("ResearchOrganization", "Place", "Company"):
        sorts += ("place",)
    if class_ == "Agreement":
        sorts += ("mission", "programme", "spacecraft")
    if class_ == "Meeting":
        sorts += ("org", "programme", "mission")
    if before is None or before.sort not in sorts or tagged.text[start - 1] != " ":
        return ""
    return tagged.source[before.begin : tagged.begins[start]]


def _is_headed(name: str) -> bool:
    """Does the kind of organization open the name?  "Ministry of Plasma" bears no nation."""
    return name.split(maxsplit=1)[0].casefold() in classes("first")


def _without_opening(name: str) -> str:
    """The name without words that only open a sentence: "The", "In"."""
    words = name.split()
    while words and words[0] in BARRED and words[0] != "Space" and not _is_pair(words):
        if len(words) > 2 and _is_ranked(words):
            break
        words = words[1:]
    if len(words) > 2 and words[0] in table("names")["people of bodies"] and words[1] == "of":
        words = words[2:]  # "Representatives of the Moon Group"
    if _DELEGATION.match(" ".join(words)):  # "High Level Delegation of the Moon Administration"
        words = words[words.index("of") + 1 :]
    while words and words[0].islower():  # "Head of the Agency"
        words = words[1:]
    # "Associate Administrator for the Science Directorate" names a post and a directorate.
    link = next((n for n, word in enumerate(words) if word in ("of", "for")), 0)
    is_post = link > 0 and all(
        word.casefold() in post_words() for word in words[:link] if word not in ("and", "&")
    )
    if is_post and link < len(words) - 1 and words[link - 1].casefold() not in classes("first"):
        words = words[link + 1 :]
        words = words[1:] if words[:1] == ["the"] else words
    return " ".join(words)


# Match: "High-Level Delegation of Plasma"    No match: "Delegation of Plasma"
_DELEGATION = re.compile(r"(?:[A-Z][\w-]* ){1,3}(?:Delegation|Team|Mission) of \w")


def _is_ranked(words: list[str]) -> bool:
    """Does its first word belong to the name?  "National Council of", "Earth Tides Institute"."""
    if words[0] in ranks() and words[1].casefold() in classes("first"):
        return True
    if words[0] == "Joint" and class_of(" ".join(words[1:])) == "Agreement":
        return True
    kinds = (*BODIES, "Programme")  # "Human Research Program"
    return words[0] in table("names")["fields"] and class_of(" ".join(words[1:])) in kinds


def _is_pair(words: list[str]) -> bool:
    """Are they two words that make a name together?  "National Assembly"."""
    return " ".join(words).casefold() in classes("last")


@cache
def _pattern() -> Pattern:
    # Match: "the National Space Council", "University of Toulouse"    No match: "Tuesday"
    return Pattern(rf"(?<![\w'-])(?P<name>{NAME}(?:-\d+)?)")
