"""What is sent in fewer bytes, to whom, and that it is the same."""

import gzip

import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PATHS = [
    "/", "/ontology", "/page/organization/cnes", "/static/spacecoop.css", "/static/search.js",
    "/data/organization/cnes.ttl", "/data/organization/cnes.jsonld", "/data/organization/cnes.csv",
    "/documents/003-a20552879778e7d6.txt", "/graph/authority", "/search.json?q=space",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D&format=html",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_whoever_takes_gzip_gets_the_same_in_fewer_bytes(client: FlaskClient, path: str) -> None:
    whole = client.get(path, headers=HTML, buffered=True)
    coded = client.get(path, headers=HTML | GZIP, buffered=True)
    assert "Content-Encoding" not in whole.headers
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == whole.data
    assert len(coded.data) < 0.6 * len(whole.data)
    assert int(coded.headers["Content-Length"]) == len(coded.data)
    for answer in (whole, coded):
        assert {"accept", "accept-encoding"} <= set(answer.vary.as_set())
    assert coded.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("path", PATHS)
def test_each_coding_has_a_tag_of_its_own_that_is_found_again(
    client: FlaskClient, path: str
) -> None:
    tags = []
    for taken in ({}, GZIP):
        first = client.get(path, headers=HTML | taken, buffered=True)
        tag = first.headers.get("ETag")
        tags.append(tag)
        if tag:
            asked = HTML | taken | {"If-None-Match": tag}
            again = client.get(path, headers=asked, buffered=True)
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
            assert "accept-encoding" in again.vary.as_set()
    assert tags[0] != tags[1] or tags == [None, None]


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_would(client: FlaskClient, path: str) -> None:
    got = client.get(path, headers=HTML | GZIP, buffered=True).headers
    head = client.head(path, headers=HTML | GZIP, buffered=True)
    assert head.data == b""
    for name in ("Content-Encoding", "Content-Length", "ETag", "Vary"):
        assert head.headers.get(name) == got.get(name), name


@pytest.mark.parametrize("taken", ["", "identity", "gzip;q=0", "br", "gzip;q=0, *;q=0"])
def test_who_does_not_take_gzip_does_not_get_it(client: FlaskClient, taken: str) -> None:
    answer = client.get("/ontology", headers=HTML | {"Accept-Encoding": taken})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("kind", ["json", "application/json", "csv", "ntriples"])
def test_answers_to_queries_are_sent_as_they_are(
    client: FlaskClient, method: str, kind: str
) -> None:
    graph = "CONSTRUCT WHERE { ?s ?p ?o }"
    query = graph if kind == "ntriples" else "SELECT * { ?s ?p ?o }"
    asked = {"query": query, "format": kind}
    sent = {"data": asked} if method == "POST" else {"query_string": asked}
    answer = client.open("/sparql", method=method, headers=GZIP, buffered=True, **sent)  # type: ignore[arg-type]
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) > 10_000
    assert len(answer.data) == (0 if method == "HEAD" else int(answer.headers["Content-Length"]))


def test_ranges_are_of_the_file_as_it_is(client: FlaskClient) -> None:
    for path in ("/dump/spacecoop.nt.gz", "/static/spacecoop.css"):
        whole = client.get(path, buffered=True).data
        part = client.get(path, headers=GZIP | {"Range": "bytes=2000-3999"}, buffered=True)
        assert part.status_code == 206
        assert "Content-Encoding" not in part.headers
        assert part.data == whole[2000:4000]
    dump = client.get("/dump/spacecoop.nt", headers=GZIP, buffered=True)
    assert b"<http" in gzip.decompress(dump.data)  # the file, once
