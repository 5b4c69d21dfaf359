"""Addresses that an earlier release published and the current one does not: the build's list."""

import threading
from pathlib import Path

FILE = "tombstones.tsv"


class Tombstones:
    """The table beside the releases, read again whenever it was replaced."""

    def __init__(self, out: Path) -> None:
        self._file = out / FILE
        self._read: tuple[int, dict[str, str]] = (0, {})
        self._reading = threading.Lock()

    def last_release(self, path: str) -> str | None:
        """The release that had `mission/svom` last; None for what was never published."""
        return self._table().get(path)

    def _table(self) -> dict[str, str]:
        try:
            changed = self._file.stat().st_mtime_ns
            with self._reading:
                if self._read[0] != changed:
                    lines = self._file.read_text(encoding="utf-8").splitlines()[1:]
                    rows = (line.partition("\t") for line in lines)
                    self._read = (changed, {path: release for path, _, release in rows})
        except (OSError, UnicodeDecodeError):  # no build has taken anything back yet
            return {}
        return self._read[1]
