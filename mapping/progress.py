"""Progress bars: on a terminal, and only once the work takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Item = TypeVar("Item")
_LONG = 1.0  # seconds
_REFRESH = 0.2


class Bar:
    """Documents done, with facts, documents a second and how many failed.

    It draws from the calls themselves, for a thread would forbid to fork processes.
    """

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(
                "documents, {task.fields[facts]} facts, {task.fields[rate]:.1f} documents/s"
            ),
            TextColumn("{task.fields[failed]} failed", style="red"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            auto_refresh=False,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(
            "Reading", total=0, visible=False, facts=0, failed=0, rate=0.0
        )
        self._begun = self._drawn = time.monotonic()
        self._done = self._facts = self._failed = 0

    def __enter__(self) -> Self:
        """The bar, which begins with the first document."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar off the terminal."""
        self._bar.stop()

    def begin(self, total: int) -> None:
        """So many documents are to come."""
        self._begun = self._drawn = time.monotonic()
        self._bar.update(self._task, total=total)
        self._bar.start()

    def advance(self, facts: int, *, failed: bool) -> None:
        """One more document is done, with so many facts, or is left out."""
        self._done += 1
        self._facts += 0 if failed else facts
        self._failed += failed
        now = time.monotonic()
        if now - self._begun > _LONG and now - self._drawn > _REFRESH:
            self._drawn = now
            self._bar.update(
                self._task,
                completed=self._done,
                visible=True,
                facts=self._facts,
                failed=self._failed,
                rate=self._done / (now - self._begun),
                refresh=True,
            )


def tracked(title: str) -> Callable[[Sequence[Item]], Iterable[Item]]:
    """What passes items by, with a progress bar once they take long and a terminal is there."""

    def track(items: Sequence[Item]) -> Iterator[Item]:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            begun = time.monotonic()
            task = bar.add_task(title, total=len(items), visible=False)
            for item in items:
                yield item
                bar.update(task, advance=1, visible=time.monotonic() - begun > _LONG)

    return track
