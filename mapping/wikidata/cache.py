"""Answers of Wikidata, kept by item and revision: what has not changed is not asked again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapping.errors import InputError
from mapping.release.folder import write_atomically


@dataclass(frozen=True)
class Cache:
    """A folder with a file for each item; None keeps nothing."""

    folder: Path | None

    def generation(self, *parts: str) -> Cache:
        """The part of the cache for answers to these questions."""
        if self.folder is None:
            return self
        return Cache(self.folder / hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16])

    def load(self, item: str, revision: int) -> Mapping[str, Any] | None:
        """What was stored of an item at this revision; None where there is nothing, or damage."""
        if self.folder is None:
            return None
        try:
            kept = json.loads((self.folder / f"{item}.json").read_text(encoding="utf-8"))
            return dict(kept["record"]) if kept["revision"] == revision else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, item: str, revision: int, record: Mapping[str, Any]) -> None:
        """Keep what is known of an item. Raises InputError where that cannot be written."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"revision": revision, "record": record}, ensure_ascii=False)
            write_atomically(self.folder / f"{item}.json", text)
        except OSError as error:
            raise InputError(str(self.folder), f"cannot be written: {error.strerror}") from error
