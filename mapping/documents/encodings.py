"""From bytes to characters: byte order marks, UTF-8, what a page declares, and what fits best.

UTF-8 is believed before any declaration, for hardly any other text happens to be UTF-8. Of texts in
old western encodings charset-normalizer takes a letter for a similar one ("’" for "Õ"), because a
release holds few letters that tell; there that encoding is taken which reads the fewest odd ones.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

from mapping.documents.language import known_language
from mapping.errors import InputError
from mapping.rules.tables import table

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 50_000
_MOST_ODD = 0.2


def decode(path: Path, raw: bytes, declared: str | None = None) -> str:
    """The characters of ``raw``; ``declared`` is the encoding that the file says it is in.

    Raises InputError (naming ``path``) for what is empty, binary, damaged or in no known encoding.
    """
    if not raw.strip():
        raise InputError(str(path), "is empty")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _marked(path, raw[len(mark) :], encoding)
    if b"\x00" in raw:
        return _wide(path, raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged(raw, error):
            line = raw.count(b"\n", 0, error.start) + 1
            reason = "is UTF-8 that is damaged here; mend it or save it again"
            raise InputError(f"{path}:{line}", reason) from error
    for candidate in (_declared(declared), _western(raw), _guessed(raw)):
        text = _tried(raw, candidate)
        if text is not None:
            return text
    raise InputError(str(path), "is binary, or in an encoding that is not known; save it as UTF-8")


def without_controls(text: str) -> str:
    """The text with blanks for control characters, and windows-1252 for those that stand for it.

    "&#146;" in a page means the apostrophe that windows-1252 has there.
    """
    if not any(char < " " or "\x7f" <= char <= "\x9f" for char in text):
        return text
    return text.translate(_CONTROLS)


def _readable(code: int) -> str:
    return bytes([code]).decode("cp1252", "ignore") if code >= 0x80 else ""


_CONTROLS = {
    code: _readable(code) or " "
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n\r"
}


# Match: a null, an escape    No match: a tab, a line's or a page's end
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x9f]")


def check(path: Path, text: str) -> None:
    """Raises InputError for a text without words, or with characters that no text has."""
    if not any(char.isalpha() for char in text):
        raise InputError(str(path), "holds no words")
    if _CONTROL.search(text):
        raise InputError(str(path), "holds control characters; it is binary or damaged")


def _marked(path: Path, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"begins as {encoding.upper()} and is not, or is damaged; save it as UTF-8"
        raise InputError(str(path), reason) from error
    if not text.strip():
        raise InputError(str(path), "is empty")
    return text


def _wide(path: Path, raw: bytes) -> str:
    """UTF-16 without a mark, where every second byte of a western text is null."""
    half = len(raw) // 2
    nulls = (raw[0::2].count(0), raw[1::2].count(0))
    if half and len(raw) % 2 == 0 and max(nulls) > 0.4 * half and min(nulls) < 0.01 * half:
        text = _tried(raw, "utf-16-le" if nulls[1] > nulls[0] else "utf-16-be")
        if text is not None:
            return text
    raise InputError(str(path), "is binary, not text")


def _is_damaged(raw: bytes, error: UnicodeDecodeError) -> bool:
    """Whether it is UTF-8 for the most part, or ends inside a character."""
    if error.reason == "unexpected end of data" and error.end - error.start > 1:
        return True
    text = raw.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - wrong >= wrong


def _declared(name: str | None) -> str | None:
    encodings: dict[str, str] = table("encodings")["declared"]
    return encodings.get((name or "").strip().casefold())


def _western(raw: bytes) -> str | None:
    rules = table("encodings")
    if known_language(raw.decode("ascii", "ignore")) is None:
        return None
    usual = set(rules["western_characters"])
    odd: dict[str, float] = {}
    for encoding in rules["western"]:
        text = _tried(raw, encoding)
        if text is not None:
            foreign = [(before, char) for before, char in pairwise(f" {text}") if char > "\x7f"]
            wrong = sum(char not in usual or _is_odd(before, char) for before, char in foreign)
            odd[encoding] = wrong / len(foreign)
    best = min(odd, key=odd.__getitem__, default=None)
    return best if best is not None and odd[best] <= _MOST_ODD else None


def _is_odd(before: str, char: str) -> bool:
    """Whether a capital follows a small letter, as in "prÇsident"."""
    return before.islower() and char.isupper()


def _guessed(raw: bytes) -> str | None:
    first = next(place for place, byte in enumerate(raw) if byte > 0x7F)
    begin = max(0, first - 1000)
    sample = raw[begin : begin + _SAMPLE]
    best = from_bytes(sample, cp_isolation=table("encodings")["others"]).best()
    return best.encoding if best else None


def _tried(raw: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
