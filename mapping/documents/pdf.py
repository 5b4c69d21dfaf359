"""PDF: the text of the pages in reading order, by pdfminer.six.

Hostile files are bounded where pdfminer is not: what streams unpack to, how many pages are read
and how many characters they show.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLineHorizontal
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import Matrix, Rect, decode_text

from mapping.documents.content import Content
from mapping.documents.encodings import without_controls
from mapping.documents.lines import COLUMN, squeezed
from mapping.documents.paragraphs import Line, paragraphs
from mapping.errors import InputError

_MOST_PAGES = 500
_FEW = 3
_MOST_CHARACTERS = 2_000_000
_MOST_ON_A_PAGE = 50_000
_MOST_FIGURES = 5_000
_MOST_UNPACKED = 100_000_000
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_MOST_UNKNOWN = 0.1
# Ligatures are letters of the type, not of the text.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Match: "Microsoft Word - CP_v3.docx", "release.indd", "untitled"    No match: "CNES meets JAXA"
_FILE_TITLE = re.compile(r"^Microsoft |\.\w{2,5}$|^untitled\b", re.IGNORECASE)
# What pdfminer raises for files that break the rules of the format.
_BROKEN = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


class _TooMuchError(Exception):
    """The file shows more than a document does."""


class _Device(PDFPageAggregator):
    """Lays pages out, and stops where forms that repeat one another never end."""

    shown = 0
    figures = 0
    begun = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.begun = self.shown
        super().begin_page(page, ctm)

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self.shown += sum(len(part) for part in seq if isinstance(part, bytes))
        if self.shown > _MOST_CHARACTERS or self.shown - self.begun > _MOST_ON_A_PAGE:
            raise _TooMuchError
        super().render_string(textstate, seq, ncs, graphicstate)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        self.figures += 1
        if self.figures > _MOST_FIGURES:
            raise _TooMuchError
        super().begin_figure(name, bbox, matrix)


def read(path: Path, raw: bytes) -> Content:
    """The text of a PDF file, one line a paragraph.

    Raises InputError (naming ``path``) for what is encrypted, broken, endless or holds no text.
    """
    if not raw.strip():
        raise InputError(str(path), "is empty")
    if b"%PDF-" not in raw[:1024]:
        raise InputError(str(path), "is not PDF; rename it to what it is")
    try:
        _check_streams(raw)
        document = PDFDocument(PDFParser(BytesIO(raw)))
        title = _title(document)
        lines = list(_lines(document))
    except _TooMuchError as error:
        reason = "shows more than a document of 500 pages does; save its main text alone"
        raise InputError(str(path), reason) from error
    except PDFEncryptionError as error:
        raise InputError(str(path), "is encrypted; save it without a password") from error
    except _BROKEN as error:
        raise InputError(str(path), "is a broken PDF file; save it again") from error
    text = "\n\n".join(paragraphs(lines))
    if not any(char.isalpha() for char in _UNKNOWN.sub("", text)):
        reason = "holds no text, only pictures of it; run text recognition (OCR) on it"
        raise InputError(str(path), reason)
    unknown = _UNKNOWN.findall(text)
    if len(unknown) > _MOST_UNKNOWN * len(_UNKNOWN.sub(" ", text)):
        reason = "has fonts that do not say which letters they show; save it again, or as text"
        raise InputError(str(path), reason)
    return Content(_UNKNOWN.sub("\ufffd", text), title=title)


def _check_streams(raw: bytes) -> None:
    """Raises _TooMuchError where a compressed stream unpacks to more than any page needs."""
    left = _MOST_UNPACKED
    for part in raw.split(b"endstream"):
        _, keyword, packed = part.partition(b"stream")
        try:
            unpacked = zlib.decompressobj().decompress(packed.lstrip(b"\r\n"), max(1, left))
        except zlib.error:
            continue
        left -= len(unpacked) if keyword else 0
        if left <= 0:
            raise _TooMuchError


def _title(document: PDFDocument) -> str | None:
    """The title in the file's properties, unless it is the name of a file."""
    for properties in document.info:
        value = properties.get("Title")
        if isinstance(value, bytes):
            title = squeezed(without_controls(decode_text(value))).strip()
            if len(title.split()) > 2 and not _FILE_TITLE.search(title):
                return title[:300]
    return None


def _lines(document: PDFDocument) -> Iterator[Line]:
    resources = PDFResourceManager()
    device = _Device(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number == _MOST_PAGES:
            raise _TooMuchError
        interpreter.process_page(page)
        layout = device.get_result()
        yield from _on(layout, number, layout)


def _on(container: LTContainer[Any] | LTPage, number: int, page: LTPage) -> Iterator[Line]:
    for item in container:
        if isinstance(item, LTTextLineHorizontal):
            text = without_controls(_spaced(item)).translate(_LIGATURES).strip()
            if text and page.height > 0:
                yield Line(text, number, item.x0, item.y0, item.x1, item.y1, page.height)
        elif isinstance(item, LTContainer):
            yield from _on(item, number, page)


def _spaced(line: LTTextLineHorizontal) -> str:
    """The characters of a line, with one blank for each gap and more for that of a column.

    In justified text blanks are stretched; a column is a gap that is wide for its line too.
    """
    words: list[list[LTChar]] = [[]]
    for char in line:
        if isinstance(char, LTChar) and not char.get_text().isspace():
            words[-1].append(char)
        elif words[-1]:
            words.append([])
    words = [word for word in words if word]
    gaps = [after[0].x0 - before[-1].x1 for before, after in pairwise(words)]
    usual = median(gaps) if len(gaps) > _FEW else 0.0
    text = "".join(char.get_text() for char in words[0]) if words else ""
    for gap, word in zip(gaps, words[1:], strict=True):
        is_column = gap > max(word[0].size, 2.2 * usual)
        text += COLUMN if is_column else " "
        text += "".join(char.get_text() for char in word)
    return text.replace("\n", " ")
