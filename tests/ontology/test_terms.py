"""The ontology keeps the contract of the vocabulary and documents every term."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ontology import (
    CONCEPT,
    DCTERMS,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SC,
    SCHEMA,
    SKOS,
    VANN,
    XSD,
    UnknownClassError,
    load,
    superclasses,
)

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "ontology"
ONTOLOGY = URIRef("https://w3id.org/spacecoop/ontology")

with (HERE / "vocabulary.tsv").open(encoding="utf-8", newline="") as table:
    CONTRACT = list(csv.DictReader(table, delimiter="\t"))

GRAPH = load()
TERMS = sorted(str(term) for term in set(GRAPH.subjects()) if str(term) in SC)
CONCEPTS = sorted(str(term) for term in set(GRAPH.subjects()) if str(term) in CONCEPT)
PROPERTIES = sorted(
    str(term)
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
    for term in GRAPH.subjects(RDF.type, kind)
)


def expand(name: str) -> URIRef:
    prefix, local = name.split(":")
    return URIRef(PREFIXES[prefix] + local)


def expanded(names: str) -> set[Node]:
    return {expand(name) for name in names.split() if name != "-"}


def contracted(kind: str) -> list[dict[str, str]]:
    return [row for row in CONTRACT if row["kind"] == kind]


def languages(graph: Graph, term: URIRef, path: URIRef) -> list[str]:
    return sorted(
        str(value.language) for value in graph.objects(term, path) if isinstance(value, Literal)
    )


def test_contract_has_every_kind_of_row() -> None:
    kinds = [len(contracted(kind)) for kind in ("class", "property", "status", "concept")]
    assert kinds == [35, 59, 5, 29]


def test_terms_are_those_of_the_contract_and_no_others() -> None:
    named = {str(expand(row["term"])) for row in CONTRACT if row["kind"] != "concept"}
    assert named == set(TERMS)


@pytest.mark.parametrize("row", contracted("class"), ids=lambda row: row["term"])
def test_class_stands_below_what_the_contract_says(row: dict[str, str]) -> None:
    term = expand(row["term"])
    assert (term, RDF.type, OWL.Class) in GRAPH
    assert set(GRAPH.objects(term, RDFS.subClassOf)) == expanded(row["above or from"])


@pytest.mark.parametrize("row", contracted("property"), ids=lambda row: row["term"])
@pytest.mark.parametrize(
    ("column", "strict", "loose"),
    [
        ("above or from", RDFS.domain, SCHEMA.domainIncludes),
        ("to", RDFS.range, SCHEMA.rangeIncludes),
    ],
    ids=["domain", "range"],
)
def test_property_says_what_it_joins(
    row: dict[str, str], column: str, strict: URIRef, loose: URIRef
) -> None:
    term = expand(row["term"])
    wanted = expanded(row[column])
    said = set(GRAPH.objects(term, strict)), set(GRAPH.objects(term, loose))
    # rdf:Property is a class of RDFS, not of OWL DL: as a strict range it would break DL tools.
    is_strict = len(wanted) == 1 and wanted != {RDF.Property}
    assert said == ((wanted, set()) if is_strict else (set(), wanted))


def test_property_is_either_of_objects_or_of_data() -> None:
    assert len(PROPERTIES) == len(set(PROPERTIES))
    for term in map(URIRef, PROPERTIES):
        ranges = {*GRAPH.objects(term, RDFS.range), *GRAPH.objects(term, SCHEMA.rangeIncludes)}
        is_data = any(str(r) in XSD or str(r).endswith("/EDTF") for r in ranges)
        assert ((term, RDF.type, OWL.DatatypeProperty) in GRAPH) == is_data, term


@pytest.mark.parametrize("term", [*TERMS, *CONCEPTS])
def test_term_has_one_label_and_definition_a_language(term: str) -> None:
    subject = URIRef(term)
    assert languages(GRAPH, subject, RDFS.label) == ["en", "fr"]
    assert languages(GRAPH, subject, SKOS.definition) == ["en", "fr"]
    assert set(GRAPH.objects(subject, RDFS.isDefinedBy)) == {ONTOLOGY}


@pytest.mark.parametrize("term", [*TERMS, *CONCEPTS])
def test_definition_is_a_sentence_of_its_own(term: str) -> None:
    for definition in GRAPH.objects(URIRef(term), SKOS.definition):
        assert re.fullmatch(r"[A-ZÀÉL].{30,}\.", str(definition)), definition
        same = list(GRAPH.subjects(SKOS.definition, definition))
        assert same == [URIRef(term)]


OBVIOUS = {
    *(SC[name] for name in ("Agent", "Country", "Endeavour", "Organization", "Person", "Place")),
    *(SC[name] for name in ("Status", "Verdict")),  # their individuals have examples
    *GRAPH.subjects(RDF.type, SKOS.ConceptScheme),
}


def test_all_terms_but_the_obvious_have_an_example() -> None:
    without = {t for t in map(URIRef, [*TERMS, *CONCEPTS]) if (t, SKOS.example, None) not in GRAPH}
    assert without == OBVIOUS


def plain(text: str) -> str:
    straight = re.sub('[“”‘’"]', "'", text).casefold()
    return re.sub(r"-?\s+", " ", straight).strip()


def test_what_examples_quote_stands_in_the_shipped_documents() -> None:
    folder = HERE.parents[1] / "mapping" / "documents"
    shipped = plain(" ".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))))
    examples = "\n".join(map(str, GRAPH.objects(None, SKOS.example)))
    quoted = [part for quote in re.findall("“([^”]+)”", examples) for part in quote.split("[…]")]
    assert len(quoted) > 40
    assert [part for part in quoted if plain(part) not in shipped] == []


def test_header_says_what_a_catalogue_asks_for() -> None:
    said = {
        path: [str(value) for value in GRAPH.objects(ONTOLOGY, path)]
        for path in (
            DCTERMS.creator,
            DCTERMS.license,
            DCTERMS.created,
            OWL.versionInfo,
            OWL.versionIRI,
            VANN.preferredNamespacePrefix,
            VANN.preferredNamespaceUri,
        )
    }
    assert said == {
        DCTERMS.creator: ["The spacecoop contributors"],
        DCTERMS.license: ["https://creativecommons.org/publicdomain/zero/1.0/"],
        DCTERMS.created: ["2026-11-22"],
        OWL.versionInfo: ["0.1.0"],
        OWL.versionIRI: ["https://w3id.org/spacecoop/ontology/0.1.0"],
        VANN.preferredNamespacePrefix: ["sc"],
        VANN.preferredNamespaceUri: [str(SC)],
    }
    assert languages(GRAPH, ONTOLOGY, DCTERMS.title) == ["en", "fr"]
    assert languages(GRAPH, ONTOLOGY, DCTERMS.description) == ["en", "fr"]
    modified = GRAPH.value(ONTOLOGY, DCTERMS.modified)
    assert isinstance(modified, Literal)
    assert modified.datatype == XSD.date
    assert str(modified) >= "2026-11-22"


def test_file_holds_no_blank_node() -> None:
    assert not [node for triple in GRAPH for node in triple if isinstance(node, BNode)]


def test_foreign_terms_are_declared_and_not_redefined() -> None:
    foreign = {s for s in GRAPH.subjects() if str(s) not in SC and str(s) not in CONCEPT}
    assert {p for s in foreign - {ONTOLOGY} for p in GRAPH.predicates(s)} == {RDF.type}


def test_foreign_terms_of_the_axioms_are_declared() -> None:
    axioms = (RDFS.subClassOf, RDFS.domain, RDFS.range)
    used = {o for path in axioms for o in GRAPH.objects(None, path)}
    undeclared = {term for term in used if (term, RDF.type, None) not in GRAPH}
    # The datatypes of XML Schema are built in, and so is the class of everything.
    assert {term for term in undeclared if str(term) not in XSD} - {OWL.Thing} == set()


@pytest.mark.parametrize("name", ["spacecoop.ttl", "concepts.ttl", "alignments.ttl"])
def test_turtle_is_written_for_people(name: str) -> None:
    lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
    prefixes = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(set(prefixes))
    subjects = [at for at, line in enumerate(lines) if re.match(r"[a-z]+:|<", line)]
    assert len(subjects) == len({lines[at] for at in subjects})
    if name != "alignments.ttl":
        assert [lines[at] for at in subjects if not lines[at + 1].startswith("    a ")] == []


@pytest.mark.parametrize(
    ("local_name", "expected"),
    [
        ("SpaceAgency", ("Organization", "Agent")),  # nearest first
        ("Country", ("Agent", "Place")),  # two at one distance, by the alphabet
        ("Meeting", ("Fact",)),
        ("Membership", ("Fact",)),  # org:Membership is not ours
        ("Passage", ()),
    ],
)
def test_superclasses_come_nearest_first(local_name: str, expected: tuple[str, ...]) -> None:
    assert superclasses(local_name) == expected


@pytest.mark.parametrize("local_name", ["Spaceship", "participant", "", "agent"])
def test_superclasses_of_what_is_no_class_are_refused(local_name: str) -> None:
    with pytest.raises(UnknownClassError, match=f"sc:{local_name} ") as refusal:
        superclasses(local_name)
    assert refusal.value.local_name == local_name


def test_loaded_graph_is_the_callers_own() -> None:
    graph = load()
    size = len(graph)
    graph.remove((None, None, None))
    assert len(load()) == size > 1000


def test_prefixes_name_each_namespace_once() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert list(PREFIXES) == sorted(PREFIXES)
    assert PREFIXES["schema"] == "http://schema.org/"
    bound = {prefix: str(namespace) for prefix, namespace in load().namespaces()}
    assert bound == PREFIXES
    assert Namespace(PREFIXES["sc"]) == SC
