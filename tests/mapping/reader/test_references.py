"""Words that refer back, editions of meetings, groups and countries that stand for others."""

from __future__ import annotations

from typing import Any

import pytest

from mapping.discourse import Discourse
from mapping.facts import Finding
from tests.mapping.reader.telling import GAZETTEER, Told, cases, tell

DATELINE = "10 July 2031\n\n"


def values(told: Told, type_: str, name: str) -> list[str]:
    """The values of a property over all nodes of a class, sorted."""
    return sorted(v for node in told.of(type_).values() for v in node.get(name, ()))


def assert_says(told: Told, case: dict[str, Any]) -> None:
    facts = told.of(case["of"])
    if "nodes" in case:
        assert sorted(facts) == case["nodes"]
    says = case.get("says", {})
    assert {name: values(told, case["of"], name) for name in says} == says
    reports = [report for fact in facts for report in told.reports_of(fact)]
    if "resolved" in case:
        assert (
            sorted({r for report in reports for r in report.get("resolvedBy", ())})
            == (case["resolved"])
        )
    if "count" in case:
        assert [r["statedCount"] for r in reports] == [(str(case["count"]),)]


@pytest.mark.parametrize("case", cases("references.yaml"), ids=lambda case: case["reason"])
def test_words_refer_back_or_to_nobody(case: dict[str, Any]) -> None:
    told = tell(DATELINE + case["text"])
    assert_says(told, case)
    if not case["says"]:
        assert told.of(case["of"]) == {}


@pytest.mark.parametrize("case", cases("particulars.yaml"), ids=lambda case: case["reason"])
def test_lines_with_keys_tell_of_agreements_and_meetings(case: dict[str, Any]) -> None:
    told = tell(DATELINE + case["text"])
    assert_says(told, case)
    if not case["says"]:
        assert told.of(case["of"]) == {}


@pytest.mark.parametrize("case", cases("places.yaml"), ids=lambda case: case["reason"])
def test_editions_groups_and_countries(case: dict[str, Any]) -> None:
    assert_says(tell(DATELINE + case["text"]), case)


@pytest.mark.parametrize(
    ("named", "told", "meant"),
    [
        ("meeting/congress-2032", "2031-10-12/2031-10-16", "2032-10-12/2032-10-16"),
        ("meeting/congress-2032", "2035-10-12", "2035-10-12"),  # years off: no slip of a year
        ("meeting/congress-75", "2031-10-12", "2031-10-12"),
    ],
)
def test_an_edition_is_in_the_year_that_its_name_tells(named: str, told: str, meant: str) -> None:
    assert Discourse({}).meet(Finding("Meeting", "held", (), date=told, named=named)).date == meant


def test_south_korea_has_another_agency_after_its_change() -> None:
    text = (
        "heads of space agencies—France, Japan and South Korea—took part at the invitation of NASA"
    )
    before = tell(f"3 June 2020\n\nOn 3 June 2020, three {text} in a virtual meeting.")
    after = tell(f"3 June 2031\n\nOn 3 June 2031, three {text} in a virtual meeting.")
    first, second = (values(told, "Meeting", "participant") for told in (before, after))
    assert first == ["organization/cnes", "organization/jaxa", "organization/kari"]
    agency = GAZETTEER.agency_of("country/south-korea", "2031-06-03")
    assert agency is not None
    assert second == sorted([*first[:2], agency.path])
    assert second != first


def test_a_group_is_labelled_by_its_nation() -> None:
    told = tell(
        "3 May 2031\n\nOn 3 May 2031, CNES met the scientific community of Japan. Then CNES "
        "met Japan's scientists and the Japanese scientists."
    )
    groups = told.of("Collective")
    assert list(groups) == ["collective/japanese-scientists"]
    assert groups["collective/japanese-scientists"]["type"] == ("Agent", "Collective")
