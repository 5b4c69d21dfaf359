"""Compiled regular expressions, kept from process to process in the user's cache folder.

The rules are some thousand expressions, the longest of 200 KB: to parse them all takes longer than
to read a hundred releases. What that comes to, the program that ``re`` runs and what a text must
hold, is kept in one file (XDG Base Directory Specification, ``$XDG_CACHE_HOME``). What is damaged,
belongs to another user, or was made by another Python or by other code of ours counts as absent,
and so does all where the folder takes no files. An entry's key is the source of its expression, so
a changed rule is another entry.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import stat
import sys
import tempfile
import time
import zlib
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from mapping.conditions import Condition
from mapping.programs import Program

#: What is known of an expression besides: needs, as pairs of words and sorts, and a condition.
Known = tuple[list[tuple[frozenset[str], int]], Condition]

_WORD: Final = "I"  # four bytes, as ``re`` has them
_DIGEST: Final = 32
# So many times the entries that a process uses are kept; of older rules no more than that.
_SPARE: Final = 3
_HOUR: Final = 3_600  # seconds: nobody writes a file for so long


@dataclass
class Kept:
    """The entries of one file; written anew when the process ends, if there are more by then."""

    file: Path | None  #: None where this user has no folder of that kind
    #: What entries depend on besides the source: this Python, the code that makes them.
    made_by: bytes
    _new: dict[bytes, bytes] = field(default_factory=dict)
    _used: set[bytes] = field(default_factory=set)

    @classmethod
    def of_user(cls, *modules: str) -> Kept:
        """Those of this user, which the code in ``modules`` (names of files) makes."""
        made_by = hashlib.sha256(sys.version.encode())
        for source in (__file__, *modules):
            made_by.update(Path(source).read_bytes())
        name = f"expressions.{sys.implementation.cache_tag}"
        folder = _folder()
        kept = cls(folder / name if folder else None, made_by.digest())
        if folder:
            atexit.register(kept.write)
        return kept

    def find(self, source: str, flags: int) -> tuple[Program, Known] | None:
        """The entry of an expression, or None."""
        key = _key(source, flags)
        entry = self._new.get(key) or self._entries.get(key)
        if entry is None:
            return None
        self._used.add(key)
        (flags, code, groups, names), known = marshal.loads(zlib.decompress(entry))  # noqa: S302
        return (flags, list(array(_WORD, code)), groups, names), known

    def add(self, source: str, flags: int, made: Program, known: Known) -> None:
        """Keep what an expression came to."""
        own, code, groups, names = made
        content = ((own, array(_WORD, code).tobytes(), groups, names), known)
        key = _key(source, flags)
        self._new[key] = zlib.compress(marshal.dumps(content), 1)
        self._used.add(key)

    def write(self) -> None:
        """Write the file with what is new, in one step; where that fails, all stays as it is."""
        if self.file is None or not self._new:
            return
        found = self._read() | self._new  # others may have written it meanwhile
        if len(found) > _SPARE * len(self._used):
            found = {key: entry for key, entry in found.items() if key in self._used}
        content = marshal.dumps(found)
        with suppress(OSError):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _clear(self.file)
            _replace(self.file, self.made_by, hashlib.sha256(content).digest(), content)
        self._new = {}

    @cached_property
    def _entries(self) -> dict[bytes, bytes]:
        return self._read()

    def _read(self) -> dict[bytes, bytes]:
        try:
            content = self.file.read_bytes() if self.file and _is_own(self.file) else b""
        except OSError:
            return {}
        made_by, digest = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST]
        content = content[2 * _DIGEST :]
        if made_by != self.made_by or hashlib.sha256(content).digest() != digest:
            return {}
        found: dict[bytes, bytes] = marshal.loads(content)  # noqa: S302
        return found


def _folder() -> Path | None:
    """The folder for what can be made again; None for a user without a home, as containers have.

    A relative one is to be ignored, says the standard.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if home.is_absolute():
        return home / "spacecoop"
    try:
        return Path("~/.cache/spacecoop").expanduser()
    except RuntimeError:
        return None


def _key(source: str, flags: int) -> bytes:
    return hashlib.sha256(f"{flags} {source}".encode("utf-8", "surrogatepass")).digest()


def _is_own(file: Path) -> bool:
    """Is it a file that nobody else can have written? Raises OSError."""
    status = file.stat()
    return (
        stat.S_ISREG(status.st_mode)
        and status.st_uid == os.geteuid()
        and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _clear(file: Path) -> None:
    """Remove what processes that were killed left half-written. Raises OSError."""
    for left in file.parent.glob(f"{file.name}.*"):
        if left.stat().st_mtime < time.time() - _HOUR:
            left.unlink(missing_ok=True)


def _replace(file: Path, *parts: bytes) -> None:
    """Put a file in the place of another at once. Raises OSError, and leaves nothing behind."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(parts)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
