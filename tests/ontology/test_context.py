"""The JSON-LD context names every term, and loses nothing on the way there and back."""

import json
from typing import Any, cast

import pytest
from pyld import jsonld
from rdflib import Graph, URIRef
from rdflib.compare import graph_diff, to_isomorphic

from ontology import (
    DCTERMS,
    ITSRDF,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SC,
    SCHEMA,
    SKOS,
    alignments,
    context,
    examples,
    load,
)

GRAPHS = {"ontology": load, "alignments": alignments, "examples": examples}
TERMS = cast(dict[str, Any], context()["@context"])
MEETING = "https://w3id.org/spacecoop/id/meeting/2021-03-09-cnes-cnsa"


def compacted(graph: Graph) -> dict[str, dict[str, Any]]:
    """The nodes of ``graph`` as the context writes them, by id."""
    expanded = jsonld.from_rdf(graph.serialize(format="nt"), {"format": "application/n-quads"})
    nodes = jsonld.compact(expanded, context(), {"graph": True})["@graph"]
    return {node["id"]: node for node in nodes}


def restored(nodes: dict[str, dict[str, Any]]) -> Graph:
    document = json.loads(json.dumps({**context(), "@graph": list(nodes.values())}))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    return Graph().parse(data=quads, format="nt")


def iri(definition: str | dict[str, Any]) -> str:
    name = definition if isinstance(definition, str) else definition["@id"]
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, f"{prefix}:") + local


@pytest.mark.parametrize("name", GRAPHS)
def test_round_trip_loses_nothing(name: str) -> None:
    graph = GRAPHS[name]()
    back = restored(compacted(graph))
    _, lost, gained = graph_diff(to_isomorphic(graph), to_isomorphic(back))
    assert not lost.serialize(format="nt")
    assert not gained.serialize(format="nt")
    assert len(back) == len(graph) > 50


def test_every_term_of_the_ontology_has_its_own_name() -> None:
    for term in set(load().subjects()):
        if str(term) in SC:
            local_name = str(term).removeprefix(str(SC))
            assert iri(TERMS[local_name]) == str(term)


@pytest.mark.parametrize(
    "term",
    [
        *(RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.exactMatch),
        *(SKOS.closeMatch, SKOS.inScheme, SKOS.notation, SCHEMA.sameAs, ITSRDF.taIdentRef),
        *(DCTERMS.title, DCTERMS.issued, DCTERMS.publisher, DCTERMS.source, DCTERMS.rights),
        *(DCTERMS.license, OWL.versionInfo),
    ],
)
def test_published_foreign_term_has_a_name(term: URIRef) -> None:
    names = {iri(value) for name, value in TERMS.items() if not name.startswith("@")}
    assert str(term) in names


@pytest.mark.parametrize("name", GRAPHS)
def test_no_key_and_no_type_of_ours_needs_a_prefix(name: str) -> None:
    nodes = compacted(GRAPHS[name]()).values()
    keys = {key for node in nodes for key in node}
    types = {type_ for node in nodes for type_ in node.get("type", [])}
    assert {key for key in keys if ":" in key} == set()
    assert {type_ for type_ in types if type_.startswith(("sc:", str(SC)))} == set()


def test_prefixes_are_those_of_the_package() -> None:
    assert {name: TERMS[name] for name in PREFIXES} == PREFIXES


def test_context_is_json_ld_1_1_and_the_callers_own() -> None:
    mine = context()
    mine.clear()
    assert list(context()) == ["@context"]
    assert TERMS["@version"] == 1.1


def test_meeting_reads_well() -> None:
    meeting = compacted(examples())[MEETING]
    assert sorted(meeting["type"]) == ["Fact", "Meeting"]
    assert meeting["label"] == {"en": "CNES–CNSA meeting, 2021-03-09"}
    assert meeting["date"] == ["2021-03-09"]
    assert meeting["earliest"] == ["2021-03-09"]
    assert meeting["status"] == ["Achieved"]
    assert "https://w3id.org/spacecoop/id/person/zhang-kejian" in meeting["participant"]


def test_names_and_languages_read_well() -> None:
    nodes = compacted(examples())
    (statement,) = (n for n in nodes.values() if n.get("property") == "destination")
    assert statement["object"] == "https://w3id.org/spacecoop/id/body/phobos"
    launch = nodes["https://w3id.org/spacecoop/id/milestone/svom-launch"]
    assert launch["milestoneType"] == "concept:launch"


@pytest.mark.parametrize(
    "term", sorted(str(term) for term in load().subjects(RDF.type, OWL.ObjectProperty))
)
def test_links_are_links_and_several_are_lists(term: str) -> None:
    definition = TERMS[term.removeprefix(str(SC))]
    assert definition["@type"] in {"@id", "@vocab"}
    is_functional = (URIRef(term), RDF.type, OWL.FunctionalProperty) in load()
    assert definition.get("@container") == (None if is_functional else "@set")
