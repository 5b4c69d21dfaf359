"""The release being served: the current one, exchanged while requests go on."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.engine import Engine
from service.engine.inprocess import InProcess
from service.errors import NoReleaseError, ReleaseError
from service.index import Index, index
from service.reconcile.names import Names, names
from service.reconcile.properties import Told
from service.release import DISK_ABOVE, QUADS, Release, read
from service.search.catalogue import Catalogue, catalogue
from service.tombstones import Tombstones

LOG = logging.getLogger("spacecoop.service")
PATIENCE = 60.0  # seconds that another release has to become ready while the one before is served


@dataclass(frozen=True)
class _Mark:
    """What tells one state of `current` from another without reading the release."""

    target: Path
    changed: int


@dataclass(frozen=True)
class Served:
    """A release, what its pages look things up in, and the engine that answers queries over it."""

    release: Release
    engine: Engine
    index: Index = field(default_factory=Index)
    catalogue: Catalogue | None = None
    names: Names = field(default_factory=Names)
    told: Told = field(default_factory=Told)


def in_process(release: Release) -> Engine:
    """An engine over the store that the release's pages use."""
    return InProcess(release.store)


class Fixed:
    """RDF files in place of a release, read once, before the service begins."""

    def __init__(self, release: Release, engine: Callable[[Release], Engine] = in_process) -> None:
        self._served = Served(release, engine(release))

    def served(self) -> Served:
        """What the files say."""
        return self._served

    def opened(self) -> Served:
        """The same: it is there from the beginning."""
        return self._served

    def forked(self) -> None:
        """Be used in a fork: the store is in memory."""


class Current:
    """Gives each request one release to work with, from beginning to end.

    One request notices that `current` leads elsewhere and reads the new release; the others go on
    with the old one until it is there. A release that cannot be read is not tried again.
    """

    def __init__(
        self,
        out: Path,
        engine: Callable[[Release], Engine] = in_process,
        disk_above: int = DISK_ABOVE,
    ) -> None:
        self.out = out
        self.tombstones = Tombstones(out)
        self.settled: Callable[[], None] = lambda: None  # called after another release was read
        self._engine = engine
        self._disk_above = disk_above
        self._served: Served | None = None
        self._before_fork: Served | None = None
        self._seen: _Mark | None = None
        self._reading = threading.Lock()

    def served(self) -> Served:
        """The newest release that could be read; raises NoReleaseError before there is one."""
        served = self.opened()
        if served is None:
            raise NoReleaseError("There is no release to serve yet.")
        return served

    def forked(self) -> None:
        """Be used in a fork of the process that read the release."""
        before = self._served
        if before and not before.release.source.forks:
            self._before_fork = before  # closing it would wait for threads that are not here
            store = before.release.source.open()
            self._served = replace(before, release=replace(before.release, store=store))

    def opened(self) -> Served | None:
        """The newest release that could be read, None before there is one."""
        mark = self._mark()
        if mark and mark != self._seen and self._reading.acquire(blocking=self._served is None):
            try:
                self._exchange(mark)
            finally:
                self._reading.release()
        return self._served

    def _exchange(self, mark: _Mark) -> None:
        if mark == self._seen:  # another thread read it while this one waited
            return
        before = self._served
        try:
            release = read(mark.target, self._disk_above)
            found = index(release)
            sought = catalogue(release, found)
            called = names(release, found)
            engine = self._engine(release)
            if before and not engine.ready(PATIENCE):
                engine.close()
                raise ReleaseError(mark.target, "no query over it can be answered")  # noqa: TRY301
            self._served = Served(release, engine, found, sought, called)
            LOG.info("serving release %s", release.id)
        except ReleaseError as error:
            LOG.error("release not served, the one before stays: %s", error)  # noqa: TRY400
        else:
            if before:
                before.engine.close()
            self.settled()
        self._seen = mark

    def _mark(self) -> _Mark | None:
        """The folder that `current` leads to and when its quads were written; None if nowhere.

        The folder is resolved now, so that a request never meets half of each of two releases.
        """
        try:
            target = (self.out / "current").resolve(strict=True)
            return _Mark(target, (target / QUADS).stat().st_mtime_ns)
        except OSError:
            return None
