"""Validation of one document, of what shows across documents, and of the ontology."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import Node

from ontology import SC
from shapes.engine import findings
from shapes.passages import passage_findings
from shapes.reports import Report
from shapes.scopes import Scope, load
from shapes.terms import undefined_terms, unstated_properties, with_superclasses

_DOCUMENT_GRAPH: Final = re.compile(r"/graph/document/([^/]+)$")
AUTHORITY_GRAPH: Final = "/graph/authority"


def validate_document(
    document: Graph, authority: Graph, *, slug: str | None = None, text: str | None = None
) -> Report:
    """Return what is wrong in one document's graph.

    ``authority`` gives the context: what the gazetteer says of the entities that the document
    names, and of those that they name. ``slug`` goes into the findings; without it the document's
    own IRI tells. With ``text``, the published text, each quote is compared to it.
    """
    name = slug or _slug_in(document)
    context = context_of(document, authority)
    subjects = set(document.subjects())
    # pySHACL's own focus_nodes option would pass nested shapes silently: filter the results.
    found = [
        finding
        for finding in findings(union((document, context)), Scope.DOCUMENT, name)
        if finding.focus_node in subjects
    ]
    found += passage_findings(document, text, name)
    found += undefined_terms(document, name)
    found += unstated_properties(document, name)
    return Report.of(found)


def validate_dataset(graphs: Mapping[str, Graph]) -> Report:
    """Return what shows only across documents, in links, inferences and the authority graph.

    ``graphs`` are all graphs of a release by IRI; document graphs are not validated one by one
    here (see ``validate_document``). No finding names a document.
    """
    found = list(findings(_checked_everywhere(graphs.values()), Scope.GLOBAL))
    for name in sorted(name for name in graphs if document_slug(name) is None):
        found += undefined_terms(graphs[name], None)
        if name.endswith(AUTHORITY_GRAPH):
            found += findings(graphs[name], Scope.AUTHORITY)
    return Report.of(found)


def validate_vocabulary(ontology: Graph) -> Report:
    """Return what is wrong in an ontology: header, labels, definitions, foreign terms."""
    return Report.of(findings(ontology, Scope.VOCABULARY))


def document_slug(graph_name: str) -> str | None:
    """Return the slug of the document whose graph has this IRI, None for any other graph."""
    match = _DOCUMENT_GRAPH.search(graph_name)
    return match.group(1) if match else None


def context_of(document: Graph, authority: Graph) -> Graph:
    """Return what the authority graph says within two hops of what the document names.

    The superclasses of each type are stated, as the shapes expect.
    """
    context = Graph(bind_namespaces="none")
    reached: set[Node] = {term for triple in document for term in (triple[0], triple[2])}
    for _ in range(2):
        described = [triple for node in reached for triple in authority.triples((node, None, None))]
        for triple in described:
            context.add(triple)
        reached = {triple[2] for triple in described} - reached
    return with_superclasses(context)


def union(graphs: Iterable[Graph]) -> Graph:
    """Return a new graph with the triples of all."""
    merged = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


def _checked_everywhere(graphs: Iterable[Graph]) -> Graph:
    # The union holds only what a global shape mentions: a fraction of a release.
    mentioned = {RDF.type, *load(Scope.GLOBAL).objects()}
    merged = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            if triple[1] in mentioned and (triple[1] != RDF.type or triple[2] in mentioned):
                merged.add(triple)
    return merged


def _slug_in(document: Graph) -> str | None:
    for name in sorted(str(node) for node in document.subjects(RDF.type, SC.Document)):
        if "/id/document/" in name:
            return name.rpartition("/id/document/")[2]
    return None
