"""Whose turn it is, when more queries are there than workers.

The client that has least being answered comes next. Of a client's queries, those of a kind that
has been light so far come first, then those of which least is being answered, then those with
fewest patterns, then those that came first. Where there is no more room, it is one of those who
have most, waiting ones included, that goes. So a crowd, be it one client or one query asked by
many, gets what the others leave and stands in nobody's way; nor does a crowd of queries that have
nothing in common keep lookups away that were asked before or have a single pattern.

This is max-min fairness over workers (processor sharing by flow: Demers, Keshav and Shenker 1989),
with the longest queue dropped (Suter et al. 1998). The two lanes of `pool` are the levels of a
feedback queue (Corbató, Merwin-Daggett and Daley 1962): what looks light has a short slice on the
first, and begins anew on the second where that is not enough.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from service.kinds import Kind

if TYPE_CHECKING:
    from service.engine.hand import Worker

_numbers = count()


@dataclass(eq=False)
class Ticket:
    """A query that waits, or is answered; `client` is its address, '' where nobody knows it."""

    kind: Kind
    client: str
    light: bool
    proven: bool = False  # whether its kind has been light so far
    worker: "Worker | None" = None  # that will answer it
    heavy: bool = False  # sent away because its kind has proved not to be light
    called: threading.Event = field(default_factory=threading.Event)
    number: int = field(default_factory=lambda: next(_numbers))

    def again(self) -> "Ticket":
        """A ticket for the same query, which was lost with its worker."""
        return Ticket(self.kind, self.client, self.light, self.proven)


class Turns:
    """The queries of one lane that wait, `room` of them."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: list[Ticket] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, ticket: Ticket, answered: Iterable[Ticket], idle: int) -> None:
        """Take one more; where there is no room, beside `idle` workers, one is sent away."""
        self._waiting.append(ticket)
        if len(self._waiting) > self._room + idle:
            rank = _ranked([*answered, *self._waiting])
            self._send_away(max(self._waiting, key=rank))

    def leave(self, ticket: Ticket) -> None:
        """Let one go that waits no longer."""
        if ticket in self._waiting:
            self._waiting.remove(ticket)

    def call(self, answered: Iterable[Ticket], worker: "Worker") -> Ticket | None:
        """Give the worker to the one whose turn it is, if any waits; `answered` are others'."""
        if not self._waiting:
            return None
        ticket = min(self._waiting, key=_ranked(answered))
        ticket.worker = worker
        self._send_away(ticket)
        return ticket

    def send_away(self, kind: Kind) -> None:
        """Send all of a kind away, as heavy ones."""
        for ticket in [ticket for ticket in self._waiting if ticket.kind == kind]:
            ticket.heavy = True
            self._send_away(ticket)

    def _send_away(self, ticket: Ticket) -> None:
        self._waiting.remove(ticket)
        ticket.called.set()


def in_turn(tickets: Iterable[Ticket]) -> list[Ticket]:
    """The tickets in the order in which they would have been called."""
    left, called = list(tickets), list[Ticket]()
    while left:
        called.append(min(left, key=_ranked(called)))
        left.remove(called[-1])
    return called


def _ranked(present: Iterable[Ticket]) -> Callable[[Ticket], tuple[int, bool, int, int, int]]:
    """What the place of a ticket depends on, the least first, among those that are present."""
    tickets = list(present)
    clients = Counter(ticket.client for ticket in tickets)
    kinds = Counter(ticket.kind for ticket in tickets)

    def place(ticket: Ticket) -> tuple[int, bool, int, int, int]:
        kind, unproven = ticket.kind, not ticket.proven
        return clients[ticket.client], unproven, kinds[kind], kind.patterns or 0, ticket.number

    return place
