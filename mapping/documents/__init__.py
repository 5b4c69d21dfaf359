"""Documents as they are published: a text, and what its publisher says about it.

The texts in this folder ship with the project; beside each stands a metadata file of the same stem
(``.yaml``) with what the publisher states outside the text. See CONTRIBUTING for how to add one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from mapping.documents.formats import FORMATS, content_of
from mapping.documents.language import known_language
from mapping.documents.masking import published
from mapping.documents.metadata import Metadata
from mapping.errors import InputError

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Document",
    "discover",
    "ignored",
    "published",
    "read",
    "shipped",
    "slug_of",
]

SUFFIXES = tuple(FORMATS)
MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Document:
    """A source text with its metadata. ``text`` is the published text that offsets point into.

    ``stated_date`` is the document's; ``page_date`` that of the page it stood on, which holds only
    where the text has no date line. ``is_wrapped``: a paragraph may go over several lines.
    """

    slug: str
    file: str
    sha256: str
    text: str
    title: str
    publisher: str | None = None
    source: str | None = None
    stated_date: str | None = None
    rights: str | None = None
    text_rights: Literal["full", "quotes"] = "full"
    language: str = "en"
    page_date: str | None = None
    is_wrapped: bool = True


def slug_of(path: Path) -> str:
    """The document's slug: file stem, lower case, each run of other characters a hyphen."""
    stem = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")


def shipped() -> list[Path]:
    """The documents that ship with the project."""
    folder = Path(str(resources.files("mapping.documents")))
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)


def discover(paths: Sequence[Path]) -> list[Path]:
    """The document files that ``paths`` (files and folders, searched deeply) name, sorted.

    Raises InputError for a path that does not exist and for a folder without any document.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = {file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES}
            if not inside:
                raise InputError(str(path), f"no documents in this folder ({_suffixes()})")
            found |= inside
        elif not path.exists():
            raise InputError(str(path), "no such file or folder")
        elif path.suffix.lower() not in SUFFIXES:
            raise InputError(str(path), f"not a kind of document that can be read ({_suffixes()})")
        else:
            found.add(path)
    return sorted(found)


def ignored(paths: Sequence[Path]) -> int:
    """How many files in the folders among ``paths`` are neither documents nor their metadata."""
    folders = [path for path in paths if path.is_dir()]
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    documents = {file for file in files if file.suffix.lower() in SUFFIXES}
    return len(files - documents - {file.with_suffix(".yaml") for file in documents})


def read(
    path: Path, *, date: str | None = None, source: str | None = None, max_bytes: int = MAX_BYTES
) -> Document:
    """The document in ``path``, with the metadata file beside it where there is one.

    The metadata file wins over what the document says of itself; ``date`` (EDTF) and ``source`` (an
    address) stand in where neither says anything. Raises InputError for a file that is unreadable,
    larger than ``max_bytes``, empty, binary, damaged, without text, or has no slug.
    """
    raw = _bytes(path, max_bytes)
    slug = slug_of(path)
    if not slug:
        raise InputError(str(path), "the file name has no letter or digit to make an address from")
    metadata = Metadata.beside(path)
    content = content_of(path, raw)
    text = published(content.text)
    if not any(char.isalpha() for char in text):
        raise InputError(str(path), "holds no words beside contact data")
    return Document(
        slug=slug,
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        title=metadata.title or content.title or _first_heading(text),
        publisher=metadata.publisher or content.publisher,
        source=metadata.source or content.source or source,
        stated_date=metadata.date or content.date or (None if content.page_date else date),
        rights=metadata.rights,
        text_rights=metadata.text,
        language=metadata.language or known_language(text) or content.language or "en",
        page_date=content.page_date,
        is_wrapped=content.is_wrapped,
    )


def _suffixes() -> str:
    return ", ".join(SUFFIXES)


def _bytes(path: Path, most: int) -> bytes:
    try:
        if path.is_fifo() or path.is_socket() or path.is_char_device():
            raise InputError(str(path), "is no file but a pipe or device, which may never end")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    if len(raw) > most:
        raise InputError(str(path), f"larger than {most / 1_000_000:g} MB; split it")
    return raw


def _first_heading(text: str) -> str:
    """The first line that says more than a date does, at most 200 characters of it."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    wordy = [line for line in lines if len(line.split()) > 3]
    return (wordy or [line for line in lines if line])[0][:200]
