"""The engine that asks a SPARQL 1.1 endpoint elsewhere, as its client by the protocol.

The query is checked as for any engine before it goes out, and posted as a form, which every store
understands; what comes back is an answer only when it is whole.
"""

import re
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from typing import IO, cast
from urllib.parse import urlencode, urlsplit

from service import formats, scan
from service.engine import CHUNK, Answer, Client, Gauge, Question
from service.engine.limits import MEGABYTE, Limits
from service.errors import (
    BadQueryError,
    BusyError,
    ClientGoneError,
    QueryTimeoutError,
    ResultTooLargeError,
    ServiceError,
    StoreError,
)

IN_MEMORY = 1_000_000  # bytes of an answer; more of it goes into a file
WORDS = 300  # characters of what the store says that are passed on
PROBE = "ASK { }"
PATIENCE = 2.0  # seconds for the store to say that it is there
# Stores are known to end a query in the midst of a body that they began with 200.
ENDS: dict[str, bytes | tuple[bytes, ...]] = {
    "json": b"}",
    "xml": b"sparql>",
    "rdfxml": (b"RDF>", b"/>"),
    "jsonld": (b"]", b"}"),
}
_IRI = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')


@dataclass(frozen=True)
class Remote:
    """Answers by asking the endpoint at `url`, of which no more is asked than `limits` allow."""

    url: str
    limits: Limits
    _free: threading.BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_free", threading.BoundedSemaphore(self.limits.workers))

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """The whole answer of the store; raises StoreError where it gives none."""
        scan.check(question.query, question.base)
        deadline = time.monotonic() + self.limits.timeout
        if not self._free.acquire(timeout=self.limits.timeout):
            raise BusyError("Too many queries are being answered.", self.limits.retry)
        try:
            with self._asked(question, deadline) as (response, channel):
                if response.status != 200:
                    raise self._refused(response)
                return self._whole(_Body(response, channel, deadline), question, client)
        finally:
            self._free.release()

    def ready(self, patience: float = 0.0) -> bool:  # noqa: ARG002 -- it is there or it is not
        """Whether the store answers now."""
        limits = Limits(timeout=PATIENCE)
        try:
            Remote(self.url, limits).answer(Question(PROBE, "json")).close()
        except ServiceError:
            return False
        return True

    def gauges(self) -> dict[str, Gauge]:
        """Nothing is known of who is at work there."""
        return {}

    def close(self) -> None:
        """Nothing is kept open."""

    @contextmanager
    def _asked(
        self, question: Question, deadline: float
    ) -> Iterator[tuple[HTTPResponse, socket.socket]]:
        """The head of the store's response, and the socket that its body comes from."""
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.limits.timeout)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": _syntax(question.format).media_types[0],
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "spacecoop",
        }
        try:
            connection.timeout = _left(deadline)
            connection.request("POST", path, urlencode(_form(question)).encode(), headers)
            channel = connection.sock  # which the connection forgets with the response's head
            with _until(deadline, channel):
                response = connection.getresponse()
            yield response, channel
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, HTTPException) as error:
            raise StoreError(f"The store gave no whole answer ({type(error).__name__}).") from error
        finally:
            connection.close()

    def _whole(self, arriving: "_Body", question: Question, client: Client | None) -> Answer:
        syntax = _syntax(question.format)
        if arriving.kind not in syntax.media_types:
            raise StoreError(f"Asked for {syntax.name}, the store gave {arriving.kind[:60]}.")
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
        length, last = 0, b""
        with ExitStack() as stack:
            stack.callback(body.close)
            for chunk in arriving:
                length, last = length + len(chunk), (last + chunk)[-16:]
                if length > self.limits.result:
                    cap = self.limits.result / MEGABYTE
                    raise ResultTooLargeError(f"The answer has more than {cap:g} megabytes.")
                if client and client.gone():
                    raise ClientGoneError("The client is gone.")
                body.write(chunk)
            if not last.rstrip().endswith(ENDS.get(question.format, b"")):
                raise StoreError("The store ended its answer before it was whole.")
            stack.pop_all()
        body.seek(0)
        return Answer(body, length)

    def _refused(self, response: HTTPResponse) -> Exception:
        words = response.read(4 * WORDS).decode(errors="replace").strip()[:WORDS]
        if response.status == 400:
            return BadQueryError(f"The store refuses the query: {words}")
        if response.status in (429, 503):
            return BusyError("The store is busy.", self.limits.retry)
        return StoreError(f"The store answered with {response.status}: {words}")

    def _late(self) -> QueryTimeoutError:
        return QueryTimeoutError(f"The store took more than {self.limits.timeout:g} seconds.")


@dataclass(frozen=True)
class _Body:
    """The chunks of a body, each of which has to come before the deadline."""

    response: HTTPResponse
    channel: socket.socket
    deadline: float

    @property
    def kind(self) -> str:
        """Its media type."""
        return self.response.headers.get_content_type()

    def __iter__(self) -> Iterator[bytes]:
        while not self.response.isclosed():
            self.channel.settimeout(_left(self.deadline))
            if chunk := self.response.read1(CHUNK):
                yield chunk
            else:
                break
        if self.response.length:
            raise IncompleteRead(b"", self.response.length)


@contextmanager
def _until(deadline: float, channel: socket.socket) -> Iterator[None]:
    """Hang up at the deadline: a head may come in pieces, each of them in time."""
    timer = threading.Timer(_left(deadline), _hang_up, [channel])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        _left(deadline)
        raise error from None
    finally:
        timer.cancel()


def _hang_up(channel: socket.socket) -> None:
    with suppress(OSError):
        channel.shutdown(socket.SHUT_RDWR)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _syntax(name: str) -> formats.Syntax:
    return next(s for s in (*formats.RESULTS, *formats.GRAPHS) if s.name == name)


def _form(question: Question) -> list[tuple[str, str]]:
    """The parameters; the base goes before the query, whose own BASE goes before it."""
    query = question.query
    if question.base and _IRI.fullmatch(question.base):
        query = f"BASE <{question.base}> {query}"
    dataset = question.dataset or scan.Dataset()
    return [
        ("query", query),
        *(("default-graph-uri", name) for name in dataset.default),
        *(("named-graph-uri", name) for name in dataset.named),
    ]
