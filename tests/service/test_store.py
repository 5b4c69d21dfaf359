"""`serve --store`: queries passed on to another endpoint, and what becomes of its failures."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from click.testing import CliRunner

from service import Settings, create_app
from service.commands import serve
from service.errors import CommandError
from tests.conftest import end, unused_port
from tests.service.serving import Answer, ask, listening, serving

DATA = Path(__file__).parent / "data" / "protocol.trig"
OXIGRAPH = str(Path(sys.executable).parent / "oxigraph")
X = "http://x.example/"
JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service in front of an Oxigraph server."""
    folder = str(tmp_path_factory.mktemp("oxigraph"))
    loaded = [OXIGRAPH, "load", "--location", folder, "--file", str(DATA)]
    subprocess.run(loaded, check=True, capture_output=True, timeout=60)
    bind = f"127.0.0.1:{unused_port()}"
    arguments = [OXIGRAPH, "serve-read-only", "--location", folder, "--bind", bind]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as store:
        try:
            with serving("--store", f"http://{bind}/query", "--timeout", "3") as served:
                for _ in range(100):
                    if ask(f"{served}/readyz").status == 200:
                        break
                    time.sleep(0.1)
                yield f"{served}/sparql"
        finally:
            end(store)


def _asked(address: str, query: str, accept: str = JSON, **more: str) -> Answer:
    url = f"{address}?{urlencode({'query': query, **more})}"
    return ask(url, headers={"Accept": accept})


def _number(answer: Answer) -> int:
    assert answer.status == 200, answer.text
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return int(row["n"]["value"])


def test_the_store_answers(address: str) -> None:
    assert _number(_asked(address, COUNT)) == 7
    assert _number(_asked(address, COUNT, **{"default-graph-uri": f"{X}g1"})) == 2
    assert _number(_asked(address, COUNT, **{"named-graph-uri": f"{X}g1"})) == 0
    body = _asked(address, "SELECT (<a> AS ?x) {}").body
    (row,) = json.loads(body)["results"]["bindings"]
    assert row["x"]["value"] == address.removesuffix("sparql") + "a"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_graphs_of_the_store(address: str, accept: str, format_: str) -> None:
    answer = _asked(address, f"DESCRIBE <{X}a>", accept)
    assert answer.headers.get_content_type() == accept
    assert len(rdflib.Graph().parse(data=answer.body, format=format_)) == 7


@pytest.mark.parametrize(
    "accept", [JSON, "application/sparql-results+xml", "text/csv", "text/html"]
)
def test_tables_of_the_store(address: str, accept: str) -> None:
    answer = _asked(address, f"SELECT ?o {{ <{X}a> <{X}name> ?o }}", accept)
    assert (answer.status, answer.headers.get_content_type()) == (200, accept)
    assert "naïve ☃ 𝒳" in answer.text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * { ?s ?p }", 400, "The store refuses the query"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", 400, "SERVICE is not allowed"),
        ("CLEAR ALL", 400, "read-only"),
        (f"SELECT * {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(12))} }}", 50, ""),
    ],
)
def test_what_the_store_does_not_answer(address: str, query: str, status: int, said: str) -> None:
    began = time.monotonic()
    answer = _asked(address, query)
    assert str(answer.status).startswith(str(status))
    assert said in json.loads(answer.body)["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert time.monotonic() - began < 20


def test_what_may_change_has_no_etag(address: str) -> None:
    answer = _asked(address, COUNT)
    assert "ETag" not in answer.headers
    assert "X-Spacecoop-Release" not in answer.headers
    assert ask(address, headers={"Accept": "text/turtle"}).status == 200
    assert ask(address.removesuffix("sparql")).status == 200


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (HEAD + b'Content-Length: 99\r\n\r\n{"head":{},', 502),
        (HEAD + b'\r\n{"head":{}, error: timeout', 502),  # as Oxigraph ends what takes too long
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}", 502),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}", 502),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno", 502),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 502),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", 503),
        (b"garbage\r\n\r\n", 502),
        (b"", 502),
        (HEAD + b"Content-Length: 3000000\r\n\r\n" + b" " * 3_000_000, 507),
        (HEAD + b"Content-Length: 26\r\n\r\n" + b'{"head":{},"boolean":true}', 200),
    ],
)
def test_an_answer_is_whole_or_an_error(reply: bytes, status: int) -> None:
    with listening(lambda connection: connection.sendall(reply)) as url:
        settings = Settings(store=url, max_result=2, timeout=3)
        answer = create_app(settings).test_client().get("/sparql?query=ASK{}", buffered=True)
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_store_that_drips_is_given_up() -> None:
    def drip(connection: socket.socket) -> None:
        try:
            connection.sendall(HEAD + b"\r\n")
            for _ in range(30):
                connection.sendall(b" ")
                time.sleep(0.1)
        except OSError:
            pass

    with listening(drip) as url:
        client = create_app(Settings(store=url, timeout=1)).test_client()
        answer = client.get("/sparql?query=ASK{}")
    assert (answer.status_code, "1 seconds" in answer.text) == (503, True)


def test_a_store_that_is_not_there() -> None:
    client = create_app(Settings(store=f"http://127.0.0.1:{unused_port()}/")).test_client()
    assert client.get("/sparql?query=ASK{}").status_code == 502
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("url", ["ftp://x.example/", "x.example", "http://", "http://u:p@x/", "/"])
def test_an_address_that_is_none(url: str) -> None:
    result = CliRunner().invoke(serve, ["--store", url])
    assert isinstance(result.exception, CommandError)
    assert "--store" in str(result.exception)
