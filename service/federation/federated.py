"""The engine that asks other endpoints for their part of a query, if they are on its list."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from service import scan
from service.engine import Answer, Client, Engine, Gauge, Question
from service.engine.limits import MEGABYTE, Limits
from service.engine.remote import Remote
from service.errors import (
    BadQueryError,
    BusyError,
    ClientGoneError,
    EndpointTimeoutError,
    QueryTimeoutError,
    ServiceError,
    StoreError,
    TooComplexError,
)
from service.federation.division import Divided, divided
from service.federation.solutions import Row, Table, read, values

BATCH = 50  # bindings sent at a time
BINDINGS = 2_000  # sent in all
RECEIVED = 8 * MEGABYTE  # of one batch
GENID = "urn:x-spacecoop:genid:"


@dataclass(frozen=True)
class Federated:
    """Answers as `engine` does; a query may ask one of `services`, too.

    The other endpoint has `limits.timeout` seconds for its whole part, and no more queries wait for
    others than the engine has workers. Its answers are hostile until they are parsed.
    """

    engine: Engine
    services: tuple[str, ...]
    limits: Limits
    _free: threading.BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_free", threading.BoundedSemaphore(self.limits.workers))

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """The whole answer, as of the engine.

        Raises StoreError (502) and EndpointTimeoutError (504) for the other endpoint's faults,
        unless the query says SILENT, and BadQueryError for an address that is not on the list.
        """
        parts = divided(question.query, question.base)
        if parts is None:
            return self.engine.answer(question, client)
        if parts.address not in self.services:
            raise BadQueryError(
                f"SERVICE <{parts.address[:200]}> is not allowed; these are: "
                f"{', '.join(self.services)}.",
                *scan.position(question.query, parts.service.start),
            )
        dataset = scan.check(parts.joined("{}"), question.base)
        asked = replace(question, dataset=question.dataset or dataset)
        ours = self._ours(parts, asked, client)
        with self._turn():
            theirs = self._theirs(parts, asked, ours, client)
        return self.engine.answer(replace(question, query=parts.joined(theirs)), client)

    def ready(self, patience: float = 0.0) -> bool:
        """Whether the engine is."""
        return self.engine.ready(patience)

    def gauges(self) -> dict[str, Gauge]:
        """Those of the engine."""
        return self.engine.gauges()

    def close(self) -> None:
        """End the engine."""
        self.engine.close()

    def _ours(self, parts: Divided, question: Question, client: Client | None) -> Table:
        """What is bound here of the variables that the other endpoint shares."""
        wanted = parts.shared
        if not wanted:
            return Table((), ((),))
        query = parts.local(wanted, BINDINGS + 1)
        found = read(self.engine.answer(replace(question, query=query, format="json"), client))
        bound = found.bound()
        if len(bound.rows) > BINDINGS or len(found.rows) > BINDINGS:
            raise TooComplexError(
                f"More than {BINDINGS:,} solutions here would be joined with the SERVICE; "
                "narrow them down."
            )
        return bound

    def _theirs(
        self, parts: Divided, question: Question, ours: Table, client: Client | None
    ) -> str:
        """What stands for the SERVICE: the other endpoint's solutions."""
        scan.check(parts.remote(""), question.base)  # what is wrong with it is no fault of theirs
        try:
            return self._asked(parts, question, ours, client)
        except ClientGoneError:
            raise
        except ServiceError:
            if not parts.silent:
                raise
            return "{}"  # one solution without bindings (SPARQL 1.1 Federated Query, section 2.3)

    def _asked(self, parts: Divided, question: Question, ours: Table, client: Client | None) -> str:
        deadline = time.monotonic() + self.limits.timeout
        room = scan.LENGTH - len(question.query)
        tables: list[Table] = []
        for number in range(0, len(ours.rows), BATCH):
            batch = ours.rows[number : number + BATCH]
            given = values(ours.names, batch) if ours.names else ""
            with self._blamed(parts.address):
                left = max(0.01, deadline - time.monotonic())
                limits = replace(self.limits, timeout=left, result=RECEIVED)
                asked = Question(parts.remote(given), "json", base=question.base)
                answer = Remote(parts.address, limits).answer(asked, client)
                table = read(answer, f"{GENID}{number}:")
                room -= len(table.values())
                if room < 0:
                    raise StoreError(f"more than {scan.LENGTH:,} characters in all")
            tables.append(table)
        return _union(tables)

    @contextmanager
    def _blamed(self, address: str) -> Iterator[None]:
        """Errors as what the other endpoint did."""
        try:
            yield
        except ClientGoneError:
            raise
        except QueryTimeoutError as error:
            raise EndpointTimeoutError(
                f"<{address}> took more than {self.limits.timeout:g} seconds."
            ) from error
        except BadQueryError as error:
            raise BadQueryError(f"<{address}> did not understand: {error.detail}") from error
        except ServiceError as error:
            raise StoreError(f"<{address}> gave no usable answer: {error.detail}") from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._free.acquire(blocking=False):
            raise BusyError("Enough queries wait for other endpoints.", self.limits.retry)
        try:
            yield
        finally:
            self._free.release()


def _union(tables: list[Table]) -> str:
    """All rows as one VALUES clause."""
    names = tuple(dict.fromkeys(name for table in tables for name in table.names))
    rows: list[Row] = []
    for table in tables:
        places = {name: number for number, name in enumerate(table.names)}
        rows += [
            tuple(row[places[n]] if n in places else None for n in names) for row in table.rows
        ]
    return values(names, rows)
