"""Findings as text for people, as JSON, and as a SHACL results graph in Turtle."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Final

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD
from rdflib.term import IdentifiedNode, Literal

from ontology import PREFIXES
from shapes.findings import Finding, Severity
from shapes.paths import curie, expanded
from shapes.scopes import SHAPE

_LONGEST_VALUE: Final = 80

_SHACL_SEVERITY: Final = {
    Severity.VIOLATION: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}


def text(findings: Sequence[Finding]) -> str:
    """Return one finding a line, grouped by document; sorted findings give sorted lines."""
    if not findings:
        return "Everything conforms: no finding.\n"
    lines = [_tally(findings)]
    for document, group in groupby(findings, key=lambda finding: finding.document):
        members = tuple(group)
        lines += ["", f"{document or 'all documents together'}: {_tally(members)}"]
        # Two constraints of one shape may fail on the same value: one line tells all.
        lines += dict.fromkeys(_line(finding) for finding in members)
    return "\n".join(lines) + "\n"


def json_text(findings: Sequence[Finding]) -> str:
    """Return ``conforms``, ``counts`` by severity and the ``findings`` as one JSON object."""
    counts = _counts(findings)
    content = {
        "conforms": not counts[Severity.VIOLATION],
        "counts": counts,
        "findings": [
            {
                "document": finding.document,
                "severity": finding.severity,
                "focusNode": str(finding.focus_node),
                "path": finding.path,
                "value": None if finding.value is None else str(finding.value),
                "message": finding.message,
                "sourceShape": finding.source_shape,
                "constraint": finding.component,
            }
            for finding in findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def turtle(findings: Sequence[Finding], base: str) -> str:
    """Return a sh:ValidationReport at ``{base}report``, each result named by its content's hash."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, "shape": str(SHAPE)}.items():
        graph.bind(prefix, namespace)
    report = URIRef(f"{base}report")
    conforms = not _counts(findings)[Severity.VIOLATION]
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(conforms, datatype=XSD.boolean)))
    for finding in findings:
        digest = sha256("\n".join(map(str, finding.sort_key)).encode()).hexdigest()[:16]
        result = URIRef(f"{report}#{digest}")
        graph.add((report, SH.result, result))
        _describe(graph, result, finding, base)
    return graph.serialize(format="turtle")


def _describe(graph: Graph, result: URIRef, finding: Finding, base: str) -> None:
    graph.add((result, RDF.type, SH.ValidationResult))
    graph.add((result, SH.focusNode, _skolemized(finding.focus_node, base)))
    graph.add((result, SH.resultMessage, Literal(finding.message, lang="en")))
    graph.add((result, SH.resultSeverity, _SHACL_SEVERITY[finding.severity]))
    graph.add((result, SH.sourceShape, finding.source_shape))
    graph.add((result, SH.sourceConstraintComponent, finding.component))
    path = expanded(finding.path) if finding.path else None
    if path is not None:  # a longer path would need blank nodes; sh:sourceShape leads to it
        graph.add((result, SH.resultPath, path))
    if finding.value is not None:
        graph.add((result, SH.value, _skolemized(finding.value, base)))
    if finding.document is not None:
        document = Namespace(f"{base}id/document/")[finding.document]
        graph.add((result, DCTERMS.source, document))


def _skolemized(term: IdentifiedNode | Literal, base: str) -> IdentifiedNode | Literal:
    return URIRef(f"{base}.well-known/genid/{term}") if isinstance(term, BNode) else term


def _counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in Severity}


def _tally(findings: Sequence[Finding]) -> str:
    parts = [
        f"{number} {severity}" + ("" if number == 1 else "s")
        for severity, number in _counts(findings).items()
        if number
    ]
    return ", ".join(parts)


def _line(finding: Finding) -> str:
    place = " ".join(filter(None, (_short(finding.focus_node), finding.path)))
    found = "" if finding.value is None else f" (found: {_short(finding.value)})"
    return f"  {finding.severity:9}  {place}: {finding.message}{found}"


def _short(term: IdentifiedNode | Literal) -> str:
    if isinstance(term, URIRef):
        _, marker, rest = term.partition("/id/")
        name = f"id/{rest}" if marker else curie(term)
    else:
        name = term.n3()
    # Control characters from a hostile document must not reach a terminal.
    name = "".join(character if character.isprintable() else "�" for character in name)
    return name if len(name) <= _LONGEST_VALUE else f"{name[: _LONGEST_VALUE - 1]}…"
