"""Which format is given, by `Accept`, by `format=` and by what the form of the query has."""

import json

import pytest

from tests.service.protocol.asking import BROWSER, CONSTRUCT, JSON, PROBLEM, SELECT, XML, get


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
    answer = get(address, query, [], accept)
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
    answer = get(address, query, [("format", wanted)], XML)
    assert (answer.status, answer.headers.get_content_type()) == (status, given)
