"""Crowds of clients that ask heavy queries on and on: lookups get through, all of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.service.crowds import CROWDS, DATA, MMX, crowd
from tests.service.processes import LOOKUP, Server, started, until

JOIN = f"SELECT ?q {{ {MMX} ?p ?o . ?o ?q ?r }}"  # of two patterns


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Path]
) -> Iterator[Server]:
    """A server of a release in which one thing has very many neighbours."""
    out = tmp_path_factory.mktemp("crowded")
    publish(out, "c" * 64, DATA)
    with started(out, 10.0) as server:
        assert server.query(JOIN).status == 200
        yield server


@pytest.mark.parametrize("query", CROWDS.values(), ids=CROWDS)
def test_lookups_get_through_a_crowd(server: Server, query: Callable[[], str]) -> None:
    def look(asked: str) -> tuple[int, int]:
        return server.query(asked).status, server.page().status

    with crowd(server, query) as answers, ThreadPoolExecutor(3) as threads:
        until(lambda: bool(answers))  # more than can wait are there
        assert set(threads.map(look, [LOOKUP, LOOKUP, JOIN] * 4)) == {(200, 200)}
    # A query of the crowd is done, refused or ended; that many cannot all be done.
    assert 503 in {status for status, _ in answers} <= {200, 503, 507}
    assert server.query(LOOKUP).status == 200
