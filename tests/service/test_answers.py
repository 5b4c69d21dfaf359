"""The page of a query's answer: moderate whatever was found, and the whole answer a click away."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from service import Settings, create_app
from tests.conftest import CHROMIUM
from tests.service.conftest import BASE, Publish
from tests.service.serving import threaded
from tests.service.test_pages import Page

HTML = {"Accept": "text/html"}
LONG = "long value " * 1_000
TEMPLATE = "<https://x.example/{n}> <https://x.example/says> {value} <https://x.example/g> ."
ALL = "SELECT * { ?s <https://x.example/says> ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Iterator[FlaskClient]:
    """A client of a service that has 300 long values to tell."""
    out: Path = tmp_path_factory.mktemp("build")
    said = (TEMPLATE.format(n=1_000 + n, value=json.dumps(LONG + str(n))) for n in range(300))
    publish(out, "f" * 64, extra="\n".join(said))
    with create_app(Settings(out=out)).test_client() as client:
        yield client


def files(page: str) -> dict[str, str]:
    """The addresses of the answer in other formats, by the names of their links."""
    found = re.search(
        '<nav class="downloads" aria-label="The answer as a file">.*?</nav>', page, re.DOTALL
    )
    assert found
    links = re.findall('<a href="([^"]+)">([^<]+)</a>', found[0])
    return {name: unescape(address) for address, name in links}


def test_long_values_are_shortened_and_the_page_says_so(asked: FlaskClient) -> None:
    answer = asked.get("/sparql", query_string={"query": ALL}, headers=HTML)
    assert len(answer.data) < 80_000
    assert ">300 rows<" in answer.text
    rows = answer.text.count("<tr>") - 1
    assert 10 < rows < 200
    assert f"Only the first {rows} rows are shown, and long values are shortened." in answer.text
    one = asked.get("/sparql", query_string={"query": f"{ALL} LIMIT 1"}, headers=HTML).text
    assert "<strong>Long values are shortened.</strong>" in one
    assert LONG[:900] in one


def test_each_file_has_the_whole_answer(asked: FlaskClient) -> None:
    links = files(asked.get("/sparql", query_string={"query": ALL}, headers=HTML).text)
    assert list(links) == ["JSON", "XML", "CSV", "TSV"]
    rows = list(csv.DictReader(io.StringIO(asked.get(links["CSV"]).text)))
    assert [row["o"] for row in rows] == [LONG + str(n) for n in range(300)]
    assert len(json.loads(asked.get(links["JSON"]).data)["results"]["bindings"]) == 300
    assert asked.get(links["XML"]).text.count("<result>") == 300
    assert len(asked.get(links["TSV"]).text.splitlines()) == 301


def test_a_graph_comes_as_files_too(asked: FlaskClient) -> None:
    query = "CONSTRUCT WHERE { ?s <https://x.example/says> ?o }"
    links = files(asked.get("/sparql", query_string={"query": query}, headers=HTML).text)
    assert list(links) == ["Turtle", "JSON-LD", "N-Triples", "RDF/XML", "TriG", "N-Quads"]
    assert len(asked.get(links["N-Triples"]).text.splitlines()) == 300


def test_what_was_asked_of_one_graph_is_asked_of_it_again(asked: FlaskClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    dataset = {"query": query, "default-graph-uri": f"{BASE}graph/links"}
    page = asked.get("/sparql", query_string=dataset, headers=HTML).text
    (row,) = csv.DictReader(io.StringIO(asked.get(files(page)["CSV"]).text))
    assert 0 < int(row["n"]) < 300
    assert f'name="default-graph-uri" value="{BASE}graph/links"' in page
    wrong = {**dataset, "query": "SELEKT"}
    assert (
        f'value="{BASE}graph/links"' in asked.get("/sparql", query_string=wrong, headers=HTML).text
    )


def test_a_query_too_long_for_an_address_is_posted(asked: FlaskClient) -> None:
    query = f"{ALL} # {'x' * 5_000}"
    answer = asked.post("/sparql", data={"query": query}, headers=HTML)
    assert Page(answer.text).faults == []
    assert 'name="format" value="csv"' in answer.text
    assert "format=csv" not in answer.text


@pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")
def test_a_long_query_is_asked_and_downloaded_in_a_browser(
    browser: Browser, asked: FlaskClient
) -> None:
    with threaded(asked.application) as address:
        page = browser.new_page()
        page.goto(f"{address}/sparql")
        page.get_by_label("Query").fill(f"{ALL} # {'x' * 9_000}")
        with page.expect_request("**/sparql") as sent:
            page.get_by_role("button", name="Run").click()
        assert sent.value.method == "POST"
        with page.expect_download() as started:
            page.get_by_role("button", name="CSV").click()
        assert len(started.value.path().read_text().splitlines()) == 301
        page.close()
