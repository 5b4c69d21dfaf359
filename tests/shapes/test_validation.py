"""Validation from outside: context, filtering, the published text, what depends on order."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from ontology import EDTF, ITSRDF, SC, examples
from shapes import SHAPE, Scope, load
from shapes.context import Authority
from shapes.errors import ShapesError
from shapes.findings import Severity
from shapes.reading import read
from shapes.reports import Report
from shapes.validation import (
    document_slug,
    statements,
    validate_dataset,
    validate_document,
)

HERE = Path(__file__).parent
BASE = "https://w3id.org/spacecoop/"
CNES = URIRef(f"{BASE}id/organization/cnes")
MMX = URIRef(f"{BASE}id/mission/mmx")


def graph(name: str) -> Graph:
    (only,) = read([HERE / name]).values()
    return only.graph()


def test_the_shapes_graph_is_valid_shacl() -> None:
    conforms, _, text = validate(Graph(), shacl_graph=load(), meta_shacl=True)
    assert conforms, text


def test_loading_gives_each_caller_a_graph_of_his_own() -> None:
    load().remove((None, None, None))
    assert len(load()) > len(load(Scope.DOCUMENT)) > 0


def test_each_scope_has_only_its_own_shapes() -> None:
    for scope in Scope:
        shapes = load(scope)
        tagged = set(shapes.subjects(DCTERMS.subject))
        assert tagged
        assert tagged == set(shapes.subjects(DCTERMS.subject, scope.value))


def test_a_treaty_in_the_gazetteer_needs_no_evidence() -> None:
    authority = graph("passing/agreement.ttl")
    treaty = URIRef(f"{BASE}id/agreement/mmx-agreement")
    authority.remove((treaty, SC.evidence, None))
    authority.remove((None, SC.reportOf, treaty))
    authority.add((treaty, DCTERMS.source, URIRef("https://example.org/treaties")))
    assert validate_dataset({f"{BASE}graph/authority": authority}).conforms


def test_an_entity_that_only_the_gazetteer_describes_is_known() -> None:
    document = graph("passing/meeting.ttl")
    assert validate_document(document, graph("context.ttl")).conforms
    alone = validate_document(document, Graph())
    assert SHAPE["meeting-participant"] in {finding.source_shape for finding in alone.findings}


def test_a_fault_of_the_gazetteer_is_not_the_documents() -> None:
    authority = graph("context.ttl")
    authority.remove((CNES, SKOS.prefLabel, None))
    assert validate_document(graph("passing/meeting.ttl"), authority).findings == ()


def test_superclasses_of_gazetteer_entries_are_supplied() -> None:
    authority = graph("context.ttl")
    authority.remove((CNES, RDF.type, None))
    authority.add((CNES, RDF.type, SC.SpaceAgency))
    assert validate_document(graph("passing/meeting.ttl"), authority).conforms


def test_the_context_reaches_two_hops_and_no_further() -> None:
    authority = Graph()
    chain = [URIRef(f"{BASE}id/place/p{number}") for number in range(4)]
    for near, far in pairwise(chain):
        authority.add((near, SC.locatedIn, far))
    document = Graph().add((CNES, SC.locatedIn, chain[0]))
    context = Authority(statements(authority)).context(statements(document)).graph()
    assert set(context.subjects()) == {chain[0], chain[1]}


def test_quotes_are_compared_with_the_text_in_code_points() -> None:
    passage = graph("passing/passage.ttl")
    context = graph("context.ttl")
    assert validate_document(passage, context, text="CNES 🛰").conforms
    shifted = validate_document(passage, context, text="🛰CNES")
    assert [finding.source_shape for finding in shifted.findings] == [SHAPE["passage-text"]]


def test_findings_name_the_document_by_its_own_iri_unless_told() -> None:
    document = graph("failing/document-title-missing.ttl")
    assert validate_document(document, Graph()).findings[0].document == "press-release"
    assert validate_document(document, Graph(), slug="x").findings[0].document == "x"


def test_a_misspelt_property_is_found_in_any_graph() -> None:
    misspelt = Graph().add((CNES, SC.cooperatesWtih, MMX))
    report = validate_dataset({f"{BASE}graph/inferred": misspelt})
    assert [(f.source_shape, f.value) for f in report.findings] == [
        (SHAPE["undefined-term"], SC.cooperatesWtih)
    ]


def test_labels_are_compared_across_documents() -> None:
    one, other = Graph(), Graph()
    for data, label in ((one, "CNES"), (other, "French space agency")):
        data.add((CNES, RDF.type, SC.Agent))
        data.add((CNES, SKOS.prefLabel, Literal(label, lang="en")))
    names = [f"{BASE}graph/document/a", f"{BASE}graph/document/b"]
    assert validate_dataset({names[0]: one}).conforms
    assert not validate_dataset(dict(zip(names, (one, other), strict=True))).conforms


def test_a_date_that_two_documents_tell_differently_is_no_violation() -> None:
    # Which date holds is a discrepancy, not a fault of the data.
    one, other = graph("passing/milestone.ttl"), graph("passing/milestone.ttl")
    milestone = URIRef(f"{BASE}id/milestone/mmx-delivery-mirs")
    other.set((milestone, SC.date, Literal("2022", datatype=EDTF)))
    assert validate_dataset({f"{BASE}graph/document/a": one, "b": other}).conforms


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (Literal("x", datatype=XSD.integer), Literal(4)),  # ill-typed
        (Literal("2021-03-09", datatype=XSD.date), Literal(4)),  # of another kind
        (CNES, Literal(4)),  # no literal at all
        (Literal("2021-03-09T00:00:00", datatype=XSD.dateTime), Literal("Z")),
    ],
)
def test_offsets_that_cannot_be_compared_are_findings_and_no_crash(
    begin: Literal | URIRef, end: Literal
) -> None:
    document = graph("passing/passage.ttl")
    (passage,) = set(document.subjects())
    document.set((passage, SC.begin, begin))
    document.set((passage, SC.end, end))
    report = validate_document(document, graph("context.ttl"))
    assert SHAPE["passage-begin"] in {finding.source_shape for finding in report.findings}


def test_a_blank_node_for_a_number_is_refused_in_one_line() -> None:
    document = graph("passing/passage.ttl")
    (passage,) = set(document.subjects())
    document.remove((passage, SC.end, None))
    document.parse(data=f"<{passage}> <{SC.end}> [] .", format="turtle")
    with pytest.raises(ShapesError, match=r"^the data cannot be validated: [^\n]+$"):
        validate_document(document, graph("context.ttl"))


def test_the_worked_examples_of_the_ontology_use_no_undefined_term() -> None:
    report = validate_document(examples(), Graph())
    assert SHAPE["undefined-term"] not in {finding.source_shape for finding in report.findings}


def test_only_violations_keep_a_report_from_conforming() -> None:
    warned = validate_document(graph("failing/document-rights.ttl"), graph("context.ttl"))
    assert warned.conforms
    assert warned.count(Severity.WARNING) == 1
    broken = validate_document(graph("failing/document-title-missing.ttl"), Graph())
    assert not (warned | broken).conforms


def test_a_report_is_sorted_and_tells_each_finding_once() -> None:
    findings = validate_document(graph("failing/date-form-words.ttl"), Graph()).findings
    assert len(findings) > 1
    assert Report.of((*reversed(findings), *findings)).findings == findings


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        (f"{BASE}graph/document/003-a2", "003-a2"),
        (f"{BASE}graph/authority", None),
        (f"{BASE}graph/document/", None),
    ],
)
def test_the_slug_of_a_document_is_read_from_its_graphs_name(name: str, slug: str | None) -> None:
    assert document_slug(name) == slug


def test_a_document_of_many_passages_takes_about_a_second() -> None:
    document = graph("passing/document.ttl")
    source = URIRef(f"{BASE}id/document/press-release")
    for begin in range(0, 1000, 5):  # 200 mentions, 1,400 triples
        passage = URIRef(f"{source}#char={begin},{begin + 4}")
        document.add((passage, RDF.type, SC.Passage))
        document.add((passage, SC.begin, Literal(begin)))
        document.add((passage, SC.end, Literal(begin + 4)))
        document.add((passage, SC.quote, Literal("CNES")))
        document.add((passage, SC.inDocument, source))
        document.add((passage, RDFS.seeAlso, CNES))
        document.add((passage, ITSRDF.taIdentRef, CNES))
    started = time.process_time()
    assert validate_document(document, graph("context.ttl")).conforms
    # Measured: 0.15 seconds; the rest is for slow machines.
    assert time.process_time() - started < 1.5
