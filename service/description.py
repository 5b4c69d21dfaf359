"""What the endpoint says of itself and of its data: SPARQL 1.1 Service Description with VoID."""

from collections.abc import Sequence
from importlib.resources import files
from itertools import islice
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from service.names import A
from service.release import Release

LISTED = 1_000  # graphs; to list more would take long enough to hold others up
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def description(current: Release, base: str, services: Sequence[str] = ()) -> list[Triple]:
    """The service at `{base}sparql`, the graphs it has, and the release's own VoID description.

    `services` are the endpoints that a query may ask, too.
    """
    found = _file("description.ttl", base)
    if services:
        endpoint, words = (
            NamedNode(f"{base}sparql"),
            f"SERVICE is answered for {', '.join(services)}.",
        )
        found += [
            Triple(endpoint, NamedNode(f"{SD}feature"), NamedNode(f"{SD}BasicFederatedQuery")),
            Triple(endpoint, NamedNode(f"{RDFS}comment"), Literal(words, language="en")),
        ]
    if current.union:
        found += _file("union.ttl", base)
    void = current.path / "void.ttl"
    if void.is_file():
        found += [quad.triple for quad in parse(void.read_bytes(), RdfFormat.TURTLE)]
    dataset = NamedNode(f"{base}sparql#dataset")
    if not current.id:  # the data is elsewhere, and its graphs are not known
        return found
    sizes = dict(current.sizes)
    found.append(_size(NamedNode(f"{base}sparql#default-graph"), sizes.pop("", 0)))
    if len(sizes) > LISTED:
        words = f"The first {LISTED:,} of {len(sizes):,} named graphs are listed here."
        found.append(Triple(dataset, NamedNode(f"{RDFS}comment"), Literal(words, language="en")))
    for name, triples in islice(sizes.items(), LISTED):
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
