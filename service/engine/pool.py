"""The engine that evaluates in worker processes, each query under a deadline and caps.

This process holds the clock and the answer. Light queries have workers of their own, and LIGHT
seconds of computing there; one that takes more begins anew among the others, and its kind with it,
for a while. Long queries stand back: while others wait, one worker at least is for queries that
have just begun. Whose turn it is, and which of the long ones ends, is decided in `turns`.
"""

import json
import logging
import pickle
import signal
import tempfile
import threading
import time
from typing import IO, Any, cast

from service.engine import Answer, Client, Gauge, Question, Source, frames
from service.engine.crew import LIGHT, TICK, Crew, HeavyError
from service.engine.frames import ClosedError
from service.engine.frames import Kind as Frame
from service.engine.hand import Worker
from service.engine.limits import MEGABYTE, Limits
from service.engine.record import Record
from service.engine.turns import Ticket
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
from service.kinds import kind

LOG = logging.getLogger("spacecoop.service")
IN_MEMORY = 1_000_000  # bytes of an answer; more of it goes into a file

TOO_LONG = "The query was ended after {:g} seconds. Ask for less of the data at a time."
YIELDED = "Others are waiting, and long queries have to stand back. Try again in {} seconds."
CRASHED = "The query ended the process that evaluated it: a fault of the query engine."
REPORTED = {
    error.__name__: error
    for error in (
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
        self._record = Record()

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

    def gauges(self) -> dict[str, Gauge]:
        """How many workers are idle and busy, and how many queries wait, by lane."""
        return self._crew.gauges()

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """The whole answer, or one of the errors that `Engine.answer` names."""
        self._crew.start()
        waited = client.waited if client else 0.0
        deadline = time.monotonic() + self.limits.timeout - waited
        asked, address = kind(question.query), client.address if client else ""
        light = asked.patterns is not None and question.dataset is None and self.limits.light > 0
        if light and not self._record.heavy(asked):
            ticket = Ticket(asked, address, light=True, proven=self._record.proven(asked))
            try:
                answer = self._ask_twice(question, deadline, client, ticket)
            except HeavyError:
                self._record.note(asked, light=False)
                self._crew.refuse(asked)
            else:
                self._record.note(asked, light=True)
                return answer
        return self._ask_twice(question, deadline, client, Ticket(asked, address, light=False))

    def _ask_twice(
        self, question: Question, deadline: float, client: Client | None, ticket: Ticket
    ) -> Answer:
        """The answer; what ended a worker may be over, so that the query is tried once more."""
        try:
            return self._ask(question, deadline, client, ticket)
        except LostError:
            pass
        try:
            return self._ask(question, deadline, client, ticket.again())
        except LostError as error:
            raise QueryCrashError(CRASHED) from error

    def _ask(
        self, question: Question, deadline: float, client: Client | None, ticket: Ticket
    ) -> Answer:
        worker = self._crew.acquire(ticket, deadline, client)
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 -- Answer's
        again = False
        try:
            worker.channel.settimeout(self.limits.timeout)
            frames.send(worker.channel, Frame.QUESTION, pickle.dumps(question))
            ending, message = self._listen(worker, body, deadline, client)
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
        if ending is Frame.ERROR:
            body.close()
            raise _reported(report)
        length = body.tell()
        body.seek(0)
        return Answer(body, length)

    def _listen(
        self, worker: Worker, body: IO[bytes], deadline: float, client: Client | None
    ) -> tuple[Frame, bytes]:
        """The frame that ends the answer, whose bytes go into the body."""
        length, looked = 0, time.monotonic()
        while True:
            now = time.monotonic()
            rest = deadline - now
            if rest <= 0:
                raise self._late()
            if now - looked > TICK:
                looked = now
                self._look(worker, client)
            worker.channel.settimeout(min(TICK, rest, self.limits.timeout / 20))
            try:
                sort, data = worker.reader.receive()
            except TimeoutError:
                continue
            if sort is not Frame.DATA:
                return sort, data
            length += len(data)
            if length > self.limits.result:  # the worker counts, too, but may be out of its mind
                raise ResultTooLargeError(SIZE.format(self.limits.result / MEGABYTE))
            body.write(data)

    def _look(self, worker: Worker, client: Client | None) -> None:
        """See whether the query may go on."""
        if client and client.gone():
            raise ClientGoneError("The client is gone.")
        if worker.light:
            if self._crew.spent(worker) > LIGHT:
                raise HeavyError
        elif self._crew.stands_back(worker):
            retry = self.limits.retry
            raise BusyError(YIELDED.format(retry), retry)

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
    error = REPORTED.get(report["error"], QueryCrashError)
    return error(report["detail"], **report["members"])
