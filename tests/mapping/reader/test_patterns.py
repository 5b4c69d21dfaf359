"""A pattern finds what its regular expression finds: refusing a text early never loses a match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.needs import PLANE
from mapping.patterns import Pattern, PatternSet, Plain

ITEM = chr(PLANE + 7)
OTHER = chr(PLANE + 2048 + 1)
SOURCES = (
    r"\bsigned? (?:an?|the) agreements?\b",
    r"(?:met|meets?) with",
    r"(?i:President|director[- ]general)\b",
    r"(?P<who>[\U000F0000-\U000F07FF]) (?:and|,) [\U000F0800-\U000F0FFF]",
    r"(?<=between )[\U000F0000-\U000F0FFF]",
    r"(?<!not )launch(?=ed|ing)",
    r"(?:an? )?(?:joint )?[Mm]ission(?! of)",
    r"(?:a|bc){2,}?x*",
    r"(?:signed|[\U000F0000-\U000F07FF]) in (?:Paris|Rome)",
    r"[a-z]+|[\U000F0000-\U000F07FF]",
    r"(?:[Tt]he )?(?:joint |)(?P<what>mission|Mission|[\U000F0800-\U000F0FFF])",
    r"(?<!the )(?>(?i:met|launched)|[A-Z]) ?",
    r"(?P<a>x)?(?(a)an|the) ",
    r"(?:in |[^a-z]|.)(?:Paris|Rome)",
    r"\b(?:x|(?=m)|(?!a)i)\w",
    r"(?:the |an? ){0,2}",
    r"(?:an )?(?i:sk|ki)",  # "ſ" is an "s" there, and the Kelvin sign a "k"
)
PIECES = (
    *"the an a sign signed agreement meets met with President DIRECTOR-GENERAL".split(),
    *"launched launching not between joint Mission mission of in Paris Rome and bcbc".split(),
    *(" ", ",", ITEM, OTHER, "x", "\u017f\u212a", "SK"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map(
    lambda pieces: "".join(p if len(p) == 1 else f"{p} " for p in pieces)
)


def found(matches: object) -> list[tuple[int, int]]:
    assert hasattr(matches, "__iter__")
    return [match.span() for match in matches]


@given(TEXTS)
def test_the_same_matches_are_found_with_and_without_needs(text: str) -> None:
    for source in SOURCES:
        pattern, regex = Pattern(source), re.compile(source)
        assert found(pattern.finditer(Plain(text))) == found(regex.finditer(text)), source
        assert bool(pattern.search(Plain(text))) == bool(regex.search(text)), source


@given(TEXTS)
def test_a_set_leaves_out_none_that_matches(text: str) -> None:
    patterns = [Pattern(source) for source in SOURCES]
    candidates = PatternSet(patterns).candidates(Plain(text))
    assert candidates == sorted(candidates)
    matching = {n for n, pattern in enumerate(patterns) if pattern.regex.search(text)}
    assert matching <= set(candidates)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\bsigned (?:an?|the) agreement\b", "They met in Paris."),
        (r"(?i:President|Director)\b", "They met in Paris."),
        (r"[\U000F0000-\U000F07FF] met", f"{OTHER} met"),
        (r"(?:will|shall) (?:sign|adopt)", "They will meet."),
    ],
)
def test_a_text_without_what_a_pattern_needs_is_refused(source: str, text: str) -> None:
    assert not Pattern(source).may_match(Plain(text))
