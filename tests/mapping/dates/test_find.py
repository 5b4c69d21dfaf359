"""Dates of sentences: a table of cases, the grammar's own examples, and properties of any text."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.dates import Anchor, bounds, find, is_valid
from mapping.dates.grammar import Form, forms, phrases
from mapping.dates.resolution import RULES
from mapping.dates.tokens import tokenize

ANCHOR = Anchor("2018-03-05", "dateline", 2018)


def _cases() -> list[tuple[str, ...]]:
    table = (Path(__file__).parent / "sentences.tsv").read_text(encoding="utf-8")
    return [tuple(row) for row in csv.reader(table.splitlines()[1:], delimiter="\t", quoting=3)]


@pytest.mark.parametrize(("anchor", "sentence", "expected", "reason"), _cases())
def test_a_sentence_names_its_dates(anchor: str, sentence: str, expected: str, reason: str) -> None:
    stated = Anchor(None if anchor == "-" else anchor, "none", None)
    found = [f"{mention.surface}={mention.edtf}" for mention in find(sentence, stated)]
    assert found == ([] if expected == "-" else expected.split("|")), reason


@pytest.mark.parametrize(
    ("told", "sentence", "expected"),
    [
        (["2016-05-12"], "The same day he met Ken Ito.", ["2016-05-12"]),
        (["2016-05-12"], "He met him that year and that same month.", ["2016", "2016-05"]),
        (["2016-05-12"], "On 2 March it flew, and that day it landed.", ["2018-03-02"] * 2),
        (["2016-05"], "The same day he met Ken Ito.", []),
        (["2016-05-12"], "He said that days would pass.", []),
        (["2016-22"], "It was launched that month.", []),
        ([], "That day he met Ken Ito.", []),
        ([], "The same day he met Ken Ito.", ["2018-03-05"]),
    ],
)
def test_that_day_is_the_one_told_of_before(
    told: list[str], sentence: str, expected: list[str]
) -> None:
    assert [mention.edtf for mention in find(sentence, ANCHOR, told)] == expected


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("in October 2018", "literal"),
        ("in October", "elided-year"),
        ("Saturday 3 March", "elided-year"),
        ("since February last year", "relative"),
        ("last December", "relative"),
        ("today", "relative"),
        ("on Wednesday", "weekday"),
    ],
)
def test_a_date_tells_how_its_value_came_about(sentence: str, basis: str) -> None:
    assert [mention.basis for mention in find(sentence, ANCHOR)] == [basis]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.match)
def test_every_form_reads_its_example_and_leaves_its_counterexample(form: Form) -> None:
    assert form.rule in RULES
    assert form.rule in {phrase.rule for phrase in phrases(tokenize(form.match))}
    assert find(form.match, ANCHOR)
    values = [mention.surface for mention in find(form.no_match, ANCHOR)]
    whole = [mention.surface for mention in find(form.match, ANCHOR)]
    assert not set(whole) & set(values)


# Words of dates put together at random reach more of the grammar than letters do.
WORDS = st.sampled_from(
    "Saturday 3 March 2018 March 30 31 February 2020 last next this year month day since until by "
    "from to between and - , . on the of in mid end early late spring second half quarter Q3 2020s "
    "now not before no earlier than Oct. 12th 8-11 Wednesday today two ago same 2000 1967 Club km "
    "will was planned launched Mars mars 1er dernier prochain l'année depuis il y a 9999 2100 0001 "
    "2022-12-13 2022-99-99 25/12/2021 99/99/2021 onwards around ( ) Treaty CNES".split()
)
TEXTS = st.one_of(st.text(), st.lists(WORDS).map(" ".join))
ANCHORS = st.one_of(
    st.none(),
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
    st.sampled_from(["2018", "0001", "9999", "9999-12-31", "0001-01-01", "2020/..", "[..2030]"]),
)


@given(TEXTS, ANCHORS)
def test_any_text_gives_valid_dates_at_their_offsets(text: str, anchor: str | None) -> None:
    stated = Anchor(anchor, "none", None)
    found = find(text, stated)
    end = 0
    for mention in found:
        assert end <= mention.begin < mention.end
        assert text[mention.begin : mention.end] == mention.surface
        assert is_valid(mention.edtf)
        earliest, latest = bounds(mention.edtf)
        assert earliest or latest
        assert earliest is None or latest is None or earliest <= latest
        end = mention.end
    assert find(text, stated) == found


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_every_spelling(day: date) -> None:
    year_less = f"{day:%A} {day.day} {day:%B}"
    spellings = [
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%A}, {day:%b} {day.day}, {day.year}",
        day.isoformat(),
        f"{year_less} {day.year}",
    ]
    for spelling in spellings:
        assert [(m.surface, m.edtf) for m in find(spelling, ANCHOR)] == [
            (spelling, day.isoformat())
        ]
    near = Anchor(day.isoformat(), "dateline", None)
    assert [mention.edtf for mention in find(year_less, near)] == [day.isoformat()]
