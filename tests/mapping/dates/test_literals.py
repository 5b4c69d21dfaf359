"""EDTF literals: bounds, validity, precision, wording."""

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from mapping.dates import bounds, human, is_valid, precision

CASES = [
    ("2018-03-03", "2018-03-03", "2018-03-03", "day", "3 March 2018"),
    ("2018-03-03~", "2018-03-03", "2018-03-03", "day", "about 3 March 2018"),
    ("2018?", "2018-01-01", "2018-12-31", "year", "2018 (uncertain)"),
    ("2018-10", "2018-10-01", "2018-10-31", "month", "October 2018"),
    ("2020-02", "2020-02-01", "2020-02-29", "month", "February 2020"),
    ("1967", "1967-01-01", "1967-12-31", "year", "1967"),
    ("2021-21", "2021-03-01", "2021-05-31", "season", "spring 2021"),
    ("2021-24", "2021-12-01", "2022-02-28", "season", "winter 2021"),
    ("2023-33", "2023-01-01", "2023-03-31", "season", "first quarter of 2023"),
    ("2022-36", "2022-10-01", "2022-12-31", "season", "fourth quarter of 2022"),
    ("2022-40", "2022-01-01", "2022-06-30", "season", "first half of 2022"),
    ("2022-41", "2022-07-01", "2022-12-31", "season", "second half of 2022"),
    ("201X", "2010-01-01", "2019-12-31", "decade", "2010s"),
    ("19XX", "1900-01-01", "1999-12-31", "century", "1900s"),
    ("[2020..]", "2020-01-01", None, "set", "no earlier than 2020"),
    ("[..2030]", None, "2030-12-31", "set", "by 2030"),
    ("[2020..2022]", "2020-01-01", "2022-12-31", "set", "between 2020 and 2022"),
    ("2020-02/..", "2020-02-01", None, "interval", "since February 2020"),
    ("../2023-08", None, "2023-08-31", "interval", "until August 2023"),
    ("2016/2020", "2016-01-01", "2020-12-31", "interval", "2016–2020"),
    ("2018-10-08/2018-10-11", "2018-10-08", "2018-10-11", "interval", "8–11 October 2018"),
    ("2022-06/2022-08", "2022-06-01", "2022-08-31", "interval", "June–August 2022"),
    (
        "2021-09-30/2021-10-02",
        "2021-09-30",
        "2021-10-02",
        "interval",
        "30 September – 2 October 2021",
    ),
    ("2021-12/2022-02", "2021-12-01", "2022-02-28", "interval", "December 2021 – February 2022"),
    ("{2019,2020}", "2019-01-01", "2020-12-31", "set", "{2019,2020}"),
]


@pytest.mark.parametrize(("edtf", "earliest", "latest", "kind", "words"), CASES)
def test_a_literal_has_bounds_precision_and_wording(
    edtf: str, earliest: str | None, latest: str | None, kind: str, words: str
) -> None:
    found = tuple(day.isoformat() if day else None for day in bounds(edtf))
    assert (found, precision(edtf), human(edtf)) == ((earliest, latest), kind, words)
    assert is_valid(edtf)


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "2018-02-30",
        "2018-13",
        "2018-3",
        "0000",
        "../..",
        "[..]",
        "2020/2016",
        "March",
        "2018-25/..x",
    ],
)
def test_what_is_no_literal_is_refused(edtf: str) -> None:
    assert not is_valid(edtf)
    assert human(edtf) == edtf
    with pytest.raises(ValueError, match="not an EDTF literal"):
        bounds(edtf)
    with pytest.raises(ValueError, match="not an EDTF literal"):
        precision(edtf)


@given(st.dates(date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_bounds_agree_with_the_edtf_package(day: date, length: int) -> None:
    edtf = day.isoformat()[:length]
    parsed = parse_edtf(edtf)
    lower, upper = (date(*side[:3]) for side in (parsed.lower_strict(), parsed.upper_strict()))
    assert bounds(edtf) == (lower, upper)


@given(st.one_of(st.text(), st.text("0123456789-/.[]{}~?%XY,T:", max_size=24)))
def test_any_text_is_valid_with_ordered_bounds_or_is_not(text: str) -> None:
    assert isinstance(human(text), str)
    if is_valid(text):
        earliest, latest = bounds(text)
        assert earliest is None or latest is None or earliest <= latest
