"""A gunicorn worker with threads, none of which a slow client can hold.

gunicorn's own gives a connection to a thread at once, which then waits for the request to come and
for the answer to be taken: as many slow clients as there are threads stop the service. Here the
main loop waits: a thread gets a request that is there as a whole, and is free when the answer is.
"""

import logging
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from gunicorn.config import Config
from gunicorn.http import Request, RequestParser
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.arrivals import Arrival
from service.channels import Channel
from service.gateway import answer_to, refusal

LOG = logging.getLogger("spacecoop.service")
REQUEST = 15.0  # seconds that a request may take to come
ANSWER = 20.0  # seconds that an answer may take to be read, and …
RATE = 20_000  # … how many bytes more each further second must take
PIECE = 65_536  # bytes read at once
LINGER = 2.0  # seconds for the client to close, too
LOOK = 0.5  # seconds between looks at who is late

Address = tuple[str, int]
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(TConn):
    """A connection, and what has come of its next request."""

    sock: Channel

    def __init__(self, cfg: Config, accepted: socket.socket, client: Address) -> None:
        server = accepted.getsockname()
        super().__init__(cfg, Channel(accepted), client, server)
        self.arrival = Arrival()
        self.came = 0.0  # when all of the request was there


@dataclass(frozen=True)
class Wait:
    """What a connection waits for, and when it will have waited too long."""

    began: float
    until: float
    go_on: Callable[[Connection], None]


class Worker(ThreadWorker):
    """gunicorn's worker with threads, patient with slow clients up to a point."""

    _waiting: dict[Connection, Wait]
    _looked: float  # when it last looked who is late

    def init_process(self) -> None:
        """Begin to serve."""
        self._waiting, self._looked = {}, 0.0
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, and wait for its request."""
        try:
            accepted, client = listener.accept()
        except OSError:  # it is gone again, or there are too many
            return
        self.nr_conns += 1
        conn = Connection(self.cfg, accepted, client)
        self._wait(conn, selectors.EVENT_READ, REQUEST, self._read)

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Read another request from a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait(_ours(conn), selectors.EVENT_READ, REQUEST, self._read)

    def handle(self, conn: TConn) -> bool:
        """Answer the request that has come; runs in a thread."""
        conn = _ours(conn)
        conn.sock.setblocking(True)
        conn.sock.waited = time.monotonic() - conn.came
        conn.init()
        cast(RequestParser, conn.parser).unreader.unread(conn.arrival.hand_over())
        conn.data_ready = True
        return super().handle(conn)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        """Whether the connection is kept; what is left of the body has come already."""
        parser: Any = conn.parser  # whose types lag behind
        return bool(keepalive and parser.finish_body())

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """Send what is left of the answer, then keep the connection or close it."""
        conn = _ours(conn)
        if conn.sock.fileno() < 0:  # closed by what failed to answer
            self.nr_conns -= 1
            return
        conn.sock.setblocking(False)
        if conn.sock.kept:
            patience = ANSWER + conn.sock.kept / RATE
            self._wait(conn, selectors.EVENT_WRITE, patience, partial(self._send, fs))
        elif fs.cancelled() or fs.exception() or not fs.result():
            self._part(conn)
        elif data := cast(RequestParser, conn.parser).unreader.take_buffered():
            self._wait(conn, selectors.EVENT_READ, REQUEST, self._read)
            self._take(conn, data)
        else:
            super().finish_request(conn, fs)

    def handle_error(
        self, req: Request | None, client: socket.socket, addr: object, exc: BaseException
    ) -> None:
        """Answer an error that came before or around the application."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, cast(Address, addr), exc)
            return
        LOG.info("not understood: %s", exc)
        with suppress(OSError):
            client.sendall(answer_to(exc))

    def murder_pending(self) -> None:
        """End the connections of those who are late; when stopping, of all who ask nothing."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        for conn, wait in list(self._waiting.items()):
            idle = wait.go_on == self._read and not conn.arrival.received
            if wait.until < now or (idle and not self.alive):
                if wait.go_on == self._read and conn.arrival.received:
                    self._refuse(conn, refusal(HTTPStatus.REQUEST_TIMEOUT, "The request is late."))
                else:
                    self._drop(conn)

    def _wait(
        self, conn: Connection, event: int, seconds: float, go_on: Callable[[Connection], None]
    ) -> None:
        now = time.monotonic()
        self._waiting[conn] = Wait(now, now + seconds, go_on)
        self.poller.register(conn.sock, event, lambda _sock: go_on(conn))

    def _end_wait(self, conn: Connection) -> None:
        if self._waiting.pop(conn, None):
            self.poller.unregister(conn.sock)

    def _read(self, conn: Connection) -> None:
        if data := self._received(conn):
            self._take(conn, data)

    def _take(self, conn: Connection, data: bytes) -> None:
        try:
            if conn.arrival.take(data):
                self._end_wait(conn)
                conn.came = time.monotonic()
                self.enqueue_req(conn)
                return
        except ParseException as error:
            LOG.info("not understood: %s", error)
            self._refuse(conn, answer_to(error))
            return
        wait, come = self._waiting[conn], len(conn.arrival.received)
        self._waiting[conn] = replace(wait, until=wait.began + REQUEST + come / RATE)
        if conn.arrival.expects:
            conn.sock.sendall(CONTINUE)

    def _refuse(self, conn: Connection, answer: bytes) -> None:
        self._end_wait(conn)
        with suppress(OSError):
            conn.sock.send(answer)
        self._part(conn, REQUEST)  # closing while more comes would reset it, and lose the answer

    def _send(self, fs: Future[bool], conn: Connection) -> None:
        try:
            if not conn.sock.push():
                return
        except OSError:
            self._drop(conn)
            return
        self._end_wait(conn)
        self.finish_request(conn, fs)

    def _part(self, conn: Connection, linger: float = LINGER) -> None:
        """Close after the client: closing before it has read everything may cut the answer."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        self._wait(conn, selectors.EVENT_READ, linger, self._drain)

    def _drain(self, conn: Connection) -> None:
        self._received(conn)

    def _received(self, conn: Connection) -> bytes:
        """What has come, if anything has; a connection that has ended is dropped."""
        try:
            data = conn.sock.recv(PIECE)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
        return data

    def _drop(self, conn: Connection) -> None:
        self._end_wait(conn)
        self.nr_conns -= 1
        conn.close()


def _ours(conn: TConn) -> Connection:
    """The same connection, of which gunicorn knows less: `accept` makes no other."""
    return cast(Connection, conn)
