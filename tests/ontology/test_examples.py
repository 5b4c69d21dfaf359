"""The worked examples: one file a fact class at least, each sound by itself."""

import re
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from ontology import CONCEPT, PREFIXES, RDF, RDFS, SC, SKOS, load, superclasses

FOLDER = Path(__file__).parents[2] / "ontology" / "examples"
FILES = sorted(FOLDER.glob("*.ttl"))
GRAPHS = {path.stem: Graph().parse(path) for path in FILES}
DECLARED = set(load().subjects())

each_example = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)


def ours(graph: Graph) -> set[URIRef]:
    nodes = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    return {node for node in nodes if str(node) in SC or str(node) in CONCEPT}


@pytest.mark.parametrize(
    "name",
    [
        *("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership"),
        *("Report", "Document", "Passage", "Discrepancy", "Correction"),
    ],
)
def test_class_has_a_file_of_examples(name: str) -> None:
    homes = {"Report": "direct-property", "Passage": "document"}
    graph = GRAPHS[homes.get(name, name.lower())]
    assert set(graph.subjects(RDF.type, SC[name]))


@each_example
def test_only_declared_terms_are_used(graph: Graph) -> None:
    assert ours(graph)
    assert ours(graph) - DECLARED == set()


@each_example
def test_superclasses_are_said(graph: Graph) -> None:
    types = {(s, o) for s, o in graph.subject_objects(RDF.type) if str(o) in SC}
    for subject, type_ in types:
        for name in superclasses(str(type_).removeprefix(str(SC))):
            assert (subject, SC[name]) in types


@each_example
def test_domains_and_ranges_hold(graph: Graph) -> None:
    ontology = load()
    for subject, path, value in graph:
        domain = ontology.value(path, RDFS.domain)
        range_ = ontology.value(path, RDFS.range)
        assert domain is None or (subject, RDF.type, domain) in graph, (subject, path)
        if isinstance(value, Literal):
            datatype = value.datatype or PREFIXES["xsd"] + "string"
            assert range_ is None or str(datatype) == str(range_), (subject, path)
        elif range_ is not None:
            described = graph if (value, RDF.type, None) in graph else ontology
            assert (value, RDF.type, range_) in described, (path, value)


@each_example
def test_every_passage_is_as_long_as_its_offsets_say(graph: Graph) -> None:
    passages = list(graph.subjects(RDF.type, SC.Passage))
    assert passages
    for passage in passages:
        begin, end = (int(str(graph.value(passage, path))) for path in (SC.begin, SC.end))
        document = graph.value(passage, SC.inDocument)
        assert str(passage) == f"{document}#char={begin},{end}"
        assert len(str(graph.value(passage, SC.quote))) == end - begin


@each_example
def test_every_fact_has_a_report_in_a_document(graph: Graph) -> None:
    for fact in graph.subjects(RDF.type, SC.Fact):
        reports = list(graph.subjects(SC.reportOf, fact))
        assert reports
        for path in (SC.date, SC.earliest, SC.latest, SC.status, SC.evidence):
            reported = {value for report in reports for value in graph.objects(report, path)}
            assert set(graph.objects(fact, path)) == reported
    for report in graph.subjects(RDF.type, SC.Report):
        document = graph.value(report, SC.inDocument)
        passages = list(graph.objects(report, SC.evidence))
        assert passages
        assert {graph.value(passage, SC.inDocument) for passage in passages} == {document}


@each_example
def test_every_entity_has_one_english_name_which_is_its_label(graph: Graph) -> None:
    entities = {s for s in graph.subjects() if re.search("/id/(?!document|report|corr)", str(s))}
    for entity in entities:
        (label,) = graph.objects(entity, SKOS.prefLabel)
        assert isinstance(label, Literal)
        assert label.language == "en"
        assert list(graph.objects(entity, RDFS.label)) == [label]


@each_example
def test_nothing_is_blank(graph: Graph) -> None:
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_opens_with_its_prefixes_and_a_word_of_explanation(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    prefixes = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert lines[len(prefixes) + 2].startswith("# ")
