"""Each slot makes of a name that nobody knows what stands there, and of its near miss nothing."""

from __future__ import annotations

import pytest

from mapping.documents import Document
from mapping.entities import KINDS
from mapping.slots import Slot, slots
from tests.mapping.rules.test_examples import READER


def minted(text: str) -> set[str]:
    """The kinds of the entities that a text names and the gazetteer does not hold."""
    document = Document("example", "example.txt", "", f"July 10, 2031\n\n{text}", "Example")
    reading = READER.read(document)
    named = (reading.entities[path] for path in reading.mentions.values())
    return {entity.kind for entity in named if entity.is_minted}


def cases(of: str) -> list[tuple[Slot, str]]:
    return [(slot, text) for slot in slots() for text in getattr(slot, of)]


def names(case: tuple[Slot, str]) -> str:
    return f"{case[0].name}: {case[1][:40]}"


@pytest.mark.parametrize("case", cases("match"), ids=names)
def test_what_fills_a_slot_is_of_its_class(case: tuple[Slot, str]) -> None:
    slot, text = case
    assert KINDS[slot.type] in minted(text)


@pytest.mark.parametrize("case", cases("but_not"), ids=names)
def test_what_does_not_fill_it_is_no_name(case: tuple[Slot, str]) -> None:
    assert minted(case[1]) == set()


def test_every_slot_has_examples_of_both_kinds() -> None:
    assert [slot.name for slot in slots() if not (slot.match and slot.but_not)] == []
