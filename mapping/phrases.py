"""Noun phrases: names with what belongs to them, folded step by step into one item each.

"the French-German MASCOT lander" becomes MASCOT, qualified by two nations; "Australia, Canada and
France" becomes one group. The steps run in the order of ``fold``; tables: ``rules/phrases.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import number

AGENTS = ("org", "person", "country", "region", "collective", "agents")
ENDEAVOURS = ("mission", "programme", "spacecraft", "instrument", "initiative", "endeavours")
PLACES = ("place", "country", "region", "places")
BODIES = ("body", "bodies")
EVENTS = ("meeting",)
THINGS = (
    *AGENTS,
    *ENDEAVOURS,
    *BODIES,
    "place",
    "places",
    "meeting",
    "agreement",
    "concept",
    "things",
)

Step = Callable[[Tagged], Tagged]


def expansions(tagged: Tagged) -> Tagged:
    """ "Space Climate Observatory (SCO)" and "German space agency DLR" become one item each."""

    def make(match: re.Match[str]) -> Item | None:
        groups = match.groupdict()
        first, second = tagged.items[groups["a"]], tagged.items[groups["b"] or groups["c"]]
        third = tagged.items[groups["d"]] if groups.get("d") else second
        if not first.paths == second.paths == third.paths:
            return None
        return first.stretched(*tagged.span(match))

    for pattern in _doubled():
        tagged = tagged.rewrite(pattern, make)
    return tagged


@cache
def _doubled() -> tuple[Pattern, ...]:
    one = sort_class(THINGS)
    # The brackets first: in "<NASA>'s <DART> (<DART>)" the agency is no part of the name.
    return (
        compiled(rf"(?P<a>{one}) \((?:[Tt]he )?(?P<b>{one})(?:[;,] (?P<d>{one}))?\)(?:'s?(?= ))?"),
        compiled(rf"(?P<a>{one})(?:'s?)? (?:\((?:the )?(?P<b>{one})\)|(?P<c>{one}))(?:'s?(?= ))?"),
    )


def pairs(tagged: Tagged) -> Tagged:
    """ "French-German", "France-China" and "CNES-JAXA" become one item of two parties."""

    def make(match: re.Match[str]) -> Item | None:
        items = items_in(tagged, match.group())
        sort = "demonym" if any(item.sort == "demonym" for item in items) else "agents"
        begin, end = tagged.span(match)
        return Item(sort, begin, end, tuple(dict.fromkeys(p for i in items for p in i.paths)))

    for pattern in _paired():
        tagged = tagged.rewrite(pattern, make)
    return tagged


@cache
def _paired() -> tuple[Pattern, ...]:
    demonym, either = sort_class(["demonym"]), sort_class(["demonym", "country", "region"])
    nations = (  # "US" and "European Union" are names and adjectives
        rf"{demonym}(?:[-–/]{either})+(?! (?:and|,))|{either}(?:[-–/]{either})*[-–/]{demonym}"
    )
    several = map(sort_class, (["country", "region"], ["org"]))
    return (compiled(nations), *(compiled(rf"{one}(?:[-–/]{one})+") for one in several))


def heads(tagged: Tagged) -> Tagged:
    """Names with their articles, adjectives, nations and nouns become one item each."""
    tagged = _titles(_governments(tagged))
    for sorts, noun_list in (
        (ENDEAVOURS, "endeavour"),
        (("org",), "org"),
        (("meeting",), "meeting"),
        (("agreement",), "agreement"),
    ):
        tagged = _heads_of(tagged, sorts, noun_list)
    return _bodies(tagged)


def _governments(tagged: Tagged) -> Tagged:
    """ "the Government of Japan" and "the Japanese government" speak for Japan."""

    def make(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["name"] or match["named"]]
        is_one = len(item.paths) == 1 and item.paths[0].startswith("country/")
        return replace(_stretched(tagged, match, item), sort="country") if is_one else None

    return tagged.rewrite(_government(), make)


@cache
def _government() -> Pattern:
    # Match: "the Government of <Japan>", "the <Japanese> government"
    # No match: "<Japanese> government officials"
    country, nation = sort_class(["country"]), sort_class(["country", "demonym"])
    others = any_of(table("phrases")["behind government"])
    return compiled(
        rf"(?:\b[Tt]he )?(?:\b[Gg]overnment of (?:the )?(?P<name>{country})"
        rf"|(?P<named>{nation})(?:'s?)? (?:federal )?[Gg]overnment\b(?! (?:{others})|'))"
    )


def _titles(tagged: Tagged) -> Tagged:
    """ "the Danish company GomSpace" is GomSpace."""
    org, nation = sort_class(["org"]), sort_class(["demonym", "country"])
    for pattern in (_suffixed(), _based(), _counterpart()):
        tagged = _all_of(tagged, pattern)
    return tagged.rewrite(
        _title_pattern(org, nation),
        lambda m: _stretched(tagged, m, tagged.items[m["name"] or m["set"]]),
    )


def _all_of(tagged: Tagged, pattern: Pattern) -> Tagged:
    """The sentence in which what the pattern matches is the name in it, twice told or not."""
    found = tagged.rewrite(pattern, lambda m: _stretched(tagged, m, tagged.items[m["name"]]))
    return expansions(found) if found is not tagged else tagged


@cache
def _based() -> Pattern:
    # Match: "Zenithville-based <MDA>", "<Paris>-based <CLS>"    No match: "space-based <CLS>"
    place, org = sort_class(["place", "country", "name"]), sort_class(["org"])
    return compiled(
        rf"(?:\b[Tt]he )?(?:{place}|(?<![\w'-])[A-Z][a-z]+)-based "
        rf"(?:[a-z]+ ){{0,3}}?(?P<name>{org})"
    )


@cache
def _suffixed() -> Pattern:
    # Match: "<MDA> Ltd.", "<OHB> System AG"    No match: "<MDA> Limited Edition"
    suffixes = any_of([s.rstrip(".") for s in table("names")["company suffixes"]])
    org = sort_class(["org"])
    return compiled(rf"(?P<name>{org})(?: Systems?)?,? (?:{suffixes})(?![\w'-])(?:\.(?! [A-Z]|$))?")


@cache
def _counterpart() -> Pattern:
    # Match: "its <US> counterpart <NASA>", "their counterpart, <NASA>,"
    # No match: "its counterpart at <NASA>", "its counterpart <NASA>'s rover"
    nation, org = sort_class(["country", "demonym", "region"]), sort_class(["org"])
    return compiled(
        rf"\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]he) (?:{nation} )?counterpart,? "
        rf"(?P<name>{org})(?!')(?:(?<=, .),(?! and\b))?"
    )


@cache
def _title_pattern(org: str, nation: str) -> Pattern:
    # Match: "the <Danish> company <GomSpace>", "the main contractor, <REOSC>,"
    # No match: "the company of <GomSpace>"
    nouns = any_of(table("phrases")["titles of organizations"])
    concept, land = sort_class(["concept"]), sort_class(["country", "region"])
    return compiled(
        rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) "
        rf"(?:(?:{nation}|{concept}|[a-z]+(?:-[a-z]+)*|[A-Z][a-z]+-based) ){{0,4}}?"
        rf"(?:(?:{nouns})(?: of (?:the )?{land})?|counterpart(?: at| from)?(?: the)?)"
        rf"(?: (?P<name>{org})(?!'s)|, (?:the )?(?P<set>{org})(?=,? and\b|[,;.]))"
    )


def _heads_of(tagged: Tagged, sorts: tuple[str, ...], noun_list: str) -> Tagged:
    def make(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["name"]]
        nation = tagged.item(match, "nation")
        whole = item.stretched(*tagged.span(match))
        whole.nations = tuple(nation.paths) if nation else item.nations
        whole.noun = match["noun"] or match["fore"] or ""
        whole.is_possessed = match.group().startswith(("its ", "their "))
        return whole

    return tagged.rewrite(_head_pattern(sorts, noun_list), make)


@cache
def _head_pattern(sorts: tuple[str, ...], noun_list: str) -> Pattern:
    rules = table("phrases")
    adjectives = any_of(rules["adjectives"])
    nouns = any_of(rules["nouns"][noun_list])
    demonym, concept = sort_class(["demonym"]), sort_class(["concept"])
    stops = any_of(rules["between stops at"])
    no_words = any_of([*rules["between stops at"], *rules["before stops at"]])
    between = rf"(?:(?!(?:{stops})\b)(?:{concept}|[a-z]+(?:-[a-z]+)*-?|[A-Z]-ray) ){{0,5}}?"
    return compiled(
        rf"(?:\b(?:the|The|a|A|an|An|its|their|our|this|This) )?(?:(?:{adjectives}) )*"
        rf"(?:(?P<nation>{demonym}) )?(?:(?:{adjectives}) )*(?:space agency )?"
        rf"(?:(?<![\w'-])(?:(?!(?:{no_words}|{nouns})\b)[a-z]+(?:-[a-z]+)* ){{0,2}}"
        rf"(?P<fore>{nouns}) (?!{nouns}\b))?"
        rf"(?:\"|(?<![\w'])')?(?P<name>{sort_class(sorts)})(?:\"|'(?!\w))?"
        rf"(?: {between}(?P<noun>{nouns})\b(?!'))?"
    )


def _bodies(tagged: Tagged) -> Tagged:
    return tagged.rewrite(_body(), lambda m: _stretched(tagged, m, tagged.items[m["name"]]))


@cache
def _body() -> Pattern:
    nouns = "|".join(table("phrases")["bodies"])
    return compiled(rf"(?:\b(?:the|The) )?(?:(?:{nouns}) )?(?P<name>{sort_class(['body'])})")


def adjuncts(tagged: Tagged) -> Tagged:
    """ "in Tokyo", "from the Guiana Space Centre" and "on Tuesday" become one item each."""

    def at(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["place"]]
        if item.sort == "org" and not item.is_place:
            return None
        inside = tagged.item(match, "inside")
        paths = item.paths + (inside.paths if inside else ())
        begin, end = tagged.span(match)
        return Item("at", begin, end, paths, noun=match["preposition"].casefold())

    tagged = tagged.rewrite(_in_place(), at)
    tagged = tagged.rewrite(_on_date(), lambda m: _stretched(tagged, m, tagged.items[m["date"]]))
    tagged = tagged.rewrite(_at_the_date(), lambda m: _part(tagged, m))
    tagged = _timed(tagged)
    return tagged.rewrite(_zoned(), lambda m: _stretched(tagged, m, tagged.items[m["date"]]))


@cache
def _in_place() -> Pattern:
    places, nation = sort_class((*PLACES, "org")), sort_class(("country", "region"))
    either = sort_class(("country", "region", "org"))
    several = rf"(?!(?:the )?{nation}(?:, (?:the )?{nation})*,? and (?:the )?{either})"
    return compiled(
        r"\b(?P<preposition>in|In|at|At|from|From|near|outside) "
        rf"(?:{table('phrases')['pads']})?{several}(?:the )?(?P<place>{places})(?!'s)"
        rf"(?:(?: in| near|,) (?P<inside>{sort_class(PLACES)})(?!,? (?:and )?{places}))?"
    )


@cache
def _zoned() -> Pattern:
    # Match: "<Saturday 22 June at 9:00> <Paris> time"    No match: "<on Saturday> <Paris> met"
    date, zone = sort_class(["date"]), sort_class(["place", "country", "region", "demonym"])
    return compiled(
        rf"(?P<date>{date})(?:,? at)? \(?{zone}(?:'s?)? (?:local |standard |summer )?time\b\)?"
    )


@cache
def _on_date() -> Pattern:
    date = sort_class(["date"])
    return compiled(
        rf"(?:\b(?:on|On|in|In|during|During) )(?:the )?(?P<date>{date})"
        r"(?: (?:morning|afternoon|evening|night))?"
    )


@cache
def _at_the_date() -> Pattern:
    return compiled(rf"\b(?:[Aa]t|[Tt]owards?|[Bb]y) the (?P<date>{sort_class(['date'])})")


def _part(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """ "at the end of 2026", whose date begins with the part of the year that it is."""
    item = tagged.items[match["date"]]
    return _stretched(tagged, match, item) if _PARTS.match(item.text) else None


# Match: "end of 2026", "beginning of next year"    No match: "2026"
_PARTS = re.compile(r"(?:very )?(?:end|beginning|start|close|turn|middle)\b")


def _timed(tagged: Tagged) -> Tagged:
    """A time of day belongs to the date or place beside it: "at 10:15 UTC on 3 May"."""
    return tagged.rewrite(
        _time(), lambda m: _stretched(tagged, m, tagged.items[m["after"] or m["before"]])
    )


@cache
def _time() -> Pattern:
    time, one = table("phrases")["times"], sort_class(["date", "at"])
    return compiled(rf"(?>{time}),? (?P<after>{one})|(?P<before>{one}),? (?>{time})(?!,? {one})")


def events(tagged: Tagged) -> Tagged:
    """ "at the Paris Air Show" and "during this meeting" become one item each."""

    def make(match: re.Match[str]) -> Item:
        return replace(_stretched(tagged, match, tagged.items[match["event"]]), sort="event")

    return tagged.rewrite(_event(), make)


@cache
def _event() -> Pattern:
    return compiled(
        r"\b(?:[Aa]t|[Dd]uring|[Oo]n the (?:sidelines|margins|fringes|occasion) of|[Aa]longside|"
        rf"[Ii]n the (?:framework|course) of|[Oo]pening) (?:the )?(?P<event>{sort_class(EVENTS)})"
    )


def spread(tagged: Tagged) -> Tagged:
    """ "the Japanese A and B satellites": nation and noun belong to each of them."""
    changed: dict[str, Item] = {}
    for match in _several_endeavours().finditer(tagged):
        chars = [char for char in match.group() if char in tagged.items]
        first, last = tagged.items[chars[0]], tagged.items[chars[-1]]
        if last.noun.endswith("s"):
            for char in chars:
                changed[char] = replace(tagged.items[char], nations=first.nations, noun=last.noun)
    return tagged.with_items(changed) if changed else tagged


@cache
def _several_endeavours() -> Pattern:
    one = sort_class(ENDEAVOURS)
    return compiled(rf"{one}(?:, {one})*,? and {one}")


# "NASA astronauts A and B, and ESA astronaut C": those named together and others
_CREW = ("person", "agents")


def coordinations(tagged: Tagged) -> Tagged:
    """ "Australia, Canada and France" become one item, group by group of one family."""
    tagged = _of_countries(tagged)
    tagged = _all_of(tagged, _seated())
    for family, sort in (
        (("person",), "agents"),
        (_CREW, "agents"),
        (AGENTS, "agents"),
        (ENDEAVOURS, "endeavours"),
        (BODIES, "bodies"),
        (("concept",), "things"),
    ):
        tagged = _coordinated(tagged, family, sort)
    return listed_beside(tagged)


@cache
def _seated() -> Pattern:
    # Match: "<MDA>, of <Brampton>, <Ontario>,", "<OHB>, based in <Bremen>,"
    # No match: "<MDA>, of <Brampton> and <Montreal>"
    place = sort_class(["place", "country", "at"])
    return compiled(
        rf"(?P<name>{sort_class(['org'])}),? (?:(?:based |located |headquartered )?(?:of|in|at)"
        rf"|based|headquartered) {place}(?:, {place})*(?:(?<=, .),|(?<= .)(?=,))?(?! and\b)"
    )


def listed_beside(tagged: Tagged) -> Tagged:
    """ "Six agencies – A, B and C – met" is A, B and C, of whom the text counts six.

    Countries so listed stand for others: "agencies—France, Japan—met".
    """
    found: list[tuple[int, int, Item]] = []
    text = tagged.text
    for match in _list_beside().finditer(tagged):
        item = tagged.items[match["bracketed"] or match["dashed"]]
        if all(path.startswith(("organization/", "person/")) for path in item.paths):
            told = replace(_stretched(tagged, match, item), count=number(match["count"]))
            found.append((match.start(), match.end("list"), told))
            closing = match.end("list")
            if text[closing : closing + 1] in ("—", "–"):  # "—A and B—met"
                text = f"{text[:closing]} {text[closing + 1 :]}"
    return replace(tagged, text=text).fold(found) if found else tagged


@cache
def _list_beside() -> Pattern:
    # Match: "Six agencies—<agents>—met", "four partners (<agents>) met"
    # No match: "six agencies of <agents>", "a partner – <org> – met"
    nouns = any_of(table("phrases")["listed beside"])
    numbers = any_of(table("numbers"), ignore_case=True)
    group = sort_class(["agents"])
    return compiled(
        rf"(?<![\w-])(?:(?:[Tt]he|[Aa]ll|[Bb]oth|[Tt]hese) )?(?:(?P<count>{numbers}|\d{{1,2}}) )?"
        rf"(?:[A-Za-z][a-z]*(?:-[a-z]+)* ){{0,3}}?(?:{nouns})"
        rf"(?: of (?:the )?[a-z]+(?: [a-z]+){{0,2}})?"
        rf"(?P<list> ?\((?P<bracketed>{group})\)|(?: [–—-] ?|[–—])(?P<dashed>{group})"
        rf"(?: [–—-](?= )|(?=[–—]\w)))"
    )


def _of_countries(tagged: Tagged) -> Tagged:
    """ "Japan's space agency JAXA" is JAXA, "Europe's Airbus" Airbus, and "the US NOAA" NOAA."""
    tagged = tagged.rewrite(_of_country(), lambda m: _stretched(tagged, m, tagged.items[m["name"]]))

    def make(match: re.Match[str]) -> Item | None:
        nation, name = tagged.items[match["nation"]], tagged.items[match["name"]]
        is_adjective = _LETTERS.fullmatch(tagged.source[nation.begin : nation.end]) is not None
        return _stretched(tagged, match, name) if is_adjective else None

    return tagged.rewrite(_lettered(), make)


@cache
def _of_country() -> Pattern:
    # Match: "<Japan>'s <JAXA>", "<Japan>'s national space agency, <JAXA>,"
    # Match: "the <US> <NASA>"    No match: "<Japan>'s talks with <JAXA>"
    nouns = any_of(table("phrases")["titles of organizations"])
    country, org = sort_class(["country", "region"]), sort_class(["org"])
    described = rf"(?:[a-z]+ ){{0,2}}?(?:{nouns})"
    return compiled(rf"{country}(?: |'s (?:{described},? )?)(?P<name>{org})(?:(?<=, .),(?= ))?")


@cache
def _lettered() -> Pattern:
    nation, org = sort_class(["country", "region"]), sort_class(["org"])
    return compiled(rf"(?:\b[Tt]he )?(?P<nation>{nation}) (?P<name>{org})(?!')")


# Match: "US", "the U.K.", "EU"    No match: "Japan"
_LETTERS = re.compile(r"(?:the |The )?(?:[A-Z]\.?){2,3}")


def _coordinated(tagged: Tagged, family: tuple[str, ...], sort: str) -> Tagged:
    def make(match: re.Match[str]) -> Item | None:
        items = items_in(tagged, match.group())
        if family == _CREW and not all(p.startswith("person/") for i in items for p in i.paths):
            return None
        if (
            sort == "agents"
            and family != _CREW
            and {i.sort for i in items} & {"person"}
            and len({i.sort for i in items}) > 1
        ):
            return None  # "NASA and Bill Nelson" are not one kind of party
        is_for = tagged.text[: match.start()].endswith(("for ", "for the "))
        if is_for and items[0].sort == "country" and any(i.sort == "org" for i in items):
            return None  # "NOAA for the United States, and DLR for Germany"
        begin, end = tagged.span(match)
        return Item(
            sort,
            begin,
            end,
            tuple(dict.fromkeys(p for i in items for p in i.paths)),
            resolved=tuple(dict.fromkeys(r for i in items for r in i.resolved)),
            affiliation=tuple(dict.fromkeys(p for i in items for p in i.affiliation)),
        )

    return tagged.rewrite(_list_of(family), make)


@cache
def _list_of(family: tuple[str, ...]) -> Pattern:
    one = sort_class(family)
    if family == ("person",):  # "A, President of X; B, head of Y; and C": posts are folded away
        return compiled(rf"{one}(?:; {one})*;(?: and)? {one}")
    article = r"(?:the |The )?"
    joint = r"(?:and|AND|&|as well as|along with|together with)"
    list_ = (
        rf"{one}(?:, {article}{one})*,? {joint} "
        rf"(?:with )?(?:in particular )?(?:of |on |to |for )?{article}{one}"
    )
    # "for A and B is playing": a singular verb shows that B begins a clause of its own.
    apart = "".join(rf"(?<!{re.escape(words)} )" for words in table("phrases")["not in a list"])
    return compiled(
        rf"(?<=between ){list_}|(?<=\bby ){list_}(?= (?:was|is|has)\b)"
        rf"|{apart}{list_}(?! (?:is|was|has|plays|leads)\b)"
    )


def _stretched(tagged: Tagged, match: re.Match[str], item: Item) -> Item:
    return item.stretched(*tagged.span(match))
