"""What a format gives: the text taken out of a file, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Content:
    """The text of a file with what the file says about it; every field but the text may be missing.

    ``date`` (EDTF) is stated as the document's; ``page_date`` is that of the page, which holds only
    where the text has no date line. ``is_wrapped``: a paragraph may go over several lines.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    date: str | None = None
    page_date: str | None = None
    language: str | None = None
    is_wrapped: bool = False
