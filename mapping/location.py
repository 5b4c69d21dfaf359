"""Where an organization or a place is, said inside a noun phrase.

"IRAP in Toulouse", "Palo Alto, California", "Airbus of Stevenage, England",
"the Cardiff firm Orbex", "Paris, where ESA has its seat".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.facts import Evidence, Finding
from mapping.patterns import Pattern, PatternSet, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


def located(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "IRAP in Toulouse, France": where a laboratory is, and in which country a place."""
    if not _all().may_match(tagged):
        return
    for match in _located().finditer(tagged):
        inner, outer = tagged.items[match["inner"]], tagged.items[match["outer"]]
        if inner.paths[0] != outer.paths[0] and _is_there(tagged, match, inner):
            yield from _there(inner, outer, evidence)
    yield from _at_works(tagged, evidence)
    patterns = (_inside(), _of_town(), _based(), _seat(), _firm_from(), _of_country(), _set_in())
    for pattern in (*patterns, _national()):
        for match in pattern.finditer(tagged):
            inner, outer = tagged.items[match["inner"]], tagged.items[match["outer"]]
            if outer.paths[:1] in ((), inner.paths[:1]):
                continue
            if not outer.paths[0].startswith("region/"):
                yield _location(inner.paths[0], outer.paths[0], evidence)


def _is_there(tagged: Tagged, match: re.Match[str], inner: Item) -> bool:
    """Is what is named with a place there for good?"""
    if match["link"] == ", ":
        return inner.is_place or inner.is_laboratory
    if _SEATED.match(match["link"]):
        return inner.is_place
    before = tagged.text[: match.start()]
    at_work = not inner.is_public and _is_at_work(before, tagged.text[match.end() + 1 :])
    is_unit = _UNIT.search(inner.paths[0]) is not None and _UNIT_AT.search(before) is not None
    is_there = inner.is_place or inner.is_laboratory or is_unit or at_work
    if inner.is_laboratory and _WORKING_WITH.search(before):
        return True
    return is_there and not _MET.search(before)


def _there(inner: Item, outer: Item, evidence: Evidence) -> Iterator[Finding]:
    """What is there, and where its headquarters are whose they are."""
    there = _location(inner.paths[0], outer.paths[0], evidence)
    if "-embassy" in inner.paths[0]:  # whose country is another
        there = replace(there, roles={**there.roles, "property": ("locatedIn",)})
    yield there
    if inner.affiliation and inner.text.endswith("Headquarters"):
        yield _location(inner.affiliation[0], outer.paths[0], evidence)


def _is_at_work(before: str, after: str) -> bool:
    """Does what stands around "X in Y" tell of X's work, so that X is there?"""
    if _DONE_BY.search(before) or _AT.search(before):
        return True
    return bool(_WORKS.match(after) and _BEGINS.search(before) and not _TALKS.search(before))


def _at_works(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "Airbus's plant in Toulouse": a company is where its works are, an agency is not.

    "India's Zenith Aerospace" is as much India's, and so is "India's Ministry of Plasma".
    """
    for match in (*_plant().finditer(tagged), *_of_nation().finditer(tagged)):
        inner, outer = tagged.items[match["inner"]], tagged.items[match["outer"]]
        if inner.is_company or inner.is_laboratory or inner.is_public:
            yield _location(inner.paths[0], outer.paths[0], evidence)


@cache
def _all() -> PatternSet:
    found = (_located(), _inside(), _of_town(), _based(), _plant(), _seat(), _firm_from())
    return PatternSet([*found, _of_country(), _of_nation(), _set_in(), _national()])


@cache
def _located() -> Pattern:
    # Match: "<IRAP>, <France>", "<ESOC> in <Darmstadt>", "<Palo Alto>, <California>, <USA>"
    # No match: "<ESOC> in <Rome> and <Paris>", "<Paris>, <Rome>, <Kiruna>"
    # No match: "<IRAP>, <France>'s space agency <CNES>"
    org, place = sort_class(["org", "place"]), sort_class(["place", "country"])
    country, town = sort_class(["country"]), sort_class(["place"])
    within = (
        rf"(?: (?:is|are) (?:now )?| )"
        rf"(?:in|at|near|on the island of|outside) {_AREA}"
        rf"(?=(?:the )?{place}(?!,? and (?:in )?(?:the )?{place}))| on (?={place})"
    )
    nation = sort_class(["country", "region"])  # "in <Korea>, <Japan>, the <Philippines>"
    listed = rf"{country}, (?:the |and (?:the )?)?{nation}"
    beside = rf", (?!{listed})(?={place}(?!,? and (?:{place}|[A-Z])|, {town}))"
    return compiled(
        rf"(?P<inner>{org})(?P<link>{within}|{beside})"
        rf"(?=(?:[Tt]he |{country}'s? )?(?P<outer>{place})(?![-–]|'s? (?:[a-z-]+ ){{1,4}}{org}))"
    )


@cache
def _inside() -> Pattern:
    # Match: "<Darmstadt>, <Germany>"    No match: "<Paris>, <Tokyo>", "<Paris>, <Japan>, <China>"
    place, country = sort_class(["place"]), sort_class(["country"])
    after = sort_class(["place", "country"])
    return compiled(rf"(?P<inner>{place}), (?P<outer>{country})(?!,? (?:and )?(?:the )?{after})")


@cache
def _of_town() -> Pattern:
    # Match: "<Airbus> of <Stevenage>, <England>"    No match: "<Airbus> of <France> and <Spain>"
    org, town, place = (sort_class(s) for s in (["org"], ["place"], ["place", "country"]))
    return compiled(rf"(?P<inner>{org}),? of (?P<outer>{town})(?=, {place}(?!,? and {place}))")


@cache
def _based() -> Pattern:
    # Match: "<Airbus>, which is based in <Toulouse>"    No match: "<Airbus>, which met in <Paris>"
    org, place = sort_class(["org"]), sort_class(["place", "country"])
    return compiled(
        rf"(?P<inner>{org})(?: \([\w-]+\))?(?:, an? [^;,.]{{2,60}}?(?= headq| based))?,? "
        rf"(?:(?:which|that) )?(?:(?:is|are|was) )?"
        rf"(?:based|headquartered|located|situated|sited) (?:in|at|near|outside|on) "
        rf"(?:[^;,.]{{0,40}}?\bnear )?{_AREA}(?P<outer>{place})"
    )


@cache
def _plant() -> Pattern:
    # Match: "<Airbus>'s new facility in <Friedrichshafen>", "the <Airbus> plant in <Toulouse>"
    # No match: "<Airbus>'s talks in <Toulouse>", "<Airbus>'s sites in <Toulouse> and <Bremen>"
    org, place = sort_class(["org"]), sort_class(["place"])
    kinds = (
        "facilit(?:y|ies)|plants?|sites?|premises|factory|works|workshops?|clean ?rooms?|"
        "laborator(?:y|ies)|cent(?:re|er)|campus|headquarters|offices?|integration hall"
    )
    return compiled(
        rf"(?P<inner>{org})(?:'s?)? (?:[a-z-]+ ){{0,3}}(?:{kinds}) (?:in|at|near|outside) "
        rf"{_AREA}(?P<outer>{place})(?!,? and (?:in )?{place})"
    )


@cache
def _of_country() -> Pattern:
    # Match: "<INTA> of <Spain>", "<VTT>, the research centre of <Finland>"
    # No match: "<ESA> of <Spain> and <France>"
    org, country = sort_class(["org"]), sort_class(["country"])
    return compiled(
        rf"(?P<inner>{org})(?: \([\w-]+\))?(?:,? of|, from"
        rf"|, (?:the|an?) (?:[a-z-]+ ){{1,4}}(?:cent(?:re|er)|institute|laboratory|agency) of) "
        rf"(?:the )?(?P<outer>{country})(?!'|,? (?:and|or) |, {country})"
    )


@cache
def _of_nation() -> Pattern:
    # Match: "<India>'s <Zenith> will"    No match: "<India>'s <Zenith> contract"
    org, country = sort_class(["org"]), sort_class(["country"])
    after = (
        "and|or|is|are|was|were|has|had|have|will|would|to|on|in|for|with|at|by|from|that|which|as"
    )
    return compiled(
        rf"(?P<outer>{country})'s (?P<inner>{org})(?!'| (?!(?:{after})\b)[a-z]+\b(?<!ed)(?<!s) |-)"
    )


@cache
def _set_in() -> Pattern:
    # Match: "<ESRIN>, in central <Italy>,", "<Ilmenau>, a town in <Germany>", "<Kiruna> in northern
    # <Sweden>"    No match: "<ESA>, now in <Italy> for talks"
    inner, outer = sort_class(["org", "place"]), sort_class(["place", "country"])
    kinds = "town|city|village|island|suburb|port|centre|center|site"
    return compiled(
        rf"{_HEADED}(?P<inner>{inner}),(?: (?:an?|the) (?:[a-z-]+ ){{0,3}}?(?:{kinds}))? "
        rf"(?:in|near|outside) {_AREA}(?P<outer>{outer})(?=,| and\b|\.)"
    )


@cache
def _national() -> Pattern:
    # Match: "<Zenith>, a <Danish> firm", "the agency <ZENA> is the <Danish> regulator"
    # No match: "<Zenith>, a friend of <Danish> firms"
    org, nation = sort_class(["org"]), sort_class(["demonym"])
    kinds = any_of(table("phrases")["titles of organizations"])
    return compiled(
        rf"(?P<inner>{org})(?: \([\w-]+\))?(?:,| is| was) (?:an?|the) (?:[a-z-]+ ){{0,2}}?"
        rf"(?P<outer>{nation}) (?:[a-z-]+ ){{0,3}}?(?:{kinds})\b(?!'s|,? (?:of|for) )"
    )


# Who heads an organization is somewhere, and not the organization: "Jane Roe, head of <ESA>, in".
_HEADED = r"(?<![a-z] of )(?<![a-z] of the )"
# What may stand before a place and only narrows it: "northern <Sweden>".
_AREA = (
    r"(?:the )?"
    r"(?:(?:far |[Ss]outh-?|[Nn]orth-?)?(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern)? |[Cc]entral "
    r"|nearby |upstate |coastal |rural )?"
)


@cache
def _seat() -> Pattern:
    # Match: "in <Darmstadt>, where <ESOC> has its seat"
    # No match: "in <Darmstadt>, where <ESA> has its lawyers"
    org, place = sort_class(["org"]), sort_class(["place"])
    return compiled(
        rf"(?P<outer>{place})(?:, {place})?, where (?:the )?(?P<inner>{org}) (?:also )?"
        r"(?:has its (?:headquarters|seat|head office|main site|campus)"
        r"|is (?:based|headquartered))"
    )


@cache
def _firm_from() -> Pattern:
    # Match: "the <Cardiff> start-up <Orbex>", "<Munich>-based <Isar>", "the <German> firm <OHB>"
    # No match: "the <Paris> office of <ESA>"
    org, whence = sort_class(["org"]), sort_class(["place", "demonym"])
    kinds = any_of(table("phrases")["titles of organizations"])
    state = rf"(?:, {sort_class(['place'])}\.?)?"  # "<Dulles>, <Va>.-based"
    return compiled(
        rf"(?P<outer>{whence})(?:{state}-based(?: [a-z-]+){{0,2}}?|(?: [a-z-]+)? (?:{kinds})),? "
        rf"(?P<inner>{org})(?!'s)"
    )


# Match: "<ESA Headquarters> are in "    No match: "<ESA Headquarters> in "
_SEATED = re.compile(r" (?:is|are) ")
# Match: "CNES met <IRAP> in Tokyo"    No match: "built by <IRAP> in Toulouse"
_MET = re.compile(
    r"\b(?:met|meets?|meeting|visit(?:s|ed)?|joined|with|welcomed|hosted)(?: with)? $"
)
# Match: "works with <IRAP> in Toulouse"    No match: "signed an agreement with <IRAP> in Tokyo"
_WORKING_WITH = re.compile(
    r"\b(?:work(?:s|ed|ing)?|cooperat(?:es?|ed|ing|ion)|collaborat(?:es?|ed|ing|ion)|partner(?:s|ed|ing"
    r"|ship)?|together|conjunction) with(?: the)? $"
)
# Match: "organization/science-mission-directorate"    No match: "organization/cnes"
_UNIT = re.compile(r"-(?:directorate|division)$")
# Match: "missions in <NASA>'s ", "managed by the "    No match: "talks with the "
_UNIT_AT = re.compile(rf"\b(?:in|at|for|by|within|of)(?: the)?(?: {sort_class(['org'])}(?:'s)?)? $")
# Match: "<Airbus> in Stevenage built", "<Avio> in Italy for"    No match: "<ESA> in Paris to meet"
_WORKS = re.compile(
    r"(?:, [^,;]{1,30},)? (?:which |who |that )?"
    r"(?:(?:is|are|was|were|will|has|have|also|be|been) )*(?:for|responsible|in charge|prime"
    r"|(?:[a-z]+ ){0,2}(?:suppl(?:y|ies|ied)|buil(?:ds?|t)|develop(?:s|ed)?|makes?|made"
    r"|design(?:s|ed)?|test(?:s|ed)|carried out|leads?|led|manage[sd]|provide[sd]?|operate[sd]?"
    r"|assembled|integrated|produce[sd]?|delivered|process(?:es|ed)?|conducted|manufacture[sd]?"
    r"|contribute[sd]?|runs|analyse[sd]?|is|was)) "
)
# Match: "for guidance, and <Avio>", "<Avio>"    No match: "a contract with <Avio>"
_BEGINS = re.compile(r"(?:^|[,;] (?:and )?|\band )(?:the |The )?$")
_TALKS = re.compile(r"\b(?:between|met|with|talks|signed|agree[a-z]*)\b[^;]{0,80}$")
# Match: "delivered to <Airbus> in Stevenage"    No match: "signed with <Airbus> in Paris"
_AT = re.compile(r"\b(?:at|from|(?:delivered|shipped|sent|transported|moved) to)(?: the)? $")
# Match: "built by <Airbus> in Stevenage"    No match: "signed with <Airbus> in Paris"
_DONE_BY = re.compile(
    r"(?:\b(?:built|developed|designed|made|manufactured|supplied|provided|assembled|led|operated|"
    r"integrated|tested|produced|managed|run) by(?: the)? |^|; )$"
)


def _location(inner: str, outer: str, evidence: Evidence) -> Finding:
    name = "country" if outer.startswith("country/") else "locatedIn"
    roles = {"subject": (inner,), "property": (name,), "object": (outer,)}
    return Finding("Statement", "located-in", (evidence,), roles)
