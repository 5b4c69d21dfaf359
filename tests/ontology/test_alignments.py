"""Alignments start from our terms, and point only to what is known to exist."""

import csv
from pathlib import Path

from rdflib import RDF, Namespace
from rdflib.namespace import FOAF, ORG, OWL, PROV, SKOS

from ontology import CONCEPT, DCTERMS, ITSRDF, NIF, OA, SC, SCHEMA, WD, alignments, load

GRAPH = alignments()
MAPPINGS = {
    SKOS.broadMatch,
    SKOS.closeMatch,
    SKOS.exactMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
}
ALIGNED = sorted((s, p, o) for s, p, o in GRAPH if p in MAPPINGS)


def wikidata_properties() -> set[str]:
    table = Path(__file__).parent / "wikidata-properties.tsv"
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["pid"] for row in csv.DictReader(rows, delimiter="\t")}


def test_only_declared_terms_are_aligned() -> None:
    declared = set(load().subjects())
    ours = {subject for subject, _, _ in ALIGNED}
    assert ours
    assert ours <= declared
    assert all(str(term) in SC or str(term) in CONCEPT for term in ours)


def test_file_says_nothing_but_alignments_and_its_header() -> None:
    (header,) = GRAPH.subjects(RDF.type, OWL.Ontology)
    assert {p for s, p, _ in GRAPH if s != header} <= MAPPINGS


def test_every_promised_vocabulary_is_reached() -> None:
    promised = (DCTERMS, FOAF, ITSRDF, NIF, OA, ORG, PROV, SCHEMA, SKOS, WD)
    spaces = [Namespace(str(space)) for space in promised]
    assert [s for s in spaces if not any(str(o) in s for _, _, o in ALIGNED)] == []
    assert [o for _, _, o in ALIGNED if "schema.org" in str(o) and str(o) not in SCHEMA] == []


def test_wikidata_properties_are_verified_ones() -> None:
    used = {str(o).removeprefix(str(WD)) for _, _, o in ALIGNED if str(o) in WD}
    assert used
    assert used <= wikidata_properties()


def test_endeavour_is_near_a_research_project_and_no_organization() -> None:
    assert list(GRAPH.predicate_objects(SC.Endeavour)) == [
        (SKOS.closeMatch, SCHEMA.ResearchProject)
    ]
    assert SCHEMA.Project not in {o for _, _, o in GRAPH}
    assert "schema.org" not in " ".join(
        str(o) for s, p, o in load() if str(p).startswith("http://www.w3.org/2000/01/rdf-schema#")
    )


def test_one_term_is_mapped_to_another_in_one_way() -> None:
    pairs = [(s, o) for s, _, o in ALIGNED]
    assert len(pairs) == len(set(pairs))
