"""Sentences are those of the segmenter, however a block was parted before it saw it."""

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mapping.reading import Block
from mapping.sentences import segmented, sentences

WORDS = (
    "The agency launched it",
    "in orbit",
    "by 3.5 km",
    "of the U.S. space agency",
    "on Oct. 7",
    "and J. Roe of Foo Inc.",
    "(ESA)",
    "(see Fig. 2)",
    "[sic]",
    'they said: "We are ready',
    "No. 5",
    "JAXA",
    "in 2025",
    "about 15",
    "VII",
    "X",
    "approx.",
    "May",
    "who (in Paris) met",
)
ENDS = (" ", ", ", ". ", "! ", '." ', ".\u201d ", "; ", ": ", "? ", ". (", ") ", ".")
# "for Artemis VII. It": there a sentence ends for us, and not for the segmenter.
NUMBER_END = re.compile(r"(?<=[a-z] )VII[.!?]\"? +(?=\"?[A-Z])")
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)), min_size=1, max_size=7)


@settings(max_examples=500)
@given(TEXTS)
@example([(WORDS[0], ") "), (WORDS[0], ". ("), (WORDS[1], ". "), (WORDS[0], ") ")])
@example([(WORDS[0], ") "), (WORDS[0], ". ("), ("who (in Paris) met", ". "), (WORDS[0], ") ")])
def test_a_block_has_the_sentences_that_the_segmenter_finds_in_it(
    pieces: list[tuple[str, str]],
) -> None:
    text = "".join(word + end for word, end in pieces).strip()
    assume(not NUMBER_END.search(text))
    block = Block("body", text, tuple(range(len(text))))
    found = [(sentence.begin, sentence.end) for sentence in sentences(block)]
    assert found == [stretch for stretch in segmented(text) if stretch[0] < stretch[1]]
