"""The SPARQL 1.1 Protocol over HTTP, as a client meets it; what other endpoints get wrong first."""

import csv
import io
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.service.serving import Answer, ask, serving

DATA = Path(__file__).parent / "data" / "protocol.trig"
X = "http://x.example/"
SELECT = f"SELECT ?o {{ <{X}a> <{X}p> ?o }} ORDER BY STR(?o)"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SHARED = f"SELECT (COUNT(*) AS ?n) {{ ?s <{X}shared> ?o }}"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
PROBLEM = "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
MEGABYTE = 2**20

Pairs = list[tuple[str, str]]
Way = Callable[[str, str, Pairs, str], Answer]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of an endpoint."""
    with serving("--data", DATA) as served:
        yield f"{served}/sparql"


def _get(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    parameters = urlencode([("query", query), *dataset])
    return ask(f"{address}?{parameters}", headers={"Accept": accept})


def _form(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    body = urlencode([*dataset, ("query", query)]).encode()
    return ask(address, "POST", body, {"Content-Type": FORM, "Accept": accept})


def _direct(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    url = f"{address}?{urlencode(dataset)}" if dataset else address
    return ask(url, "POST", query.encode(), {"Content-Type": QUERY, "Accept": accept})


def _half(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    """A form, but the dataset in the address."""
    body = urlencode({"query": query}).encode()
    headers = {"Content-Type": f"{FORM}; charset=UTF-8", "Accept": accept}
    return ask(f"{address}?{urlencode(dataset)}", "POST", body, headers)


ways = pytest.mark.parametrize("way", [_get, _form, _direct, _half])


def _number(answer: Answer) -> int:
    assert answer.status == 200, answer.text
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return int(row["n"]["value"])


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
    assert _number(way(address, COUNT, dataset, JSON)) == triples
    assert _number(way(address, SHARED, dataset, JSON)) == shared
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert _number(way(address, query, dataset, JSON)) == graphs


@ways
def test_the_dataset_by_protocol_goes_before_that_of_the_query(address: str, way: Way) -> None:
    query = COUNT.replace("{", f"FROM <{X}g1> FROM NAMED <{X}g1> {{", 1)
    assert _number(way(address, query, [], JSON)) == 2
    assert _number(way(address, query, [("default-graph-uri", f"{X}nowhere")], JSON)) == 0
    assert _number(way(address, query, [("named-graph-uri", f"{X}g2")], JSON)) == 0


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
                assert _number(answer) == 0
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
    assert _number(way(address, query, [], JSON)) == 1


def test_json_keeps_datatypes_and_languages(address: str) -> None:
    rows = json.loads(_get(address, SELECT, [], JSON).body)["results"]["bindings"]
    values = [row["o"] for row in rows if row["o"]["type"] != "bnode"]
    assert len(rows) == len(values) + 1
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for expected in (
        {"type": "literal", "value": "1", "datatype": f"{xsd}integer"},
        {"type": "literal", "value": "1"},
        {"type": "literal", "value": "one", "xml:lang": "en"},
        {"type": "literal", "value": "2020-01-01", "datatype": f"{xsd}date"},
        {"type": "literal", "value": 'tab\tquote"line\nend'},
    ):
        assert expected in values


def test_the_four_formats_hold_the_same_rows(address: str) -> None:
    query = f"SELECT (STR(?o) AS ?x) {{ <{X}a> ?p ?o FILTER ISLITERAL(?o) }}"
    found = json.loads(_get(address, query, [], JSON).body)["results"]["bindings"]
    expected = sorted(row["x"]["value"] for row in found)
    by_csv = _get(address, query, [], "text/csv").text
    assert sorted(row["x"] for row in csv.DictReader(io.StringIO(by_csv))) == expected
    by_xml = ET.fromstring(_get(address, query, [], XML).body)  # noqa: S314 -- our own answer
    assert sorted(e.text or "" for e in by_xml.findall(".//{*}literal")) == expected
    by_tsv = _get(address, query, [], "text/tab-separated-values").text.splitlines()
    assert by_tsv[0] == "?x"
    assert "\t" not in "".join(by_tsv)
    assert sorted(str(rdflib.util.from_n3(cell)) for cell in by_tsv[1:]) == expected


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        (JSON, '{"head":{},"boolean":true}'),
        ("text/csv", "true"),  # as other endpoints do: the recommendation has CSV for SELECT only
        ("text/tab-separated-values", "true"),
        (XML, "<boolean>true</boolean>"),
    ],
)
def test_ask_in_every_format(address: str, accept: str, body: str) -> None:
    answer = _get(address, f"ASK {{ <{X}a> ?p ?o }}", [], accept)
    assert answer.headers.get_content_type() == accept
    assert body in answer.text.replace(" ", "")


@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{X}a>"], ids=["CONSTRUCT", "DESCRIBE"])
@pytest.mark.parametrize(
    ("accept", "given", "format_"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/x-turtle", "application/x-turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/xml", "text/xml; charset=utf-8", "xml"),
        ("application/trig", "application/trig", "trig"),
        ("application/n-quads", "application/n-quads", "nquads"),
    ],
)
def test_graphs_in_every_format(
    address: str, query: str, accept: str, given: str, format_: str
) -> None:
    expected = rdflib.Graph().parse(data=DATA.read_text(encoding="utf-8").partition(":g1")[0])
    answer = _get(address, query, [], accept)
    assert answer.headers["Content-Type"] == given
    found = rdflib.Dataset().parse(data=answer.body, format=format_)
    assert isomorphic(found.default_graph, expected)


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (SELECT, "", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "*/*;q=0.1, text/csv;q=0.5", "text/csv"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, f"text/csv;q=0, text/*, {JSON};q=0.1", "text/tab-separated-values"),
        (SELECT, "text/turtle, application/json;q=0.1", "application/json"),
        (SELECT, f"{JSON};charset=utf-8", JSON),
        (SELECT, BROWSER, "text/html"),
        (SELECT, "application/sparql-results+json;q=0.2,application/*;q=0.8", XML),
        (SELECT, "TEXT/CSV", "text/csv"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, f"{JSON}, application/n-triples;q=0.1", "application/n-triples"),
        (CONSTRUCT, "application/json", "application/json"),
        (CONSTRUCT, 'application/ld+json;profile="http://x.example/"', "application/ld+json"),
        (CONSTRUCT, f"{XML}, application/rdf+xml", "application/rdf+xml"),
        (SELECT, "text/turtle", None),
        (SELECT, f"{JSON};q=0", None),
        (SELECT, "text/csv;charset=iso-8859-1", None),
        (CONSTRUCT, JSON, None),
    ],
)
def test_negotiation_is_against_what_the_form_of_the_query_has(
    address: str, query: str, accept: str, given: str | None
) -> None:
    answer = _get(address, query, [], accept)
    if given:
        assert (answer.status, answer.headers.get_content_type()) == (200, given)
    else:
        problem = json.loads(answer.body)
        assert (answer.status, answer.headers["Content-Type"]) == (406, PROBLEM)
        assert "text/turtle" in problem["available"] or JSON in problem["available"]
        assert accept not in problem["available"]


@pytest.mark.parametrize(
    ("query", "wanted", "status", "given"),
    [
        (SELECT, "csv", 200, "text/csv"),
        (SELECT, "text/csv", 200, "text/csv"),
        (SELECT, "", 200, XML),  # nothing is asked: Accept decides
        (CONSTRUCT, "jsonld", 200, "application/ld+json"),
        (CONSTRUCT, "csv", 406, PROBLEM),  # no convenience makes a table of a graph
        (SELECT, "turtle", 406, PROBLEM),
        (SELECT, "nonsense", 406, PROBLEM),
        ("CLEAR ALL", "csv", 400, PROBLEM),
    ],
)
def test_format_is_a_shorter_accept(
    address: str, query: str, wanted: str, status: int, given: str
) -> None:
    answer = _get(address, query, [("format", wanted)], XML)
    assert (answer.status, answer.headers.get_content_type()) == (status, given)


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


@pytest.mark.parametrize(
    "body", [b"ASK {}", "ASK { ?s ?p 'naïve' } # ☃".encode(), b"ASK {} #" + b"x" * 500_000]
)
def test_content_types_may_have_parameters(address: str, body: bytes) -> None:
    for kind in (QUERY, f"{QUERY}; charset=utf-8", f'{QUERY.upper()};charset="UTF-8"; x=y'):
        assert ask(address, "POST", body, {"Content-Type": kind}).status == 200


def test_browsers_get_the_error_and_the_query_to_mend(address: str) -> None:
    query = "SELECT * { ?s ?p </textarea>"
    answer = _get(address, query, [], BROWSER)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "it ends too early" in answer.text
    assert "SELECT * { ?s ?p &lt;/textarea&gt;</textarea>" in answer.text


def test_every_text_type_says_that_it_is_utf_8(address: str) -> None:
    for query, accept in (
        (SELECT, "text/csv"),
        (SELECT, "text/tab-separated-values"),
        (SELECT, "text/xml"),
        (SELECT, "text/html"),
        (CONSTRUCT, "text/turtle"),
        (CONSTRUCT, "text/xml"),
        (CONSTRUCT, "text/html"),
    ):
        answer = _get(address, query, [], accept)
        assert answer.headers["Content-Type"] == f"{accept}; charset=utf-8"


def test_an_etag_stands_for_release_query_dataset_and_format(address: str) -> None:
    answers = [
        _get(address, query, dataset, accept)
        for query in (COUNT, COUNT + " ")
        for dataset in ([], [("default-graph-uri", f"{X}g1")], [("named-graph-uri", f"{X}g1")])
        for accept in (JSON, "application/json", "text/csv", BROWSER)
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == len(answers)
    same = [_get(address, COUNT, [], accept) for accept in (JSON, "*/*", f"{JSON};q=0.3")]
    assert len({answer.headers["ETag"] for answer in same}) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("write", ["{}", "W/{}", '"x", {}'])
def test_what_the_client_has_is_not_sent_again(address: str, method: str, write: str) -> None:
    url = f"{address}?{urlencode({'query': COUNT})}"
    first = ask(url)
    tag = first.headers["ETag"]
    again = ask(url, method, headers={"If-None-Match": write.format(tag)})
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Vary", "Access-Control-Allow-Origin", "X-Spacecoop-Release"):
        assert again.headers[name] == first.headers[name]
    other = ask(url, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert other.status == 200


def test_another_dataset_has_another_release_and_other_etags(address: str, tmp_path: Path) -> None:
    first = _get(address, COUNT, [], JSON).headers
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with serving("--data", tmp_path / "a.ttl") as served:
        second = _get(f"{served}/sparql", COUNT, [], JSON).headers
    assert first["X-Spacecoop-Release"] != second["X-Spacecoop-Release"]
    assert first["ETag"] != second["ETag"]


@pytest.mark.parametrize("format_", ["turtle", "nt", "json-ld", "xml", "trig", "nquads"])
def test_the_description_counts_each_graph(address: str, format_: str) -> None:
    wanted = {"nt": "ntriples", "json-ld": "jsonld", "xml": "rdfxml"}.get(format_, format_)
    answer = ask(f"{address}?format={wanted}")
    found = rdflib.Dataset(default_union=True).parse(data=answer.body, format=format_)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert list(found.objects(None, sd.endpoint)) == [rdflib.URIRef(address)]
    sizes = {
        str(found.value(entry, sd.name)): found.value(found.value(entry, sd.graph), void.triples)
        for entry in found.objects(None, sd.namedGraph)
    }
    expected = {f"{X}g1": 2, f"{X}g2": 2, f"{X}caf%C3%A9?a=b&c=d#e": 1}
    assert sizes == {name: rdflib.Literal(number) for name, number in expected.items()}
    (default,) = found.objects(None, sd.defaultGraph)
    assert found.value(default, void.triples) == rdflib.Literal(7)
    assert (None, void.sparqlEndpoint, rdflib.URIRef(address)) in found


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


def test_unknown_parameters_change_nothing(address: str) -> None:
    url = f"{address}?{urlencode({'query': COUNT})}"
    plain, more = ask(url), ask(f"{url}&timeout=1&debug=on&Query=x&using-graph-uri=urn:x")
    assert (more.status, more.body) == (200, plain.body)


@pytest.mark.parametrize(
    ("query", "accept", "said"),
    [
        ('SELECT ("\\u0001" AS ?x) {}', XML, "U+0001"),
        ('SELECT ("\\uFFFE" AS ?x) {}', XML, "U+FFFE"),
        (f'CONSTRUCT {{ <{X}a> <{X}p> "\\u0000" }} {{}}', "application/rdf+xml", "U+0000"),
        (f"CONSTRUCT {{ <{X}a> <{X}123> 1 }} {{}}", "application/rdf+xml", f"predicate {X}123"),
        (f"CONSTRUCT {{ <{X}a> <{rdflib.RDF}li> 1 }} {{}}", "application/rdf+xml", "not allowed"),
    ],
)
def test_what_xml_cannot_say_is_no_broken_xml(
    address: str, query: str, accept: str, said: str
) -> None:
    answer = _get(address, query, [], accept)
    assert (answer.status, answer.headers["Content-Type"]) == (406, PROBLEM)
    assert said in json.loads(answer.body)["detail"]
    assert _get(address, query, [], "*/*").status == 200


def test_xml_keeps_carriage_returns(address: str) -> None:
    text = "'a\\rb\\r\\nc'"
    table = ET.fromstring(_get(address, f"SELECT ({text} AS ?x) {{}}", [], XML).body)  # noqa: S314
    assert [e.text for e in table.findall(".//{*}literal")] == ["a\rb\r\nc"]
    query = f"CONSTRUCT {{ <{X}a> <{X}p> {text} }} {{}}"
    graph = rdflib.Graph().parse(
        data=_get(address, query, [], "application/rdf+xml").body, format="xml"
    )
    assert [str(text) for text in graph.objects()] == ["a\rb\r\nc"]


def test_a_page_shows_the_first_rows_and_says_that_there_are_more(address: str) -> None:
    query = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    page = _get(address, query, [], BROWSER).text
    assert "1000 shown, there are more" in page
    assert page.count("<tr>") == 1_001
