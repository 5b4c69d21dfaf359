"""Terms that a graph uses, held against those that the ontology defines."""

from collections.abc import Iterator
from functools import cache
from typing import cast

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF
from rdflib.term import IdentifiedNode

from ontology import SC, load, superclasses
from shapes.engine import program_finding
from shapes.findings import Finding
from shapes.scopes import SHAPE


def undefined_terms(graph: Graph, document: str | None) -> Iterator[Finding]:
    """Yield every use of an ``sc:`` property, class or individual that the ontology lacks.

    Without this check a misspelt property passes every shape, since no shape looks for it.
    """
    for subject, predicate, value in graph:
        for term in (predicate, value):
            if isinstance(term, URIRef) and term in SC and term not in _defined():
                node = cast(IdentifiedNode, subject)
                yield program_finding(SHAPE["undefined-term"], node, term, document)


def unstated_properties(graph: Graph, document: str | None) -> Iterator[Finding]:
    """Yield reports of a direct property that the graph itself does not state."""
    for report, term in graph.subject_objects(SC.property):
        for subject in graph.objects(report, SC.subject):
            for value in graph.objects(report, SC.object):
                if (subject, term, value) not in graph:
                    node = cast(IdentifiedNode, report)
                    yield program_finding(
                        SHAPE["report-states"], node, cast(URIRef, term), document
                    )


def with_superclasses(graph: Graph) -> Graph:
    """Return the same graph, after every ``sc:`` superclass of a stated type is stated too."""
    for subject, term in list(graph.subject_objects(RDF.type)):
        if isinstance(term, URIRef) and term in SC and term in _classes():
            for name in superclasses(str(term).removeprefix(str(SC))):
                graph.add((subject, RDF.type, SC[name]))
    return graph


@cache
def _defined() -> frozenset[URIRef]:
    return frozenset(term for term in load().subjects() if isinstance(term, URIRef) and term in SC)


@cache
def _classes() -> frozenset[URIRef]:
    declared = load().subjects(RDF.type, OWL.Class)
    return frozenset(term for term in declared if isinstance(term, URIRef) and term in SC)
