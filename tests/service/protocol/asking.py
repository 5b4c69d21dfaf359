"""Ways to ask a query by the SPARQL 1.1 Protocol, and what the tests of it ask."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.service.serving import Answer, ask

DATA = Path(__file__).parents[1] / "data" / "protocol.trig"
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


def get(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    """All in the address."""
    parameters = urlencode([("query", query), *dataset])
    return ask(f"{address}?{parameters}", headers={"Accept": accept})


def form(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    """All in a form."""
    body = urlencode([*dataset, ("query", query)]).encode()
    return ask(address, "POST", body, {"Content-Type": FORM, "Accept": accept})


def direct(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    """The query as the body, and the dataset in the address."""
    url = f"{address}?{urlencode(dataset)}" if dataset else address
    return ask(url, "POST", query.encode(), {"Content-Type": QUERY, "Accept": accept})


def half(address: str, query: str, dataset: Pairs, accept: str) -> Answer:
    """A form, but the dataset in the address."""
    body = urlencode({"query": query}).encode()
    headers = {"Content-Type": f"{FORM}; charset=UTF-8", "Accept": accept}
    return ask(f"{address}?{urlencode(dataset)}", "POST", body, headers)


ways = pytest.mark.parametrize("way", [get, form, direct, half])


def number(answer: Answer) -> int:
    """The only value of the only solution, `n`."""
    assert answer.status == 200, answer.text
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return int(row["n"]["value"])
