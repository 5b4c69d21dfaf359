"""Stores on disk, for releases that are too large for memory: made once, read by many processes."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pyoxigraph
from pyoxigraph import Quad, Store


@dataclass(frozen=True)
class Folder:
    """A store on disk as a source of the query engine."""

    path: Path
    forks: ClassVar[bool] = False  # the threads that it has do not come along

    def open(self) -> Store:
        """The store, which cannot be written to."""
        return Store.read_only(str(self.path))


def make(cache: Path, name: str, quads: Iterable[Quad]) -> Folder:
    """The store of that name in a folder, made of the quads where it is not there yet.

    It is moved to its place when it is complete, so that another process may make it meanwhile. It
    belongs to one version of the engine. Raises OSError where it cannot be written, and what the
    quads raise.
    """
    place = cache / f"{name}-{pyoxigraph.__version__}"
    if not place.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=cache))
        try:
            store = Store(str(part))
            store.bulk_extend(quads)
            store.optimize()
            store.flush()
            del store
            _move(part, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Folder(place)


def tidy(cache: Path, names: Iterable[str]) -> None:
    """Remove the stores in a folder that have none of these names, or are another version's."""
    kept = {f"{name}-{pyoxigraph.__version__}" for name in names}
    for place in cache.iterdir() if cache.is_dir() else ():
        if place.name not in kept and not place.name.startswith("."):
            shutil.rmtree(place, ignore_errors=True)


def _move(part: Path, place: Path) -> None:
    try:
        part.replace(place)
    except OSError:
        if not place.is_dir():
            raise
