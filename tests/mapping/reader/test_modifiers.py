"""What only describes a name changes nothing that a sentence tells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.reader.telling import Told, cases, tell

DATELINE = "10 July 2031\n\n"
SAID = ("label", "prefLabel", "evidence", "quote", "begin", "end")


def facts(told: Told) -> set[tuple[str, ...]]:
    """The class and each role of every fact, one by one."""
    return {
        (fact, name, value)
        for fact, values in told.of("Fact").items()
        for name, given in values.items()
        for value in given
        if not name.rpartition("#")[2].startswith(SAID)
    }


@pytest.mark.parametrize("case", cases("modifiers.yaml"), ids=lambda case: case["reason"])
def test_what_describes_a_name_tells_nothing_else(case: dict[str, Any]) -> None:
    described, plain = (facts(tell(DATELINE + case[name])) for name in ("described", "plain"))
    if "differ" in case:
        assert described != plain
    else:
        assert plain
        assert plain <= described
        more = {fact for fact, _, _ in described} - {fact for fact, _, _ in plain}
        assert len(more) == case.get("besides", 0)
