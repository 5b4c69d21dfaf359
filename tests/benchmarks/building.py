"""Builds as users run them, in a process of its own, with the time and memory that they took."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
_EVERY = 0.25  # seconds between two looks at the memory

# Must match "Pss:      1234 kB"; must not match "Pss_Anon:  1200 kB".
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Build:
    """What a build came to.

    ``processor`` are the seconds that all its processes worked, whatever else the machine did;
    ``memory`` is the peak of all of them together, in MB; ``course`` are those of each fifth of
    the time.
    """

    status: int
    seconds: float
    processor: float
    memory: float
    messages: str
    course: tuple[float, ...] = ()


def build(out: Path, *paths: Path, options: tuple[str, ...] = ()) -> Build:
    """Run ``spacecoop build`` on documents. Its messages go nowhere but into the result."""
    command = [sys.executable, "-m", "spacecoop", "build", "--out", str(out), *options]
    taken, begun, worked = [0.0], time.monotonic(), _worked()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen([*command, *map(str, paths)], cwd=ROOT, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                taken.append(_memory(process.pid))
                time.sleep(_EVERY)
        finally:
            process.kill()
        seconds = time.monotonic() - begun
        log.seek(0)
        course = tuple(max(part) for part in _parts(taken))
        worked = _worked() - worked
        return Build(process.returncode, seconds, worked, max(taken), log.read(), course)


def _parts(taken: list[float], number: int = 5) -> Iterator[list[float]]:
    ends = [len(taken) * place // number for place in range(number + 1)]
    return (taken[begin:end] for begin, end in pairwise(ends) if end > begin)


def _worked() -> float:
    """Seconds of processor time of all processes that this one has seen to their end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> float:
    """The memory of a process and all below it, in MB; what they share counts once."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has ended meanwhile
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    total, waiting = 0, [pid]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            found = _PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text())
        except OSError:
            continue
        total += int(found[1]) if found else 0
    return total / 1000


def size(folder: Path) -> float:
    """The size of a folder's files on disk, in MB; a file with several names counts once."""
    found: dict[tuple[int, int], int] = {}
    for directory, _, files in os.walk(folder):
        for name in files:
            stat = (Path(directory) / name).lstat()
            found[stat.st_dev, stat.st_ino] = stat.st_blocks * 512
    return sum(found.values()) / 1e6
