"""What the patterns of posts are made of: names, posts with their fields, and whom they serve.

Words: ``rules/posts.yaml``.
"""

from __future__ import annotations

from functools import cache

from mapping.alternatives import any_of
from mapping.rules.tables import table
from mapping.tagging import sort_class

#: What may stand before a post as its owner ("CNES President", "the Italian ambassador").
HOLDERS = ("org", "country", "demonym", "region")
_SERVED = (
    "org",
    "country",
    "region",
    "agents",
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
)
#: Names of places and missions that people bear too: "Chad Roe", "Michael Jordan".
NAMESAKES = ("country", "place", "mission", "spacecraft", "body", "programme")

_CHARGED = r"(?:in charge of|(?:with )?responsib(?:le|ility) for)"
#: What an Arabic surname begins with.
# Match: "al-Mansouri"    No match: "co-Chair"
ARTICLE = r"(?:al|el|as|ad|ash|an|ar)-(?=[A-Z])"
#: A capital letter, and a word of a name: a full stop belongs to initials only, as in "A.S. Roe".
UPPER = r"[A-ZÀ-ÖØ-ÞĀĄĆČĎĐĒĘĚĞĢĪİĶŁĻŃŅŇŐŒŘŚŞŠŢŤŪŮŰŹŻŽ]"
CAPITAL = rf"(?:(?:[A-Za-z]|[Dd][ae]ll|[Dd]egl|[Ss]ant)'|{ARTICLE})?(?:(?:[A-Z]\.)+|{UPPER}[\w-]+)"


@cache
def words() -> dict[str, str]:
    """The building blocks of the patterns: names, posts, owners and what a post is held at."""
    rules = table("posts")
    titles, particles = any_of(rules["titles"]), any_of(rules["particles"])
    modifiers = any_of(rules["modifiers"], ignore_case=True)
    heads = any_of(rules["heads"], ignore_case=True)
    divisions, honours = any_of(rules["divisions"]), any_of(rules["honours"])
    # "With Mika Sato, he signed": the sentence's first word is not the name's.
    opening = any_of(rules["before names"])
    # "Administrator for Plasma Mika Sato, Assistant Administrator": a post is nobody's name.
    never = [head for head in rules["heads"] if head.title() not in rules["also names"]]
    of_post = rf"(?:{modifiers} ){{0,4}}{any_of(never, ignore_case=True)}\b"
    # "V Narayanan", "G Ravi Chandra Babu", "Jan K Roe": an initial without its full stop;
    # "Robert (Bob) Roe".
    nickname = r"(?:\"\w+\" |\([A-Z][a-z]+\) (?=[A-Z]))"
    more = rf"(?: (?:{particles}))* (?:{nickname}|[B-HJ-Z] (?=[A-Z][a-z]))?"
    bare = (
        rf"(?<![\w'-])(?=[^\Wa-z\d_]|the |[a-z]')(?!(?:{opening}) |{of_post})"
        rf"(?:(?:{titles}) ){{0,3}}(?:(?:[B-HJ-Z] )?[B-HJ-Z] {CAPITAL}(?= |[,.;:]|$)|{CAPITAL}"
        rf"(?={more}{CAPITAL}))(?:{more}{CAPITAL}){{0,5}}"
        r"(?:,? (?:Jr|Sr)\b\.?| (?:II|III|IV|V)\b)?"
        rf"(?:,? {honours}(?![\w-])){{0,2}}"
    )
    # "elected Mika Sato Managing Director": the post is not the name's.
    apart = bare.replace(f"(?:{more}{CAPITAL}){{0,5}}", f"(?:{more}(?!{of_post}){CAPITAL}){{0,5}}")
    person, namesake = sort_class(["person"]), sort_class(NAMESAKES)
    # "Michael Jordan", "Isaac Ben Israel"
    known = (
        rf"{CAPITAL} (?:(?:Ben|{any_of(rules['inside names only'])}) )?{namesake}(?! {CAPITAL})"
        rf"|{sort_class(['country', 'body'])} {CAPITAL}"
    )
    # "President Moon Jae-in", who is no moon
    lunar = rf"{sort_class(['body'])} {UPPER}[a-z]+-[a-z]+(?![\w-])"
    demonym, programme = sort_class(["demonym"]), sort_class(["programme"])
    # A field is named by capitals or by concepts: "of Education, Culture, Sports, Science and
    # Technology", "for the Science Mission Directorate", "of <Earth observation> Programmes".
    # "Secretary of State Monica Roe, Administrator of" goes on with another post, not the field.
    field = sort_class(["concept", "body"])
    sciences = "Sciences?|Studies|Research|Physics"
    science = rf"{sort_class(['place'])}(?= (?:Exploration|Missions|{sciences}|{divisions})\b)"
    named = rf"(?:{field}|{science}|{programme}(?=,? and )|{demonym}(?! (?!and\b)[a-z]))"
    inside, first = any_of(rules["inside names only"]), any_of(rules["surnames first"])
    # "for Advanced Tides, H.E. Sarah Roe" and "for Trade K. N. Roe" go on with a name.
    word = (
        rf"(?!{heads} (?:of|for|at)\b)(?!(?:{titles}) (?:{CAPITAL}|{person}))(?![A-Z]\.)"
        rf"(?!(?:{first}) {CAPITAL} {CAPITAL})(?:(?:{modifiers})(?= [A-Z]\.)"
        rf"|{CAPITAL}(?! (?:(?:[A-Z]\.)+|(?:{inside})) {CAPITAL})|{named})"
    )
    # "Director of Technology and Quality, and Jane Roe, head of" goes on with another person,
    # "Secretary of Trade Mika Roe and Prime Minister Jan Roe" with another post.
    aside = r"(?:(?!(?:as|and|who|which|along|together|behalf)\b)[^,;. ]+ ){0,6}"
    # "Minister of Economy, Jane Roe, the Premier" and "…, Jane Roe, President of" go on so too.
    whose = rf"(?:{sort_class(HOLDERS)}(?:'s?)? )?"
    known_as = rf"(?:(?:{titles}) )?(?:{CAPITAL} {CAPITAL}|{person}), "
    another = (
        rf"(?!(?:,? and (?:(?:{titles}) )?(?:{CAPITAL}(?: {CAPITAL}){{1,4}}|{person}), {aside}"
        rf"|,? (?:and )?{whose}(?:{modifiers} ){{0,4}}|, {known_as}(?:{modifiers} ){{0,3}})"
        rf"{heads}\b)(?!,? and (?:Mr|Mrs|Ms|Dr|Prof|Professor)\b)"
        rf"(?!, {known_as}(?:the\b|{demonym}|{sort_class(HOLDERS)}'s ))"
    )
    # Commas part fields only in a list that "and" closes: "of Tides, Sails and Rain, Maria de Roe".
    plain = rf"(?:{CAPITAL}|{named})"
    item = rf" {plain}(?: {plain}){{0,3}}"
    close = rf",? (?:and|&) (?!(?:the )?{whose}(?:{modifiers} ){{0,4}}{heads}\b){plain}"
    comma = rf",(?={item}(?:,{item}){{0,7}}{close})"
    linked = "(?: for| of| of the| for the)?"
    part = rf"(?:{comma}|,? and|,? &|,(?= {plain} (?:and|&) )|{linked})"
    field = rf"(?: (?:of|for)(?: the)? {word}(?:{another}{part} {word}){{0,12}})"
    # "associate director for research at <NASA>", "vice president of engineering at"
    # "deputy minister of industry and trade and head of <CNSA>"
    # "Joint Secretary in the Tides Division of <MEA>", "Ambassador in charge of Space Policy at"
    within = (
        rf"(?: in(?=[^,;.()]{{1,80}} (?:{divisions})(?: [IVX]+)? (?:of|at|in|within) )"
        rf"| {_CHARGED})(?: the)?(?:(?:,? and|,? &|,)? {word}){{1,8}}"
        r"(?: [IVX]+\b)?"
        r"| in (?:the )?(?:[a-z-]+ ){0,3}[a-z-]+(?= at )"
        rf"| {_CHARGED} (?:the )?(?:[a-z]+ ){{0,3}}[a-z]+(?= at )"
    )
    word = rf"(?:(?!{heads}\b)[a-z]+|{sort_class(['concept', 'body'])})"
    field = (
        rf"(?:(?: (?:of|for)(?! the )(?: {word}(?:,(?=[^,;]{{1,40}} and ))?){{1,6}}"
        rf"(?= (?:at|with|for|within|in) |,? and {whose}(?:{modifiers} ){{0,3}}{heads}\b))|{field})"
    )
    join = r"(?:,? and |, |[ -])"
    # Few modifiers: "chief executive" is one or two of them, and what reads in two ways each time
    # would take forever to fail.
    elect = "(?:[- ](?:elect|designate)\\b)?"
    head = rf"(?:(?:{modifiers}{join}){{0,6}}{heads}\b{elect})"
    # "Project Manager, Professor Mika Sato": what goes on is a name with its form of address.
    named = rf"(?!(?:{titles}) (?!{of_post})(?:{CAPITAL}|{person}))"
    # "Senior Adviser to the Director General of <ESA>" holds no other post than the adviser's.
    aide = rf"(?: (?:to|of) the (?:{modifiers} ){{0,4}}{heads}\b)?"
    # "Deputy Assistant Secretary (DAS) of State"
    aide = rf"{aide}(?: \([A-Z]{{2,6}}\)(?= (?:of|for)\b))?"
    post = rf"(?<![\w'-]){head}(?:(?: and|,| &|/) ?{named}{head})?{aide}{field}?(?:{within})?"
    org = sort_class(_SERVED)
    seat = sort_class(["place"])  # "<NASA Headquarters>", which stands for NASA
    board = (
        r"(?:(?:'s)? (?:Administrative|Executive|Governing|Management|Programme|Program"
        r"|Supervisory) (?:Board|Council)"
        r"| (?:Director[ -]General|President|Administrator)'s (?:Cabinet|Office))?"
    )
    kinds = any_of(["agency", *table("names")["before"]["Company"]])
    nouns = any_of(table("phrases")["nouns"]["endeavour"])
    unit = (
        rf"(?: the)?(?: {demonym})?(?: (?:[a-z-]+ ){{0,2}}(?:{kinds}))? "
        rf"(?:{org}(?:(?:'s?| [–—])? {org})*"
        rf"(?: [Hh]eadquarters| (?:{nouns}|Program(?:me)?|Project)\b)?|{seat}){board}"
    )
    return {
        "titles": titles,
        "particles": particles,
        "bare": bare,
        "name": rf"(?:(?:{titles}) ){{0,3}}(?P<name>{person}|{lunar}|{bare})",
        "name apart": rf"(?:(?:{titles}) ){{0,3}}(?P<name>{person}|{apart})",
        "borne": rf"(?:(?:{titles}) ){{0,3}}(?P<name>{person}|{lunar}|{known}|{bare})",
        "post": post,
        "heads": heads,
        "holder": sort_class(HOLDERS),
        "org": org,
        "person": person,
        "demonym": demonym,
        "unit": unit,
    }


#: What a post is in charge of.
# Match: " responsible for Tides, "    No match: " responsible for what he did. He"
CHARGE = rf"(?: {_CHARGED} (?:the )?[^,;.()]{{1,60}}?(?=,|;|\.|\)| and\b))?"


def served(group: str = "org") -> str:
    """What a post is held at, as ``group``: "of the DLR Executive Board", ", X at NASA"."""
    unit, org, named = words()["unit"], words()["org"], sort_class(["org"])
    heads, person = words()["heads"], words()["person"]
    modifiers = any_of(table("posts")["modifiers"], ignore_case=True)
    # "Ambassador of Italy to Peru, Chile and Bolivia,"
    country = sort_class(["country"])
    nations = rf"{country}(?:(?:, {country})+,?)? and {country}(?=[,.;)])"
    # ", Italy by its minister", ", <ESA>'s council", ", <ESA> President Roe" go on with another.
    return (
        rf"(?P<{group}>(?: of| at| for| to| with| from| responsible for| in charge of"
        rf"|,(?! (?:the )?{org}(?: by\b|'s? (?!{org})))"
        rf"(?! (?:the )?{org} (?:{modifiers} ){{0,3}}{heads} (?:{CAPITAL}|{person}))"
        rf"| in(?= the {named}| {named}'s)|(?= {named}(?:[,;/.)]| and\b| /|$)))"
        r"(?: the (?:Administrative|Executive|Supervisory|Management|Governing)"
        rf" (?:Board|Council) of)?{unit}"
        rf"(?: (?:of|at|within){unit}| to (?:the )?{nations}| (?:in|to) (?:the )?{org})*"
        rf"{CHARGE}| (?:at|of|for|with) the (?:space )?agency\b)"
    )
