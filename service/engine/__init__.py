"""Queries answered: what is asked, what comes back, and who answers.

`Engine.answer` returns when the answer is whole, so that whatever goes wrong has a status of its
own: an answer is complete or an error is raised, never cut. Of two engines, `InProcess` evaluates
where it is called and knows no limits; it is for tests, `--debug` and queries of the project's own.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol

from pyoxigraph import Store

from service.scan import Dataset

CHUNK = 65_536  # bytes


@dataclass(frozen=True)
class Question:
    """A query, the dataset asked for by protocol (None: the query's own), and the format wanted.

    Relative IRIs are resolved against `base`; without it, and without a BASE, they are errors.

    `format` is the name of one of `service.formats.RESULTS` for SELECT and ASK, and of one of
    `service.formats.GRAPHS` for CONSTRUCT and DESCRIBE; `service.scan.form` tells which.
    """

    query: str
    format: str
    dataset: Dataset | None = None
    base: str | None = None


class Answer(AbstractContextManager["Answer"]):
    """The body of an answer, whole: its `length` in bytes and the chunks of it.

    Close it once it is sent, or use it as a context manager.
    """

    def __init__(self, file: IO[bytes], length: int) -> None:
        """The body is what `file`, a binary file at its beginning, holds."""
        self._file = file
        self.length = length

    def __iter__(self) -> Iterator[bytes]:
        """The body in chunks, once."""
        while chunk := self._file.read(CHUNK):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """So many bytes of the body, or all that are left."""
        return self._file.read(size)

    def close(self) -> None:
        """Let go of what holds the body."""
        self._file.close()

    def __exit__(self, *_: object) -> None:
        """Close the answer."""
        self.close()


class Client(Protocol):
    """Who waits for an answer."""

    @property
    def address(self) -> str:
        """What its queries are told from others' by; empty where nobody knows."""

    @property
    def waited(self) -> float:
        """Seconds for which its request was kept waiting before anybody looked at it."""

    def gone(self) -> bool:
        """Whether nobody waits any more."""


@dataclass(frozen=True)
class Gauge:
    """How many workers are `idle` and `busy`, and how many queries are `waiting` for one."""

    idle: int = 0
    busy: int = 0
    waiting: int = 0


class Engine(Protocol):
    """Answers queries over one set of quads that never changes."""

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """The whole answer; with `client`, evaluation ends when it is gone (ClientGoneError).

        Raises BadQueryError (400: refused, or not SPARQL 1.1), TooComplexError (400),
        QueryTimeoutError (503), QueryMemoryError (507), ResultTooLargeError (507), BusyError (503,
        with Retry-After) or QueryCrashError (500): `service.errors` answers them all.
        """

    def ready(self, patience: float = 0.0) -> bool:
        """Whether it can answer, after waiting for that for at most so many seconds."""

    def gauges(self) -> dict[str, Gauge]:
        """Who is at work, by lane: `light` queries have workers and a queue of their own."""

    def close(self) -> None:
        """End it; queries that are being answered are answered still."""


class Source(Protocol):
    """Where the quads of a store come from; pickled, so that another process can open it, too.

    `forks` says whether a store that is open can be used in a fork of the process that opened it.
    """

    @property
    def forks(self) -> bool:
        """Whether it can."""

    def open(self) -> Store:
        """A store for queries, with default graph and named graphs as they are to be served."""
