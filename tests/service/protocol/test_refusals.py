"""What is wrong with a request is said, in a form that the client can read."""

import json
import socket
from urllib.parse import quote, urlsplit

import pytest

from tests.service.protocol.asking import (
    BROWSER,
    FORM,
    MEGABYTE,
    PROBLEM,
    QUERY,
    X,
    get,
)
from tests.service.serving import ask

WRONG = [
    ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", b"", {}, 400, "2 queries"),
    ("GET", "?query=", b"", {}, 400, "empty"),
    ("GET", "?query", b"", {}, 400, "empty"),
    ("GET", "?query=%20%0A", b"", {}, 400, "empty"),
    ("GET", "?query=ASK%7B%7D%zz", b"", {}, 400, "no percent-encoding"),
    ("GET", "?query=ASK%7B%7D%", b"", {}, 400, "no percent-encoding"),
    ("GET", "?query=ASK%7B%7D%20%23%FF", b"", {}, 400, "not UTF-8"),
    ("GET", "?query=SELECT", b"", {}, 400, "line 1, column 7"),
    ("GET", "?update=CLEAR%20ALL", b"", {}, 400, "read-only"),
    ("GET", "?query=ASK%7B%7D&default-graph-uri=a%20b", b"", {}, 400, "not an absolute IRI"),
    ("GET", "?query=ASK%7B%7D&named-graph-uri=", b"", {}, 400, "not an absolute IRI"),
    ("GET", "?query=ASK%7B%3Chttp://x.example/f%3E()%7D", b"", {}, 400, "not expected"),
    ("GET", "?query=" + quote(f"ASK {{ FILTER(<{X}f>(1)) }}"), b"", {}, 400, "no function"),
    ("GET", "?" + "&".join("a" * 2_000), b"", {}, 200, ""),
    ("GET", "?query=" + "a" * 9_000, b"", {}, 414, "too long"),
    ("GET", "?query=ASK%7B%7D", b"", {"X-Long": "a" * 20_000}, 431, "too long"),
    ("POST", "", b"query=ASK%7B%zz", {"Content-Type": FORM}, 400, "no percent-encoding"),
    ("POST", "", b"query=ASK%7B%7D%20%23%FF", {"Content-Type": FORM}, 400, "not UTF-8"),
    ("POST", "", b"query=\xff", {"Content-Type": FORM}, 400, "not UTF-8"),
    ("POST", "?query=ASK%7B%7D", b"query=ASK%7B%7D", {"Content-Type": FORM}, 400, "2 queries"),
    ("POST", "?query=ASK%7B%7D", b"ASK{}", {"Content-Type": QUERY}, 400, "2 queries"),
    ("POST", "", b"", {"Content-Type": QUERY}, 400, "empty"),
    ("POST", "", b"", {"Content-Type": FORM}, 400, "no query"),
    ("POST", "", b"query=", {"Content-Type": FORM}, 400, "empty"),
    ("POST", "", b"update=CLEAR+ALL", {"Content-Type": FORM}, 400, "read-only"),
    ("POST", "", b"a&" * 10_001, {"Content-Type": FORM}, 400, "parameters"),
    ("POST", "", b"ASK{}", {}, 415, QUERY),
    ("POST", "", b"ASK{}", {"Content-Type": "text/plain"}, 415, QUERY),
    ("POST", "", b"--a", {"Content-Type": "multipart/form-data; boundary=a"}, 415, QUERY),
    ("POST", "", b"ASK{}", {"Content-Type": "application/sparql-update"}, 415, "read-only"),
    ("POST", "", b"ASK{}", {"Content-Type": f"{QUERY}; charset=utf-16"}, 415, "UTF-8"),
    ("POST", "", b"ASK{}", {"Content-Type": QUERY, "Content-Encoding": "gzip"}, 415, "gzip"),
    ("POST", "", b" " * 10 * MEGABYTE, {"Content-Type": QUERY}, 413, ""),
    ("POST", "", b"query=" + b"+" * 10 * MEGABYTE, {"Content-Type": FORM}, 413, ""),
    ("POST", "", b" " * 2 * MEGABYTE, {"Content-Type": "text/plain"}, 415, ""),
    ("PUT", "", b"ASK{}", {"Content-Type": QUERY}, 405, ""),
    ("DELETE", "?query=ASK%7B%7D", b"", {}, 405, ""),
]


@pytest.mark.parametrize(
    ("method", "query", "body", "headers", "status", "said"),
    WRONG,
    ids=[f"{w[0]}-{w[1][:30]}-{w[2][:12]!r}-{w[5]}" for w in WRONG],
)
def test_whatever_is_wrong_is_said_and_may_be_read_from_anywhere(
    address: str,
    method: str,
    query: str,
    body: bytes,
    headers: dict[str, str],
    status: int,
    said: str,
) -> None:
    answer = ask(address + query, method, body or None, headers)
    assert answer.status == status, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]
    if status >= 400:
        problem = json.loads(answer.body)
        assert (answer.headers["Content-Type"], problem["status"]) == (PROBLEM, status)
        assert said in problem["detail"]
    if status == 405:
        assert "GET" in answer.headers["Allow"]
    if "gzip" in said:
        assert answer.headers["Accept-Encoding"] == "identity"


CHUNKED = (
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def _said(address: str, request: bytes) -> str:
    """What comes back for these bytes."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received.decode()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET /sparql?query=ASK{\xff} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n", 400),
        (CHUNKED + b"zz\r\n", 400),
        (CHUNKED + b"3\r\nASK\r\n2\r\n{}\r\n0\r\n\r\n", 200),
    ],
)
def test_what_is_no_http_is_answered_like_any_other_error(
    address: str, request_: bytes, status: int
) -> None:
    answer = _said(address, request_)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "Access-Control-Allow-Origin: *\r\n" in answer
    assert "Vary: Accept\r\n" in answer


def test_browsers_get_the_error_and_the_query_to_mend(address: str) -> None:
    query = "SELECT * { ?s ?p </textarea>"
    answer = get(address, query, [], BROWSER)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "it ends too early" in answer.text
    assert "SELECT * { ?s ?p &lt;/textarea&gt;</textarea>" in answer.text
