"""JSON-LD documents: the same statements for pyoxigraph and for rdflib, and short names inside."""

import gzip
import json
from pathlib import Path

import pytest
import rdflib
from pyld import jsonld as processor
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from ontology import RDF, SC, XSD, context, jsonld

ID = "https://data.example.org/id/"
CNES, MARCH = NamedNode(f"{ID}organization/cnes"), NamedNode(f"{ID}meeting/march")
TYPE = NamedNode(str(RDF.type))


def term(local_name: str) -> NamedNode:
    return NamedNode(str(SC[local_name]))


# Types that the context coerces, one that it does not, a class that is none, a node without a name.
TRIPLES = (
    Triple(CNES, TYPE, term("SpaceAgency")),
    Triple(CNES, TYPE, Literal("an agency")),
    Triple(CNES, term("acronym"), Literal("CNES")),
    Triple(MARCH, TYPE, term("Meeting")),
    Triple(MARCH, TYPE, BlankNode("kind")),
    Triple(MARCH, term("earliest"), Literal("2021-03-09", datatype=NamedNode(str(XSD.date)))),
    Triple(MARCH, term("post"), Literal("7", datatype=NamedNode(str(XSD.integer)))),
    Triple(MARCH, term("participant"), CNES),
)
QUADS = [
    Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"{ID}graph/{name}"))
    for name in ("a", "b")
    for triple in TRIPLES
    if not isinstance(triple.object, BlankNode)
]


def with_rdflib(data: str | bytes, form: str) -> set[tuple[rdflib.term.Node | None, ...]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=form)
    return {(s, p, o, rdflib.URIRef(str(graph))) for s, p, o, graph in dataset.quads()}


def joined(lines: list[str]) -> str:
    """The document of these lines, as dumps put it together."""
    head, separator, end = jsonld.frame()
    return head + separator.join(lines) + end


def test_a_document_says_what_the_statements_say() -> None:
    text = jsonld.document(TRIPLES)
    expected = rdflib.Graph().parse(data=serialize(TRIPLES, format=RdfFormat.N_TRIPLES) or b"")
    assert rdflib.Graph().parse(data=text, format="json-ld").isomorphic(expected)
    assert len(list(parse(text, RdfFormat.JSON_LD))) == len(TRIPLES)


@pytest.mark.parametrize("text", [jsonld.document(QUADS), joined(jsonld.nodes(QUADS))])
def test_named_graphs_keep_their_names(text: str) -> None:
    assert set(parse(text, RdfFormat.JSON_LD)) == set(QUADS)
    plain = serialize(QUADS, format=RdfFormat.N_QUADS) or b""
    assert with_rdflib(text, "json-ld") == with_rdflib(plain, "nquads")


def test_a_dataset_is_a_line_a_graph() -> None:
    lines = joined(jsonld.nodes(QUADS)).splitlines()
    assert len([line for line in lines if '"@graph": [{' in line]) == 2
    assert json.loads(joined([]))["@graph"] == []


def test_short_names_stand_for_terms() -> None:
    meeting, agency = json.loads(jsonld.document(TRIPLES[3:4] + TRIPLES[:1]))["@graph"]
    assert meeting == {"id": MARCH.value, "type": ["Meeting"]}
    assert agency == {"id": CNES.value, "type": ["SpaceAgency"]}


def test_the_shipped_documents_are_as_pyld_itself_compacts_them(release: Path) -> None:
    dump = gzip.decompress((release / "spacecoop.nq.gz").read_bytes())
    quads = list(parse(dump, RdfFormat.N_QUADS))
    told = joined(jsonld.nodes(quads))
    assert set(parse(told, RdfFormat.JSON_LD)) == set(quads)
    graphs = processor.compact(json.loads(told), context(), {"graph": True})["@graph"]
    assert len(graphs) > 5
    # Types of literals keep their keyword, for rdflib.
    assert json.loads(told, object_hook=with_alias)["@graph"] == graphs


def with_alias(node: dict[str, object]) -> dict[str, object]:
    return {"type" if key == "@type" else key: value for key, value in node.items()}


def test_a_context_elsewhere_is_never_loaded() -> None:
    with pytest.raises(processor.JsonLdError) as refused:
        jsonld.document(TRIPLES, {"@context": "https://example.org/context"})
    cause: BaseException = refused.value
    while cause.__cause__:
        cause = cause.__cause__
    assert "not loaded from https://example.org/context" in str(cause)
