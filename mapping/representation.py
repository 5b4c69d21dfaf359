"""Who acts for whom: "Jane Roe, on behalf of JAXA, signed", "India, represented by ISRO"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, positions, sort_class


def represented(tagged: Tagged, countries: Mapping[str, str]) -> Tagged:
    """The sentence with each who acts for others, or lets others act, as one item.

    A person serves those whom he or she acts for; a nation and who represents it act together.
    Beside a person, "the president of JAXA" is one, for whom JAXA stands.
    ``countries`` leads from organizations to their countries: persons who act for their governments
    serve those.
    """
    tagged = _each_for_one(_for_governments(tagged, countries))

    def acting(match: re.Match[str]) -> Item:
        person, whom = tagged.items[match["person"]], tagged.items[match["whom"]]
        serves = whom.affiliation if whom.sort == "person" else whom.paths
        return replace(tagged.over(match, person), affiliation=serves or person.affiliation)

    def acted_for(match: re.Match[str]) -> Item:
        whom, actor = tagged.items[match["whom"]], tagged.items[match["actor"]]
        paths = tuple(dict.fromkeys((*whom.paths, *actor.paths)))
        return Item("agents", *tagged.span(match), paths, affiliation=actor.affiliation)

    def head(match: re.Match[str]) -> Item:
        whom = tagged.items[match["org"] or match["own"]]
        return replace(tagged.over(match, whom), sort="person", affiliation=whom.paths)

    tagged = tagged.rewrite(_head(), head)
    tagged = tagged.rewrite(_acting(), acting)
    tagged = tagged.rewrite(_acting_organization(), acted_for)
    return tagged.rewrite(_acted_for(), acted_for)


def bracketed(tagged: Tagged) -> Tagged:
    """ "Jane Roe (JAXA) and Jan Roe (ESA) signed": whom they serve stands in brackets."""

    def serving(match: re.Match[str]) -> Item:
        who, org = tagged.items[match["who"]], tagged.items.get(match["org"] or "")
        serves = who.affiliation or (org.paths if org else ())
        return replace(tagged.over(match, who), affiliation=serves)

    return tagged.rewrite(_bracketed(), serving) if " (" in tagged.text else tagged


@cache
def _bracketed() -> Pattern:
    # Match: "<Jane Roe> (<JAXA>)", "<Jane Roe> (Labour)"    No match: "<Jane Roe> (once of <JAXA>)"
    words = r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,2}"
    who, org = sort_class(["person"]), sort_class(["org"])
    whom = rf"(?:of )?(?P<org>{org})(?:[,/] [^()]{{1,40}})?"
    return compiled(rf"(?P<who>{who}) \((?:{whom}|{words})\)")


def _for_governments(tagged: Tagged, countries: Mapping[str, str]) -> Tagged:
    """The sentence without "on behalf of their governments", which tells whom its persons serve."""
    found = _on_behalf_of_theirs().search(tagged)
    if found is None:
        return tagged
    if found["whom"]:
        serve = {}
        for position, item in positions(tagged):
            nations = tuple(dict.fromkeys(countries.get(path, path) for path in item.affiliation))
            if item.sort == "person" and position < found.start() and nations:
                serve[tagged.text[position]] = replace(item, affiliation=nations)
        tagged = tagged.with_items(serve) if serve else tagged
    return tagged.without([found.span()])


def _each_for_one(tagged: Tagged) -> Tagged:
    """The sentence with each of "Jane Roe for JAXA and Ravi Doe for ISRO" as one item."""
    pattern = _for_one()
    if not pattern.may_match(tagged):
        return tagged
    if len(pattern.regex.findall(tagged.text)) < 2 and not _for_one_beside().search(tagged):
        return tagged

    def serving(match: re.Match[str]) -> Item:
        person, whom = tagged.items[match["person"]], tagged.items[match["whom"]]
        serves = tuple(dict.fromkeys((*person.affiliation, *whom.paths)))
        return replace(tagged.over(match, person), affiliation=serves)

    return tagged.rewrite(pattern, serving)


@cache
def _for_one() -> Pattern:
    # Match: "<person> for <JAXA> and", "<person>, for <India>."
    # No match: "<person> for <JAXA>'s lander"
    whom = sort_class(["org", "country"])
    return compiled(
        rf"(?P<person>{sort_class(['person'])}),? for (?:the )?(?P<whom>{whom})"
        rf"(?=,? and |[,;.]|{sort_class(['date', 'at', 'event'])}| [a-z])(?!,? {whom}|'){_END}"
    )


@cache
def _for_one_beside() -> Pattern:
    # Match: "<person> for <JAXA> and by <person>", "<person> and <person> for <India>"
    # No match: "<person> for <JAXA> and <ISRO>"
    person, whom = sort_class(["person"]), sort_class(["org", "country"])
    beside = r",? and (?:by )?(?:the )?"
    return compiled(
        rf"{person},? for (?:the )?{whom}{beside}{person}"
        rf"|{person}{beside}{person},? for (?:the )?{whom}"
    )


def headed(tagged: Tagged) -> Tagged:
    """The sentence with "the heads of CNSA and APSCO" as the organizations that they act for."""

    return tagged.reduced_to(_heads(), "whom")


@cache
def _heads() -> Pattern:
    # Match: "the heads of <CNSA and APSCO>"    No match: "the heads of <CNSA>'s centres"
    return compiled(
        r"(?:\b[Tt]he |\b[Bb]oth )?\b(?:[Aa]gency )?(?:[Hh]eads|[Cc]hiefs|[Ll]eaders) (?:of|from) "
        rf"(?:the )?(?P<whom>{sort_class(['org', 'agents'])})(?!'s)"
    )


@cache
def _head() -> Pattern:
    # Match: "<person> and the president of <JAXA> met", "the head of <CNSA> and <person> met"
    # No match: "the president of <JAXA> spoke", "the president of <JAXA>, <person>"
    person, org = sort_class(["person"]), sort_class(["org"])
    post = (
        r"(?:[Tt]he|[Ii]ts) (?:[Pp]resident|[Hh]ead|[Cc]hief|[Dd]irector(?:[- ][Gg]eneral)?"
        r"|[Aa]dministrator|[Cc]hair(?:man|woman)?|CEO) (?:of|from) (?:the )?"
    )
    return compiled(
        rf"(?<={person} and ){post}(?P<org>{org})(?!'|,? {person}|{_PART})"
        rf"|{post}(?P<own>{org})(?= and {person})"
    )


@cache
def _acting() -> Pattern:
    # Match: "<person>, on behalf of <org>, and <person>", "by <person>, representing <country>.",
    # "<person>, who acted for <org>"
    # No match: "<person> signed on behalf of <org>", "<person>, on behalf of all"
    whom = sort_class(["org", "country", "person"])
    return compiled(
        rf"(?P<person>{sort_class(['person'])}),? "
        r"(?:(?:(?:who )?(?:was |is )?acting |who (?:was )?(?:signed|signing|acted) )?"
        r"(?:on|in) behalf of|(?:who )?representing|who (?:was )?represent(?:ed|s)"
        r"|(?:who (?:was )?(?:acted|signed|signing|acting)|acting|signing) for)"
        r" (?:(?:the|its|his|her) )?"
        rf"(?:[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}}, (?={sort_class(['person'])}))?"
        rf"(?P<whom>{whom})(?!'|,? {whom}){_END}"
    )


@cache
def _acting_organization() -> Pattern:
    # Match: "<org> on behalf of <org> have signed"    No match: "built by <org> on behalf of <org>"
    one = sort_class(["org", "country"])
    return compiled(
        rf"(?P<actor>{sort_class(['org'])}),? (?:acting )?(?:on|in) behalf of (?:the )?"
        rf"(?P<whom>{one}){_END}(?= (?:(?:has|have|had|also|today|jointly) )*"
        r"(?:sign|conclude|ink|enter|finali[sz]e|renew|extend|agree)(?:s|d|ed)?\b)"
    )


@cache
def _on_behalf_of_theirs() -> Pattern:
    # Match: " on behalf of their governments", ", on behalf of both agencies,"
    # No match: " on behalf of their customers"
    return compiled(
        r",? (?:acting )?(?:on|in) behalf of (?:their|both|the)(?: respective| two| national)*"
        r" (?:(?P<whom>governments|countries|nations|states)"
        rf"|agencies|organi[sz]ations|institutions|companies){_END}"
    )


@cache
def _acted_for() -> Pattern:
    # Match: "<country>, represented by <org>, signed"    No match: "<country>, admired by <org>"
    actor = sort_class(["org", "person", "agents"])
    return compiled(
        rf"(?P<whom>{sort_class(['org', 'country'])}),? (?:as )?represented by (?:the )?"
        rf"(?P<actor>{actor})(?!'|,? {actor}){_END}"
    )


# What makes of an agency one of its parts: "the head of the CNES office".
_PART = r" (?:office|team|delegation|directorate|department|division|program(?:me)?|group|branch)\b"
# The comma that ends such an aside.
_END = r"(?:,(?= )(?! (?:who|which|where)\b))?"
