"""Web pages: what is text and what is not, and what the page says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.documents import Document, read
from mapping.errors import InputError

LEAD = (
    "CNES and ISRO signed an agreement in Paris on joint studies of water ice at the south pole of "
    "the Moon, the outcome of two years of work by engineers in both countries."
)


def page(folder: Path, body: str, head: str = "", name: str = "page.html") -> Document:
    path = folder / name
    path.write_text(f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>")
    return read(path)


def test_paragraphs_points_and_columns_are_lines_of_their_own(tmp_path: Path) -> None:
    body = (
        f"<article><h1>Water on the Moon</h1><p>{LEAD}</p><p>They&nbsp;agreed:</p>"
        "<ul>\n<li>to <b>build</b> a lander;</li>\n<li>to <a href='/x'>fly</a> it.</li></ul>"
        "<p>Jane Roe<br>Press&#32;Officer<br>Tel. +33 1 44 76 75 39</p>"
        "<table><tr><td>John Doe</td><td>Head of Media</td></tr></table></article>"
    )
    assert page(tmp_path, body).text.replace("\u00a0", " ").split("\n") == [
        *("Water on the Moon", "", LEAD, "", "They agreed:", ""),
        *("- to build a lander;", "- to fly it.", ""),
        *("Jane Roe", "Press Officer", "Tel. +•• • •• •• •• ••", ""),
        "John Doe    Head of Media",
    ]


def test_a_page_tells_of_itself(tmp_path: Path) -> None:
    head = (
        "<title>Water on the Moon | CNES</title>"
        '<meta property="og:site_name" content="CNES – the French space agency">'
        '<meta property="article:published_time" content="2022-03-18T09:30:00+01:00">'
        '<link rel="canonical" href="https://press.example/en/water">'
    )
    document = page(tmp_path, f"<article><p>{LEAD}</p><p>{LEAD[::-1]}</p></article>", head)
    assert document.title == "Water on the Moon"
    assert document.text.startswith("Water on the Moon\n\nCNES and ISRO")
    assert (document.publisher, document.source) == ("CNES", "https://press.example/en/water")
    assert (document.page_date, document.stated_date, document.language) == (
        *("2022-03-18", None),
        "en",
    )


def test_the_metadata_file_wins_over_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.yaml").write_text("title: A title\npublisher: ISRO\ndate: '2020'\n")
    head = '<title>Water</title><meta property="og:site_name" content="CNES">'
    document = page(tmp_path, f"<article><p>{LEAD}</p></article>", head)
    told = (document.title, document.publisher, document.stated_date)
    assert told == ("A title", "ISRO", "2020")


@pytest.mark.parametrize("name", ["press.example", "   ", "–"])
def test_a_host_name_is_no_publisher(tmp_path: Path, name: str) -> None:
    head = f'<meta property="og:site_name" content="{name}">'
    assert page(tmp_path, f"<article><p>{LEAD}</p></article>", head).publisher is None


def test_a_date_to_come_does_not_depend_on_the_day_of_the_build(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2077-03-18">'
    assert page(tmp_path, f"<article><p>{LEAD}</p></article>", head).page_date == "2077-03-18"


def test_windows_characters_in_numeric_references_are_read(tmp_path: Path) -> None:
    document = page(
        tmp_path, f"<article><p>{LEAD} The agency&#146;s &#147;Moon&#148;.</p></article>"
    )
    assert "The agency’s “Moon”." in document.text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<script>CNES.met(ESA)</script>",
        "1 2",
    ],
)
def test_a_page_without_text_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(InputError, match="holds no text"):
        page(tmp_path, body)
