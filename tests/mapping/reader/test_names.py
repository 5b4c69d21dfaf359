"""Names that no gazetteer holds, and persons with their posts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.reader.telling import GAZETTEER, Told, cases, tell

DATELINE = "10 July 2031\n\n"


def minted(told: Told) -> dict[str, set[str]]:
    """The words that name each entity which the document brings itself."""
    named: dict[str, set[str]] = {}
    for words, path in told.mentions():
        if path not in GAZETTEER.entries:
            named.setdefault(path, set()).add(words)
    return named


def person(name: str) -> str:
    return name if "/" in name else f"person/{name}"


def organization(name: str) -> str:
    return name if "/" in name else f"organization/{name}"


@pytest.mark.parametrize("case", cases("persons.yaml"), ids=lambda case: case["reason"])
def test_an_introduction_tells_who_holds_which_post(case: dict[str, Any]) -> None:
    expected = {(person(who), post, organization(at)) for who, post, at in case["holds"]}
    told = tell(DATELINE + case["text"], publisher=case.get("publisher"))
    assert told.memberships() == expected


@pytest.mark.parametrize("case", cases("names.yaml"), ids=lambda case: case["reason"])
def test_new_names_are_known_by_their_company(case: dict[str, Any]) -> None:
    told = tell(DATELINE + case["text"])
    assert minted(told) == {path: set(words) for path, words in case["names"].items()}
    for path in case["names"]:
        assert path.split("/")[0].casefold() in {
            type_.rpartition("#")[2].casefold() for type_ in told.nodes[path]["type"]
        }


def test_a_name_with_an_acronym_has_both() -> None:
    told = tell("The Zenith Plasma Orbiter (ZPO) flies.")
    assert told.nodes["spacecraft/zpo"]["type"] == ("Endeavour", "Spacecraft")
    names = {name.rsplit("#")[-1]: given for name, given in told.nodes["spacecraft/zpo"].items()}
    assert names["prefLabel"] == names["label"] == ("Zenith Plasma Orbiter",)
    assert names["acronym"] == ("ZPO",)


def test_an_acronym_stands_for_what_this_document_says() -> None:
    bound = "The Space Climate Observatory (SCX) grows. SCX is open."
    assert ("SCX", "initiative/space-climate-observatory") in tell(bound).mentions()
    assert tell("SCX is open.").mentions() == set()
    other = "The Solar Camera Explorer (SCX) flies. SCX is open."
    assert ("SCX", "mission/scx") in tell(other).mentions()


def test_a_new_meaning_of_a_known_acronym_holds_in_its_document_only() -> None:
    told = tell("The Mika Mapping Explorer (MMX) flies. MMX is open.")
    assert {path for words, path in told.mentions() if words == "MMX"} == {"mission/mmx"}


def test_a_person_called_by_the_surname_is_one_person() -> None:
    told = tell("CNES President Mika van der Berg spoke. Later, van der Berg left. Berg is a hill.")
    assert minted(told) == {"person/mika-van-der-berg": {"Mika van der Berg", "van der Berg"}}


def test_the_post_alone_stands_for_who_holds_it() -> None:
    told = tell(
        "10 July 2031\n\nOn 3 May 2031, CNES President Mika Sato met ISRO in Paris. "
        "CNES's President hailed SWOT."
    )
    (meeting,) = told.of("Meeting").values()
    assert "person/mika-sato" in meeting["participant"]
    assert "mission/swot" in meeting["topic"]


CONTACTS = """10 July 2031

The agencies met in Paris on Tuesday, where they spoke of the Moon, of Mars, of the samples that
will come from there.

CONTACTS

Jane Roe      Press Officer      Tel. 01 23 45 67 89

Zoë De Smet   Head of Media   z.desmet@agency.example
"""


def test_contact_persons_work_for_the_publisher() -> None:
    assert tell(CONTACTS, publisher="CNES").memberships() == {
        ("person/jane-roe", "Press Officer", "organization/cnes"),
        ("person/zoe-de-smet", "Head of Media", "organization/cnes"),
    }
    assert {r["rule"] for r in tell(CONTACTS, publisher="CNES").of("Report").values()} == {
        ("contact-block",)
    }


def test_without_a_publisher_and_any_agency_they_work_for_nobody() -> None:
    told = tell(CONTACTS, publisher=None)
    assert told.memberships() == set()
    assert {path for _, path in told.mentions()} >= {"person/jane-roe", "person/zoe-de-smet"}


def test_names_above_an_address_are_contacts_there() -> None:
    told = tell(
        "10 July 2031\n\nNASA spoke of the Moon and of all the samples that will come from there.\n"
        "\n-end-\n\nJane Roe / Zoë Poe\nHeadquarters, Washington\n202-358-1600\n"
        "\nMika Sato\nJet Propulsion Laboratory, Pasadena, Calif.\n818-354-0000\n",
        publisher="NASA",
    )
    assert told.memberships() == {
        ("person/jane-roe", "", "organization/nasa"),
        ("person/zoe-poe", "", "organization/nasa"),
        ("person/mika-sato", "", "organization/jpl"),
    }


def test_a_contact_line_may_name_the_organization() -> None:
    told = tell(
        "10 July 2031\n\nThe agencies met in Paris on Tuesday to speak of the Moon.\n\n"
        "Press contacts\n"
        "CNES: Jane Roe - Tel. +33 1 23 45 67 89\nISRO: Mika Sato\n",
        publisher="ESA",
    )
    assert told.memberships() == {
        ("person/jane-roe", "", "organization/cnes"),
        ("person/mika-sato", "", "organization/isro"),
    }


@pytest.mark.parametrize("below", ["CNES spoke.", "", "Agency news"])
def test_a_name_above_anything_else_is_no_contact(below: str) -> None:
    told = tell(
        f"10 July 2031\n\nThey met.\n\nThey spoke.\n\nJane Roe\n\n{below}\n", publisher="ESA"
    )
    assert told.memberships() == set()


def test_ministers_without_a_country_are_of_the_publishers() -> None:
    text = "10 July 2031\n\nPrime Minister Jane Roe spoke."
    assert tell(text, publisher="CNES").memberships() == {
        ("person/jane-roe", "Prime Minister", "country/france")
    }
    assert tell(text, publisher="NASA").memberships() == set()


def test_a_surname_with_its_post_is_the_person_named_in_full() -> None:
    told = tell("President Roe spoke. CNES President Jane Roe spoke. President Roe left.")
    assert minted(told) == {"person/jane-roe": {"Jane Roe", "Roe"}}


def test_a_family_name_may_come_first() -> None:
    told = tell("They heard Zhang Mika, Administrator of CNSA. Zhang spoke.")
    assert minted(told) == {"person/zhang-mika": {"Zhang Mika", "Zhang"}}


def test_another_spelling_of_a_known_name_is_that_thing() -> None:
    told = tell(
        "The India Space Research Organisation (ISRO) spoke. Chandrayaan III flies. "
        "The Ministry of Economy, Trade, and Industry spoke. The Iranian Space Agency (ISA) spoke."
    )
    assert told.mentions() >= {
        ("India Space Research Organisation", "organization/isro"),
        ("Chandrayaan III", "mission/chandrayaan-3"),
        ("Ministry of Economy, Trade, and Industry", "organization/meti"),
        ("ISA", "organization/iranian-space-agency"),
    }
