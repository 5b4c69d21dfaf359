"""Blocks and sentences: how a text reads, and how every character of it leads back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.documents import published, read, shipped
from mapping.reading import Block, blocks
from mapping.sentences import sentences
from tests.mapping.reader.telling import cases

FOLDED = {"'": "'’‘ʼ´`", '"': '"“”«»'}
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
BULLET = re.compile(r"\s*(?:[-*•▪·–]|\(?\d{1,2}[.)])(?=\s)")

# Pieces of texts put together at random reach more of the layout than letters do.
PIECES = st.sampled_from(
    [
        *"\n\n\n \t\u00a0\u2009\u00ad\u200b\u200d’“«-•–1(.;:!?é😀\U000f0000\u202e\x85\u2028İß",
        *"- |1. |COVID-\n|CNES |met |MEETING |Tel. |•• |Dr. |Reader Comments\n|(2) ".split("|"),
        *["The agencies reviewed their cooperation in Earth observation, which in the\n", "end.\n"],
        "\n\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


def assert_leads_back(text: str, found: list[Block]) -> None:
    """Every character of a block is the one at its offset, and none is lost but bullets."""
    covered: list[int] = []
    for block in found:
        assert len(block.offsets) == len(block.text) > 0
        for char, offset in zip(block.text, block.offsets, strict=True):
            if char in " \t":
                assert text[offset].isspace()
            elif char == "\ufffd":  # what the reader keeps for itself, it takes from texts
                assert text[offset] == char or ord(text[offset]) >= 0xF0000
            else:
                assert text[offset] in FOLDED.get(char, char)
        covered += block.offsets
        begin, end = block.published(0, len(block.text))
        assert (begin, end) == (block.offsets[0], block.offsets[-1] + 1)
    assert covered == sorted(set(covered))
    assert lost(text, set(covered)) == ""


def lost(text: str, covered: set[int]) -> str:
    """The visible characters that no block holds, without bullets."""
    begin = 0
    rest = ""
    for line in text.split("\n"):
        bullet = BULLET.match(line)
        first = bullet.end() if bullet else 0
        rest += "".join(
            char
            for at, char in enumerate(line)
            if at >= first
            and begin + at not in covered
            and not char.isspace()
            and char not in INVISIBLE
        )
        begin += len(line) + 1
    return rest


def assert_sentences_cover(block: Block) -> None:
    """Sentences follow one another and hold every visible character."""
    position = 0
    for sentence in sentences(block):
        assert position <= sentence.begin < sentence.end <= len(block.text)
        assert block.text[position : sentence.begin].strip() == ""
        assert sentence.text == block.text[sentence.begin : sentence.end]
        assert sentence.published == block.published(sentence.begin, sentence.end)
        position = sentence.end
    assert block.text[position:].strip() == ""


@given(TEXTS)
def test_every_character_of_any_text_leads_back(raw: str) -> None:
    text = published(raw)
    assert_leads_back(text, blocks(text))


@given(TEXTS)
def test_sentences_of_any_text_hold_all_of_it(raw: str) -> None:
    for block in blocks(published(raw)):
        assert_sentences_cover(block)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem[:3])
def test_every_character_of_a_shipped_text_leads_back(path: Path) -> None:
    text = read(path).text
    found = blocks(text)
    assert_leads_back(text, found)
    assert sum(len(block.text) for block in found) > 0.9 * len(" ".join(text.split()))
    for block in found:
        assert_sentences_cover(block)


@pytest.mark.parametrize("case", cases("blocks.yaml"), ids=lambda case: case["reason"])
def test_a_text_comes_to_its_blocks(case: dict[str, Any]) -> None:
    found = blocks(published(case["text"]))
    assert [f"{block.kind}: {block.text}" for block in found] == case["blocks"]


@pytest.mark.parametrize("case", cases("sentences.yaml"), ids=lambda case: case["reason"])
def test_a_block_comes_to_its_sentences(case: dict[str, Any]) -> None:
    (block,) = blocks(published(case["text"]))
    assert [sentence.text for sentence in sentences(block)] == case["sentences"]


def test_a_stretch_across_a_line_end_leads_back_to_both_lines() -> None:
    text = (
        "The meeting was not held in the usual place, because of the COVID-\n  19 pandemic.\nEnd."
    )
    block = blocks(text)[0]
    begin = block.text.index("COVID-19")
    first, last = block.published(begin, begin + len("COVID-19"))
    assert text[first:last] == "COVID-\n  19"
