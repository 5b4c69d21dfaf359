"""Every page of the shipped release, with style and scripts, is below 100 kB uncompressed."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import Settings, create_app
from tests.service.test_pages import Page

LIMIT = 100_000  # bytes
HTML = {"Accept": "text/html"}
# What no link leads to, the longest answers, and what does not exist.
BEGIN = [
    "/", "/search", "/search?q=space", "/search?q=france+japan", "/reconcile", "/metrics",
    "/reconcile/preview?id=organization:cnes", "/reconcile/flyout/entity?id=organization:cnes",
    "/nothing", "/page/organization/nobody", "/sparql?query=SELEKT",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "/sparql?query=CONSTRUCT+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+.+%3Fo+%3Fq+%3Fr+%7D",
]  # fmt: skip
# Files, which `test_data.py` and others ask for.
FILES = ("/data/", "/cite/", "/dump/", "/documents/", "/quickstatements/", "/graph/", "/static/")
# What is routed and is no page: files, and what programs ask for.
NO_PAGES = {
    "static", "data.data", "data.graph", "data.text", "dumps.dump", "exports.table",
    "exports.citation", "exports.quickstatements", "probes.healthz", "probes.readyz",
    "reconcile.identity", "reconcile.proposed", "reconcile.suggest", "search.opensearch",
    "search.search_json", "search.suggestions",
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped(release: Path) -> FlaskClient:
    """A client of the service in front of the shipped release."""
    return create_app(Settings(out=release.parent.parent)).test_client()


@pytest.fixture(scope="module")
def walked(shipped: FlaskClient) -> dict[str, int]:
    """The addresses that links lead to; of pages the bytes with what they load, of others 0."""
    waiting, sizes = list(BEGIN), dict[str, int]()
    loaded: dict[str, int] = {}
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path.startswith("/") or path.startswith(FILES) or path in sizes:
            continue
        answer = shipped.get(path, headers=HTML, buffered=True)
        sizes[path] = 0
        if answer.mimetype == "text/html" and answer.status_code != 303:
            page = Page(answer.text)
            for one in page.loaded:
                loaded[one] = loaded.get(one) or len(shipped.get(one, buffered=True).data)
            sizes[path] = len(answer.data) + sum(loaded[one] for one in page.loaded)
            waiting += page.links
    return sizes


def test_every_page_is_small(walked: dict[str, int]) -> None:
    assert {path: size for path, size in walked.items() if size >= LIMIT} == {}
    assert sum(size > 0 for size in walked.values()) > 500


def test_every_type_of_page_is_among_them(shipped: FlaskClient, walked: dict[str, int]) -> None:
    rules = shipped.application.url_map
    adapter = rules.bind("localhost")
    reached = {adapter.match(path.partition("?")[0])[0] for path in walked if path != "/nothing"}
    assert {rule.endpoint for rule in rules.iter_rules()} - reached - NO_PAGES == set()
    kinds = {path.split("/")[2] for path in walked if path.startswith("/page/")}
    assert {"document", "report", "discrepancy", "meeting", "milestone", "concept"} <= kinds
