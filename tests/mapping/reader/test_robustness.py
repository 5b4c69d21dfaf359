"""Texts that once broke the reader, or kept it busy for minutes."""

from __future__ import annotations

import pytest

from mapping.documents import published
from mapping.facts import Evidence, Finding
from mapping.mint import facts
from mapping.reading import Block, blocks
from mapping.sentences import Sentence, sentences
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


@pytest.mark.parametrize("piece", ["word ", "word", "NASA met. ", "It flew, and it landed; "])
def test_a_text_without_end_is_read_in_stretches_of_bounded_length(piece: str) -> None:
    """What reads a sentence or block may take time that grows with its square."""
    text = piece * (100_000 // len(piece))
    found = blocks(text)
    assert max(len(block.text) for block in found) <= 10_000
    read = [sentence for block in found for sentence in sentences(block)]
    assert max(len(sentence.text) for sentence in read) <= 2_000
    assert "".join(sentence.text for sentence in read).replace(" ", "") == text.replace(" ", "")


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "word, " * 500 + "end."
    cut = [sentence.text for sentence in sentences(Block("body", text, tuple(range(len(text)))))]
    assert [part.endswith((",", "end.")) for part in cut] == [True, True]


def test_sentences_of_a_heading_without_end_lead_back_to_it() -> None:
    text = "MEETING OF AGENCIES " * 300
    heading = Block("title", text.strip(), tuple(range(len(text.strip()))))
    read: list[Sentence] = list(sentences(heading))
    assert len(read) > 1
    assert [text[slice(*sentence.published)] for sentence in read] == [s.text for s in read]
