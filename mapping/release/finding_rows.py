"""Findings of validation as rows of texts, for JSON, and back."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import BNode, Literal, URIRef

from shapes.findings import Finding, Severity

Cell = str | None | list[str | None]


def row(finding: Finding) -> list[Cell]:
    """The finding as a list that ``finding_of`` understands."""
    return [
        str(finding.severity),
        _written(finding.focus_node),
        finding.path,
        None if finding.value is None else _written(finding.value),
        finding.message,
        str(finding.source_shape),
        str(finding.component),
        finding.document,
    ]


def finding_of(cells: Sequence[Cell]) -> Finding:
    """The finding of a row."""
    severity, focus, path, value, message, shape, component, document = cells
    return Finding(
        severity=Severity(str(severity)),
        focus_node=_term(focus),
        path=None if path is None else str(path),
        value=None if value is None else _term(value),
        message=str(message),
        source_shape=URIRef(str(shape)),
        component=URIRef(str(component)),
        document=None if document is None else str(document),
    )


def _written(term: object) -> Cell:
    if isinstance(term, Literal):
        datatype = None if term.datatype is None else str(term.datatype)
        return ["literal", str(term), term.language, datatype]
    return ["blank" if isinstance(term, BNode) else "iri", str(term)]


def _term(cell: Cell) -> URIRef | BNode | Literal:
    if not isinstance(cell, list):
        raise ValueError("is no term")
    sort, value, *rest = cell
    if sort == "literal":
        language, datatype = rest
        kind = None if datatype is None else URIRef(datatype)
        # As written: "01" as a number must not become "1".
        return Literal(value, lang=language, datatype=kind, normalize=False)
    return BNode(value) if sort == "blank" else URIRef(str(value))
