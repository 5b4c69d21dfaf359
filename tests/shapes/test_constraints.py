"""Every constraint has a file that passes and a file that fails with the expected message.

``context.ttl`` describes what the files refer to. A failing file breaks one constraint of the one
shape that ``failing.tsv`` gives for it, and no other, whichever engine looks.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from rdflib.term import Node

from ontology import CONCEPT, SC, superclasses
from ontology import load as load_ontology
from shapes import SHAPE, Scope, load
from shapes.engine import PROGRAM, Engine, compiled, reference
from shapes.findings import Finding
from shapes.reading import read
from shapes.validation import (
    validate_dataset,
    validate_document,
    validate_vocabulary,
)

HERE = Path(__file__).parent
TEXT = "CNES met JAXA in Tokyo."

# Parameters of constraints, with the component that a finding names.
COMPONENTS = {
    SH["class"]: SH.ClassConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.disjoint: SH.DisjointConstraintComponent,
    SH.equals: SH.EqualsConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.lessThan: SH.LessThanConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.minCount: SH.MinCountConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.node: SH.NodeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["not"]: SH.NotConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.qualifiedMinCount: SH.QualifiedMinCountConstraintComponent,
    SH.uniqueLang: SH.UniqueLangConstraintComponent,
    SH.xone: SH.XoneConstraintComponent,
}
NO_CONSTRAINT = {
    RDF.type,
    DCTERMS.subject,
    SH.deactivated,
    SH.message,
    SH.path,
    SH.property,
    SH.qualifiedValueShape,
    SH.severity,
    SH.targetClass,
    SH.targetObjectsOf,
    SH.targetSubjectsOf,
}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


PASSING = {row["file"]: row["scope"] for row in rows("passing.tsv")}
EXPECTED = {row["file"]: row for row in rows("failing.tsv")}
FAILING = {name: row["scope"] for name, row in EXPECTED.items()}


def graph(path: Path) -> Graph:
    (only,) = read([path]).values()
    return only.graph()


@cache
def context() -> Graph:
    return graph(HERE / "context.ttl")


@cache
def found(folder: str, name: str, scope: str, by: Engine = compiled) -> tuple[Finding, ...]:
    data = graph(HERE / folder / name)
    if scope == "vocabulary":
        return validate_vocabulary(data, by=by).findings
    if scope in ("authority", "links"):
        only = f"https://w3id.org/spacecoop/graph/{scope}"
        return validate_dataset({only: data}, by=by).findings
    if scope == "global":
        return validate_dataset({"urn:data": data, "urn:context": context()}, by=by).findings
    text = TEXT if scope == "text" else None
    return validate_document(data, context(), slug="communique", text=text, by=by).findings


@pytest.mark.parametrize(("name", "scope"), PASSING.items())
def test_a_conforming_file_yields_no_finding(name: str, scope: str) -> None:
    assert found("passing", name, scope) == ()


@pytest.mark.parametrize(("name", "scope"), FAILING.items())
def test_a_failing_file_breaks_one_constraint_alone(name: str, scope: str) -> None:
    expected, actual = EXPECTED[name], found("failing", name, scope)
    ((shape, _),) = {(finding.source_shape, finding.component) for finding in actual}
    assert shape == SHAPE[expected["shape"]]
    assert {str(finding.severity) for finding in actual} == {expected["severity"]}
    assert all(expected["message"] in finding.message for finding in actual)


@pytest.mark.parametrize(
    ("folder", "name", "scope"),
    [
        (folder, name, scope)
        for folder, files in (("passing", PASSING), ("failing", FAILING))
        for name, scope in files.items()
    ],
)
def test_the_reference_finds_the_same(folder: str, name: str, scope: str) -> None:
    assert found(folder, name, scope, reference) == found(folder, name, scope)


@pytest.mark.parametrize("folder", ["passing", "failing"])
def test_every_file_stands_in_its_table(folder: str) -> None:
    files = sorted(path.name for path in (HERE / folder).glob("*.ttl"))
    assert files == sorted(row["file"] for row in rows(f"{folder}.tsv"))


def reporting_shapes() -> Iterator[URIRef]:
    """Yield the shapes that findings name: not those nested in others, nor mere containers."""
    shapes = load()
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            if isinstance(shape, URIRef) and shape != SHAPE.Described and parameters(shape):
                yield shape


def parameters(shape: URIRef) -> set[Node]:
    return set(load_once().predicates(shape)) - NO_CONSTRAINT or (
        {SH.path} if {SH.deactivated, SH.path} <= set(load_once().predicates(shape)) else set()
    )


@cache
def load_once() -> Graph:
    return load()


def constraints() -> set[tuple[URIRef, Node]]:
    return {
        (shape, PROGRAM if parameter == SH.path else COMPONENTS[URIRef(str(parameter))])
        for shape in reporting_shapes()
        for parameter in parameters(shape)
    }


def test_every_constraint_has_a_failing_file_of_its_own() -> None:
    exercised = {
        (finding.source_shape, finding.component)
        for name, scope in FAILING.items()
        for finding in found("failing", name, scope)
    }
    assert constraints() - exercised == set()


@pytest.mark.parametrize("shape", sorted(reporting_shapes()))
def test_every_reporting_shape_has_an_english_message_and_a_severity(shape: URIRef) -> None:
    (message,) = load_once().objects(shape, SH.message)
    (severity,) = load_once().objects(shape, SH.severity)
    assert getattr(message, "language", None) == "en"
    assert severity in {SH.Violation, SH.Warning, SH.Info}
    assert ": " in str(message), "a message says what holds, a colon, and what to do"


def test_every_property_shape_that_belongs_to_a_node_shape_has_an_iri() -> None:
    shapes = load_once()
    owners = set(shapes.subjects(DCTERMS.subject))
    anonymous = [
        owner for owner in owners for part in shapes[owner : SH.property] if isinstance(part, BNode)
    ]
    assert anonymous == []


def test_every_shape_with_targets_names_its_scopes() -> None:
    shapes = load_once()
    targets = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    targeted = {node for target in targets for node in shapes.subjects(target)}
    scopes = {scope.value for scope in Scope}
    assert targeted
    for shape in targeted:
        tags = set(shapes.objects(shape, DCTERMS.subject))
        assert tags, shape
        assert tags <= scopes, shape


def test_shapes_use_only_terms_that_the_ontology_defines() -> None:
    defined = set(load_ontology().subjects())
    used = {term for triple in load_once() for term in triple if isinstance(term, URIRef)}
    ours = {term for term in used if term in SC or term in CONCEPT}
    assert ours - defined == set()


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("milestone-type", "milestone-type"),
        ("contribution-type", "contribution-type"),
        ("discrepancy-kind", "discrepancy-kind"),
    ],
)
def test_the_concepts_of_a_shape_are_those_of_the_scheme(shape: str, scheme: str) -> None:
    concepts = load_ontology()
    listed = load_once().value(SHAPE[shape], SH["in"])
    assert listed is not None
    in_scheme = {
        term
        for term, its_scheme in concepts.subject_objects(
            URIRef("http://www.w3.org/2004/02/skos/core#inScheme")
        )
        if str(its_scheme).endswith(f"/{scheme}")
    }
    assert in_scheme
    assert set(Collection(load_once(), listed)) == in_scheme


def test_superclasses_asked_for_are_those_of_the_ontology() -> None:
    shapes = load_once()
    for owner, part in shapes.subject_objects(SH.property):
        wanted = {
            str(value).removeprefix(SC)
            for value in shapes.objects(part, SH.hasValue)
            if (part, SH.path, RDF.type) in shapes
        }
        for term in shapes.objects(owner, SH.targetClass) if wanted else ():
            assert wanted <= set(superclasses(str(term).removeprefix(SC))), term


def test_what_a_shape_lets_pass_is_in_the_range_of_the_property() -> None:
    """Else the validator would accept what a reasoner takes for a contradiction."""
    shapes, ontology = load_once(), load_ontology()
    compared = 0
    for shape, path in shapes.subject_objects(SH.path):
        range_ = ontology.value(path, RDFS.range)
        if not isinstance(range_, URIRef) or range_ not in SC:
            continue
        alternatives = shapes.value(shape, SH["or"])
        parts = [shape] if alternatives is None else list(Collection(shapes, alternatives))
        for term in (str(c) for part in parts for c in shapes.objects(part, SH["class"])):
            name = term.removeprefix(SC)
            assert str(range_).removeprefix(SC) in {name, *superclasses(name)}, (shape, term)
            compared += 1
    assert compared > 20


def test_the_ontology_itself_conforms() -> None:
    assert validate_vocabulary(load_ontology()).findings == ()
