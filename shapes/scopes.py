"""The shapes graph as a whole, and its parts by the graph that they have to see."""

from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Final

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ontology import PREFIXES

SHAPE: Final = Namespace("https://w3id.org/spacecoop/shapes#")


class Scope(Enum):
    """Which graph a shape has to see; the value is the tag (dcterms:subject) in Turtle."""

    DOCUMENT = SHAPE.document
    GLOBAL = SHAPE["global"]
    AUTHORITY = SHAPE.authority
    LINKS = SHAPE.links
    VOCABULARY = SHAPE.vocabulary


def load(scope: Scope | None = None) -> Graph:
    """Return a new graph with all shapes, or with those of one scope and what they refer to."""
    return _selected(_everything(), scope) if scope else _copy(_everything())


@cache
def _everything() -> Graph:
    graph = _empty()
    folder = files("shapes")
    for name in sorted(path.name for path in folder.iterdir() if path.name.endswith(".ttl")):
        graph.parse(data=folder.joinpath(name).read_text(encoding="utf-8"), format="turtle")
    return graph


def _selected(shapes: Graph, scope: Scope) -> Graph:
    selection = _empty()
    waiting: list[Node] = list(shapes.subjects(DCTERMS.subject, scope.value))
    seen: set[Node] = set(waiting)
    while waiting:
        for triple in shapes.triples((waiting.pop(), None, None)):
            selection.add(triple)
            if triple[2] not in seen and _is_own(triple[2]):
                seen.add(triple[2])
                waiting.append(triple[2])
    return selection


def _is_own(node: Node) -> bool:
    return isinstance(node, BNode) or (isinstance(node, URIRef) and node in SHAPE)


def _copy(graph: Graph) -> Graph:
    copy = _empty()
    for triple in graph:
        copy.add(triple)
    return copy


def _empty() -> Graph:
    # rdflib's default bindings would print schema1: for our schema:.
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, "shape": str(SHAPE)}.items():
        graph.bind(prefix, namespace)
    return graph
