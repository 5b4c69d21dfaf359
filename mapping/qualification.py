"""Facts that stand inside a noun phrase: who owns, whose country, which nation's.

"JAXA's Hayabusa2 mission", "ASI (Italy)", "the French-German MASCOT lander", "ESA's ESOC". Which
contribution a nation or owner makes is said in ``rules/phrases.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping import phrases
from mapping.alternatives import any_of
from mapping.carriers import is_vehicle
from mapping.distribution import distributed
from mapping.facts import Evidence, Finding
from mapping.grammar import expand
from mapping.guards import is_stated
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


def countries(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "ASI (Italy)" states the agency's country, "Zenith of Germany" the company's."""
    of_companies = (m for m in _of_country().finditer(tagged) if _is_company(tagged, m))
    for match in (*_bracketed_country().finditer(tagged), *of_companies):
        org, country = tagged.items[match["org"]], tagged.items[match["country"]]
        if _is_own_acronym(tagged, org, country):
            continue
        yield Finding(
            "Statement",
            "agency-with-country",
            (evidence,),
            {"subject": org.paths[:1], "property": ("country",), "object": country.paths[:1]},
        )


def _is_own_acronym(tagged: Tagged, org: Item, country: Item) -> bool:
    """Is what may mean a country the organization's own: "Kenya Space Agency (KSA)"?"""
    words = tagged.source[org.begin : org.end].split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(initials) > 1 and tagged.source[country.begin : country.end] == initials


def without_countries(tagged: Tagged) -> Tagged:
    """The sentence with the organizations and towns whose countries only say where they are."""
    told = tagged.rewrite(
        _bracketed_country(),
        lambda m: tagged.items[m["org"]].stretched(*tagged.span(m)),
    )
    return told.rewrite(
        _of_country(),
        lambda m: told.items[m["org"]].stretched(*told.span(m)) if _is_company(told, m) else None,
    )


def _is_company(tagged: Tagged, match: re.Match[str]) -> bool:
    return tagged.items[match["org"]].is_company


@cache
def _of_country() -> Pattern:
    # Match: "Airbus of Germany", "Zenith of France and Italy"    No match: "Airbus in Germany"
    country = sort_class(["country"])
    return compiled(
        rf"(?P<org>{sort_class(['org'])}) of (?:the )?(?P<country>{country})(?: and {country})?"
    )


@cache
def _bracketed_country() -> Pattern:
    # Match: "ASI (Italy)"    No match: "CNES (the French agency)"
    return compiled(
        rf"(?P<org>{sort_class(['org', 'place'])}) "
        rf"\((?:the )?(?P<country>{sort_class(['country'])})\)"
    )


def owners(tagged: Tagged) -> Iterator[re.Match[str]]:
    """Where an ``owner`` stands before what it owns: "JAXA's Hayabusa2", "ESA's ESOC"."""
    yield from _owner_of_endeavour().finditer(tagged)
    yield from _owned_centres(tagged)


def owned(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """ "JAXA's Hayabusa2 mission": the owner leads it."""
    owned = [
        (m["owner"], m["head"])
        for m in _owner_of_endeavour().finditer(tagged)
        if not is_vehicle(tagged, m.start(), m["head"]) and not _is_apart(tagged, m)
    ] + [
        (owner, head)
        for owner, head in _possessed(tagged)
        if not is_vehicle(tagged, tagged.text.index(head), head)
    ]
    parts = [
        Finding(
            "Statement",
            "part-of-owner",
            (evidence,),
            {
                "subject": tagged.items[head].paths,
                "property": ("partOf",),
                "object": tagged.items[owner].paths[-1:],
            },
        )
        for owner, head in owned
        if tagged.items[owner].sort in phrases.ENDEAVOURS
    ]
    found = [
        finding
        for owner, head in owned
        if tagged.items[owner].sort not in phrases.ENDEAVOURS
        for finding in distributed(
            Finding(
                "Contribution",
                "owner-of-endeavour",
                (evidence,),
                {
                    "contributor": tagged.items[owner].paths,
                    "contributionType": (table("phrases")["owner-contributes"],),
                    "endeavour": tagged.items[head].paths,
                },
            )
        )
    ]
    tagged = tagged.reduced_to(_region_of_programme(), "name")
    return parts + found, tagged.rewrite(
        _owner_of_endeavour(),
        lambda m: None if _is_apart(tagged, m) else tagged.over(m, tagged.items[m["head"]]),
    )


def _is_apart(tagged: Tagged, match: re.Match[str]) -> bool:
    """ "A builds X and B the Y mission": an article parts who acts from what is acted on."""
    owner, head = tagged.items[match["owner"]], tagged.items[match["head"]]
    possesses = tagged.source.startswith(("'", "s'", "’"), owner.end) or "'" in match.group()
    if possesses:
        return False
    is_gapped = tagged.text[match.start()] == match["owner"] and _gap().search(
        tagged.text[: match.start()]
    )
    is_last = _ends().match(tagged.text, match.end()) is not None
    return bool(is_gapped and is_last) or _ARTICLE.match(tagged.source, head.begin) is not None


@cache
def _gap() -> re.Pattern[str]:
    # Match: "<Airbus> builds <SWOT> and ", "<Airbus> builds <SWOT>, <OHB> <MMX>, "
    # No match: "they built <SWOT> and "
    org, thing = sort_class(["org", "country"]), sort_class(phrases.ENDEAVOURS)
    return re.compile(
        rf"{org} (?:[a-z]+ ){{1,4}}(?:the )?{thing}(?: [a-z]+)?(?:, {org} {thing})*(?:,|,? and) $"
    )


@cache
def _ends() -> re.Pattern[str]:
    # Match: ".", " and <ESA> <SWOT>"    No match: " and flies"
    return re.compile(rf"[.;,]|$| and {sort_class(['org', 'country'])} ")


# Match: "the Hayabusa2 mission", "an X"    No match: "Hayabusa2", "its twin"
_ARTICLE = re.compile(r"(?:the|an?) ")


@cache
def _owner_of_endeavour() -> Pattern:
    # Match: "JAXA's Hayabusa2", "the JAXA Hayabusa2"    No match: "JAXA hailed Hayabusa2"
    return compiled(
        rf"(?:\b[Tt]he )?(?P<owner>{sort_class(['org', 'country'])})(?:'s?)? "
        rf"(?P<head>{sort_class(phrases.ENDEAVOURS)}){unless_of_others()}"
    )


@cache
def _region_of_programme() -> Pattern:
    # Match: "the <European Union>'s <Copernicus>"    No match: "<Europe>'s <Galileo> data users"
    region, programme = sort_class(["region"]), sort_class(["programme"])
    return compiled(rf"(?:\b[Tt]he )?{region}'s (?P<name>{programme}){unless_of_others()}")


def _possessed(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """(owner, thing) characters for "its Hayabusa2 mission": whoever was named last owns it.

    From whom somebody has received something does not.
    """
    if not any(item.is_possessed for item in tagged.items.values()):
        return
    owner: str | None = None
    for position, char in enumerate(tagged.text):
        item = tagged.items.get(char)
        if item is None:
            continue
        if item.is_possessed and item.sort in phrases.ENDEAVOURS:
            carrier = _carrier(tagged, position)
            if carrier or owner:
                yield carrier or owner or "", char
        is_source = tagged.text[:position].endswith(("from ", "from the "))
        if item.sort in ("org", "country") and not (owner and is_source):
            owner = char


def _carrier(tagged: Tagged, position: int) -> str | None:
    """What stands right before "and its lander X": the mission whose lander it is."""
    joint = _joined().search(tagged.text[:position])
    return joint["name"] if joint else None


@cache
def _joined() -> re.Pattern[str]:
    # Match: "<Hayabusa2> and ", "<Hayabusa2>, with "    No match: "<Hayabusa2> made "
    return re.compile(rf"(?P<name>{sort_class(['mission', 'spacecraft'])})(?:,? and|,? with) $")


def employed(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """ "ESA's ESOC", "the Plasma Centre at CNRS": the centre belongs to the agency."""
    matches = _owned_centres(tagged)
    matches += [m for m in _centre_at().finditer(tagged) if _is_centre_there(tagged, m)]
    found = [
        Finding(
            "Membership",
            "centre-of-agency",
            (evidence,),
            {
                "member": tagged.items[m["head"]].paths[:1],
                "organization": tagged.items[m["owner"]].paths[:1],
            },
        )
        for m in matches
        if tagged.items[m["head"]].paths[:1] != tagged.items[m["owner"]].paths[:1]
    ]
    if not matches:
        return found, tagged
    return found, tagged.rewrite(
        _owner_of_centre(),
        lambda m: tagged.over(m, tagged.items[m["head"]]) if _is_owned(tagged, m) else None,
    )


def _owned_centres(tagged: Tagged) -> list[re.Match[str]]:
    return [m for m in _owner_of_centre().finditer(tagged) if _is_owned(tagged, m)]


def _is_owned(tagged: Tagged, match: re.Match[str]) -> bool:
    """Does an organization own what follows, by "'s" or, for a centre, by standing before it?"""
    head, owner = tagged.items[match["head"]], tagged.items[match["owner"]]
    if head.is_company and not owner.is_company:  # "NASA's SpaceX Crew-3 mission"
        return False
    return "'" in match.group() or _CENTRE.search(tagged.source, head.begin, head.end) is not None


# Match: "Kennedy Space Center", "Plasma Laboratory"    No match: "ESA", "CNES directorate"
_CENTRE = re.compile(r"\b(?:Cent(?:re|er)|Laboratory|Institute|Directorate)\b")


def _is_centre_there(tagged: Tagged, match: re.Match[str]) -> bool:
    """Does a laboratory belong to where it is said to be, and is not only met there?"""
    head, owner = tagged.items[match["head"]], tagged.items[match["owner"]]
    if not head.is_laboratory or owner.is_place or _MET.search(tagged.text[: match.start()]):
        return False
    return _INNER.search(head.paths[0]) is not None


# Match: "met the ", "visited "    No match: "built by the "
_MET = re.compile(r"\b(?:met|meets?|meeting|visit(?:s|ed)?|joined|with|welcomed|hosted)(?: the)? $")
# Match: "organization/plasma-laboratory"    No match: "organization/university-of-leicester"
_INNER = re.compile(r"laborator|cent(?:re|er)|institut|department|school|facult|observator")


@cache
def _centre_at() -> Pattern:
    # Match: "the <Plasma Centre> at <CNRS> built"    No match: "<Airbus> at <ESA>'s site"
    org = sort_class(["org"])
    return compiled(rf"(?P<head>{org})(?: \([\w-]+\))? at (?:the )?(?P<owner>{org})(?!')")


@cache
def _owner_of_centre() -> Pattern:
    # Match: "<ESA>'s <ESOC>", "<NASA> <JSC>"    No match: "<NASA>'s <SpaceX> <Crew-7>"
    org, flown = sort_class(["org"]), sort_class(["mission", "spacecraft"])
    return compiled(
        rf"(?:\b[Tt]he )?(?P<owner>{org})(?:'s?)? (?P<head>{org})(?! {flown}){unless_of_others()}"
    )


def unless_of_others() -> str:
    """A pattern: not before what makes something else of a name: "NASA's ISRO partner"."""
    return rf"(?! (?:{'|'.join(table('phrases')['of others'])})\b){_of_post()}"


def _of_post() -> str:
    """Not before the post of one who flies there, or looks after a share: "Japanese ISS Commander".

    "ESA's SWOT project manager" leads something for ESA.
    """
    return rf"(?! (?:{any_of(table('phrases')['of one aboard'], ignore_case=True)})\b)"


@cache
def _thing() -> re.Pattern[str]:
    # Match: " landed"    No match: " Commander", of "the first Japanese ISS Commander"
    return re.compile(_of_post())


def partners(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "NASA and its partner ISRO": the two cooperate, whatever else they do."""
    for match in (*_and_partner().finditer(tagged), *_beside().finditer(tagged)):
        if is_stated(tagged, match.start(), match.end(), None):
            both = (*items_in(tagged, match["first"]), *items_in(tagged, match["second"]))
            roles = {"party": tuple(dict.fromkeys(path for item in both for path in item.paths))}
            yield Finding("Cooperation", "and-its-partner", (evidence,), roles)


@cache
def _and_partner() -> Pattern:
    # Match: "<Airbus> and its industrial partner <MDA>", "<ESA> and its partners <CNES> and <DLR>"
    # No match: "<Airbus> and its industrial partners"
    one, nation = sort_class(["org", "country"]), sort_class(["demonym", "country", "region"])
    return compiled(
        rf"(?P<first>{one})(?: \([^()]{{1,30}}\))?,? and (?:its|their) "
        rf"(?:(?:[a-z-]+|{nation}) ){{0,3}}partner(?P<several>s)? "
        rf"(?P<second>(?:the )?{one}(?(several)(?:(?:, |,? and )(?:the )?{one})*))"
    )


@cache
def _beside() -> Pattern:
    # Match: "<ESA>, together with <JAXA>, is building"
    # No match: "<ESA>, together with <JAXA>, met"
    one = sort_class(["org", "country"])
    return compiled(
        rf"(?P<first>{one}), (?:jointly|together) with (?:its [a-z]+ )?"
        rf"(?P<second>(?:the )?{one}(?:(?:, |,? and )(?:the )?{one})*),"
        + expand(r" {wish}{joined}(?! the way)")
    )


def of_nations(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "the French-German MASCOT lander": the nations contribute, how says the noun or the kind."""
    kinds = table("phrases")["nation-contributes"]
    for item in items_in(tagged, tagged.text):
        if not item.nations or item.sort not in phrases.ENDEAVOURS:
            continue
        start = tagged.begins.index(item.begin)
        if is_vehicle(tagged, start, tagged.text[start]) or not _thing().match(
            tagged.text, start + 1
        ):
            continue
        ways = kinds["noun"].get(item.noun) or kinds["kind"].get(item.paths[0].split("/")[0])
        if ways:
            way = ways["one" if len(item.nations) == 1 else "several"]
            yield from distributed(
                Finding(
                    "Contribution",
                    "nation-of-endeavour",
                    (evidence,),
                    {
                        "contributor": item.nations,
                        "contributionType": (way,),
                        "endeavour": item.paths,
                    },
                )
            )
        if len(item.nations) > 1:  # a "French-German lander" is one of both
            roles = {"party": item.nations, "endeavour": item.paths}
            yield Finding("Cooperation", "nations-of-endeavour", (evidence,), roles)
