"""Entity and fact pages: partners, what two did together, pages of hubs, what is taken along."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store, Triple

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
    passage = f"<{document}#char=0,2500>"
    yield f"{passage} <{SC}quote> {json.dumps(HOSTILE)} {graph} ."
    yield f"{passage} <{SC}inDocument> <{document}> {graph} ."
    yield f"<{centre}> <{RDF}type> <{SC}Organization> {graph} ."
    yield f"<{centre}> <{RDFS}label> {json.dumps(HOSTILE)}@en {graph} ."
    described = "http://purl.org/dc/terms/description"
    yield f"<{centre}> <{described}> {json.dumps('An agency. ' + HOSTILE)}@en {graph} ."
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
        yield f"<{report}> <{SC}evidence> {passage} {graph} ."


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
    assert "An agency. <script>alert" in words(first.text)
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


@dataclass
class Reads:
    """What was read of a store: `goes` are queries, lookups and batches, `lookups` all lookups."""

    goes: list[str] = field(default_factory=list)
    lookups: int = 0


class Counted:
    """A store that counts what is read of it; a batch of lookups counts as one go."""

    def __init__(self, store: Store, reads: Reads) -> None:
        self.store, self.reads = store, reads

    def query(self, text: str, **named: Any) -> object:  # noqa: ANN401 - as it is, to the store
        """A query counts once."""
        self.reads.goes.append("query")
        return self.store.query(text, **named)

    def quads_for_pattern(self, *pattern: Any) -> object:  # noqa: ANN401 - as it is, to the store
        """A lookup counts once, but within a batch."""
        self.reads.goes.append("lookup")
        self.reads.lookups += 1
        return self.store.quads_for_pattern(*pattern)


@pytest.fixture(scope="module")
def counted(crowded: Path) -> Iterator[tuple[FlaskClient, Reads]]:
    """A client of that service, and what its last page read of the store."""
    app = create_app(Settings(out=crowded))
    current: Current = app.extensions["spacecoop"]
    served = current.opened()
    assert served
    reads = Reads()
    store = Counted(served.release.store, reads)
    batched = statements.described

    def batch(source: Store, subjects: Iterable[str]) -> set[Triple]:
        before = len(reads.goes)
        told = batched(source, subjects)
        reads.goes[before:] = ["batch"]
        return told

    with pytest.MonkeyPatch.context() as patch:
        release = replace(served.release, store=cast(Store, store))
        patch.setattr(current, "_served", replace(served, release=release))
        for module in [m for name, m in sys.modules.items() if name.startswith("service.")]:
            if getattr(module, "described", None) is batched:
                patch.setattr(module, "described", batch)
        yield app.test_client(), reads


@pytest.mark.parametrize(
    "path",
    [
        "/", "/page/organization", "/page/organization/hub", "/page/organization/cnes",
        "/page/organization/hub?class=cooperation&page=2", "/page/organization/hub?since=2010",
        "/page/organization/hub?with=organization/partner-1", "/page/mission/mmx",
        "/page/organization/hub?list=partners", "/page/country/france", "/page/cooperation/hub-1",
        "/page/milestone/mascot-landing", "/page/report/hub-1", "/page/person/zhang-kejian",
        "/page/document/001-dce3d40c0314292c", "/page/document/003-a20552879778e7d6",
        "/page/discrepancy/slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing",
        "/search?q=cnes", "/suggest?q=cnes",
    ],
)  # fmt: skip
def test_a_page_takes_few_reads_whatever_its_size(
    counted: tuple[FlaskClient, Reads], path: str
) -> None:
    client, reads = counted
    reads.goes, reads.lookups = [], 0
    assert client.get(path).status_code == 200
    assert len(reads.goes) <= 12, reads.goes
    if not path.startswith("/page/document"):  # a document may report any number of facts
        assert reads.lookups <= 500


def test_reads_are_counted(counted: tuple[FlaskClient, Reads]) -> None:
    client, reads = counted
    reads.goes, reads.lookups = [], 0
    client.get("/page/organization/hub")
    assert sorted(reads.goes) == ["batch", "batch", "lookup", "query"]
    assert reads.lookups > 10


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
    rows = re.findall(r'<th role="rowheader"', body)
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
    assert "Slip" in told.partition("Where documents disagree")[2]


def test_an_agreement_that_documents_only_cite_has_the_page_of_an_entity(
    tmp_path: Path, publish: Publish
) -> None:
    graph = f"<{BASE}graph/authority>"
    treaty = f"<{BASE}id/agreement/zenith-treaty>"
    publish(
        tmp_path,
        "9" * 64,
        extra=f"{treaty} <{RDF}type> <{SC}Agreement> {graph} .\n"
        f'{treaty} <{RDFS}label> "Zenith Treaty"@en {graph} .\n'
        f"<{BASE}id/milestone/mascot-landing> <{SC}topic> {treaty} "
        f"<{BASE}graph/document/001-dce3d40c0314292c> .\n",
    )
    client = create_app(Settings(out=tmp_path)).test_client()
    told = words(client.get("/page/agreement/zenith-treaty").text)
    assert "Zenith Treaty" in told
    assert "MASCOT" in told.partition("Milestones")[2]
    assert "Who says so" not in told
