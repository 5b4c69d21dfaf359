"""Agencies that a text names by their nations alone: "the French and Indian space agencies"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.gazetteer import Gazetteer
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


def agencies(
    tagged: Tagged, gazetteer: Gazetteer, day: str | None
) -> Iterator[tuple[int, int, Item]]:
    """The stretches that name agencies so, each with the agencies that the nations have.

    ``day`` is that of the document (EDTF). Where a nation has none, or more than one, nobody.
    """
    for match in (*_pattern().finditer(tagged), *_counterparts(tagged, gazetteer)):
        nations = [p for item in items_in(tagged, match["nations"]) for p in item.paths]
        known = [gazetteer.agency_of(path, day) for path in nations]
        paths = tuple(dict.fromkeys(agency.path for agency in known if agency is not None))
        if len(paths) == len(nations) and (len(paths) > 1) == match["whole"].endswith("s"):
            sort = "agents" if len(paths) > 1 else "org"
            item = Item(sort, *tagged.span(match, "whole"), paths, resolved=("agency-of-country",))
            yield *match.span("whole"), item


def _counterparts(tagged: Tagged, gazetteer: Gazetteer) -> Iterator[re.Match[str]]:
    """Where agencies' counterparts are named by their nations alone."""
    for match in _counterpart().finditer(tagged):
        owner = gazetteer.entries.get(tagged.items[match["owner"]].paths[0])
        if owner is not None and "SpaceAgency" in owner.types:
            yield match


def officials(tagged: Tagged) -> Iterator[tuple[int, int, Item]]:
    """ "American and Russian officials met": those of two nations, who act for both."""
    for match in _officials().finditer(tagged):
        nations = dict.fromkeys(p for i in items_in(tagged, match["nations"]) for p in i.paths)
        if len(nations) > 1:
            yield *match.span(), Item("agents", *tagged.span(match), tuple(nations))


@cache
def _officials() -> Pattern:
    # Match: "<American> and senior <Russian> officials signed"
    # No match: "<American> and <Russian> officials said", "<Russian> officials signed"
    nation, words = sort_class(["demonym", "country"]), table("phrases")
    few = rf"(?:(?:{any_of(words['of envoys'])}) )?"
    return compiled(
        rf"(?:\b[Tt]he )?(?P<nations>{few}{nation}(?:, {few}{nation})*,? and {few}{nation}) {few}"
        rf"(?:officials|{any_of(words['envoys of nations'])})"
        r"(?= (?:(?:have|had|also|today|jointly|formally|recently) )*"
        r"(?:met|signed|held|agreed|discussed|concluded|exchanged|initialled|gathered)\b)"
    )


@cache
def _counterpart() -> Pattern:
    # Match: "<NASA> and its <Indian> counterpart signed", "<NASA> met its <Indian> counterparts"
    # "<NASA> Administrator Jane Roe met her <Indian> counterpart in <Rome>"
    # No match: "<NASA> and its <Indian> counterpart <ISRO>", "its <Indian> counterpart, Ravi Doe"
    nation, org = sort_class(["demonym", "country"]), sort_class(["org"])
    agent = sort_class(["org", "agents", "person", "name"])
    date, place = sort_class(["date"]), sort_class(["place"])
    head = rf"(?: (?:[A-Z][\w.'-]+|{sort_class(['person'])})){{2,7}}(?:[ a-z,]|{date}){{1,60}}? "
    return compiled(
        rf"(?P<owner>{org})(?: \([^()]{{1,40}}\))?"
        rf"(?:[ a-z,]{{1,60}}? (?=[Ii]ts |[Tt]heir )|{head}(?=[Hh](?:is|er) ))(?P<whole>\w+ "
        rf"(?P<nations>{nation}(?:(?:, {nation})*,? and {nation})?) (?:agency )?counterparts?)\b"
        rf"(?!(?:'s?)?,? \(?(?:the )?{agent}|,? [A-Z]| (?:at|from|in)\b(?! {place})|'| \()"
    )


@cache
def _pattern() -> Pattern:
    # Match: "the <French> and <Indian> space agencies met", "<Peru>'s space agency"
    # No match: "the <French> and <Indian> space agencies, <CNES> and <ISRO>", "<Indian> agencies"
    nation, agent = sort_class(["demonym", "country"]), sort_class(["org", "agents"])
    return compiled(
        rf"(?P<whole>(?:\b(?:[Tt]he|[Bb]oth) )?(?P<nations>{nation}(?:, (?:the )?{nation})*"
        rf"(?:,? and (?:the )?{nation})?)(?:'s?)? (?:national )?[Ss]pace "
        rf"(?:[Aa]genc(?:y|ies)|[Oo]rgani[sz]ations)\b)"
        rf"(?!(?:'s?)?,? \(?(?:the )?{agent}| \()"
    )
