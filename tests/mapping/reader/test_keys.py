"""Addresses of facts: what makes two documents share one, and what keeps two facts apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from rdflib import SKOS

from mapping.entities import Entity, mint, slugify
from mapping.facts import Evidence, Finding
from mapping.mint import Fact, facts
from mapping.same_meetings import fuller_names, renamed
from tests.mapping.reader.telling import Told, cases, tell

HERE = (Evidence(0, 10),)
LAUNCH = {"endeavour": ("mission/swot",), "milestoneType": ("launch",)}
FACTS = ("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership")


def fact_nodes(told: Told, kind: str) -> list[str]:
    return [name for name in told.of("Fact") if name.startswith(f"{kind}/")]


@pytest.mark.parametrize("case", cases("keys.yaml"), ids=lambda case: case["reason"])
def test_what_identifies_a_fact_makes_its_address(case: dict[str, Any]) -> None:
    for slug in ("first", "second"):
        part = case[slug]
        told = tell(f"{part['day']}\n\n{part['text']}", slug=slug)
        found = fact_nodes(told, part["node"].split("/")[0])
        assert part["node"] in found
        wanted = {case["first"]["node"], case["second"]["node"]}
        assert wanted & set(found) == {part["node"]}
        assert len(told.reports_of(part["node"])) == 1


def one(*found: Finding, day: str | None = "2021-03-09") -> Fact:
    (fact,) = facts(found, {}, {}, day)
    return fact


def launch(**told: Any) -> Finding:  # noqa: ANN401 - fields of Finding, each of its own type
    return Finding("Milestone", "a-rule", HERE, LAUNCH, **told)


@pytest.mark.parametrize(
    ("date", "day", "told", "status"),
    [
        ("2021-03-08", "2021-03-09", None, "achieved"),
        ("2021-03-09", "2021-03-09", None, "achieved"),
        ("2021-03-10", "2021-03-09", None, "planned"),
        ("2020", "2021-03-09", None, "achieved"),
        ("2022", "2021-03-09", None, "planned"),
        ("2021", "2021-03-09", None, None),
        ("2021-03", "2021-03-09", None, None),
        ("[..2030]", "2021-03-09", None, None),
        ("2021-03-08", None, None, None),
        (None, "2021-03-09", None, None),
        ("2021-03-08", "2021-03-09", "planned", "planned"),
        ("2022", "2021-03-09", "cancelled", "cancelled"),
        (None, None, "achieved", "achieved"),
    ],
)
def test_status_is_as_told_or_as_the_dates_say(
    date: str | None, day: str | None, told: str | None, status: str | None
) -> None:
    assert one(launch(date=date, status=told), day=day).status == status


def test_findings_of_one_key_are_one_fact() -> None:
    again = Finding(
        "Milestone",
        "b-rule",
        (Evidence(20, 30),),
        {**LAUNCH, "agent": ("organization/cnes",)},
        date="2022-06-01",
        count=2,
        resolved=("elided-year",),
    )
    fact = one(launch(date="2022-06"), again, launch(date="2022-06"))
    assert fact.path == "milestone/swot-launch"
    assert fact.evidence == (Evidence(0, 10), Evidence(20, 30))
    assert fact.rules == ("a-rule", "b-rule")
    assert fact.roles["agent"] == ("organization/cnes",)
    assert (fact.date, fact.count, fact.resolved) == ("2022-06-01", 2, ("elided-year",))


def test_the_first_of_two_dates_that_differ_stands() -> None:
    assert one(launch(date="2022-06"), launch(date="2023-01-01")).date == "2022-06"


def test_reviews_are_told_apart_by_their_labels_and_launches_are_not() -> None:
    review = {"endeavour": ("mission/swot",), "milestoneType": ("review",)}
    found = [
        Finding("Milestone", "a-rule", HERE, review, label="first operational review"),
        Finding("Milestone", "a-rule", HERE, review, label="second operational review"),
        launch(label="first launch"),
        launch(label="second launch"),
    ]
    assert [fact.path for fact in facts(found, {}, {}, None)] == [
        "milestone/swot-first-operational-review",
        "milestone/swot-launch",
        "milestone/swot-second-operational-review",
    ]


@pytest.mark.parametrize(
    "finding",
    [
        Finding("Meeting", "a-rule", HERE, {"participant": ("organization/cnes",)}),
        Finding("Milestone", "a-rule", HERE, {"milestoneType": ("launch",)}),
        Finding("Agreement", "a-rule", HERE, {"topic": ("mission/swot",)}),
        Finding("Cooperation", "a-rule", HERE, {"party": ("organization/cnes",)}),
        Finding("Contribution", "a-rule", HERE, {"contributor": ("organization/cnes",)}),
        Finding(
            "Membership",
            "a-rule",
            HERE,
            {"member": ("organization/cnes",), "organization": ("organization/cnes",)},
        ),
        Finding("Statement", "a-rule", HERE, {"subject": ("mission/mmx",)}),
    ],
    ids=lambda finding: finding.type,
)
def test_a_finding_without_what_identifies_it_is_no_fact(finding: Finding) -> None:
    assert facts([finding], {}, {}, "2021-03-09") == []


def test_the_meeting_of_a_body_is_the_one_whose_date_was_told() -> None:
    body = {"participant": ("organization/launch-board",)}
    met = Finding("Meeting", "body-met", HERE, body, named="#0", date="2031-05-03")
    again = Finding("Meeting", "a-rule", HERE, {}, named="meeting/launch-board-meeting")
    other = replace(again, named="meeting/launch-board-meeting-2030")
    names = fuller_names([met, again, other], {}, {})
    assert [renamed(finding, names).named for finding in (met, again, other)] == [
        "#0",
        "#0",
        "meeting/launch-board-meeting-2030",
    ]


def test_an_agreement_is_called_by_its_kind_and_by_its_parties_too() -> None:
    told = tell("10 May 2031\n\nISRO and CNES signed a framework agreement on SWOT.")
    called = told.nodes["agreement/cnes-isro-swot"][str(SKOS.altLabel)]
    assert set(called) == {"framework agreement", "ISRO-CNES framework agreement"}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("VENµS", "venus"),
        ("VENμS", "venus"),
        ("Le Gall", "le-gall"),
        ("Zoë Ødegård", "zoe-odegard"),
        ("Straße", "strasse"),
        ("Chang'e-5", "chang-e-5"),
        ("  A--B  ", "a-b"),
        ("嫦娥", ""),
        ("", ""),
    ],
)
def test_slugs_are_ascii(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_minted_entity_keeps_its_address_when_its_label_changes() -> None:
    plain = mint("Blip", "Instrument")
    better = mint("Blip", "Instrument", label="The Blip instrument")
    assert plain.path == better.path == "instrument/blip"
    assert plain.types == ("Instrument", "Endeavour")
    assert better.aliases == ("Blip",)
    assert mint("Zenith Orbiter", "Spacecraft", acronym="ZO") == Entity(
        "spacecraft/zo",
        ("Spacecraft", "Endeavour"),
        "Zenith Orbiter",
        "ZO",
        ("ZO",),
        is_minted=True,
    )


def test_addresses_of_facts_are_short_and_ascii() -> None:
    parties = tuple(f"organization/{'a' * 12}-{n}" for n in range(30))
    fact = one(Finding("Cooperation", "a-rule", HERE, {"party": parties}))
    assert len(fact.path) <= len("cooperation/") + 100
    assert re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", fact.path)
