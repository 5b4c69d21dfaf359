"""French noun phrases: names with articles and nations, places, dates, lists as one item each."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.french.names import nations
from mapping.patterns import Pattern
from mapping.phrases import AGENTS, ENDEAVOURS, PLACES
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class

_ARTICLE = r"(?:\b(?:[Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Ss]on|[Ss]a|[Ll]eur) |\b[Ll]')?"


def phrases(tagged: Tagged) -> Tagged:
    """The sentence with its noun phrases, places, dates and events folded into one item each."""
    tagged = tagged.reduced_to(_addressed(), "name")
    tagged = nations(tagged)
    for sorts, nouns in ((ENDEAVOURS, "endeavour"), (("org",), "org")):
        tagged = _heads(tagged, sorts, nouns)
    tagged = _plain(tagged)
    tagged = _in_apposition(tagged)
    return _adjuncts(tagged)


def lists(tagged: Tagged) -> Tagged:
    """ "le CNES, la JAXA et le DLR" become one item, group by group of one family."""
    for family, sort in ((("person",), "agents"), (AGENTS, "agents"), (ENDEAVOURS, "endeavours")):
        tagged = _coordinated(tagged, family, sort)
    return tagged


@cache
def _addressed() -> Pattern:
    # Match: "M. <Le Gall>"    No match: "M. Roe"
    titles = "|".join(table("fr")["titles"])
    return Pattern(rf"\b(?:{titles}) (?P<name>{sort_class(('person',))})")


def _heads(tagged: Tagged, sorts: tuple[str, ...], nouns: str) -> Tagged:
    def make(match: re.Match[str]) -> Item:
        item = tagged.items[match["name"]]
        qualified = [tagged.items[match[n]] for n in ("before", "after") if match[n]]
        own = tuple(path for nation in qualified for path in nation.paths)
        begin, end = tagged.span(match)
        return replace(item, begin=begin, end=end, nations=own, noun=match["noun"] or "")

    return tagged.rewrite(_head(sorts, nouns), make)


@cache
def _head(sorts: tuple[str, ...], nouns: str) -> Pattern:
    nation = sort_class(("demonym",))
    noun = any_of(table("fr")["nouns"][nouns], ignore_case=True)
    new = any_of(table("fr")["adjectives"])
    return Pattern(
        rf"{_ARTICLE}(?:(?:{new} )?\b(?P<noun>{noun})(?: (?:spatiale?|scientifique))?"
        rf"(?: (?P<before>{nation}))?(?: [a-zà-ÿ]+)? (?P<bracket>\()?)?"
        rf"\"?(?P<name>{sort_class(sorts)})\"?(?(bracket)\))(?: (?P<after>{nation}))?"
    )


def _plain(tagged: Tagged) -> Tagged:
    """Countries, persons and other names lose their articles: "la France", "le Japon"."""
    return tagged.reduced_to(_with_article(), "name")


@cache
def _with_article() -> Pattern:
    one = sort_class(("country", "region", "person", "body", "programme", "meeting", "agreement"))
    return Pattern(rf"\b(?:[Ll]e |[Ll]a |[Ll]es |[Ll]')(?P<name>{one})")


def _in_apposition(tagged: Tagged) -> Tagged:
    """ "la <JAXA>, l'<agence spatiale japonaise>," is the JAXA."""

    def make(match: re.Match[str]) -> Item | None:
        first, second = tagged.items[match["name"]], tagged.items[match["again"]]
        return tagged.over(match, first) if first.paths == second.paths else None

    return tagged.rewrite(_doubled(), make)


@cache
def _doubled() -> Pattern:
    one = sort_class(("org", *ENDEAVOURS))
    return Pattern(rf"(?P<name>{one})(?:, (?P<again>{one})(?:,(?= )|(?=\.))?)")


def _adjuncts(tagged: Tagged) -> Tagged:
    """ "à Tokyo, au Japon," and "le 3 mai 2019" become one item each."""

    def at(match: re.Match[str]) -> Item:
        paths = tagged.items[match["place"]].paths
        inside = tagged.item(match, "inside")
        begin, end = tagged.span(match)
        return Item("at", begin, end, paths + (inside.paths if inside else ()))

    tagged = tagged.rewrite(_in_place(), at)
    tagged = tagged.reduced_to(_on_date(), "date")
    return tagged.rewrite(_at_event(), lambda m: _event(tagged, m))


@cache
def _in_place() -> Pattern:
    place, country = sort_class(PLACES), sort_class(("country", "region"))
    return Pattern(
        r"\b(?:[ÀàAa]|[Aa]ux?|[Ee]n|[Dd]epuis|[Dd]ans|[Pp]rès de) "
        r"(?:(?:la base|le centre spatial|le cosmodrome|le pas de tir)(?: spatiale?)? "
        r"(?:de |d'|du )?)?"
        rf"(?:le |la |les |l')?(?P<place>{place})"
        rf"(?:,? (?:en |au |aux |\()(?P<inside>{country}|{place})\)?)?"
    )


@cache
def _on_date() -> Pattern:
    return Pattern(
        r"(?:\b(?:[Ll]e|[Ee]n|[Dd]ès|[Ll]ors de|[Dd]urant|[Pp]our|[Cc]ourant|[Aa]u cours de) )"
        rf"(?:le )?(?P<date>{sort_class(('date',))})"
    )


@cache
def _at_event() -> Pattern:
    return Pattern(
        r"\b(?:(?:[Ll]ors|[ÀàAa] l'occasion|[Ee]n marge) d[ue](?: la)?|[Aa]u|[Pp]endant|[Dd]urant) "
        rf"(?P<event>{sort_class(('meeting',))})"
    )


def _event(tagged: Tagged, match: re.Match[str]) -> Item:
    return replace(tagged.over(match, tagged.items[match["event"]]), sort="event")


def _coordinated(tagged: Tagged, family: tuple[str, ...], sort: str) -> Tagged:
    def make(match: re.Match[str]) -> Item | None:
        items = items_in(tagged, match.group())
        kinds = {item.sort for item in items}
        if "person" in kinds and len(kinds) > 1:
            return None
        begin, end = tagged.span(match)
        return Item(
            sort,
            begin,
            end,
            tuple(dict.fromkeys(path for item in items for path in item.paths)),
            affiliation=tuple(dict.fromkeys(p for item in items for p in item.affiliation)),
        )

    return tagged.rewrite(_list_of(family), make)


@cache
def _list_of(family: tuple[str, ...]) -> Pattern:
    one, of = sort_class(family), r"(?:de |du |des |d'|à |au |avec |par )?"
    # "lors de la visite du <Premier ministre>, <Jean-Yves Le Gall> et <Mika Sato> ont signé": two.
    apart = "(?<!du )(?<!de )(?<!d')" if family == ("person",) else ""
    return Pattern(rf"{apart}{one}(?:, {of}{one})*,? (?:et|ainsi que) {of}{one}")
