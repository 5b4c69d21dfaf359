"""Dumps: the same triples in every format, the same bytes in every process."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from mapping.errors import InputError
from mapping.release import catalogue, dumps, sorting
from mapping.release.canonical import Canonical
from mapping.release.description import Described, described
from mapping.release.graphs import METADATA, Graphs, base_iri, ordered, rdflib_graph

BASE = "https://data.example.org/space/"
SC = "https://w3id.org/spacecoop/ontology#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
MATCH = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
VERSIONS = {"rdflib": "7.6", "rules": "ab12", "spacecoop": "0.1.0"}
DCAT_AP = Path(__file__).parents[3].parent / "shared" / "dcat-ap" / "shapes-3.0.1.ttl"


def node(path: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{path}")


CNES = node("organization/cnes")
# Characters and forms that serialisers get wrong: quotes, breaks, markup, leading zeros, "#".
AWKWARD = (
    Triple(CNES, TYPE, NamedNode(f"{SC}SpaceAgency")),
    Triple(CNES, LABEL, Literal('Centre "national" d’études\nspatiales .\n<&>\\', language="fr")),
    Triple(node("document/a#char=1,12"), NamedNode(f"{SC}begin"), Literal("01", datatype=INTEGER)),
    Triple(node("document/a#char=1,12"), NamedNode(f"{SC}quote"), Literal("a .\n\n@prefix 🚀")),
    Triple(node("document/a"), TYPE, NamedNode(f"{SC}Document")),
)
GRAPHS = Graphs(
    BASE,
    {
        "document/a": ordered(AWKWARD),
        "document/b": ordered(AWKWARD[:1]),
        "links": (Triple(CNES, MATCH, NamedNode("http://www.wikidata.org/entity/Q48756")),),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dumps."""
    folder = tmp_path_factory.mktemp("dumps")
    whole = described(GRAPHS, Canonical.of(GRAPHS, tmp_path_factory.mktemp("work")), VERSIONS)
    dumps.write(whole.graphs, whole.union, folder)
    return folder


@pytest.fixture
def whole(tmp_path: Path) -> Described:
    """The graphs with their description."""
    return described(GRAPHS, Canonical.of(GRAPHS, tmp_path), VERSIONS)


def union(whole: Described) -> list[Triple]:
    """The triples of the default graph, as many times as they come."""
    lines = b"\n".join(line for lines in whole.union() for line in lines)
    return [quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)]


def read(path: Path, form: RdfFormat) -> list[Quad]:
    return list(parse(gzip.decompress(path.read_bytes()), form))


@pytest.mark.parametrize("dump", dumps.DUMPS, ids=lambda dump: dump.suffix)
def test_every_dump_holds_the_same_statements_each_once(
    folder: Path, whole: Described, dump: dumps.Dump
) -> None:
    graphs = whole.graphs
    found = read(folder / dump.name, dump.format)
    assert len(found) == len(set(found))
    if dump.with_graphs:
        assert set(found) == set(graphs.quads())
    else:
        assert {quad.triple for quad in found} == set(union(whole))


def test_bytes_depend_on_nothing_but_the_graphs(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from test_dumps import GRAPHS, VERSIONS;"
        "from mapping.release import dumps; from mapping.release.description import described;"
        "from mapping.release.canonical import Canonical;"
        "folder = Path(sys.argv[1]); canonical = Canonical.of(GRAPHS, folder);"
        "whole = described(GRAPHS, canonical, VERSIONS);"
        "dumps.write(whole.graphs, whole.union, folder)"
    )
    root = Path(__file__).parents[3]
    path = os.pathsep.join((str(root), str(Path(__file__).parent)))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": path}
    command = [sys.executable, "-c", program, str(tmp_path)]
    subprocess.run(command, env=environment, check=True, timeout=120)
    for dump in dumps.DUMPS:
        assert (tmp_path / dump.name).read_bytes() == (folder / dump.name).read_bytes(), dump


def test_turtle_has_sorted_prefixes_and_a_block_a_subject(folder: Path) -> None:
    text = gzip.decompress((folder / "spacecoop.ttl.gz").read_bytes()).decode()
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "organization:cnes a sc:SpaceAgency ;" in text
    assert "document:a a sc:Document ." in text.split("\n\n")


def test_json_ld_is_compacted_with_the_context_in_it(folder: Path) -> None:
    content = json.loads(gzip.decompress((folder / "spacecoop.jsonld.gz").read_bytes()))
    assert content["@context"]
    text = json.dumps(content["@graph"])
    assert f'"{SC}SpaceAgency"' not in text  # a term of the context stands for it


def test_rdflib_reads_the_json_ld_as_it_reads_the_n_quads(folder: Path, whole: Described) -> None:
    read_by_rdflib = []
    for name, form in (("spacecoop.jsonld.gz", "json-ld"), ("spacecoop.nq.gz", "nquads")):
        dataset = rdflib.Dataset()
        dataset.parse(data=gzip.decompress((folder / name).read_bytes()), format=form)
        read_by_rdflib.append({(s, p, o, str(graph)) for s, p, o, graph in dataset.quads()})
    assert read_by_rdflib[0] == read_by_rdflib[1]
    assert len(read_by_rdflib[0]) == len(set(whole.graphs.quads()))


def identifier(graphs: Graphs) -> str:
    """The identifier as the specification has it: hash of the canonical quads, in order."""
    dataset = Dataset(graphs.quads())
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"".join(sorted(canonical.splitlines(keepends=True)))).hexdigest()


def test_the_identifier_is_the_canonical_hash_of_all_but_the_metadata(whole: Described) -> None:
    assert whole.identifier == identifier(GRAPHS) != identifier(whole.graphs)
    assert whole.identifier == identifier(whole.graphs.without(METADATA))


@pytest.mark.parametrize("piece", [1, 2, 7, 100])
def test_lines_are_sorted_whatever_fits_into_memory(tmp_path: Path, piece: int) -> None:
    lines = list(GRAPHS.nquads()) * 2
    found = list(sorting.sorted_lines(iter(lines), tmp_path, piece))
    assert found == sorted(set(lines))
    assert not list(tmp_path.iterdir())


def test_the_union_has_each_triple_once_subject_by_subject(whole: Described) -> None:
    triples = union(whole)
    assert len(triples) == len(set(triples))
    assert set(triples) == {quad.triple for quad in whole.graphs.quads()}
    for lines in whole.union():
        assert len({line.split(b" ")[0] for line in lines}) == 1
    subjects = [lines[0].split(b" ")[0] for lines in whole.union()]
    assert len(subjects) == len(set(subjects))


def test_void_counts_are_those_of_the_whole_release(whole: Described) -> None:
    graphs = whole.graphs
    store = rdflib_graph(union(whole))
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    dataset = rdflib.URIRef(f"{BASE}.well-known/void#spacecoop")
    assert store.value(dataset, void.triples) == rdflib.Literal(len(store))
    assert store.value(dataset, void.distinctSubjects) == rdflib.Literal(len(set(store.subjects())))
    for part in store.objects(dataset, void.propertyPartition):
        used = store.value(part, void.property)
        number = len(list(store.triples((None, used, None))))
        assert store.value(part, void.triples) == rdflib.Literal(number)
    for part in store.objects(dataset, void.classPartition):
        instances = set(store.subjects(rdflib.RDF.type, store.value(part, void["class"])))
        assert store.value(part, void.entities) == rdflib.Literal(len(instances))
    links = rdflib.URIRef(f"{BASE}.well-known/void#wikidata")
    assert store.value(links, void.triples) == rdflib.Literal(1)
    assert not any(isinstance(term, rdflib.BNode) for triple in store for term in triple)
    assert graphs.named[METADATA]


def test_the_description_says_what_the_release_was_made_of(whole: Described) -> None:
    store = rdflib_graph(whole.graphs.named[METADATA])
    home = f"{BASE}.well-known/void#"
    prov, dataset = rdflib.PROV, rdflib.URIRef(f"{home}spacecoop")
    (build,) = store.objects(dataset, prov.wasGeneratedBy)
    used = {str(thing) for thing in store.objects(build, prov.used)}
    documents = {f"{BASE}id/document/{name}" for name in ("a", "b")}
    assert used == {*documents, f"{home}input-rules"}
    tools = {
        str(store.value(tool, rdflib.RDFS.label))
        for tool in store.objects(build, prov.wasAssociatedWith)
    }
    assert tools == {"rdflib", "spacecoop"}
    rules = rdflib.URIRef(f"{home}input-rules")
    assert (rules, rdflib.RDF.type, prov.Plan) in store
    assert store.value(rules, rdflib.DCTERMS.identifier) == rdflib.Literal("ab12")
    assert not list(store.triples((None, prov.startedAtTime, None)))


def test_the_catalogue_describes_every_dump(folder: Path) -> None:
    catalogue.write(BASE, identifier(GRAPHS), folder)
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    sizes = {
        str(address).rsplit("/", 1)[-1]: int(str(graph.value(distribution, dcat.byteSize)))
        for distribution, address in graph.subject_objects(dcat.downloadURL)
    }
    assert sizes == {dump.name: (folder / dump.name).stat().st_size for dump in dumps.DUMPS}


@pytest.mark.skipif(not DCAT_AP.exists(), reason="the DCAT-AP shapes are not beside the project")
def test_the_catalogue_conforms_to_dcat_ap(folder: Path) -> None:
    import pyshacl

    catalogue.write(BASE, identifier(GRAPHS), folder)
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=str(DCAT_AP), inference="none")
    assert conforms, report
    graph.remove((rdflib.URIRef(f"{BASE}.well-known/void#spacecoop"), rdflib.DCTERMS.title, None))
    untitled, _, _ = pyshacl.validate(graph, shacl_graph=str(DCAT_AP), inference="none")
    assert not untitled


@pytest.mark.parametrize("text", ["", "space", "ftp://a/", "http://a b/", "https://a/?q", "a:b#c"])
def test_a_base_that_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a base IRI"):
        base_iri(text)


def test_a_base_ends_with_a_slash() -> None:
    assert base_iri("http://localhost:8000") == base_iri("http://localhost:8000/")
