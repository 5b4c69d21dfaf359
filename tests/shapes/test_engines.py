"""The compiled shapes find what pySHACL finds, and refuse what they do not know."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from shapes import Scope
from shapes.compiled import compiled as compile_shapes
from shapes.context import Authority
from shapes.engine import compiled, reference
from shapes.errors import ShapesError
from shapes.reading import Graphs, read
from shapes.statements import Statements, united
from shapes.tokens import Token, term, token
from shapes.validation import (
    AUTHORITY_GRAPH,
    document_slug,
    validate_dataset,
    validate_document,
)

PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Values that are wrong nearly everywhere: a stranger, a blank node, and literals of all kinds.
INTRUDERS = [
    "<https://example.org/stranger>",
    "_:nobody",
    '"text"',
    '" text "@en',
    '"text"@en-gb',
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"x"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"2021-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"1999-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"2021-01-01T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
    '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"2021-13"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
]

COMPARED = ("#begin>", "#end>", "#earliest>", "#latest>")


@cache
def graphs_of(folder: Path) -> Graphs:
    return read([folder / "spacecoop.nq.gz"])


def authority_of(graphs: Graphs) -> Authority:
    return Authority(next(graphs[name] for name in graphs if name.endswith(AUTHORITY_GRAPH)))


def documents_of(graphs: Graphs) -> dict[str, Statements]:
    return {slug: graph for name, graph in graphs.items() if (slug := document_slug(name))}


def test_both_find_the_same_in_the_release(release: Path) -> None:
    graphs = graphs_of(release)
    authority = authority_of(graphs)
    found = 0
    for document in documents_of(graphs).values():
        expected = validate_document(document, authority, by=reference)
        assert validate_document(document, authority, by=compiled) == expected
        found += len(expected.findings)
    assert found, "a release without a single remark compares nothing"
    assert validate_dataset(graphs, by=compiled) == validate_dataset(graphs, by=reference)


@pytest.mark.parametrize("seed", range(8))
def test_both_find_the_same_in_documents_full_of_errors(release: Path, seed: int) -> None:
    graphs = graphs_of(release)
    chance = random.Random(seed)  # noqa: S311  # the same errors each time
    slug = chance.choice(sorted(documents_of(graphs)))
    broken = Statements.of(spoilt(documents_of(graphs)[slug], chance))
    expected = validate_document(broken, authority_of(graphs), by=reference)
    assert len({finding.source_shape for finding in expected.findings}) > 10
    assert validate_document(broken, authority_of(graphs), by=compiled) == expected


def test_both_find_the_same_across_documents_full_of_errors(release: Path) -> None:
    graphs, chance = graphs_of(release), random.Random(0)  # noqa: S311
    broken = {name: Statements.of(spoilt(graph, chance)) for name, graph in graphs.items()}
    expected = validate_dataset(broken, by=reference)
    assert len({finding.source_shape for finding in expected.findings}) > 20
    assert validate_dataset(broken, by=compiled) == expected


def spoilt(graph: Statements, chance: random.Random) -> Iterator[str]:
    """The lines of a graph: of thirty, one is left out, one changed, and one has one more."""
    objects = sorted({value for _, _, value in graph})
    for subject, predicate, value in sorted(graph):
        fate = chance.randrange(30)
        other = chance.choice(objects if chance.randrange(2) else INTRUDERS)
        # pySHACL ends, rather than reports, where a blank node is to be compared.
        if other.startswith("_") and predicate.endswith(COMPARED):
            other = INTRUDERS[0]
        if fate != 0:
            yield f"{subject} {predicate} {other if fate == 1 else value} ."
        if fate == 2:
            yield f"{subject} {predicate} {other} ."


REFUSED = {
    "a component that is not known": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:closed true .",
        "<https://example.org/S> uses sh:closed",
    ),
    "a component in a nested shape": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:not [ sh:maxLength 3 ] .",
        "without a name uses sh:maxLength",
    ),
    "SPARQL": (
        'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this {}" ] .',
        "uses sh:sparql",
    ),
    "a target that is not known": ("ex:S sh:targetNode ex:n ; sh:class ex:C .", "sh:targetNode"),
    "an implicit target": ("ex:S a sh:NodeShape, rdfs:Class ; sh:class ex:C .", "uses rdfs:Class"),
    "a component of one's own": (
        (
            "ex:S sh:targetClass ex:C ; ex:most 3 . "
            "ex:M a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ."
        ),
        "which only pySHACL knows",
    ),
    "a longer inverse path": (
        (
            "ex:S sh:targetClass ex:C ; "
            "sh:property [ sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:minCount 1 ] ."
        ),
        "a path is of a kind that is not known",
    ),
    "a path of any length": (
        (
            "ex:S sh:targetClass ex:C ; "
            "sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:minCount 1 ] ."
        ),
        "uses sh:zeroOrMorePath",
    ),
    "flags of a pattern": (
        'ex:S sh:targetClass ex:C ; sh:pattern "a" ; sh:flags "i" .',
        "uses sh:flags",
    ),
    "a shape within itself": (
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:node ex:S ] .",
        "leads back to itself",
    ),
    "a kind of node that is not known": (
        "ex:S sh:targetClass ex:C ; sh:nodeKind sh:BlankNodeOrIRI .",
        "sh:nodeKind",
    ),
    "a bound that is no whole number": (
        "ex:S sh:targetClass ex:C ; sh:minInclusive 1.5 .",
        "sh:minInclusive",
    ),
}


@pytest.mark.parametrize(("shapes", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_known_is_refused_and_named(shapes: str, said: str) -> None:
    graph = Graph(bind_namespaces="none").parse(data=PREFIXES + shapes, format="turtle")
    with pytest.raises(ShapesError) as refusal:
        compile_shapes(graph)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_subclasses_stated_in_the_data_count() -> None:
    shapes = Graph(bind_namespaces="none").parse(
        data=PREFIXES + "ex:S sh:targetClass ex:C ; sh:property ex:P ."
        "ex:P sh:path ex:p ; sh:class ex:D .",
        format="turtle",
    )
    data = PREFIXES + (
        "ex:B rdfs:subClassOf ex:C . ex:E rdfs:subClassOf ex:F . ex:F rdfs:subClassOf ex:D ."
        "ex:one a ex:B ; ex:p ex:good, ex:bad . ex:good a ex:E . ex:bad a ex:C ."
    )
    statements = Statements.of_graph(Graph(bind_namespaces="none").parse(data=data))
    found = compile_shapes(shapes).failures(statements)
    assert [(focus, value) for _, focus, value, _ in found] == [
        ("<https://example.org/one>", "<https://example.org/bad>")
    ]


@pytest.mark.parametrize("written", [*INTRUDERS, r'"a\"b\\c\nd\u0000é"', '"x"^^<urn:own>'])
def test_a_token_becomes_a_term_and_the_same_token_again(written: Token) -> None:
    assert token(term(written)) == written


def test_each_scope_is_compiled_whole() -> None:
    for scope in Scope:
        assert not list(compiled(united(()), scope))
