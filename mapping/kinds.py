"""What the blocks of a document are: title, text, contacts, or no part of the text.

Captions, comment forms, lists of related links and the like are told by their words, which
``rules/blocks.yaml`` holds, and by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mapping.patterns import Pattern
from mapping.rules.tables import table

BlockKind = Literal["title", "dateline", "body", "contact", "boilerplate"]

_TERMINAL = (".", "!", "?", ":", "…")
# A caption stands within so many blocks of the paragraph that it repeats.
_NEAR = 6
# A title stands among the first blocks.
_FIRST = 4
# How many lines a contact block has that nothing else marks as such.
_CONTACT_LINES = 8
# Match: "Jane Roe / John Doe", "Jane Roe"    No match: "Jane Roe spoke", "JANE"
_NAMES = re.compile(
    r"(?:[A-Z][\w.'-]+(?: [a-z]{2,3})?(?: [A-Z][\w.'-]*){1,3})"
    r"(?:(?: ?/ ?|, | and | & )[A-Z][\w.'-]+(?: [a-z]{2,3})?(?: [A-Z][\w.'-]*){1,3}){0,3}"
)
# Match: "They met in Paris."    No match: "NASA Headquarters, Washington", "Pasadena, Calif."
_SENTENCE = re.compile(r" [a-z]+ [a-z]+ .*[.!?]$|\b(?:is|was|are|were|has|have|will)\b")


def ends_sentence(text: str) -> bool:
    """Is a sentence over where the text ends?  "signed.", 'signed.")'."""
    return text.rstrip("'\")]").endswith(_TERMINAL)


def kinds(texts: Sequence[str]) -> list[BlockKind]:
    """The kind of each block, given what all of them say."""
    cues = _cues()
    repeated = _repeated(texts)
    found: list[BlockKind] = []
    has_begun = is_closed = False
    entries = 0  # so many more lines may belong to the contact block
    kind: BlockKind
    for number, text in enumerate(texts):
        after = texts[number + 1] if number + 1 < len(texts) else ""
        closes = cues.closing.match(text) is not None
        # Nothing below is part of the text any more, if there was any.
        is_closed = is_closed or (has_begun and closes)
        if closes:
            kind, entries = "boilerplate", 0
        elif cues.contact_heading.match(text):
            kind, entries = "contact", _CONTACT_LINES
        elif _names_persons(text) and cues.contact_detail.match(after):
            kind, entries = "contact", max(entries, 1)
        elif entries and len(text) < 120 and not _SENTENCE.search(text):
            kind, entries = "contact", entries - 1
            if cues.contact_detail.match(text):
                entries = max(entries, 1)
        else:
            kind, entries = cues.kind(text, number), 0
            if is_closed or number in repeated:
                kind = "boilerplate"
        has_begun = has_begun or (kind == "body" and ends_sentence(text))
        found.append(kind)
    return found


def _repeated(texts: Sequence[str]) -> set[int]:
    """The blocks that only repeat words of one nearby, as captions and pull quotes do."""
    found = set()
    for number, text in enumerate(texts):
        around = texts[max(0, number - _NEAR) : number + _NEAR + 1]
        if len(text.split()) > 4 and any(len(text) < len(o) and text in o for o in around):
            found.add(number)
    return found


def _names_persons(text: str) -> bool:
    barred = {*table("posts")["not_names"], *table("posts")["of no person"]}
    return bool(_NAMES.fullmatch(text)) and barred.isdisjoint(re.split(r"\W+", text))


@dataclass(frozen=True)
class _Cues:
    """Words by which headings of contact blocks and boilerplate are known."""

    contact: re.Pattern[str]
    contact_heading: re.Pattern[str]
    contact_detail: re.Pattern[str]
    closing: re.Pattern[str]
    boilerplate: re.Pattern[str]
    boilerplate_within: re.Pattern[str]

    def kind(self, text: str, number: int) -> BlockKind:
        """What the block is by its own words and its place among the others."""
        if self.boilerplate.match(text) or self.boilerplate_within.search(text):
            return "boilerplate"
        if "••" in text or self.contact.match(text):
            return "contact"
        return "title" if _is_heading(text, number) else "body"


def _is_heading(text: str, number: int) -> bool:
    if text[-1] in ".:;!?":
        return False
    in_capitals = text.upper() == text
    return in_capitals or (number < _FIRST and len(text) < 200 and not ends_sentence(text))


@cache
def _cues() -> _Cues:
    content = table("blocks")
    return _Cues(
        **{name.replace(" ", "_"): _any_of(patterns) for name, patterns in content.items()}
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    # Case is ignored within, so that it is known which letters a match may begin with.
    return Pattern(f"(?i:{'|'.join(f'(?:{pattern})' for pattern in patterns)})").regex
