"""Descriptions, graphs, dumps, texts, vocabulary: each asked for in each format and parsed back."""

import gzip
import json
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

import ontology
from ontology import DCTERMS, RDF, SC
from service.errors import PROBLEM

FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
ID = "https://w3id.org/spacecoop/id/"
DESCRIBED = [
    "/data/mission/mmx",
    "/data/meeting/2018-isef2",
    "/data/document/003-a20552879778e7d6",
    "/data/report/001-dce3d40c0314292c--meeting-2018-isef2",
    "/graph/authority",
    "/graph/document/003-a20552879778e7d6",
    "/.well-known/void",
    "/catalog",
    "/report",
    "/ontology",
    "/shapes",
    "/concept/launch",
]


@pytest.mark.parametrize("path", DESCRIBED)
@pytest.mark.parametrize("accept", FORMATS)
def test_every_format_says_the_same(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, accept)
    found = rdflib.Graph().parse(data=answer.data, format=FORMATS[accept])
    plain = client.get(path, headers={"Accept": "application/n-triples"})
    expected = rdflib.Graph().parse(data=plain.data, format="nt")
    assert canonical(found) == canonical(expected)
    assert len(expected) > 0


def canonical(graph: rdflib.Graph) -> set[Quad]:
    """Its triples with its blank nodes named as in each graph that says the same (RDFC-1.0).

    rdflib's own comparison takes ten seconds for the shapes.
    """
    dataset = Dataset(parse(graph.serialize(format="nt"), RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples"),
     ("rdf", "application/rdf+xml")],
)  # fmt: skip
def test_the_extension_goes_before_accept(
    client: FlaskClient, extension: str, media_type: str
) -> None:
    answer = client.get(f"/data/mission/mmx.{extension}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    graph = rdflib.Graph().parse(data=answer.data, format=FORMATS[media_type])
    assert (rdflib.URIRef(f"{ID}mission/mmx"), RDF.type, SC.Mission) in graph


def test_a_description_holds_facts_reports_quotes_and_names(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/data/spacecraft/mascot.ttl").data)
    phobos = rdflib.Graph().parse(data=client.get("/data/body/phobos.ttl").data)
    assert (None, SC.destination, rdflib.URIRef(f"{ID}body/phobos")) in phobos
    landing = rdflib.URIRef(f"{ID}milestone/mascot-landing")
    assert (landing, SC.endeavour, rdflib.URIRef(f"{ID}spacecraft/mascot")) in graph
    assert len(set(graph.subjects(SC.reportOf, landing))) == 2
    assert len(set(graph.objects(None, SC.quote))) == 2
    assert graph.value(rdflib.URIRef(f"{ID}body/ryugu"), rdflib.RDFS.label)


def test_a_document_is_described_with_all_its_passages(client: FlaskClient) -> None:
    slug = "003-a20552879778e7d6"
    described = rdflib.Graph().parse(data=client.get(f"/data/document/{slug}.nt").data, format="nt")
    own = client.get(f"/graph/document/{slug}", headers={"Accept": "application/n-triples"})
    graph = rdflib.Graph().parse(data=own.data, format="nt")
    passages = set(graph.subjects(RDF.type, SC.Passage))
    assert passages == set(described.subjects(RDF.type, SC.Passage))
    assert len(passages) > 20


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads"])
def test_a_graph_keeps_its_name(client: FlaskClient, accept: str) -> None:
    answer = client.get("/graph/links", headers={"Accept": accept})
    dataset = rdflib.Dataset().parse(data=answer.data, format=accept)
    assert {str(graph) for *_, graph in dataset.quads()} == {
        "https://w3id.org/spacecoop/graph/links"
    }


@pytest.mark.parametrize(
    "path",
    [
        "/data/mission/nothing", "/data/mission/mmx.exe", "/page/mission/nothing", "/page/nothing",
        "/id/mission/nothing", "/id/MISSION/mmx", "/data/mission/..%2f..%2fetc%2fpasswd",
        "/documents/..%2f..%2fmanifest.txt", "/documents/%2e%2e%2fmanifest.txt",
        "/documents/nothing.txt", "/dump/..%2fmanifest.json", "/dump/manifest.json",
        "/dump/spacecoop.exe", "/graph/nothing", "/graph/document/..%2fauthority",
        "/page/document/..%2f..%2fmanifest", "/concept/nothing", "/static/..%2fsettings.py",
        "/page/mission/mmx%00", "/page/organization?page=2", "/page/organization?page=x",
        "/nothing/at/all",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_with_details(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)
    problem = json.loads(answer.data)
    assert (problem["status"], problem["title"]) == (404, "Not Found")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.vary


def test_another_method_is_405_and_says_which(client: FlaskClient) -> None:
    answer = client.delete("/data/mission/mmx")
    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/mission/mmx"),
        ("text/turtle", "/data/mission/mmx"),
        ("application/ld+json, text/html;q=0.5", "/data/mission/mmx"),
        ("*/*", "/page/mission/mmx"),
    ],
)
def test_an_identifier_leads_to_page_or_data(
    client: FlaskClient, accept: str, location: str
) -> None:
    answer = client.get("/id/mission/mmx", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert "Accept" in answer.vary


def test_an_identifier_in_a_format_there_is_not(client: FlaskClient) -> None:
    assert client.get("/id/mission/mmx", headers={"Accept": "image/png"}).status_code == 406


def test_the_text_is_the_published_one(client: FlaskClient, texts: dict[str, str]) -> None:
    for slug, text in texts.items():
        answer = client.get(f"/documents/{slug}.txt")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.data.decode() == text
        tag = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"/documents/{slug}.txt", headers=tag).status_code == 304


@pytest.mark.parametrize("extension", ["ttl", "trig", "nt", "nq", "jsonld", "rdf"])
def test_a_dump_in_three_codings(client: FlaskClient, out: Path, extension: str) -> None:
    path = out / "current" / f"spacecoop.{extension}.gz"
    file = client.get(f"/dump/spacecoop.{extension}.gz", buffered=True)
    assert (file.mimetype, file.data) == ("application/gzip", path.read_bytes())
    plain = client.get(f"/dump/spacecoop.{extension}", buffered=True)
    assert plain.data == gzip.decompress(path.read_bytes())
    coded = client.get(
        f"/dump/spacecoop.{extension}", buffered=True, headers={"Accept-Encoding": "gzip"}
    )
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain.data
    assert coded.mimetype == plain.mimetype
    assert "Accept-Encoding" in plain.vary
    assert len({a.headers["ETag"] for a in (file, plain, coded)}) == 3


def test_a_dump_by_ranges_and_not_twice(client: FlaskClient) -> None:
    whole = client.get("/dump/spacecoop.nq.gz", buffered=True)
    part = client.get("/dump/spacecoop.nq.gz", buffered=True, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    again = client.get(
        "/dump/spacecoop.nq.gz", buffered=True, headers={"If-None-Match": whole.headers["ETag"]}
    )
    assert again.status_code == 304
    beyond = client.get(
        "/dump/spacecoop.nq.gz", buffered=True, headers={"Range": "bytes=99999999-"}
    )
    assert beyond.status_code == 416


def test_the_context_is_the_ontologys(client: FlaskClient) -> None:
    answer = client.get("/ontology/context.jsonld")
    assert answer.mimetype == "application/ld+json"
    assert json.loads(answer.data) == ontology.context()


def test_the_validation_report_as_text(client: FlaskClient) -> None:
    answer = client.get("/report", headers={"Accept": "text/plain"})
    assert answer.text == "3 documents, no violations\n"


def test_the_report_as_data_holds_the_discrepancies(client: FlaskClient) -> None:
    answer = client.get("/report", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    (found,) = graph.subjects(rdflib.RDF.type, SC.Discrepancy)
    assert len(set(graph.objects(found, SC.between))) == 2


def test_titles_are_in_the_metadata(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/data/document/003-a20552879778e7d6.ttl").data)
    assert set(graph.objects(None, DCTERMS.title))
