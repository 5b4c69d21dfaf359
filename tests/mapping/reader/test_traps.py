"""Traps that real texts set: what is denied, intended, doubted or only looks like something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.reader.telling import Told, Values, cases, tell

DATELINE = "10 July 2031\n\n"

FRENCH = (
    "10 juillet 2031\n\nMARS : LE CNES ET L’ISRO SE RENCONTRENT\n\n"
    "Le 3 mars 2031, le président du CNES, Mika Sato, a rencontré à Paris le président de "
    "l’ISRO. En mars, les deux agences ont signé un accord. SWOT sera lancé en mai 2032 depuis le "
    "Centre spatial guyanais ; le rover se posera sur Mars.\n"
)


def projected(nodes: list[Values], names: list[str]) -> list[dict[str, list[str]]]:
    """The values of some properties of each node, in one order; by local name."""
    local = [{key.rpartition("#")[2]: list(given) for key, given in n.items()} for n in nodes]
    return sorted(({name: n.get(name, []) for name in names} for n in local), key=str)


def achieved(told: Told, type_: str = "Fact") -> list[str]:
    """The facts of a class that are told as having happened."""
    return [name for name, v in told.of(type_).items() if v.get("status") == ("Achieved",)]


def assert_tells(told: Told, case: dict[str, Any]) -> None:
    for type_, expected in case.get("tells", {}).items():
        names = list(expected[0]) if expected else ["type"]
        assert projected(list(told.of(type_).values()), names) == sorted(expected, key=str)
    if case.get("never") == "achieved":
        assert achieved(told) == []
    linked = dict(told.mentions())
    names = case.get("names", {})
    assert {words: linked.get(words) for words in names} == names
    if "counts" in case:
        counts = [count for r in told.of("Report").values() for count in r.get("statedCount", ())]
        assert counts == case["counts"]


@pytest.mark.parametrize("case", cases("traps.yaml"), ids=lambda case: case["reason"])
def test_a_trap_is_not_walked_into(case: dict[str, Any]) -> None:
    assert_tells(tell(DATELINE + case["text"]), case)


@pytest.mark.xfail(raises=AssertionError, reason="not mended yet")
@pytest.mark.parametrize("case", cases("traps_open.yaml"), ids=lambda case: case["reason"])
def test_a_known_trap_is_still_open(case: dict[str, Any]) -> None:
    assert_tells(tell(DATELINE + case["text"]), case)


@pytest.mark.parametrize(
    "case",
    [case for case in cases("traps.yaml") if "unlike" in case],
    ids=lambda case: case["reason"],
)
def test_without_the_trap_the_sentence_tells_its_facts(case: dict[str, Any]) -> None:
    told = tell(DATELINE + case["unlike"])
    if case.get("never") == "achieved":
        assert achieved(told)
    for type_, expected in case.get("tells", {}).items():
        if not expected:
            assert told.of(type_)


def test_an_office_has_another_holder_in_a_later_text() -> None:
    texts = {"first": "NASA Administrator Jane Roe spoke.", "second": "NASA Administrator Ken Ito."}
    told = {slug: tell(DATELINE + text, slug=slug) for slug, text in texts.items()}
    held = {slug: one.memberships() for slug, one in told.items()}
    assert held == {
        "first": {("person/jane-roe", "Administrator", "organization/nasa")},
        "second": {("person/ken-ito", "Administrator", "organization/nasa")},
    }
    sources = {slug: [r["inDocument"] for r in o.of("Report").values()] for slug, o in told.items()}
    assert sources == {slug: [(f"document/{slug}",)] for slug in texts}


def test_the_same_sentence_twice_is_one_fact_with_two_passages() -> None:
    sentence = "CNES and ISRO met in Paris on 3 May 2031."
    told = tell(f"{DATELINE}{sentence}\n\nThe two agencies are old friends.\n\n{sentence}\n")
    (meeting,) = told.of("Meeting").values()
    passages = [told.nodes[path] for path in meeting["evidence"]]
    assert [passage["quote"] for passage in passages] == [(sentence,)] * 2
    assert len({passage["begin"] for passage in passages}) == 2


def test_a_plan_told_in_a_quotation_rests_on_the_quotation() -> None:
    told = tell(
        f"{DATELINE}CNES and ISRO spoke. CNES President Mika Sato said: “SWOT is planned for "
        "launch in June 2035 by India.” JAXA was not there."
    )
    (launch,) = told.of("Milestone").values()
    assert (launch["status"], launch["date"]) == (("Planned",), ("2035-06",))
    assert "organization/cnes" not in launch.get("agent", ())
    quotes = [told.nodes[path]["quote"][0] for path in launch["evidence"]]
    assert [("SWOT is planned" in q, "CNES and ISRO" in q, "JAXA" in q) for q in quotes] == [
        (True, False, False)
    ]


def test_a_french_text_is_not_read_by_rules_for_english() -> None:
    told = tell(FRENCH)
    rules = {rule for report in told.of("Report").values() for rule in report["rule"]}
    assert rules
    assert all(rule.startswith("fr-") for rule in rules)
    marses = {quote for quote, path in told.mentions() if path == "body/mars"}
    assert "mars" not in marses
    assert "Mars" in marses
    assert ("CNES", "organization/cnes") in told.mentions()
