"""Texts that once broke the reader, or kept it busy for minutes."""

from __future__ import annotations

import pytest

from mapping.documents import published
from mapping.facts import Evidence, Finding
from mapping.mint import facts
from mapping.reading import blocks
from tests.mapping.reader.telling import tell


@pytest.mark.parametrize("text", ["\U000f0000 met CNES", "CNES met \U000f1000.", "\U00100000 CNES"])
def test_private_use_characters_are_characters_like_others(text: str) -> None:
    assert ("CNES", "organization/cnes") in tell(text).mentions()


def test_contact_lines_of_a_short_text_stay_apart() -> None:
    text = (
        "They met.\n\nCONTACTS\n"
        "Jane Roe      Press Officer      Tel. +33 1 23 45 67 89\n"
        "John Doe   Head of Media   Tel. +33 1 23 45 67 88\n"
    )
    assert [b.kind for b in blocks(published(text))] == ["body", "contact", "contact", "contact"]


def test_long_keys_stay_different() -> None:
    def path(last: str) -> str:
        parties = (*(f"organization/{'a' * 12}-{i}" for i in range(9)), last)
        found = Finding("Cooperation", "r", (Evidence(0, 1),), {"party": parties})
        return facts([found], {}, {}, None)[0].path

    assert path("organization/z-1") != path("organization/z-2")
    assert len(path("organization/z-1").split("/")[1]) <= 100


@pytest.mark.parametrize(
    "text",
    ["Aa-" * 100 + "a", "Aa" * 1000, "Dr " * 200, "a" * 20_000, "1" * 20_000, "A" * 20_000],
    ids=["Aa-", "Aa", "Dr", "a", "1", "A"],
)
def test_monotonous_texts_are_read_to_their_end(text: str) -> None:
    assert ("CNES", "organization/cnes") in tell(text + " CNES").mentions()
