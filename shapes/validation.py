"""Validation of one document, of what shows across documents, and of the ontology."""

import re
from collections.abc import Mapping
from typing import Final

from rdflib import Graph

from ontology import SC
from shapes.bounds import bounds_findings
from shapes.context import Authority
from shapes.crossing import seen
from shapes.engine import Engine, compiled, findings
from shapes.passages import passage_findings
from shapes.reports import Report
from shapes.scopes import Scope
from shapes.statements import TYPE, Statements, united
from shapes.terms import undefined_terms, unstated_properties
from shapes.tokens import token

_DOCUMENT_GRAPH: Final = re.compile(r"/graph/document/([^/]+)$")
AUTHORITY_GRAPH: Final = "/graph/authority"
LINKS_GRAPH: Final = "/graph/links"
DOCUMENT: Final = token(SC.Document)


def validate_document(
    document: Graph | Statements,
    authority: Graph | Authority,
    *,
    slug: str | None = None,
    text: str | None = None,
    by: Engine = compiled,
) -> Report:
    """Return what is wrong in one document's graph.

    ``authority`` gives the context: what the gazetteer says of the entities that the document
    names, and of those that they name. ``slug`` goes into the findings; without it the document's
    own IRI tells. With ``text``, the published text, each quote is compared to it. ``by`` is the
    engine that knows SHACL.
    """
    data = statements(document)
    known = authority if isinstance(authority, Authority) else Authority(statements(authority))
    name = slug or _slug_in(data)
    together = united((data, known.context(data)))
    found = list(findings(together, Scope.DOCUMENT, name, among=data.described.keys(), by=by))
    found += passage_findings(data, text, name)
    found += bounds_findings(data, name)
    found += undefined_terms(data, name)
    found += unstated_properties(data, name)
    return Report.of(found)


def validate_dataset(graphs: Mapping[str, Graph | Statements], *, by: Engine = compiled) -> Report:
    """Return what shows only across documents, in links, inferences and the authority graph.

    ``graphs`` are all graphs of a release by IRI; document graphs are not validated one by one
    here (see ``validate_document``). No finding names a document.
    """
    parts = {name: statements(graph) for name, graph in graphs.items()}
    found = list(findings(united(map(seen, parts.values())), Scope.GLOBAL, by=by))
    for name in sorted(name for name in parts if document_slug(name) is None):
        found += undefined_terms(parts[name], None)
        if name.endswith(AUTHORITY_GRAPH):
            found += findings(parts[name], Scope.AUTHORITY, by=by)
        if name.endswith(LINKS_GRAPH):
            found += findings(parts[name], Scope.LINKS, by=by)
    return Report.of(found)


def validate_vocabulary(ontology: Graph | Statements, *, by: Engine = compiled) -> Report:
    """Return what is wrong in an ontology: header, labels, definitions, foreign terms."""
    return Report.of(findings(statements(ontology), Scope.VOCABULARY, by=by))


def document_slug(graph_name: str) -> str | None:
    """Return the slug of the document whose graph has this IRI, None for any other graph."""
    match = _DOCUMENT_GRAPH.search(graph_name)
    return match.group(1) if match else None


def statements(graph: Graph | Statements) -> Statements:
    """Return a graph as the validation reads it."""
    return graph if isinstance(graph, Statements) else Statements.of_graph(graph)


def _slug_in(document: Statements) -> str | None:
    for name in sorted(described_documents(document)):
        if "/id/document/" in name:
            return name.rpartition("/id/document/")[2]
    return None


def described_documents(graph: Statements) -> list[str]:
    """Return the IRIs of the documents that a graph describes."""
    found = (n for n, said in graph.described.items() if DOCUMENT in said.get(TYPE, ()))
    return [node[1:-1] if node.startswith("<") else node for node in found]
