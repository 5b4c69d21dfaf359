"""Names without what describes them in front, so that no rule need know what may stand there.

"the EUR 300-million X mission", "the privately held Y", "industry heavyweight Z": whether a word
may describe is told by its form (its ending, a hyphen, a figure) and by where it stands, between a
determiner and a name. Table: ``rules/modifiers.yaml``.
"""

from __future__ import annotations

from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern
from mapping.phrases import ENDEAVOURS
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class


def bare(tagged: Tagged) -> Tagged:
    """The sentence without what only describes the names that follow; items stay as they are."""
    tagged = tagged.reduced_to(_quoted(), "name")
    for pattern in _patterns():
        tagged = tagged.without([match.span("less") for match in pattern.finditer(tagged)])
    return tagged


@cache
def _quoted() -> Pattern:
    # Match: the quotation marks of "<SWOT>"    No match: those of "<SWOT> flies"
    name = sort_class(["org", *ENDEAVOURS])
    return Pattern(rf"(?P<mark>\"|(?<!\w)')(?P<name>{name})(?P=mark)(?!\w)")


@cache
def _patterns() -> tuple[Pattern, ...]:
    rules = table("modifiers")
    nation, land = sort_class(["demonym"]), sort_class(["country", "region", "demonym"])
    org, name = sort_class(["org"]), sort_class(["org", *ENDEAVOURS])
    one, amount = _modifier(rules["endings"]), f"(?:{rules['amounts']})"
    undetermined = _modifier([ending for ending in rules["endings"] if ending != "ed"])
    seen = sort_class(["place", "country", "region", "demonym", "concept", "date"])
    words = r"[a-z]+(?:-[a-z]+)* "
    determiner = (
        rf"(?:(?<![\w'-])(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ur|[Tt]his|[Hh]is)|'s|s'|{nation})"
    )
    things, deeds = any_of(table("phrases")["nouns"]["endeavour"]), any_of(rules["deeds"])
    kinds = rf"(?:(?:{any_of(rules['fields'])}) ){{0,3}}(?:{any_of(rules['kinds'])})"
    titles = any_of([*table("phrases")["titles of organizations"], *rules["kinds"]])
    told, thing = rf"(?:[\w'-]+|{seen})", sort_class(ENDEAVOURS)
    org_or_nation, person = sort_class(["org", "demonym"]), sort_class(["person"])
    heads = any_of(head.title() for head in table("posts")["heads"])
    post = rf"(?:[A-Z][\w-]+ ){{0,3}}?(?:{heads})"
    before_kinds, before_partners = any_of(rules["before kinds"]), any_of(rules["before partners"])
    named = sort_class(["person", "org", "demonym"])
    partner = rules["partners"].replace("{nation}", nation)
    sources = {
        # Match: "<Mika Sato> (left) and <Jane Roe>", "<Mika Sato>, right, and"
        # No match: "<Mika Sato>, right then, and"
        "in the picture": rf"(?P<less> \((?:{rules['in the picture']})\)"
        rf"|(?<={named}), (?:{rules['in the picture']})(?=,? and (?:the )?{named})"
        rf"|(?<={named}), (?:{rules['in the picture']})(?=, (?:and )?(?:the )?{named})"
        rf"|(?<={named}), (?:{rules['in the picture']}),)",
        # Match: "the privately held <ESA>", "its next-generation <French> <SWOT>", "the EUR
        # 300-million radar satellite <SWOT>"    No match: "the <ESA>", "the agreement <ESA> signed"
        "described": rf"{determiner} (?P<less>(?:{one} ){{1,6}})"
        rf"(?=(?:{nation} )?(?:(?:{words}){{0,2}}(?:{things}|{kinds}) )?{name})",
        # Match: "a EUR 10.7 million contract"    No match: "a contract of EUR 10.7 million"
        "priced": rf"{determiner} (?:{words}){{0,2}}?(?P<less>{amount},? )"
        rf"(?=(?:{land} )?(?:{words}){{0,3}}?(?:{deeds})\b)",
        # Match: "with plasma sail specialist <Airbus>"    No match: "with the operator of <Airbus>"
        "of a kind behind a word": rf"\b(?:{before_kinds}) "
        rf"(?P<less>(?:the |an? )?(?:{words}){{1,3}}?{kinds} )(?={org})",
        # Match: "aerospace giant <Airbus>", "Toulouse-based satellite builder <Airbus>"
        # No match: "the operator of <Airbus>"
        "of a kind": rf"(?<![\w'-])(?P<less>(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) "
        rf"(?:(?:{one}|{land}) ){{0,6}}|(?:(?:{undetermined}|{land}) ){{0,6}}){kinds} )(?={org})",
        # Match: "<Airbus>, a French firm based in <Bremen>, and", "<SES>, one of the biggest
        # operators, has"    No match: "<Airbus>, the prime contractor of <SWOT>, has"
        "apposed": rf"(?<={org})(?P<less>, (?:an?|the|one of(?: the)?) (?:{told} ){{0,6}}?"
        rf"(?:{titles})s?(?: (?:{any_of(rules['behind kinds'])}) {told}(?:,? {told}){{0,8}}?)?,)"
        rf"(?= (?:and (?:the )?(?:{org}|{land}|[A-Z])|(?!and\b|who\b|which\b|the\b|an?\b)[a-z]))",
        # Match: "<Aqua>, an ageing satellite, and <SWOT>"    No match: "<Aqua>, a satellite, flies"
        "apposed thing": rf"(?<={thing})(?P<less>, (?:an?|the) (?:{words}){{0,5}}?(?:{things}),)"
        rf"(?= and (?:the )?{thing})",
        # Match: "of its long-standing partner <NASA>"
        # No match: "and its partner <NASA>", ", with its partner <NASA>"
        "partner": rf"\b(?:{before_partners}|(?<!, )with) (?P<less>{partner} )(?={org})",
        # Match: "and his <JAXA> counterpart, President Mika Sato"
        # No match: "his <JAXA> counterpart met"
        "whose counterpart": rf"\b(?P<less>(?:[Hh]is|[Hh]er|[Tt]heir) )"
        rf"(?=(?:{org}|{nation})(?:'s)? counterpart,? {post} )",
        "counterpart": rf"(?<={org_or_nation})(?P<less>(?:'s)? counterpart,?)(?= {post} )",
        # Match: "met his counterpart <Mika Sato>"    No match: "met his counterpart in Paris"
        "named counterpart": rf"\b(?P<less>(?:[Hh]is|[Hh]er|[Tt]heir) counterpart,? )(?={person})",
    }
    return tuple(map(Pattern, sources.values()))


def _modifier(endings: list[str]) -> str:
    """A regular expression for one word, or figure with its unit, that only describes."""
    rules = table("modifiers")
    place = sort_class(["place", "country", "region", "at"])
    compound = rf"(?:[A-Za-zÀ-ÿ]+|{place})-(?:{any_of(rules['compounds'])})|[a-z]+(?:-[a-z]+)+"
    ending = rf"(?!(?:{any_of(rules['no adjectives'])})\b)[a-z]{{2,}}(?:{any_of(endings)})"
    described = (
        rf"(?:(?:{rules['adverbs']}) ){{0,2}}"
        rf"(?:{any_of(rules['adjectives'])}|{ending}|{compound})"
    )
    return rf"(?:{rules['amounts']}|(?:{described})(?![\w'-]))"
