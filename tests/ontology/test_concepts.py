"""The concept schemes: types of milestone and of contribution, kinds of discrepancy."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from ontology import CONCEPT, RDF, RDFS, SKOS, load

GRAPH = load()
SCHEMES = ("contribution-type", "discrepancy-kind", "milestone-type")
CONCEPTS = sorted(str(concept) for concept in GRAPH.subjects(RDF.type, SKOS.Concept))


def slugs_of_contract() -> dict[str, set[str]]:
    schemes: defaultdict[str, set[str]] = defaultdict(set)
    with (Path(__file__).parent / "vocabulary.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["kind"] == "concept":
                scheme = row["above or from"].removeprefix("concept:")
                schemes[scheme].add(row["term"].removeprefix("concept:"))
    return dict(schemes)


def slug(concept: object) -> str:
    return str(concept).removeprefix(str(CONCEPT))


def test_schemes_hold_the_concepts_of_the_contract() -> None:
    found = {
        scheme: {slug(concept) for concept in GRAPH.subjects(SKOS.inScheme, CONCEPT[scheme])}
        for scheme in SCHEMES
    }
    assert found == slugs_of_contract()
    assert set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme)) == {CONCEPT[s] for s in SCHEMES}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_concept_is_on_top_of_its_one_scheme(concept: str) -> None:
    term = URIRef(concept)
    (scheme,) = GRAPH.objects(term, SKOS.inScheme)
    assert set(GRAPH.objects(term, SKOS.topConceptOf)) == {scheme}
    assert set(GRAPH.subjects(SKOS.hasTopConcept, term)) == {scheme}
    assert list(GRAPH.objects(term, SKOS.notation)) == [Literal(slug(term))]


@pytest.mark.parametrize("concept", [*CONCEPTS, *(str(CONCEPT[s]) for s in SCHEMES)])
def test_preferred_label_is_the_label(concept: str) -> None:
    preferred = set(GRAPH.objects(URIRef(concept), SKOS.prefLabel))
    assert preferred == set(GRAPH.objects(URIRef(concept), RDFS.label))
    assert {label.language for label in preferred if isinstance(label, Literal)} == {"en", "fr"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_labels_tell_the_concepts_apart(language: str) -> None:
    labels = [
        str(label).casefold()
        for concept in CONCEPTS
        for label in GRAPH.objects(URIRef(concept), SKOS.prefLabel)
        if isinstance(label, Literal) and label.language == language
    ]
    assert len(labels) == len(set(labels)) == len(CONCEPTS)
