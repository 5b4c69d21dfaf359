"""Search: what is found by name and text, facets, suggestions, and that a query does no harm."""

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service import Settings, create_app
from tests.service.conftest import Publish
from tests.service.test_pages import Page

HOSTILE = [
    "<script>alert(1)</script>",
    "\"' onfocus=alert(1) x='",
    "\u202egnp.SEND",
    "CNES" * 2_500,
    'names : "x" OR (NEAR',
    "{{ 7*7 }} %(x)s ?q=& \x00\x1b",
    "* ^ - + \\ ; DROP TABLE item; --",
]


def hits(client: FlaskClient, query: str, **narrowed: str) -> list[str]:
    """The pages that a query finds, as /search.json has them."""
    answer = client.get("/search.json", query_string={"q": query, **narrowed})
    assert answer.status_code == 200
    return [hit["page"] for hit in answer.get_json()["hits"]]


@pytest.mark.parametrize(
    ("query", "first", "reason"),
    [
        ("National Centre for Space Studies", "/page/organization/cnes", "a label"),
        ("Centre national d'etudes spatiales", "/page/organization/cnes", "in French, no accents"),
        ("french space agency", "/page/organization/cnes", "an alias"),
        ("cnes", "/page/organization/cnes", "an acronym, in any case"),
        ("Jpan", "/page/country/japan", "a letter missing"),
        ("hayabuse2", "/page/mission/hayabusa2", "a letter wrong"),
        ("Zahng Kejian", "/page/person/zhang-kejian", "letters swapped"),
        ("gamma- and X-ray", "/page/document/003-a20552879778e7d6", "words of a text"),
        ("Martian Moons Exploration", "/page/mission/mmx", "another alias"),
    ],
)
def test_things_are_found(client: FlaskClient, query: str, first: str, reason: str) -> None:
    assert hits(client, query)[:1] == [first], reason


def test_what_was_searched_for_instead_is_said(client: FlaskClient) -> None:
    assert client.get("/search.json?q=Jpan").get_json()["read_as"] == "japan"
    assert "for <b>japan</b>" in client.get("/search?q=Jpan").text


def test_some_of_the_words_are_better_than_nothing(client: FlaskClient) -> None:
    assert "none has all of these words" in client.get("/search?q=Phobos+Mercury+Callisto").text


def test_facets_narrow_down_to_what_they_count(client: FlaskClient) -> None:
    found = client.get("/search.json?q=cnes").get_json()
    assert {"kind", "country", "year"} == found["facets"].keys()
    for facet, values in found["facets"].items():
        assert values
        for value in values:
            only = {facet: value["value"].rpartition("/")[2]}
            answer = client.get("/search.json", query_string={"q": "cnes", **only}).get_json()
            assert answer["total"] == value["hits"]
    meetings = client.get("/search.json?q=cnes&kind=meeting").get_json()["hits"]
    assert {hit["kind"] for hit in meetings} == {"meeting"}


def test_two_names_lead_to_what_they_did_together(client: FlaskClient) -> None:
    body = client.get("/search?q=CNES+and+DLR").text
    assert "/page/organization/cnes?with=organization/dlr" in body
    since = client.get("/search?q=cnes+cnsa+since+2021").text
    assert "/page/organization/cnes?with=organization/cnsa&amp;since=2021" in since


@pytest.mark.parametrize(
    ("begun", "names"),
    [
        ("jap", ["Japan Aerospace Exploration Agency", "Japan"]),
        ("CNE", ["National Centre for Space Studies"]),
        ("mars moo", []),
        ("", []),
    ],
)
def test_suggestions_are_those_of_opensearch(
    client: FlaskClient, begun: str, names: list[str]
) -> None:
    answer = client.get("/suggest", query_string={"q": begun})
    assert answer.mimetype == "application/x-suggestions+json"
    query, found, kinds, addresses = answer.get_json()
    assert query == begun
    assert found[: len(names)] == names
    assert len(found) == len(kinds) == len(addresses)
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_a_browser_is_told_how_to_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    urls = [element for element in ET.fromstring(answer.text) if element.tag.endswith("Url")]  # noqa: S314
    addresses = [url.attrib["template"] for url in urls]
    assert len(addresses) == 3
    for address in addresses:
        path = address.removeprefix("http://localhost").replace("{searchTerms}", "japan")
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/search", "/search.json", "/suggest"])
@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_inert(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?q={quote(query)}")
    assert answer.status_code == 200
    assert len(answer.data) < 20_000
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype == "text/html":
        assert Page(answer.text).faults == []
        assert "<script>" not in answer.text


def test_a_page_that_is_none_is_404(client: FlaskClient) -> None:
    for page in ("0", "-1", "x", "99999", "²"):
        assert client.get(f"/search?q=cnes&page={page}").status_code == 404
    assert client.get("/search?q=cnes&page=2").status_code == 200


def test_of_a_text_that_may_only_be_quoted_nothing_else_is_found(
    tmp_path: Path, publish: Publish, texts: dict[str, str]
) -> None:
    slug = "003-a20552879778e7d6"
    publish(tmp_path, "c" * 64, quoted=slug)
    client = create_app(Settings(out=tmp_path)).test_client()
    page = f"/page/document/{slug}"
    assert "videoconference" in texts[slug]
    assert page in hits(client, "gamma- and X-ray")
    assert page not in hits(client, "Tel press contacts")


def test_search_is_in_json_for_who_prefers_it(client: FlaskClient) -> None:
    assert client.get("/search?q=cnes", headers={"Accept": "application/json"}).is_json
    assert client.get("/search", headers={"Accept": "image/png"}).status_code == 406
