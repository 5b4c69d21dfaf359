"""Entity and fact pages: partners, what two did together, pages of hubs, what is taken along."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from service import Settings, create_app, statements
from service.current import Current
from tests.service.conftest import BASE, Publish
from tests.service.test_pages import Page

SC = "https://w3id.org/spacecoop/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
HOSTILE = "<script>alert('x')</script>\"\u202e" + "A" * 10_000


def words(body: str) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", body)))


def hub(number: int) -> Iterator[str]:
    """N-Quads of so many cooperations of one organization, each told by a document."""
    graph = f"<{BASE}graph/document/001-dce3d40c0314292c>"
    document = f"{BASE}id/document/001-dce3d40c0314292c"
    centre = f"{BASE}id/organization/hub"
    yield f"<{centre}> <{RDF}type> <{SC}Organization> {graph} ."
    yield f"<{centre}> <{RDFS}label> {json.dumps(HOSTILE)}@en {graph} ."
    for n in range(number):
        fact, report = f"{BASE}id/cooperation/hub-{n}", f"{BASE}id/report/hub-{n}"
        partner = f"{BASE}id/organization/partner-{n % 150}"
        day = f"20{n % 20:02}-01-01"
        yield f"<{partner}> <{RDF}type> <{SC}Organization> {graph} ."
        yield f'<{partner}> <{RDFS}label> "Partner {n % 150}"@en {graph} .'
        for cls in ("Cooperation", "Fact"):
            yield f"<{fact}> <{RDF}type> <{SC}{cls}> {graph} ."
        yield f'<{fact}> <{RDFS}label> "Cooperation {n}"@en {graph} .'
        yield f'<{fact}> <{SC}latest> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> {graph} .'
        for party in (centre, partner):
            yield f"<{fact}> <{SC}party> <{party}> {graph} ."
        yield f"<{report}> <{RDF}type> <{SC}Report> {graph} ."
        yield f"<{report}> <{SC}reportOf> <{fact}> {graph} ."
        yield f"<{report}> <{SC}inDocument> <{document}> {graph} ."
        yield f"<{report}> <{SC}evidence> <{document}#char=146,560> {graph} ."


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Path:
    """A folder with a release in which one organization has 3,000 facts and a hostile name."""
    out = tmp_path_factory.mktemp("build")
    publish(out, "d" * 64, extra="\n".join(hub(3_000)))
    return out


@pytest.fixture(scope="module")
def busy(crowded: Path) -> FlaskClient:
    """A client of that service."""
    return create_app(Settings(out=crowded)).test_client()


def test_partners_are_those_of_the_most_shared_facts(client: FlaskClient) -> None:
    body = client.get("/page/organization/cnes").text
    links = [link for link in Page(body).links if "?with=" in link]
    assert "?with=organization/dlr" in links
    shared = client.get("/page/organization/cnes?with=organization/dlr").text
    assert "National Centre for Space Studies and German Aerospace Center 1 fact" in words(shared)
    assert "CNES and DLR cooperate on MMX" in words(shared)
    assert "met about SVOM" not in words(shared)


def test_a_country_acts_through_its_organizations(client: FlaskClient) -> None:
    assert "CNES and DLR cooperate on MMX" in words(client.get("/page/country/france").text)
    body = client.get("/page/country/france").text
    assert "?with=organization/cnes" not in body  # its own


def test_the_years_leave_out_what_is_older(client: FlaskClient) -> None:
    whole = words(client.get("/page/organization/cnes").text)
    since = words(client.get("/page/organization/cnes?since=2021").text)
    assert "3 March 2018" in whole
    assert "3 March 2018 " not in since
    assert "9 March 2021" in since


@pytest.mark.parametrize(
    "part",
    [
        "with=organization/nobody", "with=../../etc", "since=20", "since=x",
        "class=Report", "page=0", "page=2&class=meeting", "page=x", "list=nothing",
        "list=country-of&page=9", "page=",
    ],
)  # fmt: skip
def test_a_part_that_there_is_not_is_404(client: FlaskClient, part: str) -> None:
    assert client.get(f"/page/organization/cnes?{part}").status_code == 404


def test_of_a_hub_every_fact_is_reached_page_by_page(busy: FlaskClient) -> None:
    first = busy.get("/page/organization/hub")
    assert "All 3000 cooperations" in words(first.text)
    seen: list[str] = []
    for page in range(1, 101):
        if page in (1, 2, 100):
            answer = busy.get(f"/page/organization/hub?class=cooperation&page={page}").text
            seen += re.findall(r'class="more" href="([^"]+)"', answer)
    assert len(seen) == len(set(seen)) == 90
    assert busy.get("/page/organization/hub?class=cooperation&page=101").status_code == 404
    partners = busy.get("/page/organization/hub?list=partners&page=2")
    assert len(re.findall("with=organization/partner-", partners.text)) == 50


@pytest.mark.parametrize(
    "path",
    [
        "/page/organization/hub", "/page/organization/hub?class=cooperation", "/search?q=alert",
        "/page/organization/hub?with=organization/partner-1", "/page/cooperation/hub-1",
        "/page/organization/hub?list=partners",
    ],
)  # fmt: skip
def test_names_are_inert_and_pages_small(busy: FlaskClient, path: str) -> None:
    answer = busy.get(path)
    assert answer.status_code == 200
    assert len(answer.data) < 100_000
    assert "<script>" not in answer.text
    assert Page(answer.text).faults == []


def test_a_page_takes_few_reads_whatever_its_size(
    crowded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(out=crowded))
    current: Current = app.extensions["spacecoop"]
    served = current.opened()
    assert served
    reads: list[str] = []

    class Counted:
        """A store that counts what is read of it; a batch of lookups counts once."""

        def query(self, *arguments: object, **named: object) -> object:
            reads.append("query")
            return store.query(*arguments, **named)  # type: ignore[arg-type]

        def quads_for_pattern(self, *arguments: object) -> object:
            reads.append("lookup")
            return store.quads_for_pattern(*arguments)  # type: ignore[arg-type]

    store: Store = served.release.store
    release = replace(served.release, store=Counted())  # type: ignore[arg-type]
    monkeypatch.setattr(current, "_served", replace(served, release=release))
    batched = statements.described

    def batch(_: object, subjects: Iterator[str]) -> object:
        reads.append("batch")
        return batched(store, subjects)

    monkeypatch.setattr("service.gathering.described", batch)
    for path in ("/page/organization/hub", "/page/organization/cnes", "/page/mission/mmx"):
        reads.clear()
        assert app.test_client().get(path).status_code == 200
        assert 2 < len(reads) <= 12, reads


def test_the_table_holds_every_fact_with_its_sentence(client: FlaskClient) -> None:
    answer = client.get("/data/organization/cnes.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    labels = {row["label"] for row in rows}
    assert "2nd International Space Exploration Forum (ISEF2)" in labels
    assert all(row["quote"] and row["document"].startswith(f"{BASE}id/document/") for row in rows)
    slip = list(csv.DictReader(io.StringIO(client.get("/data/milestone/mascot-landing.csv").text)))
    assert [(row["date"], row["status"]) for row in slip] == [
        ("2018-10", "planned"), ("2019-10", "achieved")
    ]  # fmt: skip


def test_a_hub_is_a_table_whole(busy: FlaskClient) -> None:
    assert len(busy.get("/data/organization/hub.csv").text.splitlines()) > 3_000


@pytest.mark.parametrize("extension", ["bib", "ris", "json"])
def test_a_page_is_cited(client: FlaskClient, busy: FlaskClient, extension: str) -> None:
    answer = client.get(f"/cite/mission/svom.{extension}")
    assert answer.status_code == 200
    assert f"{BASE}id/mission/svom" in answer.text
    assert "SVOM" in answer.text
    hostile = busy.get(f"/cite/organization/hub.{extension}")
    assert hostile.headers["X-Content-Type-Options"] == "nosniff"
    if extension == "json":
        assert json.loads(hostile.text)[0]["title"] == HOSTILE
    assert client.get("/cite/mission/svom.exe").status_code == 404


def test_the_query_behind_a_page_is_one_that_can_be_asked(client: FlaskClient) -> None:
    for path in ("/page/mission/mmx", "/page/milestone/mascot-landing"):
        query = next(link for link in Page(client.get(path).text).links if "query=BASE" in link)
        answer = client.get(f"{query}&format=csv")
        assert answer.status_code == 200
        assert len(answer.text.splitlines()) > 1


def test_statements_for_wikidata_are_those_of_the_entity(tmp_path: Path, publish: Publish) -> None:
    folder = publish(tmp_path, "e" * 64)
    lines = "Q179103\tP17\tQ17\nQ48756\tP17\tQ142\nQ1\tP2\tQ179103\n"
    (folder / "quickstatements.txt").write_text(lines, encoding="utf-8")
    client = create_app(Settings(out=tmp_path)).test_client()
    address = "/quickstatements/organization/jaxa.txt"
    assert client.get(address).text.splitlines() == ["Q179103\tP17\tQ17", "Q1\tP2\tQ179103"]
    assert address in client.get("/page/organization/jaxa").text
    assert client.get("/quickstatements/mission/mmx.txt").status_code == 404


def test_a_fact_shows_its_documents_side_by_side_and_the_slip(client: FlaskClient) -> None:
    body = client.get("/page/milestone/mascot-landing").text
    assert "October 2018 (planned), then October 2019 (achieved)" in words(body)
    assert body.count("<circle") == 2
    rows = re.findall(r'<tr>\s*<th scope="row">', body)
    assert len(rows) == 2
    assert "<svg" not in client.get("/page/milestone/svom-launch").text


def test_a_contradiction_is_named(tmp_path: Path, publish: Publish) -> None:
    graph = f"<{BASE}graph/discrepancies>"
    discrepancy = f"<{BASE}id/discrepancy/one>"
    publish(
        tmp_path,
        "f" * 64,
        extra=f"{discrepancy} <{RDF}type> <{SC}Discrepancy> {graph} .\n"
        f"{discrepancy} <{SC}concerns> <{BASE}id/milestone/mascot-landing> {graph} .\n"
        f"{discrepancy} <{SC}discrepancyKind> <{BASE}concept/slip> {graph} .\n",
    )
    client = create_app(Settings(out=tmp_path)).test_client()
    told = words(client.get("/page/milestone/mascot-landing").text)
    assert "Where documents disagree" in told
    assert "slip" in told.partition("Where documents disagree")[2]
