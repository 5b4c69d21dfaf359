"""What the endpoint says of itself and of its data: SPARQL 1.1 Service Description with VoID."""

from importlib.resources import files
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from service.names import A
from service.release import Release

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def description(current: Release, base: str) -> list[Triple]:
    """The service at `{base}sparql`, the graphs it has, and the release's own VoID description."""
    found = _file("description.ttl", base)
    if current.union:
        found += _file("union.ttl", base)
    void = current.path / "void.ttl"
    if void.is_file():
        found += [quad.triple for quad in parse(void.read_bytes(), RdfFormat.TURTLE)]
    dataset = NamedNode(f"{base}sparql#dataset")
    for name, triples in current.sizes.items():
        if not name:
            found.append(_size(NamedNode(f"{base}sparql#default-graph"), triples))
            continue
        # A graph may have any name: percent-encoded, each gives one identifier of its own.
        entry = NamedNode(f"{base}sparql#graph={quote(name, safe='')}")
        graph = NamedNode(f"{entry.value}&content")
        found += [
            Triple(dataset, NamedNode(f"{SD}namedGraph"), entry),
            Triple(entry, A, NamedNode(f"{SD}NamedGraph")),
            Triple(entry, NamedNode(f"{SD}name"), NamedNode(name)),
            Triple(entry, NamedNode(f"{SD}graph"), graph),
            Triple(graph, A, NamedNode(f"{SD}Graph")),
            _size(graph, triples),
        ]
    return found


def _file(name: str, base: str) -> list[Triple]:
    text = files("service").joinpath(name).read_text(encoding="utf-8")
    return [quad.triple for quad in parse(text, RdfFormat.TURTLE, base_iri=base)]


def _size(graph: NamedNode, triples: int) -> Triple:
    return Triple(graph, NamedNode(f"{VOID}triples"), Literal(triples))
