"""Persons and the posts they hold, read from how the genre introduces them.

"CNES President Jean-Yves Le Gall", "Zhang Kejian, Administrator of the China National Space
Administration", "the Administrator of NASA, Bill Nelson", "Dr Roger Wiens of the Los Alamos
National Laboratory". Works on tagged sentences, where organizations and countries are single
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from mapping import posts_held
from mapping.entities import Entity, mint
from mapping.patterns import Pattern, PatternSet, compiled
from mapping.person_names import is_name, is_no_surname, may_be_borne, person_called, without_title
from mapping.post_phrases import words
from mapping.posts import named_before, named_first, patterns
from mapping.posts_held import Post
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


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
    taken, last = 0, None
    matches = _without_shifted(tagged, list(_matches(tagged)))
    matches.sort(
        key=lambda found: (found[0].start(), not found[1].startswith("signs-"), -found[0].end())
    )
    for match, rule in matches:
        if match.start() < taken:
            continue
        found = _like_before(tagged, list(_introduced(tagged, match, rule)), last)
        if last and found and rule in posts_held.WITH:
            between = tagged.text[last.stop : match.start()]
            found = [
                replace(each, posts=posts_held.beside(each.posts, last.posts, between))
                for each in found
            ]
        yield from found
        if found:
            taken, last = max(match.end(), found[-1].stop), found[-1]


def _without_shifted(
    tagged: Tagged, matches: list[tuple[re.Match[str], str]]
) -> list[tuple[re.Match[str], str]]:
    """ "…, Chairman of ISA, A, Head of B": the first post is that of who stands before it."""
    named = {match.start() for match, rule in matches if rule == "post-after-name"}
    return [
        (match, rule)
        for match, rule in matches
        if rule != "name-after-post-of"
        or match.start("name") not in named
        or not _GOES_ON.search(tagged.text, 0, match.start())
    ]


# Match: "Jane Roe, ", "Jane Roe, assistant to the "    No match: "Paris, the President and the "
_GOES_ON = re.compile(r", (?:[a-z-]+ ){0,5}$")


def _like_before(
    tagged: Tagged, found: list[Introduction], last: Introduction | None
) -> list[Introduction]:
    """ "A, ESA's Director of Plasma, and B, Director of Sails": B's post is where A's like is."""
    if last is None or len(found) != 1 or len(last.posts) != 1 or len(found[0].posts) != 1:
        return found
    one, two = last.posts[0], found[0].posts[0]
    between = tagged.text[last.stop : found[0].start]
    is_beside = one.rule == "post-before-name" and two.rule == "post-and-name"
    is_inside = is_beside and two.title.split()[-1].casefold() in table("posts")["inside"]
    is_alike = one.title.split(" of ")[0].casefold() == two.title.split(" of ")[0].casefold()
    is_alike = is_alike or (is_inside and one.organization.startswith("organization/"))
    if not one.organization or two.organization or not is_alike or not _AND.fullmatch(between):
        return found
    end = tagged.items.get(tagged.text[found[0].stop - 1])
    if end is not None and end.sort == "place":  # "Crown Prince of <Abu Dhabi>"
        return found
    like = replace(two, organization=one.organization, agency=one.agency)
    return [replace(found[0], posts=(like,))]


# Match: ", and ", ", "    No match: " met "
_AND = re.compile(r",? (?:and )?(?:the )?")


def folded(tagged: Tagged, introduced: Iterable[Introduction]) -> Tagged:
    """The sentence with each introduction folded into one person."""
    replacements = []
    for found in introduced:
        begin, end = tagged.begins[found.start], tagged.ends[found.stop - 1]
        # Who held a post once does not stand for the organization now.
        held = [p for p in found.posts if p.organization and not p.title.startswith("Former ")]
        served = tuple(dict.fromkeys(post.agency or post.organization for post in held))
        # A minister who also heads the agency stands for the agency.
        organizations = tuple(p for p in served if not p.startswith("country/"))
        item = Item(
            "person",
            begin,
            end,
            (found.person.path,),
            text=found.person.label,
            affiliation=organizations or served,
        )
        replacements.append((found.start, _over(tagged, found), item))
    return tagged.fold(replacements)


def _over(tagged: Tagged, found: Introduction) -> int:
    """Where an introduction is over: "A, who took over as head of B <in May>," tells since when."""
    is_aside = ", who " in tagged.text[found.start : found.stop]
    since = _SINCE.match(tagged.text, found.stop) if is_aside else None
    return since.end() if since else found.stop


# Match: " in <May>" before ","    No match: " in <May>" before " met"
_SINCE = re.compile(
    rf" (?:only |just )?(?:(?:in|on|since) )?(?:early |late )?{sort_class(['date'])}(?=,)"
)


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


def served(posts: Iterable[Post]) -> dict[str, str]:
    """Whom each person serves who serves one organization alone."""
    serves: dict[str, set[str]] = {}
    for post in posts:
        if post.organization and not post.title.startswith("Former "):
            serves.setdefault(post.holder, set()).add(post.agency or post.organization)
    return {holder: next(iter(paths)) for holder, paths in serves.items() if len(paths) == 1}


def affiliated(tagged: Tagged, serves: Mapping[str, str]) -> Tagged:
    """The sentence with persons named without a post tied to the organization each ``serves``."""
    changed = {}
    for char, item in tagged.items.items():
        if item.affiliation or not all(path.startswith("person/") for path in item.paths):
            continue
        theirs = dict.fromkeys(serves[path] for path in item.paths if path in serves)
        if theirs:  # "they", two presidents, serve one each
            changed[char] = replace(item, affiliation=tuple(theirs))
    return tagged.with_items(changed)


def of_nations(tagged: Tagged) -> Tagged:
    """ "<Australia>'s <Megan Clark>" is one person among others."""
    return tagged.reduced_to(_of_nation(), "who")


@cache
def _of_nation() -> Pattern:
    # Match: "<Australia>'s <Jane Roe>"    No match: "<Australia>'s <Jane Roe>'s"
    nation, person = sort_class(["country"]), sort_class(["person"])
    return compiled(rf"(?:\b[Tt]he )?{nation}'s (?P<who>{person})(?!'s)")


def holders(tagged: Tagged, posts: tuple[Post, ...]) -> Iterator[tuple[int, int, Item]]:
    """Phrases for who is known to hold the post: "CNES's President", "the President of CNES"."""
    found_in = (patterns()["post alone"], patterns()["post of"])
    for match in chain.from_iterable(pattern.finditer(tagged) for pattern in found_in):
        org = tagged.items[match["org"]].paths
        called = match["post"].casefold()
        held = (post for post in posts if post.organization in org)
        found = {post.holder for post in held if post.title.strip().casefold() == called}
        if len(found) == 1:
            yield _holder(tagged, match, found.pop(), org)
    for match in patterns()["post again"].finditer(tagged):
        again = [post for post in posts if posts_held.is_called(post, match["post"])]
        if len({post.holder for post in again}) == 1 and not posts_held.presides_nation(again):
            served = tuple(dict.fromkeys(p.organization for p in again if p.organization))
            yield _holder(tagged, match, again[0].holder, served)


def beside(tagged: Tagged, posts: tuple[Post, ...]) -> Iterator[tuple[int, int, Item]]:
    """Who is meant by a post that stands before another's: "the Minister and President Doe"."""
    for match in patterns()["post beside"].finditer(tagged):
        name = tagged.items.get(match["name"])
        last = (name.text if name else match["name"]).split()[-1].casefold()
        again = [post for post in posts if posts_held.is_called(post, match["post"])]
        if len({post.holder for post in again}) == 1 and not again[0].holder.endswith(last):
            yield _holder(tagged, match, again[0].holder, ())


def _holder(
    tagged: Tagged, match: re.Match[str], holder: str, served: tuple[str, ...]
) -> tuple[int, int, Item]:
    begin, end = tagged.span(match)
    item = Item("person", begin, end, (holder,), affiliation=served, resolved=("coreference",))
    return match.start(), match.end(), item


_RULES = (
    "post-before-name",
    "posts-before-names",
    "names-before-posts",
    "predecessor",
    "tenure-as",
    "heads-of-several",
    "who-head-several",
    "post-after-name",
    "name-of-and-post",
    "title-and-surname",
    "counterpart",
    "signs-on-behalf",
    "signs-for",
    "person-of-organization",
    "whose-person",
    "team-at",
    "name-after-post-of",
    "appointed",
    "was-appointed",
    "appointed-own",
    "post-in-brackets",
    "surname-and-bracket",
    "own-post-is",
    "with-as",
    "with-several-as",
    "post-verb",
    "name-and-post",
    "post-and-name",
    "post-and-surname",
    "post-after-surname",
    "title-and-name",
)


_WITHOUT_NAMES = ("post-and-surname", "post-after-surname", "surname-and-bracket")
_NAMES = ("any person", "any name", "any name after country")


def _matches(tagged: Tagged) -> Iterator[tuple[re.Match[str], str]]:
    found = patterns()
    if not found["any post"].may_match(tagged):
        return
    rules = [_RULES[number] for number in _of_rules().candidates(tagged)]
    of_names = [rule for rule in rules if rule not in _WITHOUT_NAMES]
    if of_names and not any(found[name].search(tagged) for name in _NAMES):
        rules = [rule for rule in rules if rule in _WITHOUT_NAMES]
    by_name = named_first().intersection(rules)
    starts = found["any name first"].starts(tagged.text) if by_name else []
    for rule in rules:
        pattern = found[rule]
        matches = (
            pattern.starting_at(starts, tagged.text)
            if rule in by_name
            else pattern.regex.finditer(tagged.text)
        )
        for match in matches:
            yield named_before(tagged, match, rule), rule


@cache
def _of_rules() -> PatternSet:
    return PatternSet([patterns()[rule] for rule in _RULES])


def _introduced(tagged: Tagged, match: re.Match[str], rule: str) -> Iterator[Introduction]:
    """The persons of one match; of several, each but the first stands where its name does."""
    if rule in posts_held.OF_SEVERAL:
        yield from _several(tagged, match, rule)
        return
    named = _named(tagged, match["name"], match.start("name"), rule)
    if named is not None:
        if rule == "post-and-surname":
            called = f"{match['post']} {named[0].label}"
            person = replace(named[0], aliases=(called, *named[0].aliases))
            named = (person, *named[1:])
        posts = (*_asides(tagged, match, named), *posts_held.told(tagged, match, rule, named))
        before = _predecessor(tagged, match, rule, posts)
        stop = before.start if before else posts_held.stretched(tagged, match.end())
        yield Introduction(match.start(), stop, *named, posts)
        if before:
            yield before


def _predecessor(
    tagged: Tagged, match: re.Match[str], rule: str, posts: Sequence[Post]
) -> Introduction | None:
    """Who held before the post that the match tells: of "A succeeded B as head of C", B."""
    groups = match.groupdict()
    group = next((name for name in ("before", "before2") if groups.get(name)), None)
    if group is None or not posts:
        return None
    named = _named(tagged, match[group], match.start(group), rule)
    if named is None:
        return None
    held = posts[-1]
    is_past = groups.get("verb") is None or not _YET.match(match["verb"])
    title = f"Former {held.title}" if is_past and group == "before" else held.title
    past = replace(held, holder=named[0].path, title=title, begin=named[1], end=named[2], date=None)
    return Introduction(match.start(group), match.end(), *named, (past,))


# Match: "will succeed", "replaces"    No match: "succeeded", "has replaced"
_YET = re.compile(r"will |(?:succeed|replace|take)s\b")


def _asides(tagged: Tagged, match: re.Match[str], named: tuple[Entity, int, int]) -> Iterator[Post]:
    """The posts in the aside of one who is appointed: "a former minister, to replace A as"."""
    if not match.groupdict().get("aside"):
        return
    start, stop = match.span("aside")
    found = patterns()["aside"].regex.match(tagged.text, start, stop)
    if found is not None:
        yield from posts_held.told(tagged, found, "post-after-name", named)


def _several(tagged: Tagged, match: re.Match[str], rule: str) -> Iterator[Introduction]:
    start, title = match.start(), _title(match)
    last = match.end("names") if rule in _NAMES_LAST else match.end()
    holders = list(re.finditer(words()["person"] + "|" + words()["bare"], match["names"]))
    employers = match.groupdict().get("orgs")
    served = re.findall(posts_held.ITEM, employers) if employers else [match["org"]] * len(holders)
    if len(served) != len(holders):
        return
    for found, employer in zip(holders, served, strict=True):
        begin = match.start("names") + found.start()
        named = _named(tagged, found.group(), begin, rule)
        if named is None:
            continue
        paths, agency = posts_held.employer(tagged, employer, title)
        posts = tuple(
            Post(named[0].path, title, path, named[1], named[2], rule, agency or path)
            for path in paths or ("",)
        )
        stop = begin + len(found.group())
        yield Introduction(start, last if stop == match.end("names") else stop, *named, posts)
        start = stop
        start += len(re.match(r"(?:,? and |, )?", tagged.text[start:]).group())  # type: ignore[union-attr]


_NAMES_LAST = ("posts-before-names", "heads-of-several")


def _title(match: re.Match[str]) -> str:
    """The post that several hold, each one: of "presidents" or "who head"."""
    if verb := match.groupdict().get("verb"):
        known = table("posts")["verbs"]
        return str(known.get(f"{verb}s") or known[verb])
    return match["post"][:-1]


def _named(tagged: Tagged, raw: str, start: int, rule: str) -> tuple[Entity, int, int] | None:
    """The person that a stretch names, and the name's own block offsets."""
    begin, end = tagged.begins[start], tagged.ends[start + len(raw) - 1]
    if (known := tagged.items.get(raw)) is not None:
        person = Entity(known.paths[0], ("Person", "Agent"), known.text, known.text, is_minted=True)
        return person, begin, end
    if any(char in tagged.items for char in raw):
        if not all(may_be_borne(tagged.items[char]) for char in raw if char in tagged.items):
            return None
        raw = tagged.source[begin:end]
    name, offset = without_title(raw)
    begin += offset
    if rule in _WITHOUT_NAMES:
        if is_no_surname(name):
            return None  # "the Secretary General of the newly founded group"
        surname = tagged.source[tagged.begins[start] : end]
        usual = surname.title() if surname.isupper() else surname
        spelt = () if usual == surname else (surname,)  # "Dr. SATO"
        return replace(mint(usual, "Person"), aliases=spelt), begin, end
    return (person_called(name), begin, end) if is_name(name) else None
