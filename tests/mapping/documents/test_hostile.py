"""Whatever the bytes are, they come to a document or to an InputError, and soon."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.documents import Document, read
from mapping.errors import InputError
from tests.mapping.documents.writing import WRITERS, releases

LEAD = "<p>CNES and ESA signed an agreement on 3 March 2019 in Paris, which was good for all.</p>"
SAMPLES = {suffix: write(releases()[0]) for suffix, write in WRITERS.items()}
SUFFIXES = sorted(SAMPLES)
# Pieces of each format, put together at random, reach more than bytes do.
PIECES = {
    ".txt": [
        *"\n\t \u00a0\u200b\ufeff\ufffe\u2028•-",
        "CNES ",
        "Tel. +33 1 44 76 75 39",
        "a@b.example",
    ],
    ".html": [
        *(
            "<p>",
            "</p>",
            "<div class='share'>",
            "<table><tr><td>",
            "<ul><li>",
            "</ul>",
            "<br>",
            "<!--",
        ),
        *(
            "-->",
            "<script>",
            "<![CDATA[",
            "&#0;",
            "&#xD800;",
            "&#x85;",
            "&nbsp;",
            "<!DOCTYPE x [<!ENTITY a 'b'>",
        ),
        *(
            "<html",
            "<head>",
            "<title>",
            "<meta charset=utf-16>",
            "<?xml encoding='x'?>",
            "CNES met ESA. ",
            "'\"=",
        ),
    ],
    ".md": [
        *"#*_`>|-\n[]()!\\~",
        "---\n",
        "title: a\n",
        "&#0;",
        "<b>",
        "1. ",
        "    ",
        "CNES met ESA. ",
        "\n\n",
    ],
    ".pdf": [
        "%PDF-1.4\n",
        "1 0 obj\n",
        "<<",
        ">>",
        "stream\n",
        "endstream\n",
        "/Type/Page ",
        "[",
        "]",
        "xref\n",
    ],
}


def ends(folder: Path, suffix: str, raw: bytes) -> Document | InputError:
    path = folder / f"note{suffix}"
    path.write_bytes(raw)
    try:
        document = read(path)
    except InputError as error:
        is_one_line = "\n" not in str(error) and error.path.startswith(str(path))
        return error if is_one_line else pytest.fail(str(error))
    document.text.encode()
    assert any(char.isalpha() for char in document.text)
    assert not any(char < " " and char not in "\t\n" for char in document.text)
    return document


@st.composite
def files(draw: st.DrawFn, suffix: str) -> bytes:
    """A file of a format: bytes, pieces of the format, or a whole one that was damaged."""
    way = draw(st.sampled_from(["bytes", "pieces", "damaged"]))
    if way == "bytes":
        return draw(st.binary(max_size=300))
    if way == "pieces":
        pieces = draw(st.lists(st.sampled_from(PIECES[suffix]), max_size=40))
        return "".join(pieces).encode("utf-8", "replace")
    raw = bytearray(SAMPLES[suffix])
    for _ in range(draw(st.integers(1, 20))):
        place = draw(st.integers(0, len(raw) - 1))
        cut = draw(st.integers(0, 200))
        raw[place : place + cut] = draw(st.binary(max_size=4))
        if not raw:
            break
    return bytes(raw)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_bytes_come_to_a_document_or_to_a_refusal(
    tmp_path: Path, suffix: str, data: st.DataObject
) -> None:
    ends(tmp_path, suffix, data.draw(files(suffix)))


def page(inner: str) -> Callable[[], bytes]:
    return f"<html><body><article>{LEAD}{inner}{LEAD}</article></body></html>".encode


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (page("<div>" * 30_000 + LEAD), "nested deeper"),
        (page("<div>" * 100_000), "has more than 50,000 tags"),
        (page("<b>" * 300 + LEAD), "nested deeper"),
        (page("<ul><li>" * 5_000), "nested deeper"),
        (page("<br>" * 1_000_000), "has more than 50,000 tags"),
        (page("<p>" + "CNES met ESA " * 1_000_000), "longer texts than pages have"),
    ],
    ids=["divs", "many divs", "bold", "lists", "breaks", "text"],
)
def test_a_page_of_which_a_part_would_be_lost_is_refused(
    tmp_path: Path, make: Callable[[], bytes], says: str
) -> None:
    found = ends(tmp_path, ".html", make())
    assert isinstance(found, InputError)
    assert says in str(found)


@pytest.mark.parametrize(
    "make",
    [
        page("<p " + " ".join(f'a{i}="x"' for i in range(300_000)) + ">CNES</p>"),
        page(f"<p class='{'a' * 15_000_000}'>CNES</p>"),
        page(f"<img src='data:image/png;base64,{'iVBOR' * 1_000_000}'>"),
        page("&amp;" * 1_000_000),
        page("<" * 500_000),
        page("<!--" * 1_000_000),
        page('<script type="application/ld+json">{"a":' + "[" * 1_000_000 + "</script>"),
        page("<table><tr><td>" + "CNES</td><td>" * 5_000),
        lambda: (
            b"<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + page("&b;" * 9_000)()
        ),
        lambda: b"<!DOCTYPE html SYSTEM 'http://192.0.2.1/x.dtd'>" + page("")(),
    ],
    ids=[
        "attributes",
        "attribute",
        "image",
        "entities",
        "<",
        "comments",
        "json",
        "cells",
        "doctype",
        "dtd",
    ],
)
def test_a_page_made_to_keep_the_reader_busy_is_read_without_the_network(
    tmp_path: Path, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a document was looked up in the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    found = ends(tmp_path, ".html", make())
    assert isinstance(found, Document)
    assert "CNES and ESA signed" in found.text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[" * 50_000,
            "*a " * 50_000,
            ">" * 50_000 + "a",
            "- " * 20_000 + "a",
            "`" * 50_000 + "a",
        ),
        *(
            "![" * 30_000,
            "<a " * 30_000,
            "a**b" * 30_000,
            "&" * 50_000 + "a",
            "a |" * 20_000 + "\n-|-\n",
        ),
        *(
            "[a](" * 30_000,
            "---\n" + "a: &a [*a]\n" * 50 + "---\nCNES",
            "---\n" + "[" * 15_000 + "\n---\nCNES",
        ),
        "---\na: &a [1,1,1,1,1,1]\n"
        + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n"
            for i in range(9)
        )
        + "---\nCNES met ESA.",
    ],
    ids=range(14),
)
def test_markdown_made_to_keep_the_reader_busy_comes_to_an_end(tmp_path: Path, text: str) -> None:
    ends(tmp_path, ".md", text.encode())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_cut_anywhere_comes_to_an_end(tmp_path: Path, suffix: str) -> None:
    raw = SAMPLES[suffix]
    for place in range(1, len(raw), len(raw) // 20):
        ends(tmp_path, suffix, raw[:place])
