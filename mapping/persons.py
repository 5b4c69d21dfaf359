"""Persons and the posts they hold, read from how the genre introduces them.

"CNES President Jean-Yves Le Gall", "Zhang Kejian, Administrator of the China National Space
Administration", "the Administrator of NASA, Bill Nelson", "Dr Roger Wiens of the Los Alamos
National Laboratory". Works on tagged sentences, where organizations and countries are single
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from mapping.entities import Entity, mint
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


@dataclass(frozen=True)
class Post:
    """``holder`` (a path) holds ``title`` at ``organization`` (a path), as a sentence says."""

    holder: str
    title: str
    organization: str
    begin: int
    end: int
    rule: str


@dataclass(frozen=True)
class Introduction:
    """A person found in a sentence: where the phrase stands, the name's own stretch, the posts."""

    start: int
    stop: int
    person: Entity
    name_begin: int
    name_end: int
    posts: tuple[Post, ...]


_HOLDER_SORTS = ("org", "country", "demonym", "region")
_ORG_SORTS = (
    "org",
    "country",
    "agents",
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
)


def introductions(tagged: Tagged) -> Iterator[Introduction]:
    """The persons that ``tagged`` introduces, in order, without overlap."""
    taken = 0
    for match, rule in sorted(
        _matches(tagged), key=lambda found: (found[0].start(), -found[0].end())
    ):
        if match.start() < taken:
            continue
        introduction = _introduction(tagged, match, rule)
        if introduction is not None:
            yield introduction
            taken = match.end()


def folded(tagged: Tagged, introduced: Iterable[Introduction]) -> Tagged:
    """The sentence with each of its introductions folded into one person."""
    replacements = []
    for found in introduced:
        begin, end = tagged.begins[found.start], tagged.ends[found.stop - 1]
        # Who held a post once does not stand for the organization now.
        held = [post for post in found.posts if not post.title.startswith("Former ")]
        organizations = tuple(dict.fromkeys(post.organization for post in held))
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


def affiliated(tagged: Tagged, posts: tuple[Post, ...]) -> Tagged:
    """The sentence with persons who are named alone tied to the one organization they serve."""
    serves: dict[str, set[str]] = {}
    for post in posts:
        if post.title.startswith("Former "):
            continue
        serves.setdefault(post.holder, set()).add(post.organization)
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
    for match in _patterns()["post alone"].finditer(tagged.text):
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


def contacts(tagged: Tagged) -> Iterator[tuple[Entity, Post]]:
    """Persons with their posts in the columns of a contact block; the organization is left open."""
    for match in _patterns()["contact"].finditer(tagged.text):
        known = tagged.items.get(match["name"])
        person = (
            Entity(known.paths[0], ("Person",), known.text, known.text)
            if known
            else mint(match["name"], "Person")
        )
        begin, end = tagged.span(match, "name")
        yield person, Post(person.path, match["post"] or "", "", begin, end, "contact-block")


def surnames(person: Entity) -> tuple[str, ...]:
    """What a text calls the person after the first time: "Le Gall", "Kuninaka"."""
    words = person.label.split()
    particles = set(table("posts")["particles"])
    first = next((i for i, word in enumerate(words) if i and word in particles), len(words) - 1)
    name = " ".join(words[first:])
    return (name,) if len(name) > 3 and len(words) > 1 else ()


def _matches(tagged: Tagged) -> Iterator[tuple[re.Match[str], str]]:
    patterns = _patterns()
    if patterns["any post"].search(tagged.text) is None:
        return
    for rule in (
        "post-before-name",
        "post-name-of",
        "name-post-org",
        "title-and-surname",
        "counterpart",
        "signs-on-behalf",
        "person-of-organization",
        "team-at",
        "post-after-name",
        "name-after-post-of",
        "post-verb",
        "name-and-post",
        "post-and-name",
        "title-and-name",
    ):
        for match in patterns[rule].finditer(tagged.text):
            yield match, rule


def _introduction(tagged: Tagged, match: re.Match[str], rule: str) -> Introduction | None:
    raw = match["name"]
    known = tagged.items.get(raw)
    begin, end = tagged.span(match, "name")
    if known is not None:
        person = Entity(known.paths[0], ("Person", "Agent"), known.text, known.text, is_minted=True)
    else:
        name, offset = _without_title(raw)
        if not _is_name(name):
            return None
        begin, end = tagged.begins[match.start("name") + offset], tagged.ends[match.end("name") - 1]
        person = _minted(name)
    groups = match.groupdict()
    posts: list[Post] = []
    for suffix in ("", "2"):
        org = groups.get("org" + suffix)
        title = groups.get("post" + suffix)
        if rule == "counterpart" and not suffix:
            title = _last_post(tagged.text[: match.start()])
        if org and title is not None:
            posts.extend(
                Post(
                    person.path,
                    (groups.get("former") or "").capitalize() + _title(title, groups.get("body")),
                    path,
                    begin,
                    end,
                    rule,
                )
                for item in items_in(tagged, org)[-1:]
                for path in item.paths
            )
    return Introduction(match.start(), match.end(), person, begin, end, tuple(posts))


def _minted(name: str) -> Entity:
    """The person of that name; "YAMAKAWA Hiroshi" puts the surname first and in capitals."""
    words = name.split()
    if len(words) == 2 and words[0].isupper() and len(words[0]) > 3 and not words[1].isupper():
        usual = f"{words[1]} {words[0].title()}"
        return replace(mint(usual, "Person"), aliases=(name,))
    return mint(name, "Person")


def _last_post(text: str) -> str | None:
    """The post named last in ``text``, which a counterpart holds too."""
    found = _patterns()["post"].findall(text)
    return found[-1] if found else None


def _title(words: str, body: str | None) -> str:
    title = table("posts")["verbs"].get(words, words).strip()
    title = f"{title} of the {body}" if body else title
    return title.title() if title.isupper() and len(title) > 4 else title


def _without_title(raw: str) -> tuple[str, int]:
    """The name without forms of address, and how many characters those took."""
    forms = set(table("posts")["titles"])
    offset = 0
    while (first := raw[offset:].split(" ", maxsplit=1)[0]) in forms:
        offset += len(first) + 1
    return raw[offset:], offset


def _is_name(name: str) -> bool:
    words = name.split()
    barred = set(table("posts")["not_names"])
    heads = {word.casefold() for word in (*table("posts")["heads"], *table("posts")["modifiers"])}
    capitals = [word for word in words if any(char.isupper() for char in word[:3])]
    if not 2 <= len(capitals) <= 6 or name.isupper():
        return False
    return not any(word in barred or word.casefold() in heads for word in words if word != "Le")


@cache
def _patterns() -> dict[str, Pattern]:
    rules = table("posts")
    modifiers = "|".join(sorted(map(re.escape, rules["modifiers"]), key=len, reverse=True))
    heads = "|".join(sorted(map(re.escape, rules["heads"]), key=len, reverse=True))
    particles = "|".join(map(re.escape, rules["particles"]))
    titles = "|".join(sorted(map(re.escape, rules["titles"]), key=len, reverse=True))
    # A full stop belongs to initials only: "G. Madhavan Nair", "A.S. Kiran Kumar".
    capital = r"(?:[A-Za-z]')?(?:(?:[A-Z]\.)+|[A-ZÀ-ÖØ-ÞČŠŽŁĆŒ][\w-]+)"
    raw_name = (
        rf"(?<![\w'-])(?:(?:{titles}) ){{0,3}}{capital}(?: (?:(?:{particles}) )*{capital}){{1,4}}"
    )
    name = rf"(?:(?:{titles}) ){{0,3}}(?P<name>{sort_class(['person'])}|{raw_name})"
    # "of Education, Culture, Sports, Science and Technology", "for the Science Mission Directorate"
    field = (
        r"(?: (?:of|for) (?:the )?[A-Z][\w-]+"
        r"(?:(?:,? and|,| for| of| of the| for the)? [A-Z][\w-]+){0,9})?"
    )
    post = rf"(?:(?i:{modifiers})[ -])*(?i:{heads})\b{field}"
    holder, org = sort_class(_HOLDER_SORTS), sort_class(_ORG_SORTS)
    nation = sort_class(["demonym"])
    to_org = (
        rf"(?:of|at|for|to|with) (?:the )?(?:{nation} )?(?:space agency )?"
        rf"(?P<org>{org}(?:'s? {org})?)(?: (?:Executive|Supervisory|Management) Board)?"
    )
    to_org2 = to_org.replace("<org>", "<org2>")
    verbs = "|".join(rules["verbs"])
    sources = {
        # Match: "CNES President Jean-Yves Le Gall", "NASA's Associate Administrator Kathy Lueders"
        # No match: "NASA announced", "CNES and President Xi"
        "post-before-name": r"(?P<former>[Ff]ormer |[Tt]hen )?"
        rf"(?P<org>{holder})(?:'s?)? (?P<post>{post})"
        rf"(?: \({org}\))?,? {name}",
        # Match: "President Yoon Suk Yeol of the <Republic of Korea>"    No match: "President of X"
        "post-name-of": rf"(?P<post>{post}) {name} of (?:the )?(?P<org>{org})",
        # Match: "V. Narayanan, Chairman, <ISRO> and Secretary, <Department of Space>"
        "name-post-org": rf"{name}, (?P<post>{post}), (?:the )?(?P<org>{org})"
        rf"(?:,? and (?P<post2>{post}), (?:the )?(?P<org2>{org}))?",
        # Match: "Zhang Kejian, Administrator of the CNSA and Director of ISAS"
        # No match: "Paris, capital of France"
        "post-after-name": rf"{name}(?: \(\w+\))?(?:,| is| was) "
        rf"(?:the |a |an )?(?:new |current |outgoing |then )?"
        rf"(?P<post>{post})(?:,? {to_org}(?:,? and (?P<post2>{post}) {to_org2})?)?",
        # Match: "Administrator of NASA, Bill Nelson"    No match: "the Administrator of NASA said"
        "name-after-post-of": rf"(?P<post>{post}) (?:of|at|for) (?:the )?(?P<org>{org}),? {name}",
        # Match: "Pascale Ehrenfreund, who chairs the Executive Board of the German space agency
        # DLR"
        "post-verb": rf"{name}, who (?P<post>{verbs}) "
        rf"(?:the (?P<body>[A-Z]\w+(?: [A-Z]\w+)*) of )?(?:the )?"
        rf"(?:{nation} )?(?:space agency )?(?P<org>{org})",
        # Match: "and his <Chinese> counterpart Xi Jinping"    No match: "his counterparts"
        "counterpart": rf"(?:his|her) (?P<org>{holder}) counterpart,? {name}",
        "post": rf"\b{post}",
        # Match: "Isa Ali Ibrahim, Minister of Communications, signed the Accords on behalf of <X>"
        "signs-on-behalf": rf"{name}, (?P<post>{post})"
        rf"(?=,? signed [^;]{{0,80}}? on behalf of (?:the )?(?P<org>{org}))",
        # Match: "Dr Roger Wiens of the <LANL>", "; Nobuhiro Takahashi of the <ISAS>"
        "person-of-organization": rf"(?:(?<=; )|(?<=, )|(?<=and )|(?=(?:{titles}) )){name}"
        rf"(?:,)? (?:of|from|at) (?:the )?(?P<org>{sort_class(['org'])})(?P<post>)",
        # Match: "Professor Fernando Rull's team at <Valladolid University>"
        "team-at": rf"{name}'s (?:team|group) (?:at|of|from) (?:the )?(?P<org>{org})(?P<post>)",
        # Match: "Shintaro Chofuku, a JAXA engineer"
        "name-and-post": rf"{name}, (?:the |a |an )?(?P<org>{holder})(?:'s?)? (?P<post>{post})"
        rf"(?! (?:{capital}|{sort_class(['person'])}))",
        # Match: "Dr <Yamakawa>", known by surname already
        "title-and-surname": rf"(?:(?:{titles}) ){{1,3}}(?P<name>{sort_class(['person'])})",
        # Match: "Prime Minister Edouard Philippe"    No match: "President of the Republic"
        "post-and-name": rf"(?P<post>{post}) {name}",
        # Match: "Dr Roger Wiens"    No match: "Dr. of science"
        "title-and-name": rf"(?P<name>(?:(?:{titles}) ){{1,3}}"
        rf"{capital}(?: (?:(?:{particles}) )*{capital}){{1,3}})",
        # Match: "CNES's President", "CNSA ADMINISTRATOR"
        "post alone": rf"(?P<org>{holder})(?:'s?)? (?P<post>(?i:{heads}))\b(?! [A-Z][a-z])",
        # Match: "Pascale Bresson<tab>Press Officer<tab>Tel: …"    No match: "CONTACTS"
        "contact": rf"^(?:(?:[A-Z]{{2,6}}|(?:[Pp]ress |[Mm]edia )?[Cc]ontacts?):? )?{name}"
        rf"(?:[\t ,–-]+(?P<post>{post}(?: of [A-Z]\w+)?)(?=[\t ,–-]|$)"
        r"|[\t ,–-]+(?=Tel|\+|•|E-?mail))",
        "any post": rf"(?i:\b(?:{heads}|{verbs})\b)|\b(?:{titles}) ",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
