"""Addresses that an earlier release published and the current one does not.

``tombstones.tsv`` lies beside the releases, because nothing inside one depends on a predecessor. It
has a line for each path below ``id/`` that is gone, with the release that had it last. The service
answers 410 for them where the current release has nothing; so the table may be written before the
switch, and an address that comes back only leaves it.
"""

from __future__ import annotations

import gzip
import heapq
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from mapping.errors import InputError
from mapping.release import sorting
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


def update(out: Path, before: Path | None, after: Iterable[str], work: Path) -> Mapping[str, str]:
    """Write which paths are gone once the release before has made room for one with ``after``.

    Paths are compared in order, and wait for that in files of ``work``: there may be millions.
    Raises OSError where a file cannot be written, InputError where the release before is damaged.
    """
    gone = read(out)
    if before is None and not gone:
        return gone
    last = before.name.removeprefix(".") if before is not None else ""
    published_before = published(before) if before is not None else iter(())
    there = _in_order(after, work / "after")
    earlier = heapq.merge(_in_order(published_before, work / "before"), _in_order(gone, work))
    missing = _without(earlier, there)
    gone = {path: gone.get(path, last) for path in map(bytes.decode, missing)}
    if gone or (out / FILE).exists():
        lines = (f"{path}\t{gone[path]}\n" for path in sorted(gone))
        write_atomically(out / FILE, "".join((_TITLES, *lines)))
    return gone


def _in_order(found: Iterable[str], folder: Path) -> Iterator[bytes]:
    folder.mkdir(exist_ok=True)
    return sorting.sorted_lines((path.encode() for path in found), folder)


def _without(these: Iterator[bytes], others: Iterator[bytes]) -> Iterator[bytes]:
    """Those of ``these`` that are not among ``others``, both in order."""
    other = next(others, None)
    for this in these:
        while other is not None and other < this:
            other = next(others, None)
        if this != other:
            yield this


def published(release: Path) -> Iterator[str]:
    """The paths of what a release on disk describes, in the order of its dump."""
    dump = release / "spacecoop.nt.gz"
    if not dump.exists():
        return
    try:
        with gzip.open(dump) as file:
            for subject, _ in groupby(line.partition(b" ")[0] for line in file):
                yield from _paths([subject])
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
