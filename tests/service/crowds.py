"""Crowds that ask a server for more than it can do, each in another way."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.service.processes import CROSS, FORM, Server

CLIENTS = 200
HUB = 50_000  # things that say the same of <urn:hub>: a pattern that names it is heavy by itself
DATA = "".join(f"<urn:s{n}> <urn:p> <urn:hub> <urn:g> .\n" for n in range(HUB))

MMX = "<https://w3id.org/spacecoop/id/mission/mmx>"
NEIGHBOURS = " ".join(f"?n{n} ?p{n} ?m{n} . ?n{n + 1} ?q{n} ?m{n} ." for n in range(5))


def _any() -> str:
    return f"<urn:{random.randrange(10**9)}>"  # noqa: S311 -- no secret


CROWDS: dict[str, Callable[[], str]] = {
    "cross products": lambda: f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "joins in disguise": lambda: f"SELECT * {{ {MMX} ?p ?m0 . {NEIGHBOURS} }}",
    "single patterns": lambda: (
        f"SELECT * {{ ?s <urn:p> <urn:hub> FILTER(?s != {_any()}) }} ORDER BY DESC(?s)"
    ),
    "each another pair of patterns": lambda: (
        f"SELECT * {{ ?s <urn:p> <urn:hub> OPTIONAL {{ ?s {_any()} ?o }} }} ORDER BY ?s"
    ),
}


@contextmanager
def crowd(server: Server, query: Callable[[], str]) -> Iterator[list[tuple[int, float]]]:
    """CLIENTS that ask queries on and on; the statuses of the answers, and their seconds.

    In the end they leave without waiting for the answers that they have not got yet.
    """
    stop, answers, connections = threading.Event(), list[tuple[int, float]](), set[HTTPConnection]()

    def ask_on() -> None:
        while not stop.is_set():
            connection = HTTPConnection(server.address.removeprefix("http://"), timeout=60)
            connections.add(connection)
            began = time.monotonic()
            try:
                connection.request("POST", "/sparql", urlencode({"query": query()}), FORM)
                answers.append((connection.getresponse().status, time.monotonic() - began))
            except (OSError, HTTPException):
                if not stop.is_set():
                    raise
            finally:
                connections.discard(connection)
                connection.close()

    with ThreadPoolExecutor(CLIENTS) as threads:
        asked = [threads.submit(ask_on) for _ in range(CLIENTS)]
        try:
            yield answers
        finally:
            stop.set()
            for connection in list(connections):
                with suppress(OSError, AttributeError):  # it is not open yet, or no more
                    connection.sock.shutdown(socket.SHUT_RDWR)
    for future in asked:
        future.result()
