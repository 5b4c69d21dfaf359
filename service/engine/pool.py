"""The engine that evaluates in worker processes, each query under a deadline and caps.

This process holds the clock and the answer. Long queries stand back: while others wait, one worker
at least is for queries that have just begun, and the youngest of the long ones ends for it.
"""

import json
import logging
import pickle
import signal
import tempfile
import threading
import time
from typing import IO, Any, cast

from service.engine import Answer, Client, Question, Source, frames
from service.engine.crew import TICK, Crew, Worker
from service.engine.frames import ClosedError, Kind
from service.engine.limits import MEGABYTE, Limits
from service.engine.worker import MEMORY, SIZE
from service.errors import (
    BadQueryError,
    BusyError,
    ClientGoneError,
    QueryCrashError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
    ServiceError,
    TooComplexError,
    UnwritableError,
)

LOG = logging.getLogger("spacecoop.service")
IN_MEMORY = 1_000_000  # bytes of an answer; more of it goes into a file

TOO_LONG = "The query was ended after {:g} seconds. Ask for less of the data at a time."
YIELDED = "Others are waiting, and long queries have to stand back. Try again in {} seconds."
CRASHED = "The query ended the process that evaluated it: a fault of the query engine."
REPORTED = {
    kind.__name__: kind
    for kind in (
        BadQueryError,
        TooComplexError,
        QueryMemoryError,
        ResultTooLargeError,
        UnwritableError,
    )
}


class LostError(Exception):
    """The worker ended, for nothing that the query did."""


class Pool:
    """Answers queries in processes that may fail without harm."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        self._crew = Crew(source, limits)

    def ready(self, patience: float = 0.0) -> bool:
        """Whether queries can be answered; the first call starts the processes."""
        self._crew.start()
        return self._crew.ready(patience)

    def close(self) -> None:
        """End the processes, but not before what is being asked now has had its time."""
        timer = threading.Timer(2 * self.limits.timeout + 1, self._crew.stop)
        timer.daemon = True
        timer.start()

    def stop(self) -> None:
        """End the processes now."""
        self._crew.stop()

    def gauges(self) -> dict[str, int]:
        """How many workers are idle and busy, and how many queries wait."""
        return self._crew.gauges()

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """The whole answer, or one of the errors that `Engine.answer` names."""
        self._crew.start()
        deadline = time.monotonic() + self.limits.timeout
        try:
            return self._ask(question, deadline, client)
        except LostError:
            pass
        # What ended it may be over; the query is tried once more, within the same deadline.
        try:
            return self._ask(question, deadline, client)
        except LostError as error:
            raise QueryCrashError(CRASHED) from error

    def _ask(self, question: Question, deadline: float, client: Client | None) -> Answer:
        worker = self._crew.acquire(deadline, client)
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 -- Answer's
        again = False
        try:
            worker.channel.settimeout(self.limits.timeout)
            frames.send(worker.channel, Kind.QUESTION, pickle.dumps(question))
            kind, message = self._listen(worker, body, deadline, client)
            report = json.loads(message)
            again = not report["last"]
        except BaseException as error:
            body.close()
            if isinstance(error, ClosedError):
                raise self._ended(worker) from error
            if isinstance(error, TimeoutError):  # it did not even take the question
                raise self._late() from error
            raise
        finally:
            self._crew.release(worker, again=again)
        if kind is Kind.ERROR:
            body.close()
            raise _reported(report)
        length = body.tell()
        body.seek(0)
        return Answer(body, length)

    def _listen(
        self, worker: Worker, body: IO[bytes], deadline: float, client: Client | None
    ) -> tuple[Kind, bytes]:
        """The frame that ends the answer, whose bytes go into the body."""
        length = 0
        while True:
            rest = deadline - time.monotonic()
            if rest <= 0:
                raise self._late()
            worker.channel.settimeout(min(TICK, rest, self.limits.timeout / 20))
            try:
                kind, data = worker.reader.receive()
            except TimeoutError:
                if client and client.gone():
                    raise ClientGoneError("The client is gone.") from None
                if self._crew.stands_back(worker):
                    retry = self.limits.retry
                    raise BusyError(YIELDED.format(retry), retry) from None
                continue
            if kind is not Kind.DATA:
                return kind, data
            length += len(data)
            if length > self.limits.result:  # the worker counts, too, but may be out of its mind
                raise ResultTooLargeError(SIZE.format(self.limits.result / MEGABYTE))
            body.write(data)

    def _late(self) -> QueryTimeoutError:
        return QueryTimeoutError(TOO_LONG.format(self.limits.timeout))

    def _ended(self, worker: Worker) -> Exception:
        """What is to be said of a worker that ended in the midst of a query."""
        status = self._crew.ending(worker)
        match -status:
            case signal.SIGABRT:  # what Rust does when an allocation fails
                return QueryMemoryError(MEMORY.format(self.limits.memory / MEGABYTE))
            case signal.SIGALRM | signal.SIGXCPU:
                return self._late()
            case signal.SIGKILL | signal.SIGTERM:
                return LostError()
        LOG.error("a query ended its worker (status %s)", status)
        return QueryCrashError(CRASHED)


def _reported(report: dict[str, Any]) -> ServiceError:
    """The error that a worker tells of."""
    kind = REPORTED.get(report["error"], QueryCrashError)
    return kind(report["detail"], **report["members"])
