"""EDTF in words."""

import pytest

from service.dates import words


@pytest.mark.parametrize(
    ("edtf", "written"),
    [
        ("2021-03-09", "9 March 2021"),
        ("2018-10", "October 2018"),
        ("2017", "2017"),
        ("2020-02/..", "since February 2020"),
        ("../2024", "until 2024"),
        ("[2020..]", "no earlier than 2020"),
        ("[..2030]", "no later than 2030"),
        ("[2019-11..2020]", "between November 2019 and 2020"),
        ("2018/2020", "between 2018 and 2020"),
        ("2021-21", "spring 2021"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("2014~", "about 2014"),
        ("201X", "201X"),  # what has no words stays as it is
    ],
)
def test_a_date_is_written_as_people_write_it(edtf: str, written: str) -> None:
    assert words(edtf) == written
