"""Persons and the posts they hold, read from how the genre introduces them.

"CNES President Jean-Yves Le Gall", "Zhang Kejian, Administrator of the China National Space
Administration", "the Administrator of NASA, Bill Nelson", "Dr Roger Wiens of the Los Alamos
National Laboratory". Works on tagged sentences, where organizations and countries are single
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mapping.entities import Entity, mint
from mapping.patterns import PatternSet
from mapping.phrases import ENDEAVOURS
from mapping.posts import patterns, words
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


@dataclass(frozen=True)
class Post:
    """``holder`` (a path) holds ``title`` at ``organization`` (a path, or nothing: not said).

    ``agency`` is whom the holder stands for: the organization, or the one that it is a unit of.
    ``date`` (EDTF) is when the post was held or given, where that is told right behind it.
    """

    holder: str
    title: str
    organization: str
    begin: int
    end: int
    rule: str
    agency: str = ""
    date: str | None = None


@dataclass(frozen=True)
class Introduction:
    """A person found in a sentence: where the phrase stands, the name's own stretch, the posts."""

    start: int
    stop: int
    person: Entity
    name_begin: int
    name_end: int
    posts: tuple[Post, ...]


def introductions(tagged: Tagged) -> Iterator[Introduction]:
    """The persons that ``tagged`` introduces, in order, without overlap.

    A post whose organization the phrase does not name has an empty one.
    """
    taken = 0
    matches = list(_matches(tagged))
    matches.sort(
        key=lambda found: (found[0].start(), not found[1].startswith("signs-"), -found[0].end())
    )
    for match, rule in matches:
        if match.start() < taken:
            continue
        found = list(_introduced(tagged, match, rule))
        yield from found
        if found:
            taken = match.end()


def folded(tagged: Tagged, introduced: Iterable[Introduction]) -> Tagged:
    """The sentence with each introduction folded into one person."""
    replacements = []
    for found in introduced:
        begin, end = tagged.begins[found.start], tagged.ends[found.stop - 1]
        # Who held a post once does not stand for the organization now.
        held = [p for p in found.posts if p.organization and not p.title.startswith("Former ")]
        organizations = tuple(dict.fromkeys(post.agency or post.organization for post in held))
        item = Item(
            "person",
            begin,
            end,
            (found.person.path,),
            text=found.person.label,
            affiliation=organizations,
        )
        replacements.append((found.start, found.stop, item))
    return tagged.fold(replacements)


def named(tagged: Tagged, introduced: Sequence[Introduction]) -> Tagged:
    """The sentence with the names of those it introduces folded, and their posts left as words."""
    if not introduced:
        return tagged
    starts = {begin: number for number, begin in enumerate(tagged.begins)}
    stops = {end: number + 1 for number, end in enumerate(tagged.ends)}
    return tagged.fold(
        (
            starts[found.name_begin],
            stops[found.name_end],
            Item("person", found.name_begin, found.name_end, (found.person.path,)),
        )
        for found in introduced
    )


def affiliated(tagged: Tagged, posts: tuple[Post, ...]) -> Tagged:
    """The sentence with persons who are named alone tied to the one organization they serve."""
    serves: dict[str, set[str]] = {}
    for post in posts:
        if not post.organization or post.title.startswith("Former "):
            continue
        serves.setdefault(post.holder, set()).add(post.agency or post.organization)
    return tagged.with_items(
        {
            char: replace(item, affiliation=tuple(serves[item.paths[0]]))
            for char, item in tagged.items.items()
            if item.sort == "person"
            and not item.affiliation
            and len(serves.get(item.paths[0], ())) == 1
        }
    )


def holders(tagged: Tagged, posts: tuple[Post, ...]) -> Iterator[tuple[int, int, Item]]:
    """Phrases such as "CNES's President" that stand for the person known to hold the post."""
    for match in patterns()["post alone"].finditer(tagged):
        org = tagged.items[match["org"]].paths
        head = match["post"].split()[-1].casefold()
        found = {
            p.holder
            for p in posts
            if p.organization in org
            and p.title.split()[-1:] != []
            and p.title.split()[-1].casefold() == head
            and " " not in p.title.strip()
        }
        if len(found) == 1:
            begin, end = tagged.span(match)
            yield (
                match.start(),
                match.end(),
                Item(
                    "person", begin, end, tuple(found), affiliation=org, resolved=("coreference",)
                ),
            )


def surnames(person: Entity) -> tuple[str, ...]:
    """What a text calls the person after the first time: "Le Gall", "Kuninaka"."""
    parts = _SUFFIX.sub("", person.label).split()
    particles = set(table("posts")["particles"])
    first = next((i for i, word in enumerate(parts) if i and word in particles), len(parts) - 1)
    name = " ".join(parts[first:])
    found = (name,) if len(name) > 3 and len(parts) > 1 else ()
    return (*found, parts[0]) if parts[0] in table("posts")["surnames first"] else found


_RULES = (
    "post-before-name",
    "posts-before-names",
    "heads-of-several",
    "post-after-name",
    "name-of-and-post",
    "title-and-surname",
    "counterpart",
    "signs-on-behalf",
    "signs-for",
    "person-of-organization",
    "team-at",
    "name-after-post-of",
    "appointed",
    "was-appointed",
    "appointed-own",
    "post-in-brackets",
    "post-verb",
    "name-and-post",
    "post-and-name",
    "post-and-surname",
    "title-and-name",
)


_WITHOUT_NAMES = ("post-and-surname",)
_NAMES = ("any person", "any name", "any name after country")


def _matches(tagged: Tagged) -> Iterator[tuple[re.Match[str], str]]:
    found = patterns()
    if not found["any post"].may_match(tagged):
        return
    rules = [_RULES[number] for number in _of_rules().candidates(tagged)]
    of_names = [rule for rule in rules if rule not in _WITHOUT_NAMES]
    if of_names and not any(found[name].search(tagged) for name in _NAMES):
        rules = [rule for rule in rules if rule in _WITHOUT_NAMES]
    for rule in rules:
        for match in found[rule].regex.finditer(tagged.text):
            yield match, rule


@cache
def _of_rules() -> PatternSet:
    return PatternSet([patterns()[rule] for rule in _RULES])


def _introduced(tagged: Tagged, match: re.Match[str], rule: str) -> Iterator[Introduction]:
    """The persons of one match; of several, each but the first stands where its name does."""
    if rule in ("posts-before-names", "heads-of-several"):
        yield from _several(tagged, match, rule)
        return
    named = _named(tagged, match["name"], match.start("name"), rule)
    if named is not None:
        if rule == "post-and-surname":
            person = replace(named[0], aliases=(f"{match['post']} {named[0].label}",))
            named = (person, *named[1:])
        posts = tuple(_posts(tagged, match, rule, named))
        yield Introduction(match.start(), match.end(), *named, posts)


def _several(tagged: Tagged, match: re.Match[str], rule: str) -> Iterator[Introduction]:
    start, title = match.start(), match["post"][:-1]
    holders = list(re.finditer(words()["person"] + "|" + words()["bare"], match["names"]))
    employers = match.groupdict().get("orgs")
    served = re.findall(_ITEM, employers) if employers else [match["org"]] * len(holders)
    if len(served) != len(holders):
        return
    for found, employer in zip(holders, served, strict=True):
        begin = match.start("names") + found.start()
        named = _named(tagged, found.group(), begin, rule)
        if named is None:
            continue
        paths, agency = _employer(tagged, employer, title)
        posts = tuple(
            Post(named[0].path, title, path, named[1], named[2], rule, agency or path)
            for path in paths
        )
        yield Introduction(start, begin + len(found.group()), *named, posts)
        start = begin + len(found.group())
        start += len(re.match(r"(?:,? and |, )?", tagged.text[start:]).group())  # type: ignore[union-attr]


def _named(tagged: Tagged, raw: str, start: int, rule: str) -> tuple[Entity, int, int] | None:
    """The person that a stretch names, and the name's own block offsets."""
    begin, end = tagged.begins[start], tagged.ends[start + len(raw) - 1]
    if (known := tagged.items.get(raw)) is not None:
        person = Entity(known.paths[0], ("Person", "Agent"), known.text, known.text, is_minted=True)
        return person, begin, end
    if any(char in tagged.items for char in raw):
        if not all(_may_be_borne(tagged.items[char]) for char in raw if char in tagged.items):
            return None
        raw = tagged.source[begin:end]
    name, offset = without_title(raw)
    begin += offset
    if rule == "post-and-surname":
        if name in table("posts")["not_names"] or name.casefold() in _never_names()[1]:
            return None  # "the Secretary General of the newly founded group"
        surname = tagged.source[tagged.begins[start] : end]
        return replace(mint(surname, "Person"), aliases=()), begin, end
    return (_minted(name), begin, end) if is_name(name) else None


def _may_be_borne(item: Item) -> bool:
    """Can a person be called like this place or mission?  "Jordan" yes, "SWOT" no."""
    return item.text.istitle() and item.text.isalpha()


def _posts(
    tagged: Tagged, match: re.Match[str], rule: str, named: tuple[Entity, int, int]
) -> Iterator[Post]:
    person, begin, end = named
    groups = match.groupdict()
    former = (groups.get("former") or "").strip(" -").casefold()
    former = "Former " if former and former != "then" else ""
    for suffix in ("", "2"):
        title = groups.get("post" + suffix)
        if rule == "counterpart":
            title = _last_post(tagged.text[: match.start()])
        if title is None or (suffix and rule == "counterpart"):
            continue
        inner = None if suffix else groups.get("inner")
        phrases = (inner, groups.get("owner" + suffix), groups.get("org" + suffix))
        found = [_employer(tagged, phrase, title) for phrase in phrases]
        paths, agency = next((pair for pair in found if pair[0]), ((), ""))
        if paths and paths[0].split("/")[0] in ENDEAVOURS and paths == found[1][0]:
            employed, agency = found[2]  # "<SWOT> project manager at <JPL>"
            paths = (*paths, *(path for path in employed if path not in paths))
        body, field = (None, None) if suffix else (groups.get("body"), groups.get("field"))
        title = title if suffix else groups.get("as") or title
        title = former + _title(_spelt(tagged, title), f"the {body}" if body else field)
        date = _held(tagged, match.end(), rule)
        for path in paths or ("",):
            yield Post(person.path, title, path, begin, end, rule, agency or path, date)


def _held(tagged: Tagged, position: int, rule: str) -> str | None:
    """The date right behind a post: of a span of time, or where the post is given, of any."""
    found = _DATE.match(tagged.text, position)
    edtf = tagged.items[found["date"]].edtf if found else None
    return edtf if rule in _GIVEN or "/" in (edtf or "") else None


_DATE = re.compile(rf" (?P<date>{sort_class(['date'])})")
_GIVEN = ("was-appointed", "appointed", "appointed-own")


def _employer(tagged: Tagged, phrase: str | None, title: str) -> tuple[tuple[str, ...], str]:
    """Whom a post serves, and the agency that stands behind a unit of it.

    Of "the <Science Directorate> at <NASA>" the directorate and NASA, of "<NASA>'s <JPL>" JPL.
    """
    if not phrase:
        return (), ""
    chains = [items_in(tagged, found) for found in re.findall(rf"{_ITEM}(?:'s? {_ITEM})*", phrase)]
    served = [chain[-1] for chain in chains if _is_employer(chain[-1], title)]
    if not served:
        return (), ""
    agency = next((i.paths[0] for i in items_in(tagged, phrase) if _is_agency(i)), "")
    first = served[0]
    return (first.affiliation if first.sort == "place" else first.paths), agency


def _is_employer(item: Item, title: str) -> bool:
    """Can one hold the post there?  The "Italian astronaut" is Italian and serves no nation."""
    if item.sort == "place":
        return bool(item.affiliation)
    return item.sort != "demonym" or any(
        title.casefold().split(" of ")[0].endswith(post) for post in table("posts")["of a nation"]
    )


def _is_agency(item: Item) -> bool:
    """Is it an organization, and not a unit of one?"""
    return item.sort == "org" and not _UNIT.search(item.paths[0])


# Match: "Jane Roe, Jr.", "Jane Roe V"    No match: "V Roe"
_SUFFIX = re.compile(r"(?:,? (?:Jr|Sr)\.?| (?:II|III|IV|V))$")
_ITEM = sort_class(("org", "country", "region", "demonym", "agents", "place", *ENDEAVOURS))
# Match: "organization/science-mission-directorate"    No match: "organization/cabinet-office-of-x"
_UNIT = re.compile(r"-(?:directorate|division|bureau|branch|secretariat|office)$|/office-of-")


def _spelt(tagged: Tagged, words_: str) -> str:
    """Words of a tagged sentence with their items as the text writes them."""
    return "".join(
        tagged.source[item.begin : item.end] if (item := tagged.items.get(char)) else char
        for char in words_
    )


def _minted(name: str) -> Entity:
    """The person of that name; "YAMAKAWA Hiroshi" puts the surname first and in capitals."""
    parts = name.split()
    if len(parts) == 2 and parts[0].isupper() and len(parts[0]) > 3 and not parts[1].isupper():
        usual = f"{parts[1]} {parts[0].title()}"
        return replace(mint(usual, "Person"), aliases=(name,))
    return mint(name, "Person")


def _last_post(text: str) -> str | None:
    """The post named last in ``text``, which a counterpart holds too."""
    found = patterns()["post"].regex.findall(text)
    return found[-1] if found else None


def _title(post: str, of: str | None) -> str:
    title = table("posts")["verbs"].get(post, post).strip()
    title = f"{title} of {of}" if of else title
    return title.title() if title.isupper() and len(title) > 4 else title


def without_title(raw: str) -> tuple[str, int]:
    """The name without forms of address, and how many characters those took."""
    forms = sorted(table("posts")["titles"], key=len, reverse=True)
    offset = 0
    while form := next((f for f in forms if raw[offset:].startswith(f + " ")), None):
        offset += len(form) + 1
    return raw[offset:], offset


def is_name(name: str) -> bool:
    """Are these words a person's full name?"""
    parts = name.replace('"', "").split()
    barred, heads = _never_names()
    capitals = [word for word in parts if any(char.isupper() for char in word[:5])]
    if not 2 <= len(capitals) <= 6 or name.isupper():
        return False
    return not any(word in barred or word.casefold() in heads for word in parts if word != "Le")


@cache
def _never_names() -> tuple[frozenset[str], frozenset[str]]:
    """Words that no person's name holds, as they are written, and case folded."""
    rules = table("posts")
    heads = {word.casefold() for word in (*rules["heads"], *rules["modifiers"])}
    heads -= {word.casefold() for word in rules["also names"]}
    return frozenset((*rules["not_names"], *rules["of no person"])), frozenset(heads)
