"""Each rewording tells the facts of the plain sentence beside it, and leaves others as they are."""

from __future__ import annotations

import re

import pytest

from mapping import gazetteer
from mapping.documents import Document
from mapping.facts import Finding
from mapping.reader import Reader
from mapping.rewording import Rewording, rewordings
from mapping.rules.tables import table

ROWS = rewordings()[0]
READER = Reader(gazetteer.load())
PAIRS = [(row, *pair) for row in ROWS for pair in row.same]
OTHERS = [(row, text) for row in ROWS for text in row.but_not]


def facts(text: str) -> set[tuple[object, ...]]:
    document = Document("example", "example.txt", "", f"July 10, 2031\n\n{text}", "Example")
    return {told(finding) for finding in READER.read(document).findings}


def told(finding: Finding) -> tuple[object, ...]:
    roles = {name: frozenset(paths) for name, paths in finding.roles.items()}
    return finding.type, frozenset(roles.items()), finding.date, finding.status, finding.named


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[Rewording]:
    """The rewordings that have been of use since."""
    found: list[Rewording] = []
    of = Rewording.of

    def noted(row: Rewording, match: re.Match[str]) -> str:
        found.append(row)
        return of(row, match)

    monkeypatch.setattr(Rewording, "of", noted)
    return found


@pytest.mark.parametrize(("row", "said", "plain"), PAIRS, ids=[p[1][:40] for p in PAIRS])
def test_other_words_tell_the_same_facts(
    row: Rewording, said: str, plain: str, used: list[Rewording]
) -> None:
    found = facts(said)
    assert row in used
    assert found, "the plain sentence has to tell something"
    assert found == facts(plain)


@pytest.mark.parametrize(("row", "text"), OTHERS, ids=[o[1][:40] for o in OTHERS])
def test_what_says_something_else_is_left_alone(
    row: Rewording, text: str, used: list[Rewording]
) -> None:
    facts(text)
    assert row not in used


def test_every_rewording_has_examples_of_both_kinds() -> None:
    assert [row["pattern"] for row in table("rewordings") if not row["same"]] == []
    assert [row["pattern"] for row in table("rewordings") if not row["but not"]] == []
