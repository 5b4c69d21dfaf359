"""The date of a document: date lines and what is inferred without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.dates import dateline, document_anchor, find

LINES = [
    ("March 5, 2018", "2018-03-05"),
    ("27 Mars 2014", "2014-03-27"),
    ("2022-12-13", "2022-12-13"),
    ("Paris, 9 March 2021 –", "2021-03-09"),
    ("Tokyo (JST), October 1, 2021", "2021-10-01"),
    ("Le 27 mars 2014", "2014-03-27"),
    ("Paris, le 27 mars 2014", "2014-03-27"),
    ("Published on Tuesday, March 9, 2021 at 10:30 am CET", "2021-03-09"),
    ("WASHINGTON, Dec. 13, 2022 – NASA today announced the crew of a mission.", "2022-12-13"),
    ("Press release: 9 March 2021", "2021-03-09"),
    ("March 2018", "2018-03"),
    ("by Jane Roe — March 5, 2018", "2018-03-05"),
]
NO_LINES = [
    "On December 13, 2022, the Summit featured a Forum.",
    "In Bremen on Wednesday 3 October, at a press briefing, three heads met.",
    "The mission was launched on 9 March 2021",
    "27 March",
    "8-11 October 2018",
    "30 February 2021",
    "Mars 2020",
    "in 2018",
    "",
]


@pytest.mark.parametrize(("line", "edtf"), LINES)
def test_a_date_line_gives_its_date(line: str, edtf: str) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.edtf, line[found.begin : found.end]) == (edtf, found.surface)


@pytest.mark.parametrize("text", NO_LINES)
def test_a_sentence_is_no_date_line(text: str) -> None:
    assert dateline(text) is None


CASES = [
    # The weekday agrees in 2015, 2020 and 2026; 2017 is told as past, 2024 and 2030 are ahead.
    (
        [
            "Tuesday 9 June, 15 heads of space agencies took part in a meeting.",
            "Since the adoption in 2017 of a directive, robots on Mars 2020 fly.",
            "He recalled a commitment in 2016 to the ISS through to 2024, used from now to 2030.",
        ],
        "2020-06-09",
        "weekday",
        2017,
    ),
    # In 2009, too, 7 October was a Wednesday, before what is told as published.
    (
        ["They met on Wednesday, Oct. 7.", "the Roadmap, published in August 2013"],
        "2015-10-07",
        "weekday",
        2013,
    ),
    # A pandemic that began in 2020 is evidence like a year.
    (
        ["Tuesday 9 June, agencies met.", "A report of 2014 was read.", "the COVID-19 pandemic"],
        "2020-06-09",
        "weekday",
        2020,
    ),
    (["A title", "March 9, 2021", "It was launched in 2018."], "2021-03-09", "dateline", 2021),
    (["It was launched in 2018.", "Text.", "Paris, 9 March 2021"], "2021-03-09", "dateline", 2021),
    # Plans are no evidence of the past.
    (
        ["October 3, 2018", "MMX, due for launch in 2024, is to land by 2029."],
        "2018-10-03",
        "dateline",
        2018,
    ),
    # Figures that may be read either way: nearer to the days that the text names, else day first.
    (["AGENCY", "12/03/2024", "They met on 4 March 2024."], "2024-03-12", "dateline", 2024),
    (["ESA | 03/12/2024", "They met on 4 March 2024."], "2024-03-12", "dateline", 2024),
    (
        ["04/11/2024", "It was signed on 25 October 2023 and ratified on 8 July 2024."],
        "2024-11-04",
        "dateline",
        2024,
    ),
    # A news agency's date line has no year: not before what is told as past.
    (
        ["Paris, May 15 (XYZ) They met.", "It was cleared on March 10, 2025."],
        "2025-05-15",
        "dateline",
        2025,
    ),
    (["Paris, May 15 (XYZ) They met."], None, "none", None),
    # What a line says is the date.
    (
        ["Conference", "Date and time: From 1:30 p.m. on July 9 (Fri), 2021"],
        "2021-07-09",
        "dateline",
        2021,
    ),
    (["12/03/2024 1234 views"], "2024-03-12", "dateline", None),
    (["Source : ESA, the 19/10/2025 at 21h04"], "2025-10-19", "dateline", 2025),
    (["12/03/2024 10:59 AM EST"], "2024-12-03", "dateline", None),
    (["12/03/2024 10:59 AM CET"], "2024-03-12", "dateline", None),
    # Neither date line nor weekday: the month of the latest day told as past.
    (["a visit to Ames on Feb. 1, 2024", "built in 2020"], "2024-02", "event", 2024),
    (["Tuesday 9 June, agencies met."], None, "none", None),
    ([], None, "none", None),
]


@pytest.mark.parametrize(("paragraphs", "edtf", "basis", "latest"), CASES)
def test_a_document_is_dated_by_line_weekday_or_event(
    paragraphs: list[str], edtf: str | None, basis: str, latest: int | None
) -> None:
    anchor = document_anchor(paragraphs, None)
    assert (anchor.edtf, anchor.basis, anchor.latest_past_year) == (edtf, basis, latest)


def test_a_stated_date_wins_over_a_date_line() -> None:
    anchor = document_anchor(["March 9, 2021"], "2021-03-10")
    assert (anchor.edtf, anchor.basis) == ("2021-03-10", "metadata")


def test_a_stated_date_that_is_no_edtf_is_refused() -> None:
    with pytest.raises(ValueError, match="10 March"):
        document_anchor([], "10 March")


def test_a_weekday_without_a_date_line_is_the_day_that_the_text_names_in_full() -> None:
    text = "A ceremony on Thursday, Feb. 15, 2024, in Paris. During it Thursday, they met Tuesday."
    found = find(text, document_anchor([text], None))
    assert [mention.edtf for mention in found] == ["2024-02-15", "2024-02-15"]


@given(st.lists(st.text()))
def test_any_text_has_an_anchor_or_none(paragraphs: list[str]) -> None:
    anchor = document_anchor(paragraphs, None)
    assert (anchor.edtf is None) == (anchor.basis == "none")
