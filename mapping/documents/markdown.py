"""Markdown: front matter as metadata, the rest as the text that a reader would see.

CommonMark with tables, by markdown-it-py. Code and raw HTML are no text; marks of emphasis go, the
words of links stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mapping.dates import dateline, is_valid
from mapping.documents.content import Content
from mapping.documents.encodings import check, decode, without_controls
from mapping.documents.lines import COLUMN, tidy
from mapping.documents.masking import has_contact_data
from mapping.errors import InputError

_LONGEST = 2_000_000
_FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_LINE_END = "\n"
_ENDS = frozenset(
    f"{sort}_{end}"
    for sort in ("bullet_list", "ordered_list", "table")
    for end in ("open", "close")
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SOURCES = ("source", "url", "canonical", "canonical_url")


def read(path: Path, raw: bytes) -> Content:
    """The text of a Markdown file. Raises InputError (naming ``path``) for what is no text."""
    text = decode(path, raw)
    check(path, text)
    if len(text) > _LONGEST:
        reason = f"has more than {_LONGEST:,} characters, too many for Markdown; save it as .txt"
        raise InputError(str(path), reason)
    front = _FRONT.match(text)
    stated = _front_matter(path, front[1]) if front else {}
    body = _rendered(path, text[front.end() :] if front else text)
    if not any(char.isalpha() for char in body):
        raise InputError(str(path), "holds no text beside code and markup")
    return Content(
        body,
        title=_text(stated, "title"),
        publisher=_text(stated, "publisher"),
        source=_address(_text(stated, *_SOURCES)),
        date=_date(stated.get("date")),
        language=(_text(stated, "language", "lang") or "")[:2].casefold() or None,
    )


def _front_matter(path: Path, source: str) -> Mapping[object, object]:
    try:
        content = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise InputError(f"{path}:{line}", "has front matter that is not YAML; mend it") from error
    return content if isinstance(content, dict) else {}


def _text(stated: Mapping[object, object], *names: str) -> str | None:
    values = (stated.get(name) for name in names)
    found = (" ".join(value.split()) for value in values if isinstance(value, str))
    return next((without_controls(value) for value in found if value), None)


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None


def _date(value: object) -> str | None:
    """EDTF of a YAML date, an EDTF literal or a date in words; None for anything else."""
    if isinstance(value, dt.date):  # a time too, which YAML knows as such
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    if is_valid(value):
        return value
    found = dateline(value)
    return found.edtf if found else None


def _rendered(path: Path, source: str) -> str:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    try:
        tokens = parser.parse(source)
    except (RecursionError, ValueError, IndexError) as error:
        raise InputError(
            str(path), "holds Markdown that cannot be read; save it as .txt"
        ) from error
    text = tidy("".join(_pieces(tokens)))
    return without_controls(text)


def _pieces(tokens: list[Token]) -> Iterator[str]:
    """The text of block tokens, with the line ends between them."""
    begin = "\n\n"
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "list_item_open":
            begin = "\n- "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield "\n" + COLUMN.join(cell for cell in cells or () if cell)
            cells = None
        elif token.type == "inline":
            text = _line(token.children or [])
            if cells is not None:
                cells.append(" ".join(text.split()))
            elif text:
                yield begin + text
                begin = "\n\n"
        elif token.type in _ENDS:
            yield "\n\n"


def _line(tokens: list[Token]) -> str:
    """The text of inline tokens: wrapped lines are one, lines of contact data stay apart."""
    lines: list[tuple[str, bool]] = [("", False)]
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            before, is_wrapped = lines[-1]
            lines[-1] = (before + token.content, is_wrapped)
        elif token.type in ("softbreak", "hardbreak"):
            lines.append(("", token.type == "softbreak"))
        elif token.type == "html_inline" and _BREAK.match(token.content):
            lines.append(("", False))
    text = lines[0][0]
    for (previous, _), (line, is_wrapped) in pairwise(lines):
        is_one = is_wrapped and not has_contact_data(previous) and not has_contact_data(line)
        text += f"{' ' if is_one else _LINE_END}{line}"
    return text
