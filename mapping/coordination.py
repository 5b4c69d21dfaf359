"""Lists: "Australia, Canada and France" become one item, "Japanese A and B satellites" share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.grammar import expand
from mapping.national_names import NO_ASIDE, without_nations
from mapping.patterns import Pattern, compiled
from mapping.phrases import AGENTS, BODIES, ENDEAVOURS, all_of
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import number


def spread(tagged: Tagged) -> Tagged:
    """ "the Japanese A and B satellites": nation and noun belong to each of them."""
    changed: dict[str, Item] = {}
    for match in _several_endeavours().finditer(tagged):
        chars = [char for char in match.group() if char in tagged.items]
        first, last = tagged.items[chars[0]], tagged.items[chars[-1]]
        is_first = not last.noun and not last.nations and first.noun.endswith("s")
        if last.noun.endswith("s") or is_first:  # "the Japanese satellites A and B"
            noun = first.noun if is_first else last.noun
            for char in chars:
                changed[char] = replace(tagged.items[char], nations=first.nations, noun=noun)
    return tagged.with_items(changed) if changed else tagged


@cache
def _several_endeavours() -> Pattern:
    one = sort_class(ENDEAVOURS)
    return compiled(rf"{one}(?:, {one})*,? and {one}")


# "NASA astronauts A and B, and ESA astronaut C": those named together and others
_CREW = ("person", "agents")


def coordinations(tagged: Tagged) -> Tagged:
    """ "Australia, Canada and France" become one item, group by group of one family."""
    tagged = without_nations(tagged)
    tagged = all_of(tagged, _unnamed_beside(), "name", "other", "states")
    tagged = all_of(tagged, _seated(), "name", "seated")
    for seat in _seats_in_lists():
        tagged = tagged.reduced_to(seat, "name")
    tagged = tagged.reduced_to(_flier(), "name")
    tagged = _of_main_clause(tagged)
    tagged = _coordinated(tagged, AGENTS, "agents", _with_unnamed())
    tagged = _coordinated(tagged, ("person",), "agents", _beside(("person",)))
    tagged = _coordinated(tagged, AGENTS, "agents", _beside(AGENTS))
    for family, sort in (
        (("person",), "agents"),
        (_CREW, "agents"),
        (AGENTS, "agents"),
        (ENDEAVOURS, "endeavours"),
        (BODIES, "bodies"),
        (("concept",), "things"),
    ):
        tagged = _coordinated(tagged, family, sort, _list_of(family))
    tagged = _coordinated(tagged, _CREW, "agents", _crew())
    return listed_beside(tagged.reduced_to(_in_brackets(), "name"))


@cache
def _flier() -> Pattern:
    # Match: "<JAXA> astronaut <person>", "<NASA> astronauts <person>"
    # No match: "<JAXA> astronauts met <person>"
    return compiled(
        rf"{sort_class(['org'])} (?:astro|cosmo)nauts? (?P<name>{sort_class(['person', 'agents'])})"
    )


@cache
def _in_brackets() -> Pattern:
    # Match: "<US companies> (<A+B>)"    No match: "<US companies> (such as <A>)"
    return compiled(rf"{sort_class(['collective'])} \((?P<name>{sort_class(['org', 'agents'])})\)")


@cache
def _crew() -> Pattern:
    # Match: "<A+B> and <C> lifted off", "<A+B>, <C+D> were", "carrying <A+B>, <C>, and <D>"
    # Match: "<A+B>, along with <C+D> will", "<A+B>, and <C>, will"
    # No match: "<A+B> met <C+D>, <E+F> said"
    one, several = sort_class(_CREW), sort_class(["agents"])
    begun = (
        r"(?:^|(?<=[,;:] )|(?<=carrying )|(?<=with )|(?<=sent )|(?<=including )"
        r"|(?<=of )(?<!presence of ))"
    )
    return compiled(
        rf"{several}(?:(?: and|[,;]? (?:along with|as well as|together with)) {one})+"
        r"(?! (?:is|was|has)\b)"
        rf"|{begun}{several}, and {one}(?=,? (?:will|are|were|have)\b)"
        rf"|{begun}(?:{one}, )+(?:and )?(?:{several}|(?<=and ){one})(?! (?:is|was|has)\b)"
    )


def _of_main_clause(tagged: Tagged) -> Tagged:
    """The sentence with those folded who do something there, where another stands before them."""
    lists = [
        (*match.span(name), _together("agents", tagged.span(match, name), items))
        for match in _behind_opening().finditer(tagged)
        for name in ["list" if match["list"] else "orgs"]
        for items in [items_in(tagged, match[name])]
    ]
    return tagged.fold(lists) if lists else tagged


@cache
def _behind_opening() -> Pattern:
    # Match: "During the visit of <Mika Sato>, <CNES> and <ISRO> signed"
    # Match: "On <3 May>, during his visit to <Portugal>, <CNES> and <ISRO> signed"
    # No match: "During talks with <Mika Sato>, <CNES> and <ISRO>, <JAXA> signed"
    # Match: "On the occasion of a visit by <Mika Sato>, <Canada> and <France> signed"
    openings, org = any_of(table("phrases")["openings"], ignore_case=True), sort_class(["org"])
    date, party = sort_class(["date"]), sort_class(["org", "country"])
    person, place = sort_class(["person"]), sort_class(["country", "region", "place"])
    several = "{0}(?:, (?:the )?{0})*,? and (?:the )?{0}"
    return compiled(
        rf"^(?:(?:On )?{date},? )?(?:{openings})\b[^,;]{{0,120}}?"
        rf"(?:{person}, (?:the )?(?P<list>{several.format(party)})"
        rf"|{place}, (?:the )?(?P<orgs>{several.format(org)}))(?= [a-z])"
    )


@cache
def _unnamed_beside() -> Pattern:
    # Match: "a <European> consortium and <JPL>", "<CNES> and an international team of scientists"
    # Match: "<ESA>, the space agencies of its Member States" before ", <NASA> and <JAXA>"
    # No match: "a consortium of <CNES> and <JPL>", "the team and <JPL>"
    org, nation = sort_class(["org"]), sort_class(["demonym", "region", "country"])
    group = (
        rf"an? (?:(?:{nation}|[a-z-]+) ){{0,3}}(?:consortium|team|group|partnership|collaboration)"
        r"(?: of (?:[a-z-]+ ){0,3}(?:scientists|institutes|laboratories|universities|companies))?"
    )
    return compiled(
        rf"\b[Aa]{group[1:]} and (?:the )?(?P<name>{org})"
        rf"|(?<!, )(?<!, the )(?P<other>{org}) and {group}"
        r"(?! (?:of|from|led|at|in|that|which|including)\b)"
        rf"|(?P<states>{org}), (?:the )?(?:[a-z-]+ ){{0,2}}agencies of "
        rf"(?:its|their|the|{org}(?:'s?)?) [Mm]ember [Ss]tates(?=, (?:the )?{org})"
    )


@cache
def _with_unnamed() -> Pattern:
    # Match: "<NASA>, <ASI>, and partners in a dozen countries", "<ESA>, <CNES> and other agencies"
    # Match: "<Jane Roe>, <Jan Roe> and a number of senior officials"
    # No match: "<NASA>, <ASI> and partners such as <DLR>", "<NASA> and its partners"
    one, at = sort_class(AGENTS), sort_class(["at"])
    nouns = any_of(table("phrases")["unnamed"])
    where = (
        rf"(?:(?:,? (?:from|in|across|throughout|around|all over))?(?: {at}| (?:[a-z]+ ){{0,4}}?"
        r"(?:countries|nations|states|continents|world)))?"
    )
    return compiled(
        rf"{one}(?:, (?:the )?{one})+,? and (?:[a-z-]+ ){{0,5}}?(?:{nouns})\b{where}"
        rf"(?! (?:of|from|in|such|like|including|led|called)\b)"
        rf"(?!,? {one})(?!:|, (?:including|such)\b)"
    )


@cache
def _seated() -> Pattern:
    # Match: "<MDA>, of <Brampton>, <Ontario>,", "<OHB>, based in <Bremen>,"
    # Match: "<OHB>, <Germany>, is the prime contractor"
    # No match: "<MDA>, of <Brampton> and <Montreal>", "<OHB>, <Germany>, and"
    place = sort_class(["place", "country", "at"])
    return compiled(
        rf"(?P<name>{sort_class(['org'])}),? (?:(?:based |located |headquartered )?(?:of|in|at)"
        rf"|based|headquartered) {place}(?:, {place})*(?:(?<=, .),{NO_ASIDE})?(?! and\b)"
        rf"|(?P<seated>{sort_class(['org'])}), {place},(?= (?:is|was|has|had|will|would|also)\b)"
    )


@cache
def _seats_in_lists() -> tuple[Pattern, ...]:
    # Match: "<IPGP> in <Paris>, <MPS> (<Germany>) and <ETH>", "by <CNES> in <Paris> and <ESA>"
    # No match: "<NASA> met <CNES> in <Paris>, <ESA> said", "met <CNES> in <Paris> and <ESA>"
    org, at = sort_class(["org"]), sort_class(["at"])
    place = rf"(?:{sort_class(['place', 'country'])}|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
    region = rf"(?:, {place}(?=,))?"
    seat = rf"(?: {at}|,? (?:in|of|at) (?:the )?{place}{region}| \({place}(?:, {place})?\))"
    last = rf",? and (?:the )?{org}"
    return (
        compiled(rf"(?P<name>{org}){seat}(?=(?:, (?:the )?{org}{seat}?)+{last})"),
        # the one before "and", when those before it have lost theirs
        compiled(rf"(?:(?<={org}, )|(?<={org}, the ))(?P<name>{org}){seat}(?={last})"),
        compiled(rf"(?:(?<=\bby )|(?<=\bby the )|(?<=\bbetween ))(?P<name>{org}){seat}(?={last})"),
    )


_BODIES = ("organization/", "person/")  # who may stand behind "agencies", as no nation does


def listed_beside(tagged: Tagged) -> Tagged:
    """ "Six agencies – A, B and C – met" is A, B and C, of whom the text counts six.

    Countries so listed stand for others: "agencies—France, Japan—met".
    """
    found: list[tuple[int, int, Item]] = []
    text = tagged.text
    for match in _list_beside().finditer(tagged):
        item = tagged.items[match["bracketed"] or match["dashed"]]
        if item.sort == "endeavours" or all(p.startswith(_BODIES) for p in item.paths):
            told = replace(tagged.over(match, item), count=number(match["count"]))
            found.append((match.start(), match.end("list"), told))
            closing = match.end("list")
            if text[closing : closing + 1] in ("—", "–"):  # "—A and B—met"
                text = f"{text[:closing]} {text[closing + 1 :]}"
    return replace(tagged, text=text).fold(found) if found else tagged


@cache
def _list_beside() -> Pattern:
    # Match: "Six agencies—<agents>—met", "four partners (<agents>) met"
    # "seven <French institutions> – <agents> – met"
    # No match: "six agencies of <agents>", "a partner – <org> – met"
    nouns = any_of(table("phrases")["listed beside"])
    numbers = any_of(table("numbers"), ignore_case=True)
    group = sort_class(["agents", "endeavours"])
    return compiled(
        rf"(?<![\w-])(?:(?:[Tt]he|[Aa]ll|[Bb]oth|[Tt]hese) )?(?:(?P<count>{numbers}|\d{{1,2}}) )?"
        rf"(?:(?:[A-Za-z][a-z]*(?:-[a-z]+)* ){{0,3}}?(?:{nouns})|{sort_class(['collective'])})"
        rf"(?: of (?:the )?[a-z]+(?: [a-z]+){{0,2}})?"
        rf"(?P<list> ?\((?P<bracketed>{group})\)|(?: [–—-] ?|[–—])(?P<dashed>{group})"
        rf"(?: [–—-](?= )|(?=[–—]\w)))"
    )


# Match: "its <US> partner"    No match: "<US> and its partner"
_WHOSE = re.compile(r"\b(?:its|their|fellow) [^,;]{0,60}?\bpartners?\b")


def _is_parted(text: str, start: int, stop: int) -> bool:
    """Are two behind "by" no list?  "X, built by A, and Y", "X is built by A, and B flies it"."""
    if _ASIDE_BY.search(text[:start]):
        return True
    return text[:start].endswith((" by ", " by the ")) and _GOES_ON.match(text, stop) is not None


# Match: " will fly", " also operates"    No match: " in May", " was launched"
_GOES_ON = re.compile(
    r" (?:also |now )?(?:will|would|plans|has|supplies|flies|operates|provides|manages|"
    r"owns|builds|develops|leads|funds|runs|contributes)\b"
)
# Match: "<SWOT>, a radar built by the "    No match: "<SWOT> was built by ", ", was attended by "
_ASIDE_BY = re.compile(
    r", (?!(?:was|were|is|are|has|have|will) )(?:[a-z-]+ ){0,4}[a-z]{2,}(?:ed|lt|de|wn)"
    r" by (?:the )?$"
)
# Match: "'s Zenith said"    No match: "'s radar", "'s <SWOT>"
_ITS = re.compile(r"'s [A-Z]")
# Match: "<CNES>, and <SWOT>"    No match: "<CNES> and <DLR>", "<CNES>, <DLR>, and <ASI>"
_CLOSED = re.compile(r"., and (?:the )?.$")


# Match: "A, and of the B", "A and on B"    No match: "A and B"
_AGAIN = re.compile(r"\band (?P<again>of|on|to|for) ")


def _goes_on_elsewhere(before: str, words: str) -> bool:
    """Does the last of a list stand behind a preposition that the first does not?

    "a camera for A, and of B" goes on with what was said before the camera.
    """
    again = _AGAIN.search(words)
    if again is None:
        return False
    return re.search(rf"\b{again['again']} (?:the |an? |its )?$", before) is None


def _coordinated(tagged: Tagged, family: tuple[str, ...], sort: str, pattern: Pattern) -> Tagged:
    def make(match: re.Match[str]) -> Item | None:
        if _goes_on_elsewhere(tagged.text[: match.start()], match.group()):
            return None
        items = items_in(tagged, _WHOSE.sub("", match.group()))
        is_mixed = items[0].sort == "org" and items[-1].sort == "country"
        if is_mixed and _ITS.match(tagged.text, match.end()):
            return None  # "Airbus and Italy's Zenith"
        if family == _CREW and not all(p.startswith("person/") for i in items for p in i.paths):
            return None
        if (
            sort == "agents"
            and family != _CREW
            and {i.sort for i in items} & {"person"}
            and len({i.sort for i in items}) > 1
            and not _is_mixed(tagged.text, *match.span())
        ):
            return None  # "NASA and Bill Nelson" are not one kind of party
        is_for = tagged.text[: match.start()].endswith(("for ", "for the "))
        if is_for and items[0].sort == "country" and any(i.sort == "org" for i in items):
            return None  # "NOAA for the United States, and DLR for Germany"
        if _CLOSED.match(match.group()) and _is_parted(tagged.text, *match.span()):
            return None
        return _together(sort, tagged.span(match), items)

    return tagged.rewrite(pattern, make)


def _is_mixed(text: str, start: int, stop: int) -> bool:
    """May a list hold persons and organizations alike?  "met <person> and officials of <org>."."""
    return bool(_mixed().search(text, 0, start) and _ENDS.match(text, stop))


# Match: ".", " to discuss", ", who"    No match: " built", " will fly"
_ENDS = re.compile(
    r"[.;]|$|, (?!and\b)| (?:to|for|during|on|in|at|before|after|as) |"
    rf",? ?{sort_class(['date', 'at', 'event'])}"
)


@cache
def _mixed() -> re.Pattern[str]:
    # Match: "He met with "    No match: "He built "
    behind = any_of(table("phrases")["mixed lists behind"])
    return re.compile(rf"\b(?:{behind})(?: the)? $")


def _together(sort: str, span: tuple[int, int], items: Sequence[Item]) -> Item:
    """One item for all of a list, which takes up the block offsets ``span``."""
    return Item(
        sort,
        *span,
        tuple(dict.fromkeys(p for i in items for p in i.paths)),
        resolved=tuple(dict.fromkeys(r for i in items for r in i.resolved)),
        affiliation=tuple(dict.fromkeys(p for i in items for p in i.affiliation)),
    )


@cache
def _beside(family: tuple[str, ...]) -> Pattern:
    # Match: "<ESA>, together with <CNES> and <DLR>, built", "<ESA>, as well as <DLR>, will"
    # No match: "<NASA> met <ESA>, together with <CNES>", "<ESA>, together with <CNES>, <DLR>"
    one = sort_class(family)
    partner = r"(?:(?:its|their) (?:[a-z-]+ ){0,3}?partners?,? )?"
    return compiled(
        rf"{one}, (?:together with|along with|alongside|as well as|jointly with) {partner}"
        rf"(?:the )?{one}(?:, (?:the )?{one})*(?:,? and (?:the )?{one})?,(?= [a-z])"
        r"(?! (?:and|or|but|which|who|whose|where|while|when|in|on|at|to|for|as|with|by|the|an?)\b)"
    )


@cache
def _list_of(family: tuple[str, ...]) -> Pattern:
    one = sort_class(family)
    if family == ("person",):  # "A, President of X; B, head of Y; and C": posts are folded away
        return compiled(rf"{one}(?:; {one})*; and {one}|{one}(?:; {one})+(?=[.;:)]|$)")
    nation = sort_class(["demonym", "country", "region"])
    partner = rf"(?:its|their|fellow) (?:(?:[a-z-]+|{nation}) ){{0,3}}?partner"
    article = rf"(?:the |The |{partner}s? )?"
    if family == ENDEAVOURS:  # "the radar X, the lidar Y and Z"
        article = expand(r"(?:(?:the|an?|its) (?:(?:[a-z-]+ ){0,2}{part} )?)?")
    joint = r"(?:and|And|AND|&|as well as|along with|together with)"
    list_ = (
        rf"{one}(?:, {article}{one})*,? {joint}(?:, (?:[a-z]+ ){{0,2}}[a-z]+,)? "
        rf"(?:with )?(?:in particular )?(?:of |on |to |for )?{article}{one}"
    )
    # "A and its partners B and C"
    rest = rf"(?:the )?{one}(?:, (?:the )?{one})*,? and (?:the )?{one}"
    list_ = rf"(?:{one},? and {partner}s {rest}|{list_})"
    # "by A and by B", not "for A and by B"
    by = rf"(?:(?<=\bby )|(?<=\bby the )){one}(?:, {article}{one})*,? and by {article}{one}"
    # "for A and B is playing": a singular verb shows that B begins a clause of its own.
    apart = "".join(rf"(?<!{re.escape(words)} )" for words in table("phrases")["not in a list"])
    # "The agreement with A and B was signed": the verb is the agreement's.
    nouns = table("phrases")["with several"]
    with_ = "|".join(rf"(?<={noun} with )|(?<={noun} with the )" for noun in nouns)
    return compiled(
        rf"{by}|(?<=between ){list_}|(?<=presence of ){list_}(?=\.?$|;|, (?:the )?{one})"
        rf"|(?<=presence of the ){list_}(?=\.?$|;|, (?:the )?{one})"
        rf"|(?:(?<=\bby )|{with_}){list_}(?= (?:was|is|has)\b)"
        rf"|{apart}{list_}(?! (?:is|was|has|plays|leads)\b)"
    )
