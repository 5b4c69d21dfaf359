"""Kinds of names: what the nouns in or beside a name say that it names, and what makes none.

Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.alternatives import any_of
from mapping.rules.tables import fingerprint_text, table

#: What behind a hyphen ends a name: "Zenith-built".
DONE_BY = any_of(table("names")["done by"])
#: Words of a name, and what may link them.
CAPITAL = rf"[A-ZÀ-ÖØ-Þ](?:(?!-(?:{DONE_BY}|based)\b)[\w'-])*(?<!')(?<!'s)"
LINK = (
    r"(?:of|for|on|and|&|the|de|des|du|d'|à|et|la|le|les|pour|für|der|di|del|della|delle|per|e|y|"
    r"para|do|da|dos|das)"
)
NAME = rf"(?<![\w-]){CAPITAL}(?: (?:{LINK} ){{0,3}}{CAPITAL}){{0,12}}"
# Match: "Summit on July", "Forum in May", "Space Forum June"    No match: "Forum on Julia"
#: A month or weekday that only stands behind a name.
TIME = re.compile(rf"(?: (?:on|in|for|and|of|the))? (?:{any_of(table('names')['times'])})$")

#: Words that are no names.
BARRED = frozenset((*table("posts")["not_names"], *table("names")["not_names"]))


# Match: "-2" of "Zenith-2"    No match: "Zenith 2"
_NUMBER = re.compile(r"-\d+$")


def class_of(name: str) -> str | None:
    """The class of what is called so, by its last or first words; None for a name of no kind."""
    words = _NUMBER.sub("", name).split()
    if len(words) < 2:
        return None
    two, three = " ".join(words[-2:]), " ".join(words[-3:])
    return (
        classes("last").get(three.casefold())
        or _headed(words)
        or classes("last").get(two.casefold())
        or (
            words[-2] != "and" and classes("last").get(words[-1].casefold())
        )  # "Flight and Operations"
        or (_opens(words) and classes("first").get(words[0].casefold()))
        or (words[0] in ranks() and classes("first").get(words[1].casefold()))
        or None
    )


def _opens(words: list[str]) -> bool:
    """May its first word tell its kind?  "Office of Tides" is an office, no "Office Room"."""
    if words[1] in ("and", "&"):  # of "Minister of Tides, University and Research", two fields
        return False
    is_linked = words[1].islower() or words[0] not in table("names")["linked"]
    return is_linked and words[1].casefold() not in post_words()


def _headed(words: list[str]) -> str | None:
    """The class of "Mohammed Centre for Moons": what its last word before "of" or "for" says."""
    link = next((n for n, word in enumerate(words) if word in _OF), 0)
    if not 0 < link < len(words) - 1 or (link == 1 and words[0] in table("names")["no heads"]):
        return None
    two = " ".join(words[max(0, link - 2) : link]).casefold()
    class_ = classes("last").get(two) or classes("last").get(words[link - 1].casefold())
    is_agreement = class_ == "Agreement" and words[link] in _ABOUT
    return class_ if class_ in BODIES or is_agreement else None


# What such an agreement is on may end like a mission.
# Match: "on" of "Agreement on the Hera Mission"    No match: "of" of "Agreement of Moscow"
_ABOUT = frozenset(("on", "for"))
_OF = frozenset(("of", "for", "on", "de", "des", "du", "di", "del", "della", "da", "do", "für"))
#: Classes of organizations, and what else is headed as they are.
BODIES = frozenset(
    (
        "ResearchOrganization",
        "GovernmentBody",
        "CoordinationBody",
        "Organization",
        "SpaceAgency",
        "Meeting",
    )
)


@cache
def classes(position: str) -> dict[str, str]:
    """The classes by the nouns ``after`` a name, or by its ``last`` or ``first`` word."""
    return {
        noun.casefold(): type_
        for type_, nouns in table("names")[position].items()
        for noun in nouns
    }


@cache
def firsts() -> str:
    """A regular expression for the nouns that open names: "Ministry of", "University of"."""
    return "|".join(word.capitalize() for word in classes("first"))


@cache
def ranks() -> frozenset[str]:
    """What stands before the kind of an office or institute: "Federal Ministry"."""
    return frozenset(table("names")["ranks"])


def is_generic(name: str) -> bool:
    """Is it the name of a part, or of a kind of agreement, that many have?  "Press Office"."""
    kinds = table("names")["kinds of agreements"]
    *words, last = name.casefold().split()
    if any(name.startswith(f"{part} ") for part in _boards()):  # "Board of Directors Chairman"
        return any(word in post_words() for word in name.casefold().split()[3:])
    return name in _parts_of_all() or (last in kinds["nouns"] and set(words) <= set(kinds["kinds"]))


@cache
def _boards() -> tuple[str, ...]:
    """Boards that every organization has, whose heads are called after them."""
    return tuple(part for part in _parts_of_all() if part.startswith("Board of "))


@cache
def _parts_of_all() -> frozenset[str]:
    """Names of parts that every organization has."""
    return frozenset(table("names")["parts"])


@cache
def post_words() -> frozenset[str]:
    """The words that posts are made of, case folded."""
    rules = table("posts")
    return frozenset(w.casefold() for w in (*rules["heads"], *rules["modifiers"]))


@cache
def plain_words() -> frozenset[str]:
    """The words in small letters that rules are made of; with a capital they are no names yet."""
    words = re.findall(r"(?<![\w-])[a-z]{3,}(?![\w-])", fingerprint_text())
    return frozenset(form for word in words for form in (word, f"{word}s"))
