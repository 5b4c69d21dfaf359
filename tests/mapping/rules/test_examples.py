"""Each rule reads the examples that stand beside it, and does not read the counter-examples."""

from __future__ import annotations

import pytest

from mapping import gazetteer
from mapping.documents import Document
from mapping.frames import Frame, frames
from mapping.grammar import Rule, rules
from mapping.reader import Reader

ALL: tuple[Rule | Frame, ...] = (*rules(), *frames())
READER = Reader(gazetteer.load())


def rules_that_fire(text: str) -> set[str]:
    document = Document("example", "example.txt", "", f"July 10, 2031\n\n{text}", "Example")
    found = READER.read(document).findings
    return {rule for finding in found for rule in (finding.rule, *finding.also)}


def cases(of: str) -> list[tuple[Rule | Frame, str]]:
    return [(rule, text) for rule in ALL for text in getattr(rule, of)]


def names(case: tuple[Rule | Frame, str]) -> str:
    return f"{case[0].name}: {case[1][:40]}"


@pytest.mark.parametrize("case", cases("match"), ids=names)
def test_rule_reads_its_example(case: tuple[Rule | Frame, str]) -> None:
    rule, text = case
    assert rule.name in rules_that_fire(text)


@pytest.mark.parametrize("case", cases("but_not"), ids=names)
def test_rule_does_not_read_its_counter_example(case: tuple[Rule | Frame, str]) -> None:
    rule, text = case
    assert rule.name not in rules_that_fire(text)


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert [rule.name for rule in ALL if not (rule.match and rule.but_not)] == []
