"""Plain text: published as it is, line by line."""

from __future__ import annotations

from pathlib import Path

from mapping.documents.content import Content
from mapping.documents.encodings import check, decode


def read(path: Path, raw: bytes) -> Content:
    """The text of ``raw``. Raises InputError (naming ``path``) for what is no text."""
    text = decode(path, raw)
    check(path, text)
    return Content(text, is_wrapped=True)
