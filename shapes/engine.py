"""From data and shapes to findings: by the compiled shapes, or by pySHACL, the reference."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import Final, cast

from rdflib import Graph, URIRef
from rdflib.namespace import SH

from shapes.compiled import Failure, program
from shapes.findings import Finding, Severity
from shapes.paths import written
from shapes.scopes import SHAPE, Scope, load
from shapes.statements import Statements
from shapes.tokens import Token, term

# The component of findings that our own code makes, for what SHACL Core cannot say.
PROGRAM: Final = SHAPE.ProgramConstraintComponent

_SEVERITIES: Final = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}

# Called with data, a scope, and the focus nodes that matter (None: all); see `compiled`.
Engine = Callable[[Statements, Scope, Collection[Token] | None], Iterable[Failure]]


def compiled(
    data: Statements, scope: Scope, among: Collection[Token] | None = None
) -> Iterable[Failure]:
    """Return what the compiled shapes of a scope find: the engine of builds."""
    return program(scope).failures(data, among)


def reference(
    data: Statements, scope: Scope, among: Collection[Token] | None = None
) -> Iterable[Failure]:
    """Return what pySHACL finds with the shapes of a scope: right, and some fifty times slower."""
    from shapes.reference import failures  # pySHACL takes long to import

    return failures(data, scope, among)


def findings(
    data: Statements,
    scope: Scope,
    document: str | None = None,
    *,
    among: Collection[Token] | None = None,
    by: Engine = compiled,
) -> Iterator[Finding]:
    """Yield what the shapes of one scope find in the data.

    ``among`` are the focus nodes that matter, None for all. Raises ShapesError for data that cannot
    be validated, such as a blank node for a number.
    """
    for shape, focus_node, value, component in by(data, scope, among):
        yield _finding(cast(URIRef, shape), focus_node, value, component, document)


def program_finding(
    shape: URIRef, focus_node: Token, value: Token | None, document: str | None
) -> Finding:
    """Return a finding of our own code, with the message and severity that the shape has."""
    return _finding(shape, focus_node, value, PROGRAM, document)


def _finding(
    shape: URIRef, focus_node: Token, value: Token | None, component: URIRef, document: str | None
) -> Finding:
    severity, message, path = _description(shape)
    return Finding(
        severity,
        term(focus_node),
        path,
        None if value is None else term(value),
        message,
        shape,
        component,
        document,
    )


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
