"""PDF: paragraphs as they were before the lines were broken, and files that hold none."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from mapping.documents import Document, read
from mapping.errors import InputError

SENTENCES = (
    "The agencies reviewed their cooperation in Earth observation, which has brought them three "
    "satellites in ten years. They will meet again in a year, as they have done ever since."
)
TOPICS = "radar optical infrared ocean ice land coastal polar daily weekly public global".split()


def sheets(write: Callable[[FPDF], object], **options: str) -> bytes:
    pdf = FPDF(format=(148, 210))
    pdf.core_fonts_encoding = "windows-1252"
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    write(pdf)
    if options:
        pdf.set_encryption(options["owner"], options["user"], permissions=AccessPermission.none())
    return bytes(pdf.output())


def sheet(folder: Path, raw: bytes) -> Document:
    path = folder / "sheet.pdf"
    path.write_bytes(raw)
    return read(path)


def lines(*texts: str, leading: float = 6) -> Callable[[FPDF], None]:
    def write(pdf: FPDF) -> None:
        for text in texts:
            pdf.multi_cell(0, leading, text, new_x="LMARGIN", new_y="NEXT")

    return write


@pytest.mark.parametrize("leading", [5, 6, 9, 12])
def test_lines_are_joined_to_paragraphs_at_any_spacing(tmp_path: Path, leading: float) -> None:
    text = sheet(tmp_path, sheets(lines(SENTENCES, SENTENCES, "End.", leading=leading))).text
    assert text == f"{SENTENCES}\n\n{SENTENCES}\n\nEnd."


def test_points_headings_and_columns_stay_apart(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        pdf.set_font("Helvetica", style="B", size=16)
        lines("Agencies meet in Paris to speak of the Moon and of Mars")(pdf)
        pdf.set_font("Helvetica", size=11)
        lines("They agreed:", "- to meet every year;", "- to fly.")(pdf)
        for row in (
            ("Jane Roe", "Press Officer", "Paris"),
            ("J. Doe", "Engineer", "Toulouse"),
        ):
            for cell in row:
                pdf.cell(42, 6, cell)
            pdf.ln(6)

    assert sheet(tmp_path, sheets(write)).text.split("\n\n") == [
        "Agencies meet in Paris to speak of the Moon and of Mars",
        *("They agreed:", "- to meet every year;", "- to fly."),
        *("Jane Roe    Press Officer    Paris", "J. Doe    Engineer    Toulouse"),
    ]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        with pdf.text_columns(ncols=2, gutter=8) as columns:
            columns.write(SENTENCES + "\n" + SENTENCES[::-1])

    text = " ".join(sheet(tmp_path, sheets(write)).text.split())
    assert SENTENCES in text


def test_words_parted_at_a_line_end_are_whole_again(tmp_path: Path) -> None:
    text = lines(
        "The two agencies spoke of space and of the human explo-\n"
        "ration of the Moon and of Mars, of their new space-\n"
        "based observatories, and of what was done in the COVID-\n"
        "19 pandemic."
    )
    told = sheet(tmp_path, sheets(text)).text
    assert "human exploration of" in told
    assert "space-based observatories" in told
    assert "COVID-19" in told


def test_headers_footers_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    class Sheets(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, "CNES press release CP042-2022", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-12)
            self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="C")

    pdf = Sheets(format=(148, 210))
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    paragraphs = [SENTENCES.replace("Earth", f"{topic} Earth") for topic in TOPICS]
    lines(*paragraphs)(pdf)
    assert pdf.page_no() > 1
    text = sheet(tmp_path, bytes(pdf.output())).text
    assert text.split("\n\n") == paragraphs


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("CNES and ISRO meet", "CNES and ISRO meet"),
        ("Microsoft Word - CP_v3.docx", "The agencies met in Paris."),
        ("Layout 1", "The agencies met in Paris."),
    ],
)
def test_a_title_that_is_one_is_taken(tmp_path: Path, title: str, told: str) -> None:
    def write(pdf: FPDF) -> None:
        pdf.set_title(title)
        lines("The agencies met in Paris.")(pdf)

    document = sheet(tmp_path, sheets(write))
    assert document.title == told
    assert (document.stated_date, document.page_date) == (None, None)


def test_a_file_without_a_password_for_reading_is_read(tmp_path: Path) -> None:
    raw = sheets(lines(SENTENCES), owner="secret", user="")
    assert sheet(tmp_path, raw).text == SENTENCES


def bomb() -> bytes:
    packed = zlib.compress(b"0" * 300_000_000, 9)
    return (
        b"%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
        b"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        b"trailer\n<</Root 1 0 R>>\n%%%%EOF" % (len(packed), packed)
    )


def laughs() -> bytes:
    """Forms that each show the next ten times."""
    form = (
        "{0} 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</N {1} 0 R>>>>"
        "/Length 60>>\nstream\n" + "/N Do " * 10 + "\nendstream\nendobj\n"
    )
    body = "".join(form.format(number, number + 1) for number in range(5, 15))
    return (
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R"
        "/MediaBox[0 0 9 9]/Resources<</XObject<</N 5 0 R>>>>/Contents 4 0 R>>\nendobj\n"
        "4 0 obj\n<</Length 5>>\nstream\n/N Do\nendstream\nendobj\n"
        f"{body}trailer\n<</Root 1 0 R>>\n%%EOF"
    ).encode()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (sheets(lines(SENTENCES), owner="secret", user="secret"), "is encrypted; save it without"),
        (sheets(lambda pdf: pdf.rect(10, 10, 20, 20)), "holds no text"),
        (sheets(lines(SENTENCES))[:700], "broken|holds no text"),
        (b"%PDF-1.7\n", "is a broken PDF file"),
        (b"%PDF-1.7\n" + b"<<" * 100_000, "is a broken PDF file"),
        (b"%PDF-1.7\n" + b"[" * 100_000 + b"\ntrailer\n<</Root 1 0 R>>", "broken|holds no text"),
        (bomb(), "shows more than"),
        (laughs(), "shows more than"),
    ],
    ids=["encrypted", "drawing", "cut", "header", "dictionaries", "arrays", "bomb", "laughs"],
)
def test_a_file_that_holds_no_text_is_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        sheet(tmp_path, raw)
