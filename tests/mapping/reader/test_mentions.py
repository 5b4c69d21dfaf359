"""Mentions: which words name which entry, with a small gazetteer beside this module."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping import gazetteer
from mapping.mentions import Matcher, Mention, entity_of, merge
from tests.mapping.reader.telling import GAZETTEER, HERE, cases

SMALL = gazetteer.load(HERE / "gazetteer")
MATCHER = Matcher.of_gazetteer(SMALL)
OWN = Matcher.of_entities([("Blip", "instrument/blip"), ("Le Gall", "person/jean-yves-le-gall")])


def written(text: str, mention: Mention) -> str:
    words = text[mention.begin : mention.end]
    return f"{'~' if mention.is_demonym else ''}{words} = {mention.path}"


@pytest.mark.parametrize("case", cases("mentions.yaml"), ids=lambda case: case["reason"])
def test_a_text_names_entries(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [written(text, mention) for mention in MATCHER.find(text)] == case["finds"]


NAMES = st.sampled_from([n.text for e in SMALL.entries.values() for n in e.names])
WORDS = st.one_of(NAMES, st.text(max_size=3), st.sampled_from(["-3", "26", " ", "'s ", "Japanese"]))


@given(st.lists(WORDS, max_size=12).map("".join))
def test_mentions_follow_one_another_and_spell_a_name(text: str) -> None:
    position = 0
    known = {n.text.casefold() for e in SMALL.entries.values() for n in e.names}
    known |= {word.casefold() for word in SMALL.demonyms}
    for mention in MATCHER.find(text):
        assert position <= mention.begin < mention.end <= len(text)
        assert text[mention.begin : mention.end].casefold() in known
        assert mention.path in SMALL.entries
        position = mention.end


def test_names_of_a_document_are_exact() -> None:
    text = "Blip, BLIP, blip and Le Gall's Blips and le gall"
    assert [written(text, m) for m in OWN.find(text)] == [
        "Blip = instrument/blip",
        "Le Gall = person/jean-yves-le-gall",
    ]


def test_a_matcher_of_nothing_finds_nothing() -> None:
    assert Matcher.of_entities([]).find("JAXA and Japan") == []


def test_merging_keeps_the_longest_then_the_earlier_layer() -> None:
    own = [Mention(0, 4, "mission/own"), Mention(10, 14, "mission/short")]
    known = [Mention(0, 4, "mission/known"), Mention(8, 14, "mission/long")]
    other = [Mention(20, 22, "mission/apart"), Mention(13, 15, "mission/across")]
    merged = merge(own, known, other)
    assert [m.path for m in merged] == ["mission/own", "mission/long", "mission/apart"]
    assert merge(known, own)[0].path == "mission/known"
    assert merge() == merge([], []) == []


def test_an_entry_becomes_an_entity() -> None:
    entity = entity_of(SMALL.entries["organization/jaxa"])
    assert (entity.path, entity.kind, entity.slug) == ("organization/jaxa", "organization", "jaxa")
    assert (entity.short, entity.label) == ("JAXA", "Japan Aerospace Exploration Agency")
    assert entity.types == ("SpaceAgency", "Organization", "Agent")
    assert not entity.is_minted
    assert entity_of(SMALL.entries["initiative/cop"]).is_series


def test_names_that_shipped_entries_share_stay_unlinked() -> None:
    shared = gazetteer.ties(GAZETTEER)
    assert shared
    matcher = Matcher.of_gazetteer(GAZETTEER)
    for name in shared:
        text = f"They saw {name.title()} and {name.upper()} fly."
        assert [m for m in matcher.find(text) if m.path in shared[name]] == []
