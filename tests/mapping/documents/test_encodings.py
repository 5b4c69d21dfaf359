"""Texts in old encodings, and bytes that are no text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from mapping.documents import read
from mapping.errors import InputError

CASES = yaml.safe_load((Path(__file__).parent / "encodings.yaml").read_text("utf-8"))
FRENCH = "<p>Le président du CNES a signé un accord à Tokyo, où l’agence étudie la Lune.</p>"


def written(folder: Path, content: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['encoding']}-{case['text'][:12]}")
def test_a_text_is_read_as_it_was_written(tmp_path: Path, case: dict[str, str]) -> None:
    raw = case["text"].encode(case["encoding"])
    assert read(written(tmp_path, raw, "note.txt")).text == case["text"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta charset='UTF-8'>", "cp1252"),  # the page lies
        ("<meta charset=latin1>", "utf-8"),  # and the other way round
        ('<meta charset="utf-7">', "utf-8"),  # nothing that browsers know
        ('<meta charset="unicode_escape">', "cp1252"),
        ("", "utf-16"),
        ("", "cp1252"),
        ('<meta charset="macintosh">', "mac_roman"),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(
    tmp_path: Path, head: str, encoding: str
) -> None:
    page = (
        f"<html><head>{head}<title>Accord</title></head><body><main>{FRENCH}</main></body></html>"
    )
    text = read(written(tmp_path, page.encode(encoding), "page.html")).text
    assert "Le président du CNES a signé un accord à Tokyo, où l’agence étudie la Lune." in text


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xff\xfeC\x00N\x00E\xd8", "begins as UTF-16-LE"),
        (b"\xff\xfe \x00\n\x00", "is empty"),
        (bytes(range(1, 256)), "control characters|binary"),
        (
            hashlib.shake_128(b"").digest(4_000).replace(b"\x00", b"\x01"),
            "control characters|binary",
        ),
        (b"GIF89a\x01\x00\x01\x00", "is binary"),
        (b"PK\x03\x04\x14\x00\x06\x00", "is binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    path = written(tmp_path, raw, "note.txt")
    with pytest.raises(InputError, match=says) as refused:
        read(path)
    assert refused.value.path == str(path)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.txt", b"%PDF-1.4\n", "is PDF, not .txt; rename it to a.pdf"),
        ("a.html", b"%PDF-1.4\n", "is PDF, not .html"),
        ("a.txt", b"\n<!DOCTYPE html><html><body>CNES</body></html>", "is HTML, not .txt"),
        ("a.pdf", b"<html><body>404 Not found</body></html>", "is HTML, not .pdf"),
        ("a.pdf", b"CNES met ESA.", "is not PDF"),
    ],
)
def test_a_file_of_another_format_than_its_name_says_is_refused(
    tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        read(written(tmp_path, raw, name))
