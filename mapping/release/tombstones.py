"""Addresses that an earlier release published and the current one does not.

``tombstones.tsv`` lies beside the releases, because nothing inside one depends on a predecessor. It
has a line for each path below ``id/`` that is gone, with the release that had it last. The service
answers 410 for them where the current release has nothing; so the table may be written before the
switch, and an address that comes back only leaves it.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mapping.errors import InputError
from mapping.release.folder import write_atomically

FILE = "tombstones.tsv"
_TITLES = "path\tlast_release\n"


def read(out: Path) -> dict[str, str]:
    """The paths that are gone, with the release that had each last."""
    file = out / FILE
    if not file.exists():
        return {}
    titles, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True) or [""]
    rows = [line.rstrip("\n").split("\t") for line in lines]
    if titles != _TITLES or any(len(row) != 2 for row in rows):
        reason = "is not a table that a build wrote; move it away to begin a new one"
        raise InputError(str(file), reason)
    return {path: release for path, release in rows}  # noqa: C416  # as rows of two, mypy sees


def update(out: Path, before: Path | None, after: set[str]) -> Mapping[str, str]:
    """Write which paths are gone once the release before has made room for one with ``after``.

    Raises OSError where the table cannot be written, InputError where the one before is damaged.
    """
    gone = read(out)
    if before is not None:
        gone.update((path, before.name.removeprefix(".")) for path in published(before) - after)
    gone = {path: release for path, release in gone.items() if path not in after}
    if gone or (out / FILE).exists():
        lines = (f"{path}\t{gone[path]}\n" for path in sorted(gone))
        write_atomically(out / FILE, "".join((_TITLES, *lines)))
    return gone


def published(release: Path) -> set[str]:
    """The paths of what a release on disk describes."""
    dump = release / "spacecoop.nt.gz"
    if not dump.exists():
        return set()
    try:
        with gzip.open(dump) as file:
            return paths(line.partition(b" ")[0] for line in file)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "is damaged; remove the release it belongs to and build again"
        raise InputError(str(dump), reason) from error


def paths(subjects: Iterable[bytes]) -> set[str]:
    """The paths below ``id/`` among subjects as N-Triples has them, without those of passages."""
    return set(_paths(subjects))


def _paths(subjects: Iterable[bytes]) -> Iterator[str]:
    for subject in subjects:
        _, found, path = subject.partition(b"/id/")
        if found and b"#" not in path:
            yield path.removesuffix(b">").decode()
