"""pySHACL as this project runs it: from a data graph and shapes to findings.

No inference, no advanced features, no ontology graph: each changes results or clones the data.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, cast

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import IdentifiedNode, Literal

from shapes.errors import ShapesError
from shapes.findings import Finding, Severity
from shapes.paths import written
from shapes.scopes import SHAPE, Scope, load

# The component of findings that our own code makes, for what SHACL Core cannot say.
PROGRAM: Final = SHAPE.ProgramConstraintComponent

_SEVERITIES: Final = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}

Term = IdentifiedNode | Literal


def findings(data: Graph, scope: Scope, document: str | None = None) -> Iterator[Finding]:
    """Yield what the shapes of one scope find in the data; the data must be an rdflib graph in
    memory (on an Oxigraph store pySHACL is slow, and wrong about plain strings). Raises ShapesError
    for data that pySHACL refuses, such as a blank node for a number.
    """
    results = _results(_comparable(data), scope)
    for result in results.objects(None, SH.result):  # not sh:detail, which explains another one
        shape = cast(URIRef, results.value(result, SH.sourceShape))
        focus_node = cast(Term, results.value(result, SH.focusNode))
        value = cast(Term | None, results.value(result, SH.value))
        component = cast(URIRef, results.value(result, SH.sourceConstraintComponent))
        yield _finding(shape, focus_node, value, component, document)


def program_finding(
    shape: URIRef, focus_node: Term, value: Term | None, document: str | None
) -> Finding:
    """Return a finding of our own code, with the message and severity that the shape has."""
    return _finding(shape, focus_node, value, PROGRAM, document)


def _results(data: Graph, scope: Scope) -> Graph:
    try:
        _, results, _ = validate(
            data,
            shacl_graph=_shapes(scope),
            inference="none",
            advanced=False,
            inplace=True,
            meta_shacl=False,
        )
    except ReportableRuntimeError as error:
        raise ShapesError(f"the data cannot be validated: {error.message}") from error
    if not isinstance(results, Graph):
        raise ShapesError(f"the data cannot be validated: {results}")
    return results


def _comparable(data: Graph) -> Graph:
    """Return the data with each ill-typed literal ("2021-02-30"^^xsd:date) as a plain string.

    It still fails sh:datatype, but comparing one makes rdflib fail where a string does not.
    """
    ill_typed = [triple for triple in data if getattr(triple[2], "ill_typed", False)]
    if not ill_typed:
        return data
    copy = Graph(bind_namespaces="none")
    for triple in data:
        copy.add(triple)
    for subject, predicate, value in ill_typed:
        copy.remove((subject, predicate, value))
        copy.add((subject, predicate, Literal(str(value))))
    return copy


def _finding(
    shape: URIRef, focus_node: Term, value: Term | None, component: URIRef, document: str | None
) -> Finding:
    severity, message, path = _description(shape)
    return Finding(severity, focus_node, path, value, message, shape, component, document)


@cache
def _description(shape: URIRef) -> tuple[Severity, str, str | None]:
    shapes = _all_shapes()
    severity = _SEVERITIES[cast(URIRef, shapes.value(shape, SH.severity))]
    path = shapes.value(shape, SH.path)
    message = str(shapes.value(shape, SH.message))
    return severity, message, None if path is None else written(shapes, path)


@cache
def _all_shapes() -> Graph:
    return load()


@cache
def _shapes(scope: Scope) -> Graph:
    return load(scope)
