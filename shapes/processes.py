"""Work on many things in several processes, which share what is in memory already."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")

_AT_ONCE = 8


class _Worker:
    """What a process of the pool does: set before it is forked, for functions cannot be sent."""

    work: Callable[[object], object]


def spread(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """Yield what ``work`` makes of each item, in their order; only items and results are sent."""
    jobs = min(jobs, -(-len(items) // _AT_ONCE))
    if jobs < 2:
        yield from map(work, items)
        return
    context = multiprocessing.get_context("fork")
    with context.Pool(jobs, _begin, (work,)) as pool:
        yield from cast(Iterator[Result], pool.imap(_done, items, _AT_ONCE))


def _begin(work: Callable[[object], object]) -> None:
    _Worker.work = work


def _done(item: object) -> object:
    return _Worker.work(item)
