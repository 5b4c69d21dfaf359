"""The workers of a zygote, seen from the process that asks the queries: who is idle, who waits.

A thread of its own listens to the zygote, and starts another where it ends; its workers go on until
the other one has some.
"""

import json
import logging
import os
import signal
import socket
import threading
import time
from collections import deque
from contextlib import suppress

from service.engine import Client, Gauge, Source, zygote
from service.engine.hand import Worker
from service.engine.limits import Limits
from service.engine.turns import Ticket, Turns, in_turn
from service.errors import BusyError, ClientGoneError
from service.kinds import Kind

LOG = logging.getLogger("spacecoop.service")
TICK = 0.05  # seconds between looks at what a waiting thread waits for
LIGHT = 0.05  # seconds of computing after which a query is not light, …
LONG = 0.2  # … and is long
NICE = 5  # the priority of queries that are not light
PAUSES = (0.0, 0.1, 1.0, 5.0, 30.0)  # seconds before another zygote, by how many failed on end
BUSY = "{} queries are being answered and {} are waiting. Try again in {} seconds."


class HeavyError(Exception):
    """The query is not light, though it looks so."""


class Crew:
    """The workers that there are, each with one query at most, and the queue for them."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        self._source = source
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._queues = {light: Turns(limits.queue) for light in (False, True)}
        self._changed = threading.Condition()
        self._control: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start the processes, unless they are there.

        Call it in the process that asks the queries: neither a thread nor a pipe outlives a fork.
        """
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="zygote", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the processes now."""
        self._stopped.set()
        with self._changed:
            if self._control:
                self._control.shutdown(socket.SHUT_RDWR)

    def ready(self, patience: float) -> bool:
        """Whether there are workers, after waiting for them for at most so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._idle or self._busy), patience)

    def gauges(self) -> dict[str, Gauge]:
        """How many workers of each lane are idle and busy, and how many queries wait."""
        with self._changed:
            return {
                lane: Gauge(
                    idle=sum(worker.light is light for worker in self._idle),
                    busy=sum(worker.light is light for worker in self._busy),
                    waiting=len(self._queues[light]),
                )
                for lane, light in (("ordinary", False), ("light", True))
            }

    def acquire(self, ticket: Ticket, deadline: float, client: Client | None) -> Worker:
        """A worker to ask, when it is the ticket's turn in its lane.

        Raises BusyError where too many wait or no worker is free before the deadline, HeavyError
        where a light query's kind has meanwhile proved to be none, and ClientGoneError.
        """
        with self._changed:
            idle = sum(worker.light is ticket.light for worker in self._idle)
            self._queues[ticket.light].join(ticket, self._answered(ticket.light), idle)
            self._call()
        try:
            self._wait(ticket, deadline, client)
        except BaseException:
            self._give_up(ticket)
            raise
        if ticket.heavy:
            raise HeavyError
        if ticket.worker is None:
            raise self._refusal()
        return ticket.worker

    def refuse(self, kind: Kind) -> None:
        """Have the light queries of a kind that wait begin anew among the others."""
        with self._changed:
            self._queues[True].send_away(kind)

    def release(self, worker: Worker, *, again: bool) -> None:
        """Take a worker back, to be asked `again` or to be killed."""
        with self._changed:
            self._busy.discard(worker)
            worker.ticket = None
            if again and worker.status is None and not worker.relieved:
                self._idle.append(worker)
                self._call()
                return
        worker.end()

    def ending(self, worker: Worker) -> int:
        """How a worker that says no more has ended: a status, or a negative signal."""
        with self._changed:
            self._changed.wait_for(lambda: worker.status is not None or worker.orphan, 1.0)
        return worker.status or -signal.SIGKILL

    @staticmethod
    def spent(worker: Worker) -> float:
        """Seconds of computing that its query took, not of the clock: the machine may be busy."""
        return worker.computed() - worker.used

    def stands_back(self, worker: Worker) -> bool:
        """Whether a query has to end for those that wait; of long ones, those called last."""
        with self._changed:
            if not worker.long and self.spent(worker) > LONG:
                worker.long = True
            long = in_turn(w.ticket for w in self._busy if w.long and w.ticket)
            return bool(self._queues[False]) and worker.ticket in long[self.limits.long :]

    def _wait(self, ticket: Ticket, deadline: float, client: Client | None) -> None:
        while not ticket.called.wait(TICK):
            if time.monotonic() >= deadline or self._stopped.is_set():
                raise self._refusal()
            if client and client.gone():
                raise ClientGoneError("The client is gone.")

    def _call(self) -> None:
        """Give idle workers to those whose turn it is."""
        for light, queue in self._queues.items():
            while len(queue) and (worker := self._next(light)):
                self._idle.remove(worker)
                worker.began, worker.used, worker.long = time.monotonic(), worker.computed(), False
                worker.ticket = queue.call(self._answered(light), worker)
                self._busy.add(worker)
        self._changed.notify_all()

    def _answered(self, light: bool) -> list[Ticket]:
        """The tickets of the queries of a lane that are being answered."""
        return [w.ticket for w in self._busy if w.light is light and w.ticket]

    def _give_up(self, ticket: Ticket) -> None:
        """Wait no longer; its turn may have come this very moment."""
        with self._changed:
            self._queues[ticket.light].leave(ticket)
            if ticket.worker:
                self.release(ticket.worker, again=True)

    def _next(self, light: bool) -> Worker | None:
        """A worker that is idle and may have the query; those that are dead are left out."""
        for worker in [worker for worker in self._idle if worker.light is light]:
            if not worker.dead():
                return worker
            self._idle.remove(worker)
            worker.channel.close()
        return None

    def _refusal(self) -> BusyError:
        retry = self.limits.retry
        waiting = sum(map(len, self._queues.values()))
        return BusyError(BUSY.format(len(self._busy), waiting, retry), retry)

    def _watch(self) -> None:
        """Keep a zygote running, and know of its workers."""
        failures, orphans = 0, list[Worker]()
        while not self._stopped.is_set():
            process, control = zygote.start(self._source, self.limits)
            with self._changed:
                self._control = control
            workers: dict[int, Worker] = {}
            began = time.monotonic()
            while not self._stopped.is_set() and self._hear(control, workers):
                if workers and orphans:
                    self._relieve(orphans)
            process.kill()
            process.wait()
            with self._changed:
                self._control = None
                for worker in workers.values():
                    worker.orphan = True
                self._changed.notify_all()
            control.close()
            orphans += workers.values()
            failures = 0 if time.monotonic() - began > PAUSES[-1] else failures + 1
            if not self._stopped.wait(PAUSES[min(failures, len(PAUSES) - 1)]):
                LOG.error("the process that forks query workers ended; starting another")
        self._relieve(orphans)

    def _hear(self, control: socket.socket, workers: dict[int, Worker]) -> bool:
        """Take one message of the zygote's; False when there will be none any more."""
        try:
            message, descriptors, _, _ = socket.recv_fds(control, zygote.MESSAGE, 1)
        except OSError:
            return False
        if not message:
            return False
        told = json.loads(message)
        with self._changed:
            if "born" in told:
                lane = sum(worker.light and not worker.ended for worker in workers.values())
                light = lane < self.limits.light
                worker = Worker(told["born"], socket.socket(fileno=descriptors[0]), control, light)
                if not light:
                    with suppress(OSError):  # it just ended
                        os.setpriority(os.PRIO_PROCESS, worker.pid, NICE)
                workers[worker.pid] = worker
                self._idle.append(worker)
                self._call()
            elif "died" in told:
                worker = workers.pop(told["died"])
                worker.status = told["status"]
                if worker in self._idle:
                    self._idle.remove(worker)
                    worker.channel.close()
            else:
                LOG.error("queries cannot be answered: %s", told["failed"])
            self._changed.notify_all()
        return True

    def _relieve(self, orphans: list[Worker]) -> None:
        """Let the workers of a zygote that is gone go as well."""
        with self._changed:
            for worker in orphans:
                worker.relieved = True
                if worker in self._idle:
                    self._idle.remove(worker)
                    worker.channel.close()
        orphans.clear()
