"""Markdown: what the reader sees, and what front matter says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.documents import Document, read
from mapping.errors import InputError


def note(folder: Path, text: str) -> Document:
    path = folder / "note.md"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("# CNES *meets* **ESA**\n\nIn [Paris](https://x.example).", "CNES meets ESA\n\nIn Paris."),
        ("CNES met\nESA in\nParis.", "CNES met ESA in Paris."),
        (
            "They agreed:\n\n* on `SVOM`\n* on MMX\n\nEnd.",
            "They agreed:\n\n- on SVOM\n- on MMX\n\nEnd.",
        ),
        ("1. SVOM\n2. MMX", "- SVOM\n- MMX"),
        ("CNES\n\n```\nESA()\n```\n\n<div>NASA</div>\n\n    JAXA\n\nISRO", "CNES\n\nISRO"),
        (
            "| Jane Roe | Press Officer |\n|--|--|\n| J. Doe | Head |",
            "Jane Roe    Press Officer\nJ. Doe    Head",
        ),
        (
            "Jane Roe\nTel. +33 1 44 76 75 39\nJohn Doe",
            "Jane Roe\nTel. +•• • •• •• •• ••\nJohn Doe",
        ),
        ("CNES  \nESA<br>NASA ~~JAXA~~", "CNES\nESA\nNASA JAXA"),
        ("> “We agree,” said NASA.", "“We agree,” said NASA."),
        ("![the heads of NASA](a.jpg) CNES &amp; ESA \\*", "CNES & ESA *"),
        ("CNES\n\n***\n\nESA [1]\n\n[1]: https://x.example 'NASA'", "CNES\n\nESA 1"),
    ],
)
def test_marks_go_and_words_stay(tmp_path: Path, written: str, told: str) -> None:
    assert note(tmp_path, written).text == told


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("2021-03-09", "2021-03-09"),
        ("2021-03-09T10:00:00Z", "2021-03-09"),
        ("'2021-03'", "2021-03"),
        ("March 9, 2021", "2021-03-09"),
        ("soon", None),
        ("[1]", None),
    ],
)
def test_front_matter_is_metadata(tmp_path: Path, date: str, edtf: str | None) -> None:
    front = (
        f"title: A *meeting*\nurl: https://x.example/a\npublisher: CNES\ndate: {date}\ntags: [a]\n"
    )
    document = note(tmp_path, f"---\n{front}---\n\nCNES met ESA.")
    assert document.text == "CNES met ESA."
    told = (document.title, document.source, document.publisher, document.stated_date)
    assert told == ("A *meeting*", "https://x.example/a", "CNES", edtf)


def test_the_metadata_file_wins_over_front_matter(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text("title: Another\ndate: '1999'\n")
    document = note(tmp_path, "---\ntitle: A title\ndate: 2021-03-09\n---\nCNES met ESA.")
    assert (document.title, document.stated_date) == ("Another", "1999")


def test_front_matter_that_is_no_yaml_is_refused_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="front matter") as refused:
        note(tmp_path, "---\ntitle: A\ndate: [\n---\nCNES met ESA.")
    assert refused.value.path == f"{tmp_path / 'note.md'}:3"


def test_a_file_with_nothing_but_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text"):
        note(tmp_path, "```\nCNES\n```")
