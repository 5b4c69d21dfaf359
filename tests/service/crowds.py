"""Crowds that ask a server for more than it can do, each in another way."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.service.processes import CROSS, Server

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
def crowd(server: Server, query: Callable[[], str]) -> Iterator[Counter[int]]:
    """CLIENTS that ask queries on and on; how often which status was the answer."""
    stop, statuses = threading.Event(), Counter[int]()

    def ask_on() -> None:
        while not stop.is_set():
            statuses[server.query(query()).status] += 1

    with ThreadPoolExecutor(CLIENTS) as threads:
        asked = [threads.submit(ask_on) for _ in range(CLIENTS)]
        try:
            yield statuses
        finally:
            stop.set()
    for future in asked:
        future.result()
