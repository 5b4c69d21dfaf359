"""The formats that documents come in, by the suffix of the file: one module each.

Each module's ``read(path, raw)`` gives the Content of a file's bytes and raises InputError, naming
``path``, for what it cannot take. They are imported when they are needed: the libraries behind them
take longer to import than a plain text takes to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from mapping.documents.content import Content
from mapping.errors import InputError

Format = Callable[[Path, bytes], Content]

_PAGE_BEGINS = (b"<!doctype html", b"<html")


def _plain(path: Path, raw: bytes) -> Content:
    from mapping.documents import plain

    return plain.read(path, raw)


def _webpage(path: Path, raw: bytes) -> Content:
    from mapping.documents import webpage

    return webpage.read(path, raw)


def _pdf(path: Path, raw: bytes) -> Content:
    from mapping.documents import pdf

    return pdf.read(path, raw)


def _markdown(path: Path, raw: bytes) -> Content:
    from mapping.documents import markdown

    return markdown.read(path, raw)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {".txt": _plain, ".html": _webpage, ".htm": _webpage, ".pdf": _pdf, ".md": _markdown}
)


def content_of(path: Path, raw: bytes) -> Content:
    """The content of a file by its suffix; InputError where the bytes are of another format."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        reason = f"not a kind of document that can be read ({', '.join(FORMATS)})"
        raise InputError(str(path), reason)
    if suffix != ".pdf" and raw.startswith(b"%PDF-"):
        raise InputError(str(path), f"is PDF, not {suffix}; rename it to {path.stem}.pdf")
    if suffix not in (".html", ".htm") and raw[:512].lstrip().lower().startswith(_PAGE_BEGINS):
        raise InputError(str(path), f"is HTML, not {suffix}; rename it to {path.stem}.html")
    return FORMATS[suffix](path, raw)
