"""Rows as tab-separated text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def tsv(rows: Iterable[Sequence[str]]) -> str:
    """A line a row; whatever is white or no character of a text becomes one blank."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows)


def _cell(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
