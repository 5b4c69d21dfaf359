"""SHACL property paths, written for people in SPARQL's notation (SHACL section 2.3.1)."""

from collections.abc import Callable
from typing import Final

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ontology import PREFIXES

_UNARY: Final[dict[URIRef, Callable[[str], str]]] = {
    SH.inversePath: "^{}".format,
    SH.zeroOrOnePath: "{}?".format,
    SH.zeroOrMorePath: "{}*".format,
    SH.oneOrMorePath: "{}+".format,
}


def written(shapes: Graph, path: Node) -> str:
    """Return the path as text: ``sc:date``, ``^sc:reportOf/sc:statedCount``, ``sc:a|sc:b``."""
    if isinstance(path, URIRef):
        return curie(path)
    if (path, RDF.first, None) in shapes:
        return "/".join(written(shapes, step) for step in Collection(shapes, path))
    alternatives = shapes.value(path, SH.alternativePath)
    if alternatives is not None:
        return "|".join(written(shapes, step) for step in Collection(shapes, alternatives))
    for term, notation in _UNARY.items():
        inner = shapes.value(path, term)
        if inner is not None:
            return notation(written(shapes, inner))
    raise ValueError(f"not a SHACL property path: {path}")


def curie(iri: URIRef) -> str:
    """Return the IRI with a prefix where one of ours fits, else in angle brackets."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri.removeprefix(namespace).isidentifier():
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.n3()


def expanded(name: str) -> URIRef | None:
    """Return the IRI of a path that is one property, written by ``curie``; None for others."""
    if name.startswith("<") and name.endswith(">"):
        return URIRef(name[1:-1])
    prefix, colon, local = name.partition(":")
    if colon and local.isidentifier() and prefix in PREFIXES:
        return URIRef(PREFIXES[prefix] + local)
    return None
