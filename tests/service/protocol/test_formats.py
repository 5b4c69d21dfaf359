"""Answers in every format: what is read back is what the data says."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.service.protocol.asking import (
    BROWSER,
    CONSTRUCT,
    DATA,
    JSON,
    PROBLEM,
    SELECT,
    XML,
    X,
    get,
)
from tests.service.serving import ask


def test_json_keeps_datatypes_and_languages(address: str) -> None:
    rows = json.loads(get(address, SELECT, [], JSON).body)["results"]["bindings"]
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
    found = json.loads(get(address, query, [], JSON).body)["results"]["bindings"]
    expected = sorted(row["x"]["value"] for row in found)
    by_csv = get(address, query, [], "text/csv").text
    assert sorted(row["x"] for row in csv.DictReader(io.StringIO(by_csv))) == expected
    by_xml = ET.fromstring(get(address, query, [], XML).body)  # noqa: S314 -- our own answer
    assert sorted(e.text or "" for e in by_xml.findall(".//{*}literal")) == expected
    by_tsv = get(address, query, [], "text/tab-separated-values").text.splitlines()
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
    answer = get(address, f"ASK {{ <{X}a> ?p ?o }}", [], accept)
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
    answer = get(address, query, [], accept)
    assert answer.headers["Content-Type"] == given
    found = rdflib.Dataset().parse(data=answer.body, format=format_)
    assert isomorphic(found.default_graph, expected)


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
        answer = get(address, query, [], accept)
        assert answer.headers["Content-Type"] == f"{accept}; charset=utf-8"


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
    answer = get(address, query, [], accept)
    assert (answer.status, answer.headers["Content-Type"]) == (406, PROBLEM)
    assert said in json.loads(answer.body)["detail"]
    assert get(address, query, [], "*/*").status == 200


def test_xml_keeps_carriage_returns(address: str) -> None:
    text = "'a\\rb\\r\\nc'"
    table = ET.fromstring(get(address, f"SELECT ({text} AS ?x) {{}}", [], XML).body)  # noqa: S314
    assert [e.text for e in table.findall(".//{*}literal")] == ["a\rb\r\nc"]
    query = f"CONSTRUCT {{ <{X}a> <{X}p> {text} }} {{}}"
    graph = rdflib.Graph().parse(
        data=get(address, query, [], "application/rdf+xml").body, format="xml"
    )
    assert [str(text) for text in graph.objects()] == ["a\rb\r\nc"]


def test_a_page_shows_the_first_rows_and_says_that_there_are_more(address: str) -> None:
    for query, number in (
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "343"),
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", "more than 10,000"),
    ):
        page = get(address, query, [], BROWSER).text
        assert f">{number} rows<" in page
        assert "Only the first 200 rows are shown." in page
        assert page.count("<tr>") == 201


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
