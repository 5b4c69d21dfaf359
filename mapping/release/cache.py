"""Contributions of documents, and verdicts on them, kept from build to build in the output folder.

A file's name is the hash of all that its content depends on, so an entry is right or absent: of
another program or gazetteer there is another generation, in a folder of its own. Files are written
beside their place and renamed; one that is damaged counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mapping.release.contributions import Head, Stored

_ENTRIES = "entries"
_USED = "used"


@dataclass(frozen=True)
class Cache:
    """The entries of one generation, in ``folder``."""

    folder: Path

    @classmethod
    def within(cls, out: Path, *generation: str, name: str = "cache") -> Cache:
        """The cache of this name in an output folder for a generation; others are removed."""
        own = hashlib.sha256("\0".join(generation).encode()).hexdigest()[:32]
        for other in (out / name).glob("*"):
            if other.name != own:
                shutil.rmtree(other, ignore_errors=True)
        return cls(out / name / own).opened()

    def opened(self) -> Cache:
        """The cache, after its folders were made. Raises OSError where they cannot be."""
        for name in (_ENTRIES, _USED):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for leftover in (self.folder / _ENTRIES).glob("*/.*"):
            leftover.unlink(missing_ok=True)
        return self

    def stored(self, key: str) -> Stored:
        """The place of an entry."""
        return Stored(self.folder / _ENTRIES / key[:2] / key)

    def head(self, key: str) -> Head | None:
        """The head of an entry that is there and whole, or None."""
        try:
            return self.stored(key).head()
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def store(self, key: str, content: bytes) -> None:
        """Keep an entry. Raises OSError where there is no room."""
        path = self.stored(key).path
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f".{key}-{os.getpid()}")
        try:
            new.write_bytes(content)
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def prune(self, release: str, keys: Iterable[str], kept: Iterable[str]) -> None:
        """Note the entries that a release was made of; remove those that no kept release needs."""
        used = self.folder / _USED
        mine = set(keys)
        new = used / f".{release}"
        new.write_text("".join(f"{key}\n" for key in sorted(mine)))
        new.replace(used / release)
        names = {*kept, release}
        for path in used.iterdir():
            if path.name in names:
                mine.update(path.read_text().split())
            else:
                path.unlink()
        for path in (self.folder / _ENTRIES).glob("*/*"):
            if path.name not in mine:
                path.unlink()


@dataclass(frozen=True)
class Key:
    """The key of a document's entry, and the SHA-256 of the document's bytes."""

    key: str
    sha256: str


def key_of(path: Path, options: Sequence[object], max_bytes: int) -> Key | None:
    """The key of a document's entry; None for what is no file that can be read.

    ``options`` are all else that its contribution depends on within a generation.
    """
    own = _digest(path, max_bytes)
    if own is None:
        return None
    parts = [path.name, own, _digest(path.with_suffix(".yaml"), max_bytes), *options]
    return Key(hashlib.sha256(json.dumps(parts).encode()).hexdigest(), own)


def _digest(path: Path, max_bytes: int) -> str | None:
    """SHA-256 of a plain file that is not too large to be a document; None for anything else."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > max_bytes:
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
