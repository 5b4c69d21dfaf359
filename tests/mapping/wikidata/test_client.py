"""The client of Wikidata: how it behaves, and what becomes of others' misbehaviour."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mapping.errors import InputError
from mapping.wikidata.client import Client
from tests.mapping.wikidata.running import run
from tests.mapping.wikidata.wikibase import Fault, Handler, Thing, Wikibase

BUSY = b"<html>busy</html>"
LAG = json.dumps({"error": {"code": "maxlag", "info": "Waiting for a replica", "lag": 6.3}})
ZIPPED = {"Content-Encoding": "gzip"}
BOMB = gzip.compress(bytes(40_000_000))
DATE = {"Date": "Sun, 22 Nov 2026 10:00:00 GMT", "Retry-After": "Sun, 22 Nov 2026 10:00:09 GMT"}


def client(servers: Wikibase, slept: list[float], timeout: float = 60) -> Client:
    """A client that notes how long it would sleep."""
    _, api, _, sparql = servers.options
    contact = "mailto:us@example.org"
    return Client(api, sparql, contact, timeout, sleep=slept.append)


def asked(servers: Wikibase, slept: list[float], timeout: float = 60) -> object:
    """What the API says of an item."""
    with client(servers, slept, timeout) as own:
        answer = own.ask_api(action="wbgetentities", ids="Q1", props="info")
    return answer["entities"]


@pytest.fixture(autouse=True)
def _world(servers: Wikibase) -> None:
    servers.gate = lambda: None
    servers.hold({"Q1": Thing({"en": "one"})})


KNOWN = {"Q1": {"type": "item", "id": "Q1", "lastrevid": 1}}


def drip(handler: Handler) -> None:
    """A body that never ends, though some of it comes all the time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(1_000_000):
            handler.wfile.write(b" " * 64)
            handler.wfile.flush()
            threading.Event().wait(0.01)
    except OSError:
        pass  # the client has gone


def break_off(handler: Handler) -> None:
    """Half a body."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"entities": {')
    handler.close_connection = True


def test_every_request_says_who_asks_and_how_much_lag_it_takes(servers: Wikibase) -> None:
    with client(servers, []) as own:
        own.ask_api(action="wbgetentities", ids="Q1", props="info")
        own.ask_sparql("SELECT * { ?s ?p ?o } LIMIT 1")
    (_, api, fields), (_, query, _) = servers.asked
    for headers in (api, query):
        assert headers["User-Agent"].startswith("spacecoop/")
        assert "https://w3id.org/spacecoop/" in headers["User-Agent"]
        assert "mailto:us@example.org" in headers["User-Agent"]
        assert headers["Accept-Encoding"] == "gzip"
    assert fields["maxlag"] == "5"
    assert query["Accept"] == "application/sparql-results+json"


def test_no_more_than_three_requests_are_under_way(servers: Wikibase) -> None:
    # Only three at once get past the barrier, and a fourth would be counted.
    barrier = threading.Barrier(3, timeout=60)
    servers.gate = barrier.wait
    with client(servers, []) as own, ThreadPoolExecutor(12) as pool:

        def ask(_: int) -> object:
            return own.ask_api(action="wbgetentities", ids="Q1", props="info")["entities"]

        assert list(pool.map(ask, range(12))) == [KNOWN] * 12
    assert servers.most == 3


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        pytest.param([(429, {"Retry-After": "7"}, BUSY)], [7], id="too many requests"),
        pytest.param([(503, {"Retry-After": "11"}, BUSY)], [11], id="unavailable"),
        pytest.param([(503, DATE, BUSY)], [9], id="a date, by the clock of who says it"),
        pytest.param([(503, {}, BUSY)] * 3, [1, 2, 4], id="no word: longer each time"),
        pytest.param([(200, {"Retry-After": "5"}, LAG.encode())], [5], id="lag"),
        pytest.param([(200, {}, b'{"entities": ')], [1], id="malformed"),
        pytest.param([(200, {}, b"[]")], [1], id="another form"),
        pytest.param([(200, {}, b"[" * 100_000)], [1], id="nested"),
        pytest.param([break_off], [1], id="broken off"),
        pytest.param([(502, {"Retry-After": "soon"}, BUSY)], [1], id="no time"),
        pytest.param([(200, ZIPPED, gzip.compress(b"[]"))], [1], id="compressed"),
    ],
)
def test_it_waits_as_told_and_asks_again(
    faults: list[Fault], waits: list[float], servers: Wikibase
) -> None:
    servers.faults.extend(faults)
    slept: list[float] = []
    assert asked(servers, slept) == KNOWN
    assert slept == waits
    assert len(servers.asked) == len(faults) + 1


@pytest.mark.parametrize(
    ("faults", "times", "reason"),
    [
        pytest.param([(503, {}, BUSY)] * 9, 5, "answers 503; try again later", id="always busy"),
        pytest.param([(200, {}, b"<html>")] * 9, 5, "answers what is no JSON", id="no JSON"),
        pytest.param(
            [(429, {"Retry-After": "3600"}, BUSY)], 1, "asks to wait 3600 s", id="an hour"
        ),
        pytest.param([(403, {}, b"no robots\x1b[31m")], 1, "answers 403: no robots", id="refused"),
        pytest.param([(200, ZIPPED, BOMB)], 1, "sends more than 32 MB", id="a bomb"),
        pytest.param([(301, {"Location": "http://x/"}, b"")], 1, "answers 301", id="moved"),
        pytest.param(
            [(200, {}, b'{"error": {"code": "badvalue", "info": "no"}}')],
            1,
            "answers badvalue: no",
            id="error",
        ),
    ],
)
def test_it_gives_up_with_a_reason(
    faults: list[Fault], times: int, reason: str, servers: Wikibase
) -> None:
    servers.faults.extend(faults)
    with pytest.raises(InputError) as error:
        asked(servers, [])
    assert str(error.value).startswith(f"{servers.address}/w/api.php: ")
    assert reason in str(error.value)
    assert str(error.value).endswith("(nothing was changed)")
    assert len(servers.asked) == times


@pytest.mark.parametrize("kind", ["silent", "dripping"])
def test_who_takes_too_long_is_not_waited_for(kind: str, servers: Wikibase) -> None:
    done = threading.Event()

    def silent(_: Handler) -> None:
        done.wait(60)

    servers.faults.extend([drip if kind == "dripping" else silent] * 5)
    with pytest.raises(InputError, match=r"does not answer within 0\.2 s"):
        asked(servers, [], timeout=0.2)
    done.set()


def test_while_one_waits_nobody_asks(servers: Wikibase) -> None:
    servers.faults.append((429, {"Retry-After": "30"}, BUSY))
    _, api, _, sparql = servers.options
    before: list[int] = []
    others: list[threading.Thread] = []

    def sleep(_: float) -> None:
        others.append(threading.Thread(target=ask))
        others[0].start()
        others[0].join(0.2)  # long enough to ask, if it did not wait
        before.append(len(servers.asked))

    def ask() -> None:
        own.ask_api(action="wbgetentities", ids="Q1", props="info")

    with Client(api, sparql, sleep=sleep) as own:
        ask()
        others[0].join(60)
    assert before == [1]
    assert len(servers.asked) == 3


def test_who_runs_it_is_told_of_a_wait(servers: Wikibase, flights: Path) -> None:
    servers.faults.append((429, {"Retry-After": "0"}, BUSY))
    servers.faults.append((200, {}, b"{}"))  # the end of it
    result = run("check", *servers.options, "--no-cache", "--out", flights)
    assert result.stderr == f"spacecoop: {servers.address}/w/api.php answers 429: waiting 0 s\n"


HOSTILE = [
    b"{}",
    b'{"entities": []}',
    b'{"entities": {"Q1": {}}}',
    b'{"entities": {"Q142": []}}',
]


@pytest.mark.parametrize("body", HOSTILE)
def test_an_answer_of_another_form_is_named(body: bytes, servers: Wikibase, flights: Path) -> None:
    servers.faults.append((200, {}, body))
    result = run("check", *servers.options, "--no-cache", "--out", flights)
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{servers.address}/w/api.php: its answer ")
    assert result.stdout == ""
