"""Contact blocks: persons whom the press may call, and whom they work for.

"Jane Roe <tab> Press Officer <tab> Tel. …", "Jane Roe / John Doe" above "Headquarters,
Washington", "CNES: Jane Roe". Which blocks are of a contact is decided in ``reading``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from mapping.entities import Entity
from mapping.mentions import Mention
from mapping.patterns import Pattern
from mapping.person_names import is_name, person_called, without_title
from mapping.post_phrases import words
from mapping.posts_held import Post
from mapping.reading import Block
from mapping.tagging import Tagged, sort_class


def contacts(tagged: Tagged) -> Iterator[tuple[Entity, Post]]:
    """Persons with their posts in a line of a contact block; the organization is "" if not said."""
    match = _patterns()["line"].match(tagged)
    if match is None:
        return
    employer = match["before"] or match["after"]
    organization = tagged.items[employer].paths[0] if employer else ""
    for found in _patterns()["one"].regex.finditer(match["names"]):
        start = match.start("names") + found.start()
        begin, end = tagged.begins[start], tagged.ends[match.start("names") + found.end() - 1]
        if (known := tagged.items.get(found.group())) is not None:
            person = Entity(known.paths[0], ("Person",), known.text, known.text)
        else:
            name, offset = without_title(found.group())
            if not is_name(name):
                continue
            person, begin = person_called(name), begin + offset
        title = (match["post"] or "").strip()
        yield person, Post(person.path, title, organization, begin, end, "contact-block")


def employers(
    parts: Sequence[Block], mentions: Sequence[list[Mention]], entities: Mapping[str, Entity]
) -> dict[int, str]:
    """By block number, the organization that the lines below a contact's name give as address."""
    found: dict[int, str] = {}
    below: str | None = None
    for number in reversed(range(len(parts))):
        block = parts[number]
        if block.kind != "contact":
            below = None
        elif _patterns()["names"].regex.match(block.text):
            if below:
                found[number] = below
            below = None
        else:
            named = [m.path for m in mentions[number] if m.path.startswith("organization/")]
            below = named[0] if len(set(named)) == 1 else below
    return {n: path for n, path in found.items() if "Organization" in entities[path].types}


@cache
def _patterns() -> dict[str, Pattern]:
    w = words()
    org = sort_class(["org"])
    one = rf"(?:(?:{w['titles']}) )*(?:{w['person']}|{w['bare']})"
    names = rf"{one}(?:(?: ?/ ?| and | & |, ){one})*"
    heading = r"(?:[A-Za-z ]{0,20}[Cc]ontacts?(?: \w+){0,3}|CONTACTS?|By|Media|Press):? ?"
    end = r"(?=[\t ,–-]+(?:Tel|Phone|Mob|\+|•|\(|E-?mail)|$)"
    sources = {
        "one": one,
        "names": rf"(?:[A-Z]{{2,8}}: )?{names}$",
        # Match: "Jane Roe<tab>Press Officer<tab>Tel: …", "<CNES>: Jane Roe", "Jane Roe/John Doe",
        # "Contact: Jane Roe, <EUMETSAT> Media Relations, Tel: …"    No match: "CONTACTS"
        "line": rf"^(?:{heading})?(?:(?P<before>{org}):? |[A-Z]{{2,6}}:? )?(?P<names>{names})"
        rf"(?:{end}|[\t ,–-]+(?P<post>{w['post']}(?: of [A-Z]\w+)?)(?=[\t ,–-]|$)"
        rf"|, (?P<after>{org})[^,]{{0,40}}{end})",
    }
    return {rule: Pattern(source) for rule, source in sources.items()}
