"""The output folder: releases that are whole or absent, and one of them current.

A release is written into a staging folder, flushed to the disk, renamed, and made current by
replacing one symbolic link. Names that begin with a dot are work in progress; what a killed build
leaves behind under such a name is removed by the next one.
"""

from __future__ import annotations

import fcntl
import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import InputError

_STAGING = ".staging"
_DISCARDED = ".discarded"
_WORK = ".work"


@dataclass(frozen=True)
class Folder:
    """An output folder; its methods expect that ``locked`` holds it."""

    path: Path

    @property
    def releases(self) -> Path:
        """Where the releases are, each named after its identifier."""
        return self.path / "releases"

    @property
    def link(self) -> Path:
        """The symbolic link to the current release."""
        return self.path / "current"

    @property
    def current(self) -> str | None:
        """The identifier of the current release, or None before the first one."""
        return self.link.resolve().name.removeprefix(".") if self.link.exists() else None

    @property
    def current_path(self) -> Path | None:
        """The folder of the current release, or None before the first one."""
        return self.link.resolve() if self.link.exists() else None

    def present(self) -> list[str]:
        """The identifiers of all releases that are there."""
        return sorted(path.name for path in self.releases.iterdir() if path.name[0] != ".")

    @contextmanager
    def work(self) -> Iterator[Path]:
        """A folder for what no build needs after this one."""
        folder = self.path / _WORK
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def staging(self) -> Path:
        """A new, empty folder to write the next release into."""
        self._settle()
        self.clean()
        staging = self.releases / _STAGING
        staging.mkdir()
        return staging

    def clean(self) -> None:
        """Remove what is half-written; the current release and the older ones stay."""
        for leftover in self.releases.glob(".*"):
            if leftover != self.link.resolve():
                shutil.rmtree(leftover, ignore_errors=True)

    def publish(self, staging: Path, identifier: str) -> bool:
        """Make what was staged the current release; False where it is current already."""
        _flush(staging)
        target = self.releases / identifier
        if not target.exists():
            staging.rename(target)
        elif not _same(staging, target):
            self._replace(staging, identifier)
        else:
            self._discard(staging)
            if self.current == identifier:
                return False
        _flush_folder(self.releases)
        self._switch(identifier)
        return True

    def prune(self, order: list[str], keep: int) -> list[str]:
        """Remove all but the newest ``keep`` releases, never the current one; what was removed."""
        newest = list(dict.fromkeys(reversed(order)))[:keep]
        kept = {*newest, self.current}
        removed = [name for name in self.present() if name not in kept]
        for name in removed:
            self._discard(self.releases / name)
        return removed

    def _replace(self, staging: Path, identifier: str) -> None:
        # The graphs are the same, other files are not (a quarantined document, a newer tool): the
        # link leads to the new folder under a passing name until the old one has made room.
        staging.rename(self.releases / f".{identifier}")
        self._switch(f".{identifier}")
        self._settle()

    def _settle(self) -> None:
        """Give the current release its own name, where a replacement stopped halfway."""
        if not self.link.exists() or not self.link.resolve().name.startswith("."):
            return
        interim = self.link.resolve()
        identifier = interim.name.removeprefix(".")
        self._discard(self.releases / _STAGING)
        shutil.copytree(interim, self.releases / _STAGING, copy_function=os.link)
        self._discard(self.releases / identifier)
        (self.releases / _STAGING).rename(self.releases / identifier)
        self._switch(identifier)
        self._discard(interim)

    def _switch(self, name: str) -> None:
        new = self.path / ".current"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases") / name)
        new.replace(self.link)
        _flush_folder(self.path)

    def _discard(self, path: Path) -> None:
        """Remove a folder so that it is never seen half-removed under its own name."""
        if path.exists():
            discarded = self.releases / _DISCARDED
            shutil.rmtree(discarded, ignore_errors=True)
            path.rename(discarded)
            shutil.rmtree(discarded)


@contextmanager
def locked(path: Path) -> Iterator[Folder]:
    """The output folder, created where absent, for one build at a time.

    Raises InputError where another build holds it or the folder cannot be written.
    """
    with writing(path):
        (path / "releases").mkdir(parents=True, exist_ok=True)
        lock = (path / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            reason = "another build is writing here; wait for its end or choose another folder"
            raise InputError(str(path), reason) from error
        yield Folder(path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Where the system cannot write (full disk, no permission), an InputError that says so."""
    try:
        yield
    except OSError as error:
        reason = f"cannot be written: {error.strerror}; the release before it stays as it was"
        raise InputError(str(path), reason) from error


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that readers see the old text or the new one."""
    new = path.with_name(f".{path.name}")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _same(one: Path, other: Path) -> bool:
    names = [sorted(str(p.relative_to(top)) for p in top.rglob("*")) for top in (one, other)]
    files = [name for name in names[0] if (one / name).is_file()]
    return names[0] == names[1] and filecmp.cmpfiles(one, other, files, shallow=False)[0] == files


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        _flush_folder(path)


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
