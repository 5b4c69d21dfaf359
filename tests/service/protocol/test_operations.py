"""What can be asked, and in which ways: queries, datasets, methods, parameters."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.service.protocol.asking import (
    CONSTRUCT,
    COUNT,
    DATA,
    JSON,
    QUERY,
    SELECT,
    SHARED,
    Way,
    X,
    number,
    ways,
)
from tests.service.serving import ask, serving


@ways
@pytest.mark.parametrize(
    ("default", "named", "triples", "shared", "graphs"),
    [
        ([], [], 7, 0, 3),
        (["g1"], [], 2, 1, 0),
        (["g1", "g2"], [], 3, 1, 0),  # a triple in two default graphs is one triple
        (["g1", "g1"], [], 2, 1, 0),
        ([], ["g1"], 0, 0, 1),
        (["g1"], ["g2"], 2, 1, 1),
        (["g1", "g2"], ["g1", "g2"], 3, 1, 2),
        (["nowhere"], [], 0, 0, 0),
        (["caf%C3%A9?a=b&c=d#e"], [], 1, 0, 0),
    ],
)
def test_the_dataset_by_protocol(
    address: str,
    way: Way,
    default: list[str],
    named: list[str],
    triples: int,
    shared: int,
    graphs: int,
) -> None:
    dataset = [("default-graph-uri", X + name) for name in default]
    dataset += [("named-graph-uri", X + name) for name in named]
    assert number(way(address, COUNT, dataset, JSON)) == triples
    assert number(way(address, SHARED, dataset, JSON)) == shared
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(way(address, query, dataset, JSON)) == graphs


@ways
def test_the_dataset_by_protocol_goes_before_that_of_the_query(address: str, way: Way) -> None:
    query = COUNT.replace("{", f"FROM <{X}g1> FROM NAMED <{X}g1> {{", 1)
    assert number(way(address, query, [], JSON)) == 2
    assert number(way(address, query, [("default-graph-uri", f"{X}nowhere")], JSON)) == 0
    assert number(way(address, query, [("named-graph-uri", f"{X}g2")], JSON)) == 0


@ways
def test_from_reads_neither_files_nor_the_network(address: str, way: Way, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    for name in (file.as_uri(), DATA.as_uri(), "http://127.0.0.1:1/"):
        query = COUNT.replace("{", f"FROM <{name}> {{", 1)
        for answer in (
            way(address, query, [], JSON),
            way(address, COUNT, [("default-graph-uri", name)], JSON),
        ):
            if name.startswith("http:"):
                assert number(answer) == 0
            else:
                assert answer.status == 400
                assert "no file is read" in json.loads(answer.body)["detail"]


@ways
@pytest.mark.parametrize("text", ["a+b", "50%25", "a&b=c;d", "naïve ☃ 𝒳", "%E2%98%83", "\\u2603"])
def test_a_query_arrives_as_it_was_sent(address: str, way: Way, text: str) -> None:
    answer = way(address, f'SELECT ("{text}" AS ?x) {{}}', [], JSON)
    (row,) = json.loads(answer.body)["results"]["bindings"]
    assert row["x"]["value"] == text.replace("\\u2603", "☃")


@ways
def test_a_percent_encoded_iri_is_found(address: str, way: Way) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{X}caf%C3%A9?a=b&c=d#e> {{ ?s ?p ?o }} }}"
    assert number(way(address, query, [], JSON)) == 1


def test_head_is_get_without_a_body(address: str) -> None:
    for query in (SELECT, CONSTRUCT, f"ASK {{ <{X}a> ?p ?o }}"):
        url = f"{address}?{urlencode({'query': query})}"
        head, get = ask(url, "HEAD"), ask(url)
        assert (head.status, head.body) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag", "X-Spacecoop-Release", "Vary"):
            assert head.headers[name] == get.headers[name] is not None
        assert int(get.headers["Content-Length"]) == len(get.body)
    assert ask(f"{address}?query=SELECT", "HEAD").status == 400
    assert ask(address, "HEAD").status == 200


@pytest.mark.parametrize("path", ["/sparql", "/", "/nowhere"])
def test_preflight(address: str, path: str) -> None:
    answer = ask(
        address.removesuffix("/sparql") + path,
        "OPTIONS",
        headers={
            "Origin": "https://other.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert answer.status == (404 if path == "/nowhere" else 200)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()
    if path == "/sparql":
        allowed = {method.strip() for method in answer.headers["Allow"].split(",")}
        assert allowed == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize(
    "body", [b"ASK {}", "ASK { ?s ?p 'naïve' } # ☃".encode(), b"ASK {} #" + b"x" * 500_000]
)
def test_content_types_may_have_parameters(address: str, body: bytes) -> None:
    for kind in (QUERY, f"{QUERY}; charset=utf-8", f'{QUERY.upper()};charset="UTF-8"; x=y'):
        assert ask(address, "POST", body, {"Content-Type": kind}).status == 200


def test_unknown_parameters_change_nothing(address: str) -> None:
    url = f"{address}?{urlencode({'query': COUNT})}"
    plain, more = ask(url), ask(f"{url}&timeout=1&debug=on&Query=x&using-graph-uri=urn:x")
    assert (more.status, more.body) == (200, plain.body)


def test_https_is_kept_behind_a_proxy_that_is_trusted(address: str) -> None:
    forwarded = {
        "Accept": "application/n-triples",
        "Host": "inside.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "data.example",
    }
    with serving("--data", DATA, SPACECOOP_PROXIES="1") as served:
        trusted = ask(f"{served}/sparql", headers=forwarded).text
    assert "#endpoint> <https://data.example/sparql> ." in trusted
    assert "#endpoint> <http://inside.example/sparql> ." in ask(address, headers=forwarded).text
