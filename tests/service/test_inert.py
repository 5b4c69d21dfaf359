"""Names, texts and queries that try to do harm: shown as they are, on every type of page."""

import gzip
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from pyoxigraph import Literal, Quad, RdfFormat, serialize

from service import Settings, create_app
from service.headers import POLICY
from tests.conftest import CHROMIUM
from tests.service.conftest import Publish
from tests.service.serving import threaded
from tests.service.test_pages import PAGES, Page

HARM = "</title><script>alert('x')</script>\"' onload=alert(1) {{ 7*7 }} &lt;b&gt; \u202egnp.\u200f"
HOSTILE = HARM + "A" * 10_000
OTHERS = [
    "/page/organization/cnes?with=organization/dlr", "/page/organization/cnes?since=2018",
    "/page/organization/cnes?class=meeting", "/page/country/france?list=country-of",
    "/page/organization/cnes?list=documents", "/search?q=alert", "/search?q=cnes+and+dlr",
    "/search?q=alert&kind=meeting", "/page/document", "/page/meeting",
    "/page/" + quote(HARM, safe=""), "/page/organization/cnes?since=" + quote(HARM),
    "/page/organization/cnes?list=" + quote(HARM), "/search?q=" + quote(HARM),
    "/sparql?query=" + quote('SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), "<script>")) } LIMIT 5'),
    "/sparql?query=" + quote(HARM), "/data/organization/" + quote(HARM, safe=""),
]  # fmt: skip


def hostile(quad: Quad) -> Quad:
    """The same with harm before every word that it says."""
    said = quad.object
    if not isinstance(said, Literal) or said.datatype.value.rpartition("#")[2] not in (
        "string", "langString",
    ):  # fmt: skip
        return quad
    told = Literal(HOSTILE + said.value, language=said.language)
    return Quad(quad.subject, quad.predicate, told, quad.graph_name)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, publish: Publish, quads: list[Quad]) -> Path:
    """A release whose names, quotations, rules and texts are all hostile."""
    out = tmp_path_factory.mktemp("build")
    folder = publish(out, "e" * 64)
    body = serialize(map(hostile, quads), format=RdfFormat.N_QUADS) or b""
    (folder / "spacecoop.nq.gz").write_bytes(gzip.compress(body, mtime=0))
    (folder / "report.txt").write_text(HARM, encoding="utf-8")
    (folder / "quickstatements.txt").write_text(f"Q48756\tP17\t{HARM}\n", encoding="utf-8")
    for path in folder.glob("documents/*.txt"):
        path.write_text(HOSTILE + path.read_text(encoding="utf-8"), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def harmed(written: Path) -> FlaskClient:
    """A client of the service in front of it."""
    return create_app(Settings(out=written)).test_client()


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_a_page_shows_it_and_does_nothing(harmed: FlaskClient, path: str) -> None:
    answer = harmed.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in (200, 400, 404)
    assert answer.mimetype == "text/html"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "<script>" not in answer.text
    assert "</title><script" not in answer.text
    assert " 49 " not in answer.text.partition("<main")[2].replace("7*7", "")
    assert Page(answer.text).faults == []
    assert len(answer.data) < 100_000


def test_harm_is_there_to_be_shown(harmed: FlaskClient) -> None:
    for path in ("/page/organization/cnes", "/report", "/page/document", "/search?q=alert"):
        assert "&lt;script&gt;" in harmed.get(path, headers={"Accept": "text/html"}).text, path


@pytest.mark.parametrize("query", ["cnes", "alert", HARM, "A" * 10_000])
@pytest.mark.parametrize("path", ["/search.json", "/suggest"])
def test_json_is_json(harmed: FlaskClient, path: str, query: str) -> None:
    answer = harmed.get(path, query_string={"q": query})
    assert answer.mimetype in ("application/json", "application/x-suggestions+json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.data)
    assert len(answer.data) < 100_000


@pytest.mark.parametrize("host", ['a"><script>', "a&b", "<x>", "localhost:80"])
def test_opensearch_is_xml_whoever_asks(harmed: FlaskClient, host: str) -> None:
    answer = harmed.get("/opensearch.xml", headers={"Host": host})
    if answer.status_code == 200:
        root = ET.fromstring(answer.text)  # noqa: S314
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            "OpenSearchDescription", "ShortName", "Description", "InputEncoding", "Image", "Url",
            "LongName", "Language",
        }  # fmt: skip
    else:
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/data/organization/cnes.csv", "/cite/organization/cnes.bib", "/cite/mission/svom.ris",
        "/cite/organization/cnes.json", "/quickstatements/organization/cnes.txt",
        "/data/organization/cnes.ttl", "/data/organization/cnes.rdf",
    ],
)  # fmt: skip
def test_what_is_taken_along_is_no_page(harmed: FlaskClient, path: str) -> None:
    answer = harmed.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.mimetype not in ("text/html", "application/xhtml+xml", "image/svg+xml")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")
def test_a_browser_runs_nothing_and_turns_nothing_round(browser: Browser, written: Path) -> None:
    with threaded(create_app(Settings(out=written))) as address:
        page = browser.new_page()
        said: list[str] = []
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in ("/", "/page/organization/cnes", "/page/milestone/mascot-landing", "/report",
                     "/page/document/003-a20552879778e7d6", "/search?q=alert"):  # fmt: skip
            page.goto(f"{address}{path}")
            loose = page.evaluate(
                """() => {
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  const found = [];
                  while (walker.nextNode()) {
                    const around = walker.currentNode.parentElement;
                    const style = getComputedStyle(around);
                    if (walker.currentNode.data.includes("\\u202e") && style.display === "inline"
                        && !style.unicodeBidi.includes("isolate") && !around.closest("#text")) {
                      found.push(around.outerHTML.slice(0, 80));
                    }
                  }
                  return found;
                }"""
            )
            assert loose == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert said == []
        page.close()
