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

from mapping.documents.language import language_of
from mapping.documents.metadata import Metadata
from mapping.errors import InputError

SUFFIXES = (".txt",)
MAX_BYTES = 20_000_000

# Match: "pascale.bresson@cnes.fr"            No match: "CNES @ Le Bourget"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Match: "+33 (0)1 44 76 75 39", "Tel. 01 44 76 75 39"    No match: "2019-2020", "GOSAT-2"
_PHONE = re.compile(
    r"(?:\+|\b00)\d[\d\s().-]{6,20}\d|(?:(?<=Tel. )|(?<=Tel: )|(?<=Tel ))[\d(][\d ().-]{6,20}\d"
)


@dataclass(frozen=True)
class Document:
    """A source text with its metadata. ``text`` is the published text that offsets point into."""

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


def read(path: Path, *, date: str | None = None, source: str | None = None) -> Document:
    """The document in ``path``, with the metadata file beside it where there is one.

    ``date`` (EDTF) and ``source`` (an address) stand in where the metadata says nothing.
    Raises InputError for a file that is unreadable, empty, binary, not UTF-8, or has no slug.
    """
    raw = _bytes(path)
    text = published(_decode(path, raw))
    slug = slug_of(path)
    if not slug:
        raise InputError(str(path), "the file name has no letter or digit to make an address from")
    metadata = Metadata.beside(path)
    return Document(
        slug=slug,
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        title=metadata.title or _first_heading(text),
        publisher=metadata.publisher,
        source=metadata.source or source,
        stated_date=metadata.date or date,
        rights=metadata.rights,
        text_rights=metadata.text,
        language=metadata.language or language_of(text),
    )


def published(text: str) -> str:
    """The text as it is published: newlines are one character, contact data is masked.

    Telephone numbers and e-mail addresses are replaced at equal length, so offsets stay true.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # RDF/XML cannot hold page breaks and vertical tabs, which texts taken out of PDF files have.
    text = text.replace("\f", " ").replace("\v", " ")
    for pattern in (_EMAIL, _PHONE):
        text = pattern.sub(lambda match: re.sub(r"\w", "•", match.group()), text)
    return text


def _suffixes() -> str:
    return ", ".join(SUFFIXES)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_fifo() or path.is_socket() or path.is_char_device():
            raise InputError(str(path), "is no file but a pipe or device, which may never end")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"larger than {MAX_BYTES // 1_000_000} MB; split it")
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _decode(path: Path, raw: bytes) -> str:
    if not raw.strip():
        raise InputError(str(path), "is empty")
    if b"\x00" in raw:
        raise InputError(str(path), "is binary, not text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}", "is not UTF-8; convert it to UTF-8") from error
    if not any(char.isalpha() for char in text):
        raise InputError(str(path), "holds no words")
    if any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f\v" for char in text):
        raise InputError(str(path), "holds control characters; it is binary or damaged")
    return text


def _first_heading(text: str) -> str:
    """The first line that says more than a date does, at most 200 characters of it."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    wordy = [line for line in lines if len(line.split()) > 3]
    return (wordy or [line for line in lines if line])[0][:200]
