"""Work done in processes of their own, so that one item can neither hang nor end the others.

Workers are forked from a parent without threads, and so share what it loaded. Each does one item at
a time; one that overruns its time, dies or runs out of memory is replaced by a new one. No worker
outlives its parent, however that ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Generic, NoReturn, TypeVar, cast

Result = TypeVar("Result")

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
# Memory that libraries keep from item to item would one day count against an innocent one.
_ITEMS_A_WORKER = 250


@dataclass(frozen=True)
class Limits:
    """What one item may take: seconds by the clock, megabytes beside what the parent has loaded."""

    seconds: float = 30
    megabytes: int = 1000


#: For work that no stranger's file decides on: it takes what it takes.
OWN_WORK = Limits(seconds=24 * 3600, megabytes=4000)


@dataclass(frozen=True)
class Failure:
    """An item without a result, and why, as a clause that follows the item's name."""

    reason: str


def run(
    work: Callable[[int], Result], number: int, jobs: int, limits: Limits
) -> Generator[tuple[int, Result | Failure], None, None]:
    """(item, result) for the items 0 to ``number`` - 1, as they get done by ``jobs`` workers.

    Close the generator where it is not read to its end, or workers stay until the program ends.
    """
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, every page that workers share
    items = iter(range(number))
    busy: dict[Connection, _Worker[Result]] = {}
    try:
        for item in _first(items, jobs):
            with _uninterrupted():
                worker = _Worker(work, limits)
                busy[worker.connection] = worker
            worker.give(item)
        while busy:
            ready = wait(list(busy), max(0.0, _deadline(busy) - time.monotonic()))
            late = [c for c, w in busy.items() if w.deadline <= time.monotonic() and c not in ready]
            for connection in [*cast(list[Connection], ready), *late]:
                worker = busy.pop(connection)
                done, outcome = worker.item, worker.take() if connection in ready else None
                if worker.is_spent:
                    worker.end()
                following = next(items, None)
                if following is not None:
                    with _uninterrupted():
                        worker = _Worker(work, limits) if worker.is_spent else worker
                        busy[worker.connection] = worker
                    worker.give(following)
                elif not worker.is_spent:
                    worker.end()
                yield done, _overdue(limits) if outcome is None else outcome
    finally:
        for worker in busy.values():
            worker.end()
        gc.unfreeze()


def run_all(tasks: Sequence[Callable[[], object]], jobs: int) -> None:
    """Do tasks that write files, in ``jobs`` processes, or in this one if that is the only one.

    Raises the OSError that one of them met, and RuntimeError where a process ends over one.
    """
    if jobs == 1:
        for task in tasks:
            task()
        return

    def work(item: int) -> list[OSError]:
        try:
            tasks[item]()
        except OSError as error:
            return [error]
        return []

    with closing(run(work, len(tasks), jobs, OWN_WORK)) as results:
        for _, result in results:
            if isinstance(result, Failure):
                raise RuntimeError(f"the release was not written: {result.reason}")
            for error in result:
                raise error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C back: what runs after a fork would swallow it, or a worker be forgotten.

    Masking the signal is not enough, for a thread of a library may take it, and then it is this
    one's to handle wherever it is.
    """
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if came:
        raise KeyboardInterrupt


def _overdue(limits: Limits) -> Failure:
    return Failure(
        f"took longer than {limits.seconds:g} s; split it, or give it more with --document-timeout"
    )


def _first(items: Iterator[int], number: int) -> Iterator[int]:
    for _, item in zip(range(number), items, strict=False):
        yield item


def _deadline(busy: dict[Connection, _Worker[Result]]) -> float:
    return min(worker.deadline for worker in busy.values())


class _Worker(Generic[Result]):
    """A worker process as its parent sees it; ``is_spent`` once it must be replaced."""

    def __init__(self, work: Callable[[int], Result], limits: Limits) -> None:
        self._limits = limits
        self._done = 0
        self.item = -1
        self.deadline = 0.0
        self.is_spent = True
        self.connection, theirs = Pipe()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        parent = os.getpid()
        # What Python runs right behind a fork swallows exceptions, Ctrl-C's among them.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            self._process = os.fork()
            if self._process == 0:
                _serve(theirs, work, limits, parent)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
        theirs.close()

    def give(self, item: int) -> None:
        """Let it begin an item."""
        self.item = item
        self.is_spent = True  # until it has answered
        self.deadline = time.monotonic() + self._limits.seconds
        # A worker that died idle shows when the answer is read.
        try:
            self.connection.send(item)
        except OSError:
            return

    def take(self) -> Result | Failure:
        """The result of the item; a failure where the process died over it."""
        try:
            outcome, is_last = self.connection.recv()
        except (EOFError, OSError):
            return Failure(self._epitaph())
        self._done += 1
        self.is_spent = is_last or self._done >= _ITEMS_A_WORKER
        return cast("Result | Failure", outcome)

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self.is_spent = True
        self.connection.close()
        self._wait(kill=True)

    def _epitaph(self) -> str:
        status = self._wait(kill=False)
        if os.WIFSIGNALED(status):
            how = signal.Signals(os.WTERMSIG(status)).name
        else:
            how = f"exit code {os.waitstatus_to_exitcode(status)}"
        return (
            f"ended the process that read it ({how}); leave it out, or give it more than "
            f"{self._limits.megabytes} MB with --document-memory"
        )

    def _wait(self, *, kill: bool) -> int:
        if self._process == 0:  # waited for already: the number may be another process's by now
            return 0
        if kill:
            os.kill(self._process, signal.SIGKILL)
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return status


def _serve(
    connection: Connection, work: Callable[[int], object], limits: Limits, parent: int
) -> NoReturn:
    """The life of a worker process: items in, results out, until the parent is gone."""
    try:
        _confine(connection, limits, parent)
        while True:
            outcome, is_last = _outcome(work, connection.recv(), limits)
            connection.send((outcome, is_last))
            if is_last:
                break
    except (EOFError, OSError):  # the parent is gone
        pass
    finally:
        # Neither the parent's clean-up nor its buffered output is this process's business.
        os._exit(0)


def _outcome(
    work: Callable[[int], object], item: int, limits: Limits
) -> tuple[object | Failure, bool]:
    """The result of an item, and whether the process should do no more after it."""
    try:
        return work(item), False
    except MemoryError:
        reason = f"needs more than {limits.megabytes} MB; split it, or raise --document-memory"
        return Failure(reason), True
    except Exception as error:  # noqa: BLE001  # a fault of ours must not take the others along
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        what = " ".join(f"{type(error).__name__} {error}".split())[:200]
        reason = f"met a fault of the program ({what}, {where}); please report it with this file"
        return Failure(reason), True


def _confine(connection: Connection, limits: Limits, parent: int) -> None:
    """Keep nothing of the parent's but memory, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the group; the parent ends us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        raise EOFError
    # Among these are the lock of the output folder and the other workers' pipes.
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = _address_space() + limits.megabytes * 1_000_000
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    """The bytes of address space that this process has already."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return 0
    return int(pages.read_text().split()[0]) * resource.getpagesize()
