"""Names that no gazetteer holds, known by the company they keep.

"Earth Return Orbiter (ERO)", "the MicrOmega instrument", "SWIM (Surface Waves Investigation and
Monitoring)", "the 51st International Paris Air Show". Works on tagged sentences: what the gazetteer
knows is folded away already. Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.entities import Entity, Found, mint, slugify
from mapping.forms import formed
from mapping.patterns import Pattern, any_of
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class

_ANY = (
    "org",
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
    "meeting",
    "agreement",
    "place",
    "body",
    "concept",
    "region",
)
# Names of these classes may begin with nations; elsewhere a nation only qualifies.
_WITH_NATIONS = ("Meeting", "Agreement", "Initiative", "Programme")
# A name of these classes right behind an organization only says what kind it is.
_OWN = ("Company", "Organization", "SpaceAgency")
_BARRED = frozenset((*table("posts")["not_names"], *table("names")["not_names"]))
_AND_THE = " and the "


def bound_acronyms(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """(acronym, path) wherever an acronym in brackets follows a known name."""
    for match in _patterns()["bound"].finditer(tagged):
        for item in items_in(tagged, match["known"]):
            yield match["acronym"], item.paths[0]


def discover(tagged: Tagged) -> Iterator[Found]:
    """The new names of ``tagged``, each with its class."""
    finders = (_with_acronyms, _before_nouns, _beside_nouns, _in_lists, _of_places, formed)
    for find in (*finders, _offices):
        yield from find(tagged)
    yield from _capitalised(tagged)


def _offices(tagged: Tagged) -> Iterator[Found]:
    """ "Federal Ministry of Plasma and Sails", "State Secretariat for Tea, Rain and Snow"."""
    for match in _patterns()["office"].finditer(tagged):
        begin, end = tagged.span(match)
        yield Found(mint(tagged.source[begin:end], "GovernmentBody"), (tagged.source[begin:end],))


def _with_acronyms(tagged: Tagged) -> Iterator[Found]:
    """ "Earth Return Orbiter (ERO)" and "SWIM (Surface Waves Investigation and Monitoring)"."""
    for match in _patterns()["name (ACR)"].finditer(tagged):
        found = list(_expanded(match["name"], match["acronym"], match["after"]))
        before = _item_before(tagged, match.start("name"))
        if not found and before is not None:  # "<OSIRIS-REx> Laser Altimeter (OLA)"
            name = tagged.source[before.begin : tagged.ends[match.end("name") - 1]]
            found = list(_expanded(name, match["acronym"], match["after"]))
        yield from found
    for match in _patterns()["noun (ACR)"].finditer(tagged):
        noun = (match["after"] or match["noun"]).casefold()
        type_ = _classes("after").get(noun)
        fitted = _fitted(match["phrase"], match["acronym"])
        if type_ and fitted and match["acronym"] not in _BARRED:
            acronym = match["acronym"]
            yield Found(mint(acronym, type_, label=fitted, acronym=acronym), (fitted, acronym))
    for match in _patterns()["ACR (name)"].finditer(tagged):
        yield from _expanded(match["name"], match["acronym"], match["after"])


def _before_nouns(tagged: Tagged) -> Iterator[Found]:
    """ "the MicrOmega instrument"."""
    for match in _patterns()["name noun"].finditer(tagged):
        if _is_distinct(match["name"], match.start("name"), tagged.text):
            yield _by_noun(match["name"], match["noun"])


def _beside_nouns(tagged: Tagged) -> Iterator[Found]:
    """ "AquaWatch, a water quality programme"."""
    for match in _patterns()["name, a noun"].finditer(tagged):
        if _is_plain_name(match["name"].split()[-1]):
            yield _by_noun(match["name"], match["noun"])


def _in_lists(tagged: Tagged) -> Iterator[Found]:
    """ "two satellites, NEMO-HD and Trisat"."""
    for match in _patterns()["nouns, names"].finditer(tagged):
        for name in re.split(r", (?:and )?| and ", match["names"]):
            if _is_plain_name(name):
                yield _by_noun(name, match["noun"])


def _of_places(tagged: Tagged) -> Iterator[Found]:
    """ "University of Calgary", whose last word the gazetteer knows as a place."""
    for match in _patterns()["of place"].finditer(tagged):
        begin, end = tagged.span(match)
        name = tagged.source[begin:end]
        yield Found(mint(name, _classes("first")[match["first"].casefold()]), (name,))


def _capitalised(tagged: Tagged) -> Iterator[Found]:
    """ "the National Space Council", known by its last or first word."""
    for match in _patterns()["capitalised"].finditer(tagged):
        start = match.start("name")
        for part in _parts(match["name"]):
            opened = start
            start += len(part) + len(_AND_THE)
            name = _without_opening(_from_head(part))
            class_ = _class_of(name)
            if not class_ or " " not in name or name.isupper() or _is_generic(name):
                continue
            if _is_title(tagged, name, class_):
                continue
            if name in table("names")["bare"]:  # "Working Group": whose, or on what?
                owned = _owned(tagged, opened)
                if owned:
                    yield Found(mint(owned + name, class_), (owned + name,))
                continue
            if part != name:
                yield Found(mint(name, class_), (name,))
            elif class_ in _OWN and _follows_owner(tagged, opened):
                continue  # "<Roscosmos> Space Corporation" is Roscosmos
            else:
                yield _with_owner(tagged, opened, name, class_)


def _with_owner(tagged: Tagged, start: int, name: str, class_: str) -> Found:
    """The name with what stands right before it and belongs to it: "U.S.-Africa Forum".

    Of an organization the name alone is known too: "the Australian Trade Commission".
    """
    before = _before(tagged, start, class_)
    if class_ in _WITH_NATIONS or (before and not _is_headed(name)):
        whole = before + name
        spellings = (whole,) if class_ in _WITH_NATIONS else (whole, name)
        return Found(mint(whole, class_), spellings)
    return Found(mint(name, class_), (name, before + name) if before else (name,))


def _is_title(tagged: Tagged, name: str, class_: str) -> bool:
    """Are its words capitalised by a headline only?  "About the Mission", "A New Radar Mission"."""
    if class_ not in ("Mission", "Spacecraft", "Instrument"):
        return False
    if name.split()[-2].casefold() in ("the", "a", "an", "and", "of", "for", "on"):
        return True
    words = re.findall(r"[A-Za-z]{4,}", tagged.source[tagged.begins[0] : tagged.ends[-1]])
    return len(words) > 3 and all(word[0].isupper() for word in words)


def _owned(tagged: Tagged, start: int) -> str:
    """The names right before a bare kind of group: "Atlantis-Utopia Moon " Working Group."""
    first = start
    while (item := _item_before(tagged, first)) and item.sort not in ("date", "person"):
        if tagged.text[first - 1] != " ":
            break
        first -= 2
    return tagged.source[tagged.begins[first] : tagged.begins[start]] if first < start else ""


def _from_head(name: str) -> str:
    """ "Ralf Roe of the Institute of Space Systems" without what stands before the institute."""
    found = re.search(rf" (?:of|at|from|for) the (?=(?:{_firsts()}) (?:of|for)\b)", name)
    return name[found.end() :] if found else name


def _follows_owner(tagged: Tagged, start: int) -> bool:
    before = _item_before(tagged, start)
    return before is not None and before.sort == "org" and tagged.text[start - 1] == " "


def _parts(name: str) -> list[str]:
    """ "the Space Council and the Press Office" are two names: the first has a head."""
    first, _, rest = name.partition(_AND_THE)
    return [first, *_parts(rest)] if rest and _class_of(first) else [name]


def _by_noun(name: str, noun: str) -> Found:
    return Found(mint(name, _classes("after")[noun.casefold()]), (name,))


def _is_plain_name(word: str) -> bool:
    is_long = len(word) > 3 or (len(word) == 3 and word.isupper())
    return word not in _BARRED and is_long and word.casefold() not in _classes("after")


def _item_before(tagged: Tagged, start: int) -> Item | None:
    return tagged.items.get(tagged.text[start - 2 : start - 1]) if start > 1 else None


def _before(tagged: Tagged, start: int, class_: str) -> str:
    """What stands right before a name and may belong to it: "U.S.-Africa ", "Gateway "."""
    before = _item_before(tagged, start)
    sorts: tuple[str, ...] = ("agents", "country", "region", "demonym")
    if class_ == "Agreement":
        sorts += ("mission", "programme", "spacecraft")
    if before is None or before.sort not in sorts or tagged.text[start - 1] != " ":
        return ""
    return tagged.source[before.begin : tagged.begins[start]]


def _is_headed(name: str) -> bool:
    """Does the kind of organization open the name?  "Ministry of Plasma" bears no nation."""
    return name.split(maxsplit=1)[0].casefold() in _classes("first")


def bilateral_meetings(tagged: Tagged) -> Iterator[tuple[int, int, Item, Entity]]:
    """Recurring meetings of two nations, "the third France-Japan space dialogue", as items."""
    for match in _patterns()["bilateral"].finditer(tagged):
        nations = sorted({p for item in items_in(tagged, match["pair"]) for p in item.paths})
        if len(nations) == 2:
            names = [path.split("/")[1].replace("-", " ").title() for path in nations]
            kind = match["kind"].removesuffix(" meeting")
            label = f"{names[0]}-{names[1]} {'space ' if match['space'] else ''}{kind}"
            begin, end = tagged.span(match)
            begin = tagged.begins[match.start("pair")]
            written = tagged.source[begin : tagged.ends[match.end() - 1]].removesuffix(" meeting")
            aliases = (written,) if written != label else ()
            path, types = f"initiative/{slugify(label)}", ("Initiative", "Endeavour")
            entity = Entity(path, types, label, label, aliases, is_minted=True, is_series=True)
            item = Item(
                "meeting",
                begin,
                end,
                (entity.path,),
                count=ordinal(match["ordinal"] or ""),
                nations=tuple(nations),
            )
            yield match.start(), match.end(), item, entity


def ordinal(word: str) -> int | None:
    """The number of an ordinal: "2nd" → 2, "third" → 3; None for any other word."""
    if digits := re.match(r"(\d+)(?:st|nd|rd|th)$", word):
        return int(digits[1])
    found: int | None = table("names")["ordinals"].get(word.casefold())
    return found


def _expanded(name: str, acronym: str, after: str | None) -> Iterator[Found]:
    fitted = _fitted(name, acronym)
    if fitted is None or _is_generic(fitted):
        return
    noun = (after or "").strip().casefold()
    type_ = _classes("after").get(noun) or _class_of(fitted)
    if type_:
        yield Found(mint(acronym, type_, label=fitted, acronym=acronym), (fitted, acronym))


def _fitted(name: str, acronym: str) -> str | None:
    """The shortest end of ``name`` whose words begin with the acronym's letters, in order.

    Match: "Earth Return Orbiter" for ERO.    No match: "Jean-Yves Le Gall" for CNES.
    """
    words = name.split()
    letters = [char.casefold() for char in acronym if char.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if words[start][0].casefold() == letters[0] and _spells(words[start:], letters):
            return " ".join(words[start:])
    return None


def _spells(words: list[str], letters: list[str]) -> bool:
    """Do the words' letters hold the acronym's, most of them as first letters or capitals?"""
    text = " ".join(words)
    prominent = [
        text[i].casefold()
        for i in range(len(text))
        if text[i].isalpha() and (i == 0 or not text[i - 1].isalpha() or text[i].isupper())
    ]
    rest = iter(prominent)
    return sum(letter in rest for letter in letters) >= max(2, len(letters) - 1)


def _is_distinct(name: str, start: int, text: str) -> bool:
    """Is it a name and not just a capitalised word?  "DORN" and "the Callisto" are names."""
    if name in _BARRED or name.casefold() in _classes("after") or _NO_NAME.fullmatch(name):
        return False
    shaped = sum(char.isupper() for char in name) > 1 or any(char.isdigit() for char in name)
    inside = text[max(0, start - 4) : start] in ("the ", "The ") or (
        start > 1 and text[start - 1] == " " and text[start - 2].islower()
    )
    return shaped or (inside and name[0].isupper() and name[1:].islower() and len(name) > 3)


def _without_opening(name: str) -> str:
    """The name without words that only open a sentence: "The", "In"."""
    words = name.split()
    while words and words[0] in _BARRED and words[0] != "Space" and not _is_pair(words):
        if len(words) > 2 and words[0] in _ranks() and words[1].casefold() in _classes("first"):
            break
        words = words[1:]
    # "Associate Administrator for the Science Directorate" names a post and a directorate.
    link = next((n for n, word in enumerate(words) if word in ("of", "for")), 0)
    if 0 < link < len(words) - 1 and all(word.casefold() in _post_words() for word in words[:link]):
        words = words[link + 1 :]
        words = words[1:] if words[:1] == ["the"] else words
    return " ".join(words)


def _is_pair(words: list[str]) -> bool:
    """Are they two words that make a name together?  "National Assembly"."""
    return " ".join(words).casefold() in _classes("last")


@cache
def _firsts() -> str:
    return "|".join(word.capitalize() for word in _classes("first"))


@cache
def _ranks() -> frozenset[str]:
    """What stands before the kind of an office or institute: "Federal Ministry"."""
    return frozenset(table("names")["ranks"])


@cache
def _parts_of_all() -> frozenset[str]:
    """Names of parts that every organization has."""
    return frozenset(table("names")["parts"])


def _is_generic(name: str) -> bool:
    """Is it the name of a part, or of a kind of agreement, that many have?  "Press Office"."""
    kinds = table("names")["kinds of agreements"]
    *words, last = name.casefold().split()
    return name in _parts_of_all() or (last in kinds["nouns"] and set(words) <= set(kinds["kinds"]))


@cache
def _post_words() -> frozenset[str]:
    rules = table("posts")
    return frozenset(w.casefold() for w in (*rules["heads"], *rules["modifiers"]))


def _class_of(name: str) -> str | None:
    words = re.sub(r"-\d+$", "", name).split()
    if len(words) < 2:
        return None
    two = " ".join(words[-2:])
    return (
        _classes("last").get(two.casefold())
        or _classes("last").get(words[-1].casefold())
        or _classes("first").get(words[0].casefold())
        or (words[0] in _ranks() and _classes("first").get(words[1].casefold()))
        or None
    )


# Match: "S-band", "VII"    No match: "MIXS", "SWOT"
_NO_NAME = re.compile(r"[A-Z][A-Za-z]?-(?:band|ray)|[IVX]+")


@cache
def _classes(position: str) -> dict[str, str]:
    return {
        noun.casefold(): type_
        for type_, nouns in table("names")[position].items()
        for noun in nouns
    }


@cache
def _patterns() -> dict[str, Pattern]:
    capital = r"[A-ZÀ-ÖØ-Þ][\w'-]*(?<!')(?<!'s)"
    odd = r"[a-z]+[A-Z]\w*"  # "coUpled", in expansions of acronyms
    link = r"(?:of|for|on|and|the|de|des|du|d'|à|et|la|le|les)"
    name = rf"(?<![\w-]){capital}(?: (?:{link} ){{0,3}}{capital}){{0,12}}"
    acronym = (
        r"(?<!\w)(?P<acronym>(?=[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z])[A-Z][A-Za-z0-9]{1,14}(?:-\d)?)"
    )
    after = any_of(_classes("after"))
    pair = sort_class(["agents", "demonym"])
    kinds = "|".join(map(re.escape, table("names")["bilateral_meetings"]))
    ordinals = "|".join(table("names")["ordinals"])
    firsts = _firsts()
    known = sort_class(_ANY)
    ranks = "|".join(table("names")["ranks"])
    offices = "|".join(table("names")["offices"])
    # Words between a name and its noun: "the IRAP astrophysics and planetology research institute".
    stops = any_of(table("phrases")["between stops at"])
    between = rf"(?:(?!(?:{stops})\b)(?:[a-z]+(?:-[a-z]+)*|[A-Z]-ray|and) ){{0,3}}?"
    sources = {
        # Match: "Space Climate Observatory (SCO)"    No match: "ASI (Italy)"
        "bound": rf"(?P<known>{known})(?:'?s? \(|, (?:also )?(?:known as|called) ){acronym}\b",
        # Match: "Earth Return Orbiter (ERO)"    No match: "CNES (France)"
        "name (ACR)": rf"(?P<name>{name}) \({acronym}\)(?: (?P<after>{after})\b)?",
        # Match: "SWIM (Surface Waves Investigation and Monitoring), a wave scatterometer"
        "ACR (name)": rf"{acronym}(?: [a-z]+)? \((?P<name>{name}(?: (?:{capital}|{odd}|{link}))*)\)"
        rf"(?:(?:, an? (?:[a-z-]+ ){{0,3}}?| )(?P<after>{after})\b)?",
        # Match: "a laser ranging interferometer (LRI) instrument"    No match: "a bus (CNES)"
        "noun (ACR)": rf"(?P<phrase>(?:(?:[a-z-]+|[A-Z]-band) ){{0,5}}(?P<noun>[a-z]+)) "
        rf"\({acronym}\)(?: (?P<after>{after})\b)?",
        # Match: "Federal Ministry of Plasma and Sails", "State Secretariat for Tea, Rain, and Snow"
        # No match: "Ministry of Defence officials, Paris"
        "office": rf"(?<![\w'-])(?:(?:{ranks}) )?(?:{offices}) (?:of|for) (?:the )?"
        rf"{capital}(?: (?:{link} )?{capital})*"
        rf"(?:(?:, {capital}(?: {capital})*)+,? and {capital}(?: {capital})*"
        rf"|,? and {capital}(?: (?:{link} )?{capital})*)",
        # Match: "the MicrOmega instrument", "the DORN instrument"    No match: "the Japanese
        # mission"
        "name noun": rf"(?<![\w.'])(?P<name>{capital}(?:-\d+)?) {between}(?P<noun>{after})\b",
        # Match: "AquaWatch, a water quality programme", "Hera is a planetary defence mission"
        # No match: "Paris, a large city"
        "name, a noun": rf"(?<![\w'-])(?P<name>{capital}(?: {capital})?)"
        rf"(?: \(\w+\))?(?:,| is| was) (?:a|an|the) (?:[^;,.]{{0,60}}? )?(?P<noun>{after})\b",
        # Match: "two satellites, NEMO-HD and Trisat"    No match: "two satellites, launched"
        "nouns, names": rf"\b(?P<noun>{after})(?:,|:| called| named) "
        rf"(?P<names>{capital}(?:(?:, (?:and )?| and ){capital})*)"
        r"(?=[,.;:]| (?:was|were|is|are|went|will)\b|$)",
        # Match: "University of <Calgary>"    No match: "the city of <Calgary>"
        "of place": rf"\b(?P<first>{firsts}) of "
        rf"(?:{capital}(?: and {capital}| {capital})* of )?(?:the )?"
        rf"{sort_class(['place', 'country', 'demonym', 'region'])}(?: {capital})*",
        # Match: "the National Space Council", "University of Toulouse"    No match: "Tuesday"
        "capitalised": rf"(?<![\w'-])(?P<name>{name}(?:-\d+)?)",
        # Match: "third France-Japan space dialogue"    No match: "France-China space cooperation"
        "bilateral": rf"(?:(?P<ordinal>{ordinals}|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) )?"
        rf"(?:next )?(?P<pair>{pair}) "
        rf"(?P<space>space )?(?P<kind>(?:{kinds})(?: meeting)?)\b",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
