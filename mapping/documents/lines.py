"""Lines that a format breaks where the text does not: put together to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mapping.documents.masking import has_contact_data

#: What parts the columns of a line, which the reader tells from blanks.
COLUMN = " " * 4
ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def squeezed(text: str) -> str:
    """The text with one blank for each run of white space; no-break spaces stay."""
    return _BLANKS.sub(" ", text)


def joined(lines: Iterable[str]) -> str:
    """The lines, each that goes on with a small letter joined to the one before it.

    Lines of contact data stay as they are, for there each is an entry.
    """
    kept: list[str] = []
    for line in lines:
        if not line:
            continue
        if kept and line[0].islower() and not ENDS.search(kept[-1]) and not _apart(kept[-1], line):
            kept[-1] = f"{kept[-1]} {line}"
        else:
            kept.append(line)
    return "\n".join(kept)


def _apart(*lines: str) -> bool:
    return any(has_contact_data(line) for line in lines)


def tidy(text: str) -> str:
    """Blocks parted by one blank line, no line with blanks at its ends, no empty bullet."""
    lines = [line.strip(" \t") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
