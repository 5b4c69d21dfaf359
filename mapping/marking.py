"""Sentences with their mentions and dates folded in, ready for patterns."""

from __future__ import annotations

from bisect import bisect_left

from mapping import dates
from mapping.discourse import sort_of
from mapping.entities import Entity
from mapping.mentions import Mention
from mapping.sentences import Sentence
from mapping.tagging import Item, Tagged

#: Whose place is where they have their seat, wherever they meet others.
_PUBLIC = frozenset({"SpaceAgency", "GovernmentBody", "CoordinationBody"})


def tag(
    sentence: Sentence,
    found: list[Mention],
    found_dates: list[dates.DateMention],
    entities: dict[str, Entity],
) -> Tagged:
    """The sentence with its mentions and dates folded; a mention inside a date gives way to it."""
    found = _inside(sentence, found)
    items = [
        Item(
            "date",
            sentence.begin + d.begin,
            sentence.begin + d.end,
            edtf=d.edtf,
            text=d.surface,
            resolved=() if d.basis == "literal" else (d.basis,),
        )
        for d in found_dates
    ]
    # "1967 Outer Space Treaty" is a name; a date that merely overlaps a name wins.
    names = [(m.begin, m.end) for m in found if not m.is_demonym]
    items = [i for i in items if not any(b <= i.begin and i.end < e for b, e in names)]
    dated = [(item.begin, item.end) for item in items]
    for mention in found:
        if mention.begin < sentence.begin or mention.end > sentence.end:
            continue
        if any(begin < mention.end and mention.begin < end for begin, end in dated):
            continue
        items.append(
            _item(mention, sentence.block.text[mention.begin : mention.end], entities[mention.path])
        )
    items.sort(key=lambda item: item.begin)
    return Tagged.of(sentence.block.text, sentence.begin, sentence.end, items)


def _inside(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Of a block's mentions, in order, those that begin in the sentence."""
    first = bisect_left(found, sentence.begin, key=_begin)
    return found[first : bisect_left(found, sentence.end, first, key=_begin)]


def _begin(mention: Mention) -> int:
    return mention.begin


def _item(mention: Mention, surface: str, entity: Entity) -> Item:
    sort = "demonym" if mention.is_demonym else sort_of(entity)
    return Item(
        sort,
        mention.begin,
        mention.end,
        (entity.path,),
        text=surface,
        is_place="Place" in entity.types,
        is_laboratory="ResearchOrganization" in entity.types,
        is_company="Company" in entity.types,
        is_public=not _PUBLIC.isdisjoint(entity.types),
    )
