"""The report's three forms, each read back."""

import json
from dataclasses import replace

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SH

from ontology import SC
from shapes import SHAPE, load
from shapes.findings import Finding, Severity
from shapes.paths import curie, expanded, written
from shapes.reports import Report

BASE = "https://w3id.org/spacecoop/"
MESSAGE = "A document has one title: add it."
FINDING = Finding(
    severity=Severity.VIOLATION,
    focus_node=URIRef(f"{BASE}id/document/communique"),
    path="dcterms:title",
    value=Literal("CNES", lang="en"),
    message=MESSAGE,
    source_shape=SHAPE["document-title"],
    component=SH.MinCountConstraintComponent,
    document="communique",
)
WARNING = replace(
    FINDING, severity=Severity.WARNING, path="sc:party|sc:signatory", value=None, document=None
)
REPORT = Report.of([FINDING, WARNING])


def test_text_has_a_line_a_finding_under_its_document() -> None:
    assert REPORT.to_text().splitlines() == [
        "1 violation, 1 warning",
        "",
        "all documents together: 1 warning",
        f"  warning    id/document/communique sc:party|sc:signatory: {MESSAGE}",
        "",
        "communique: 1 violation",
        f'  violation  id/document/communique dcterms:title: {MESSAGE} (found: "CNES"@en)',
    ]


def test_text_says_that_everything_conforms() -> None:
    assert Report().to_text() == "Everything conforms: no finding.\n"


def test_text_says_the_same_thing_once() -> None:
    twice = Report.of([FINDING, replace(FINDING, component=SH.DatatypeConstraintComponent)])
    assert twice.to_text().count("add it") == 1


@pytest.mark.parametrize("value", [Literal("a\x1b[31m\nb"), Literal("x" * 10_000)])
def test_text_is_safe_to_print_whatever_the_document_holds(value: Literal) -> None:
    *_, line = Report.of([replace(FINDING, value=value)]).to_text().splitlines()
    assert line.isprintable()
    assert len(line) < 300


def test_json_holds_every_field() -> None:
    content = json.loads(REPORT.to_json())
    assert content["conforms"] is False
    assert content["counts"] == {"violation": 1, "warning": 1, "info": 0}
    assert content["findings"][1] == {
        "document": "communique",
        "severity": "violation",
        "focusNode": f"{BASE}id/document/communique",
        "path": "dcterms:title",
        "value": "CNES",
        "message": "A document has one title: add it.",
        "sourceShape": str(SHAPE["document-title"]),
        "constraint": str(SH.MinCountConstraintComponent),
    }


def test_turtle_is_a_shacl_report_without_blank_nodes() -> None:
    graph = Graph().parse(data=REPORT.to_turtle("https://example.org/"), format="turtle")
    report = URIRef("https://example.org/report")
    assert (report, SH.conforms, Literal(False)) in graph
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    results = set(graph.objects(report, SH.result))
    assert results == set(graph.subjects(RDF.type, SH.ValidationResult))
    (titled,) = graph.subjects(SH.resultPath, DCTERMS.title)
    expected = Graph().parse(
        format="turtle",
        data=f"""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <{titled}> a sh:ValidationResult ;
            sh:focusNode <{BASE}id/document/communique> ;
            sh:resultMessage "A document has one title: add it."@en ;
            sh:resultPath <{DCTERMS.title}> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent sh:MinCountConstraintComponent ;
            sh:sourceShape <{SHAPE["document-title"]}> ;
            sh:value "CNES"@en ;
            <{DCTERMS.source}> <https://example.org/id/document/communique> .
        """,
    )
    described = Graph()
    for triple in graph.triples((titled, None, None)):
        described.add(triple)
    assert isomorphic(described, expected)


def test_turtle_is_the_same_whatever_the_order() -> None:
    again = Report.of([WARNING, FINDING, WARNING])
    assert again.to_turtle() == REPORT.to_turtle()


def test_an_empty_report_conforms_in_turtle() -> None:
    graph = Graph().parse(data=Report().to_turtle(), format="turtle")
    assert (URIRef(f"{BASE}report"), SH.conforms, Literal(True)) in graph


@pytest.mark.parametrize(
    ("shape", "path"),
    [
        ("date-form", "sc:date"),
        ("fact-report", "^sc:reportOf"),
        ("agreement-between", "sc:party|sc:signatory"),
        ("relation-to-itself", "owl:sameAs?"),
    ],
)
def test_paths_are_written_as_in_sparql(shape: str, path: str) -> None:
    shapes = load()
    node = shapes.value(SHAPE[shape], SH.path)
    assert node is not None
    assert written(shapes, node) == path


def test_a_sequence_is_written_with_slashes() -> None:
    shapes = Graph()
    steps = Collection(shapes, BNode(), [SC.evidence, SC.inDocument])
    assert written(shapes, steps.uri) == "sc:evidence/sc:inDocument"


def test_a_node_that_is_no_path_is_refused() -> None:
    with pytest.raises(ValueError, match="not a SHACL property path"):
        written(Graph(), BNode())


@pytest.mark.parametrize("iri", [DCTERMS.title, URIRef("https://schema.org/sameAs")])
def test_a_written_property_is_read_back(iri: URIRef) -> None:
    assert expanded(curie(iri)) == iri


@pytest.mark.parametrize("path", ["^sc:reportOf", "sc:a/sc:b", "sc:a|sc:b", "owl:sameAs?"])
def test_a_longer_path_is_not_one_property(path: str) -> None:
    assert expanded(path) is None
