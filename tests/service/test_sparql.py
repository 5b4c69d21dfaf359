"""`/sparql` from outside: every form of request, every media type, every kind of refusal."""

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
import rdflib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.errors import PROBLEM

SELECT = """
PREFIX sc: <https://w3id.org/spacecoop/ontology#>
SELECT ?meeting ?date WHERE { ?meeting a sc:Meeting ; sc:date ?date } ORDER BY ?date
"""
ASK = "PREFIX sc: <https://w3id.org/spacecoop/ontology#> ASK { ?meeting a sc:Meeting }"
CONSTRUCT = """
PREFIX sc: <https://w3id.org/spacecoop/ontology#>
CONSTRUCT { ?meeting sc:participant ?who } WHERE { ?meeting a sc:Meeting ; sc:participant ?who }
"""
DESCRIBE = "DESCRIBE <https://w3id.org/spacecoop/id/mission/mmx>"
GRAPH = "https://w3id.org/spacecoop/graph/document/"
TOLD_TWICE = "https://w3id.org/spacecoop/id/milestone/mascot-landing"


def _json_rows(body: str) -> int:
    return len(json.loads(body)["results"]["bindings"])


def _xml_rows(body: str) -> int:
    return len(ET.fromstring(body).findall(".//{*}result"))  # noqa: S314 -- our own answer


def _csv_rows(body: str) -> int:
    return len(list(csv.DictReader(io.StringIO(body))))


def _tsv_rows(body: str) -> int:
    return len(list(csv.DictReader(io.StringIO(body), delimiter="\t")))


TABLES: list[tuple[str, str, Callable[[str], int]]] = [
    ("application/sparql-results+json", "application/sparql-results+json", _json_rows),
    ("application/json", "application/json", _json_rows),
    ("application/sparql-results+xml", "application/sparql-results+xml", _xml_rows),
    ("application/xml", "application/xml", _xml_rows),
    ("text/csv", "text/csv; charset=utf-8", _csv_rows),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", _tsv_rows),
    ("*/*", "application/sparql-results+json", _json_rows),
    ("text/*;q=0.5, application/*;q=0.1", "text/csv; charset=utf-8", _csv_rows),
]
GRAPHS = [
    ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
    ("application/n-triples", "application/n-triples", "nt"),
    ("application/ld+json", "application/ld+json", "json-ld"),
    (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        "application/ld+json",
        "json-ld",
    ),
    ("application/rdf+xml", "application/rdf+xml", "xml"),
    ("application/trig", "application/trig", "trig"),
    ("application/n-quads", "application/n-quads", "nquads"),
    ("*/*", "text/turtle; charset=utf-8", "turtle"),
]


def _by_get(client: FlaskClient, query: str, accept: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})


def _by_form(client: FlaskClient, query: str, accept: str) -> TestResponse:
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


def _directly(client: FlaskClient, query: str, accept: str) -> TestResponse:
    kind = "application/sparql-query"
    return client.post(
        "/sparql", data=query.encode(), content_type=kind, headers={"Accept": accept}
    )


WAYS = [_by_get, _by_form, _directly]
Way = Callable[[FlaskClient, str, str], TestResponse]
ways = pytest.mark.parametrize("ask", WAYS, ids=["GET", "form", "direct"])


@ways
@pytest.mark.parametrize(("accept", "given", "rows"), TABLES, ids=[t[0] for t in TABLES])
def test_select(
    client: FlaskClient, ask: Way, accept: str, given: str, rows: Callable[[str], int]
) -> None:
    answer = ask(client, SELECT, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, given)
    assert rows(answer.text) == 3


@ways
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["CONSTRUCT", "DESCRIBE"])
@pytest.mark.parametrize(("accept", "given", "format_"), GRAPHS, ids=[g[0] for g in GRAPHS])
def test_graph(
    client: FlaskClient, ask: Way, query: str, accept: str, given: str, format_: str
) -> None:
    answer = ask(client, query, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, given)
    expected = rdflib.Graph().parse(data=ask(client, query, "application/n-triples").data)
    found = rdflib.Dataset(default_union=True).parse(data=answer.data, format=format_)
    assert {t[:3] for t in found} == set(expected)
    assert len(expected) > 3


def test_json_ld_is_compact_and_carries_its_context(client: FlaskClient) -> None:
    document = json.loads(_by_get(client, CONSTRUCT, "application/ld+json").data)
    assert document["@context"]
    assert "https://w3id.org/spacecoop/ontology#participant" not in str(document["@graph"])


@ways
def test_ask(client: FlaskClient, ask: Way) -> None:
    assert json.loads(ask(client, ASK, "*/*").data)["boolean"] is True
    assert "<boolean>true" in ask(client, ASK, "application/sparql-results+xml").text


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("html", "text/html")],
)
def test_format_goes_before_accept(client: FlaskClient, wanted: str, given: str) -> None:
    answer = client.get(
        "/sparql",
        query_string={"query": SELECT, "format": wanted},
        headers={"Accept": "application/json"},
    )
    assert answer.mimetype == given


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png"), (ASK, "*/*;q=0")],
)
def test_not_acceptable(client: FlaskClient, query: str, accept: str) -> None:
    answer = _by_get(client, query, accept)
    assert answer.status_code == 406
    assert json.loads(answer.data)["available"]
    assert (answer.headers["Access-Control-Allow-Origin"], answer.vary.to_header()) == (
        "*",
        "Accept",
    )


@ways
@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("SELECT *\nWHERE { ?s ?p }", (2, 15), "'}'"),
        ("SELEC * {}", (1, 1), "SELEC"),
        ("SELECT * {}\n\n garbage", (3, 2), "garbage"),
        ("SELECT * { ?s ?p ?o } LIMIT x", (1, 29), "'x'"),
        ("SELECT * {\n  ?s ex:p ?o }", (2, 6), "prefix ex: is not declared"),
        ("SELECT * { ?s ?p ?o", (1, 20), "ends too early"),
        ("# nothing", (1, 10), "ends too early"),
    ],
)
def test_a_syntax_error_names_its_place(
    client: FlaskClient, ask: Way, query: str, place: tuple[int, int], said: str
) -> None:
    answer = ask(client, query, "*/*")
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    problem = json.loads(answer.data)
    assert said in problem["detail"]
    assert (problem["line"], problem["column"]) == place
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.vary


def test_relative_iris_are_resolved_against_the_address(client: FlaskClient) -> None:
    query = "SELECT (<a> AS ?x) (<#b> AS ?y) FROM <c> { }"
    rows = json.loads(_by_get(client, query, "*/*").data)["results"]["bindings"]
    names = {name: value["value"] for name, value in rows[0].items()}
    assert names == {"x": "http://localhost/a", "y": "http://localhost/sparql#b"}


def test_browsers_get_errors_as_pages(client: FlaskClient) -> None:
    answer = _by_get(client, "SELECT", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "line 1" in answer.text


@ways
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { serv\\u0069ce <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:a> <urn:a> }", "read-only"),
        ("LOAD <file:///etc/passwd>", "read-only"),
        ("SELECT * " + "{" * 2300 + "}" * 2300, "nested"),
    ],
)
def test_refused_with_the_reason(client: FlaskClient, ask: Way, query: str, said: str) -> None:
    answer = ask(client, query, "*/*")
    assert answer.status_code == 400
    assert said in json.loads(answer.data)["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
        (b"CLEAR ALL", "application/sparql-update", 415),
        (b"SELECT", "text/plain", 415),
        (b"\xff\xfe", "application/sparql-query", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", "application/x-www-form-urlencoded", 400),
    ],
)
def test_bodies_that_are_no_query(
    client: FlaskClient, body: bytes, content_type: str, status: int
) -> None:
    answer = client.post("/sparql", data=body, content_type=content_type)
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def _number(client: FlaskClient, query: str, **dataset: list[str]) -> int:
    answer = client.get("/sparql", query_string={"query": query, **dataset})
    assert answer.status_code == 200, answer.text
    row = json.loads(answer.data)["results"]["bindings"][0]
    return int(row["n"]["value"])


def _graphs_that_tell(client: FlaskClient) -> list[str]:
    query = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{TOLD_TWICE}> a ?type }} }}"
    rows = json.loads(_by_get(client, query, "*/*").data)["results"]["bindings"]
    return [row["g"]["value"] for row in rows]


def test_the_union_counts_each_triple_once(client: FlaskClient) -> None:
    graphs = _graphs_that_tell(client)
    assert len(graphs) == 2
    pattern = f"{{ <{TOLD_TWICE}> a <https://w3id.org/spacecoop/ontology#Fact> }}"
    count = "SELECT (COUNT(*) AS ?n) "
    assert _number(client, count + pattern) == 1
    assert _number(client, count + "".join(f"FROM <{g}> " for g in graphs) + pattern) == 1
    assert _number(client, count + pattern, **{"default-graph-uri": graphs}) == 1
    assert _number(client, count + pattern, **{"default-graph-uri": [*graphs, graphs[0]]}) == 1


def test_the_default_graph_holds_exactly_the_distinct_triples(client: FlaskClient) -> None:
    everything = _number(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    distinct = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    assert everything == _number(client, distinct) > 900


def test_a_dataset_by_protocol_goes_before_from(client: FlaskClient) -> None:
    first, second = _graphs_that_tell(client)
    named = f"FROM NAMED <{first}>"
    count = f"SELECT (COUNT(DISTINCT ?g) AS ?n) {named} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert _number(client, count) == 1
    assert _number(client, count, **{"named-graph-uri": [first, second]}) == 2
    assert _number(client, count, **{"default-graph-uri": [first]}) == 0


def test_from_reads_no_file(client: FlaskClient) -> None:
    assert _number(client, "SELECT (COUNT(*) AS ?n) FROM <http://127.0.0.1:1/> { ?s ?p ?o }") == 0
    for clause in ("FROM <file:///etc/passwd>", "FROM NAMED <FILE:/etc/passwd>"):
        answer = _by_get(client, f"SELECT * {clause} {{ ?s ?p ?o }}", "*/*")
        assert answer.status_code == 400
        assert "no file is read" in json.loads(answer.data)["detail"]


def test_a_graph_name_that_is_no_iri(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK%7B%7D&default-graph-uri=not+an+iri")
    assert answer.status_code == 400


@pytest.mark.parametrize("call", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_has_no_etag(client: FlaskClient, call: str) -> None:
    query = f"SELECT ?x {{ BIND({call} AS ?x) }}"
    assert "ETag" not in _by_get(client, query, "text/csv").headers
    assert "ETag" in _by_get(client, f"SELECT ('{call}' AS ?x) {{}}", "text/csv").headers


def test_an_etag_for_each_query_and_format(client: FlaskClient) -> None:
    tags = {
        _by_get(client, query, accept).headers["ETag"]
        for query in (SELECT, SELECT + " LIMIT 1")
        for accept in ("text/csv", "application/json")
    }
    assert len(tags) == 4
    again = client.get(
        "/sparql",
        query_string={"query": SELECT},
        headers={"Accept": "text/csv", "If-None-Match": ", ".join(tags)},
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("length", [600_000, 1_000_001])
def test_long_queries(client: FlaskClient, length: int) -> None:
    answer = _by_form(client, "ASK {}" + " " * length, "*/*")
    assert answer.status_code == (200 if length < 1_000_000 else 400)


@pytest.mark.parametrize(
    ("host", "endpoint"),
    [
        ("data.example:8080", "http://data.example:8080/sparql"),
        ("a b", "https://w3id.org/spacecoop/sparql"),
        ("x<y>", "https://w3id.org/spacecoop/sparql"),
        ("", "https://w3id.org/spacecoop/sparql"),
    ],
)
def test_the_description_names_the_address_it_was_asked_at(
    client: FlaskClient, host: str, endpoint: str
) -> None:
    answer = client.get("/sparql?format=nt", environ_overrides={"HTTP_HOST": host})
    assert f"#endpoint> <{endpoint}> ." in answer.text


def test_head_and_options(client: FlaskClient) -> None:
    head = client.head("/sparql", query_string={"query": SELECT})
    assert (head.status_code, head.data) == (200, b"")
    assert head.mimetype == "application/sparql-results+json"
    options = client.options("/sparql")
    assert options.status_code == 200
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")],
)
def test_without_a_query_the_endpoint_describes_itself(
    client: FlaskClient, accept: str, format_: str
) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=answer.data, format=format_)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert [str(o) for o in graph.objects(None, sd.endpoint)] == ["http://localhost/sparql"]
    assert any(str(name).startswith(GRAPH) for name in graph.objects(None, sd.name))


def test_browsers_get_a_form_and_a_table_with_links(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    form = client.get("/sparql", headers=browser)
    assert "<form" in form.text
    assert "/sparql?query=" in form.text  # an example
    page = client.get("/sparql", query_string={"query": SELECT}, headers=browser)
    assert page.mimetype == "text/html"
    assert '<a href="/page/meeting/2021-03-09-cnes-cnsa">CNES–CNSA meeting' in page.text


def test_what_a_query_says_is_escaped(client: FlaskClient) -> None:
    query = "SELECT ('<script>alert(1)</script>' AS ?x) { } # </textarea><script>"
    page = _by_get(client, query, "text/html")
    assert "<script>" not in page.text
