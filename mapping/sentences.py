"""Sentences of a block, by syntok (rule-based; knows abbreviations such as "Oct." and "U.S.")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syntok import segmenter

from mapping.reading import Block


@dataclass(frozen=True)
class Sentence:
    """The stretch [begin, end) of a block's text, in characters."""

    block: Block
    begin: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.begin : self.end]

    @property
    def published(self) -> tuple[int, int]:
        """Its published offsets."""
        return self.block.published(self.begin, self.end)


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of ``block``, in order; a heading or contact line is one sentence."""
    if block.kind in ("title", "contact"):
        yield Sentence(block, 0, len(block.text))
        return
    begin: int | None = None
    for paragraph in segmenter.process(block.text):
        for tokens in paragraph:
            begin = tokens[0].offset if begin is None else begin
            last = tokens[-1]
            # A semicolon parts clauses of one sentence, whatever the segmenter thinks.
            if last.value != ";":
                yield Sentence(block, begin, last.offset + len(last.value))
                begin = None
    if begin is not None:
        yield Sentence(block, begin, len(block.text))
