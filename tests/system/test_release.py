"""A release of the shipped documents: facts with their sentences, the same bytes anywhere."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from ontology import RDF, SC

Get = Callable[[str, str], tuple[str, str]]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def graph(release: Path) -> rdflib.Graph:
    """All triples of the release."""
    text = gzip.decompress((release / "spacecoop.nt.gz").read_bytes())
    return rdflib.Graph().parse(data=text, format="nt")


def test_every_fact_has_evidence_in_the_words_of_a_document(graph: rdflib.Graph) -> None:
    facts = set(graph.subjects(RDF.type, SC.Fact))
    assert len(facts) > 50
    for fact in facts:
        evidence = set(graph.objects(fact, SC.evidence))
        assert evidence, fact
        for passage in evidence:
            assert str(graph.value(passage, SC.quote)).strip(), passage


def test_every_quote_is_the_text_between_its_offsets(graph: rdflib.Graph, get: Get) -> None:
    texts: dict[str, str] = {}
    passages = set(graph.subjects(RDF.type, SC.Passage))
    assert len(passages) > 200
    for passage in passages:
        slug = str(graph.value(passage, SC.inDocument)).rpartition("/")[2]
        if slug not in texts:
            kind, texts[slug] = get(f"/documents/{slug}.txt", "text/plain")
            assert kind == "text/plain"
        begin, end = (int(str(graph.value(passage, place))) for place in (SC.begin, SC.end))
        assert texts[slug][begin:end] == str(graph.value(passage, SC.quote)), passage
    assert len(texts) == 5


@pytest.mark.parametrize(
    ("accept", "form"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")]
)
def test_an_identifier_leads_to_data_in_the_form_asked_for(
    get: Get, accept: str, form: str
) -> None:
    kind, body = get("/id/organization/cnes", accept)
    assert kind == accept
    described = rdflib.Graph().parse(data=body, format=form)
    cnes = rdflib.URIRef("https://w3id.org/spacecoop/id/organization/cnes")
    assert (cnes, RDF.type, SC.SpaceAgency) in described
    assert (cnes, SC.acronym, rdflib.Literal("CNES")) in described
    plain = rdflib.Graph().parse(data=get("/data/organization/cnes.nt", "*/*")[1], format="nt")
    assert set(described) == set(plain)


def test_json_ld_and_n_quads_say_the_same_to_rdflib_and_to_pyoxigraph(release: Path) -> None:
    linked, plain = (
        gzip.decompress((release / f"spacecoop.{suffix}.gz").read_bytes())
        for suffix in ("jsonld", "nq")
    )
    assert set(parse(linked, RdfFormat.JSON_LD)) == set(parse(plain, RdfFormat.N_QUADS))
    by_rdflib = []
    for data, form in ((linked, "json-ld"), (plain, "nquads")):
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=form)
        by_rdflib.append({(s, p, o, str(name)) for s, p, o, name in dataset.quads()})
    assert by_rdflib[0] == by_rdflib[1]
    assert len(by_rdflib[0]) > 1000


def test_every_file_is_the_same_in_another_place_and_time_zone(
    release: Path, run: Run, tmp_path: Path
) -> None:
    # In one of these two zones it is always another day than in the other.
    zones = [("Pacific/Kiritimati", "7"), ("Pacific/Pago_Pago", "4242")]
    for zone, seed in zones:
        out = tmp_path / seed
        built = run("build", "--out", out, TZ=zone, PYTHONHASHSEED=seed, LC_ALL="C")
        assert built.returncode == 0, built.stderr
        here, there = contents(release), contents(out / "current")
        assert here.keys() == there.keys()
        assert [name for name in here if here[name] != there[name]] == []


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file by its path in the folder."""
    paths = sorted(path for path in folder.resolve().rglob("*") if path.is_file())
    assert len(paths) > 20
    return {str(path.relative_to(folder.resolve())): path.read_bytes() for path in paths}


def test_what_documents_only_cite_is_named_and_no_fact(graph: rdflib.Graph) -> None:
    treaty = rdflib.URIRef("https://w3id.org/spacecoop/id/agreement/paris-agreement")
    assert (treaty, RDF.type, SC.Agreement) in graph
    assert (treaty, RDF.type, SC.Fact) not in graph
    assert (None, rdflib.URIRef("http://www.w3.org/2005/11/its/rdf#taIdentRef"), treaty) in graph
