"""The ontology's own files, read from this package: graphs, context, queries, class tree."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from ontology.errors import UnknownClassError
from ontology.namespaces import PREFIXES, SC


def load() -> Graph:
    """Return a new graph with the ontology and its concept schemes."""
    return _graph("spacecoop.ttl", "concepts.ttl")


def alignments() -> Graph:
    """Return a new graph that relates our terms to those of other vocabularies."""
    return _graph("alignments.ttl")


def examples() -> Graph:
    """Return a new graph with all worked examples, merged."""
    return _graph(*(f"examples/{path.name}" for path in _folder("examples", ".ttl")))


def context() -> dict[str, object]:
    """Return the JSON-LD 1.1 context, as ``{"@context": {…}}``; the caller may change it."""
    return cast(dict[str, object], json.loads(_text("context.jsonld")))


def inference_queries() -> list[tuple[str, str]]:
    """Return (name, CONSTRUCT text) of each inference query, by name.

    The queries read the default graph, which must be the union of all graphs; what they
    construct belongs into ``graph/inferred``. None reads what another one writes.
    """
    return _queries("inference")


def questions() -> list[tuple[str, str]]:
    """Return (name, SELECT text) of each competency question, by name.

    The text starts with comment lines that put the question in words.
    """
    return _queries("questions")


@cache
def superclasses(local_name: str) -> tuple[str, ...]:
    """Return the local names of all ``sc:`` superclasses of a class, nearest first.

    ``SpaceAgency`` gives ``("Organization", "Agent")``; classes at the same distance come in
    alphabetical order. Raises UnknownClassError for a name that is not a class.
    """
    parents = _parents()
    if local_name not in parents:
        raise UnknownClassError(local_name)
    found: list[str] = []
    level = [local_name]
    while level:
        level = sorted({parent for child in level for parent in parents[child]} - set(found))
        found.extend(level)
    return tuple(found)


@cache
def _parents() -> dict[str, frozenset[str]]:
    graph = _graph("spacecoop.ttl")
    declared = {str(term) for term in graph.subjects(RDF.type, OWL.Class)}
    ours = {iri.removeprefix(str(SC)): URIRef(iri) for iri in declared if iri in SC}
    return {
        name: frozenset(
            other for other, parent in ours.items() if (term, RDFS.subClassOf, parent) in graph
        )
        for name, term in ours.items()
    }


def _graph(*names: str) -> Graph:
    graph = _empty()
    for name in names:
        for triple in _parsed(name):
            graph.add(triple)
    return graph


@cache
def _parsed(name: str) -> Graph:
    """The triples of a file; a blank node is the same one whoever asks."""
    return _empty().parse(data=_text(name), format="turtle")


def _empty() -> Graph:
    # bind_namespaces="none": rdflib's default bindings would print schema1: for our schema:.
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _queries(folder: str) -> list[tuple[str, str]]:
    return [
        (path.name.removesuffix(".rq"), path.read_text(encoding="utf-8"))
        for path in _folder(folder, ".rq")
    ]


def _folder(name: str, suffix: str) -> list[Traversable]:
    found = files("ontology").joinpath(name).iterdir()
    return sorted(
        (path for path in found if path.name.endswith(suffix)), key=lambda path: path.name
    )


def _text(name: str) -> str:
    return files("ontology").joinpath(name).read_text(encoding="utf-8")
