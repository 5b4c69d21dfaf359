"""Names and dates as the scorer compares them."""

import pytest

from mapping.evaluation.matching import folded, overlap


@pytest.mark.parametrize(
    ("name", "same", "why"),
    [
        ("Société", "SOCIETE", "accents and case say nothing"),
        ("the MMX mission", "MMX", "articles and words for kinds say nothing"),
        ("Forum (ISEF2)", "forum", "parentheses hold another name"),
        ("GOSAT-2", "GOSAT 2", "punctuation says nothing"),
    ],
)
def test_names_that_differ_in_nothing_that_counts_are_the_same(
    name: str, same: str, why: str
) -> None:
    assert folded(name) == folded(same) != "", why


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2021-03-09", "2021-03", True),
        ("2021-03-09", "2021-04", False),
        ("2018", "2018-10", True),
        ("2018-24", "2019-02-28", True),  # a winter ends in the next year
        ("2018-24", "2019-03-01", False),
        ("2020-33", "2020-04", False),  # the first quarter
        ("2020-02/..", "2031", True),
        ("../2021-03-09", "2021-03-10", False),
        ("202X", "2029-12-31", True),
        ("2019~", "2019-05", True),
    ],
)
def test_dates_overlap_if_they_share_a_day(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected
