"""Each rule reads the examples that stand beside it, and does not read the counter-examples."""

from __future__ import annotations

from itertools import chain

import pytest

from mapping import gazetteer
from mapping.documents import Document
from mapping.frame_table import Frame, frames
from mapping.grammar import RULE_FILES, Rule, rules
from mapping.noun_frames import NounFrame, noun_frames
from mapping.reader import Reader
from mapping.sole import Sole, soles

Reads = Rule | Frame | NounFrame | Sole

ALL: tuple[Reads, ...] = (
    *chain(*map(rules, RULE_FILES)),
    *frames(),
    *noun_frames(),
    *soles()[0],
)
READER = Reader(gazetteer.load())
_DAY = {"en": "July 10, 2031", "fr": "Le 10 juillet 2031"}


def rules_that_fire(rule: Reads, text: str) -> set[str]:
    language = getattr(rule, "language", "en")
    document = Document(
        "example", "example.txt", "", f"{_DAY[language]}\n\n{text}", "Example", language=language
    )
    found = READER.read(document).findings
    return {rule for finding in found for rule in (finding.rule, *finding.also)}


def cases(of: str) -> list[tuple[Reads, str]]:
    return [(rule, text) for rule in ALL for text in getattr(rule, of)]


def names(case: tuple[Reads, str]) -> str:
    return f"{case[0].name}: {case[1][:40]}"


@pytest.mark.parametrize("case", cases("match"), ids=names)
def test_rule_reads_its_example(case: tuple[Reads, str]) -> None:
    rule, text = case
    assert rule.name in rules_that_fire(rule, text)


@pytest.mark.parametrize("case", cases("but_not"), ids=names)
def test_rule_does_not_read_its_counter_example(case: tuple[Reads, str]) -> None:
    rule, text = case
    assert rule.name not in rules_that_fire(rule, text)


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert [rule.name for rule in ALL if not (rule.match and rule.but_not)] == []


TYPED = {"Milestone": "milestoneType", "Contribution": "contributionType"}


def test_every_rule_says_of_what_type_its_facts_are() -> None:
    told = [(rule, TYPED[rule.states]) for rule in ALL if rule.states in TYPED]
    untyped = [r.name for r, of in told if of not in r.constants and "attach" not in r.constants]
    assert untyped == []
