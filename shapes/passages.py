"""Offsets and quotes of passages: what needs arithmetic or the published text."""

from collections.abc import Iterator
from typing import NamedTuple

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import IdentifiedNode, Literal, Node

from ontology import SC
from shapes.engine import program_finding
from shapes.findings import Finding
from shapes.scopes import SHAPE


class _Span(NamedTuple):
    begin: int
    end: int


def passage_findings(graph: Graph, text: str | None, document: str | None) -> Iterator[Finding]:
    """Yield the passages whose quote, offsets and IRI do not agree.

    ``text`` is the published text, in which offsets count Unicode code points; without it only
    the length of a quote is compared. Passages without whole-number offsets are left to SHACL.
    """
    for passage in graph.subjects(RDF.type, SC.Passage):
        begin, end = _offset(graph, passage, "begin"), _offset(graph, passage, "end")
        if begin is None or end is None or not isinstance(passage, IdentifiedNode):
            continue
        yield from _quote_findings(graph, passage, _Span(begin, end), text, document)
        for source in graph.objects(passage, SC.inDocument):
            if str(passage) != f"{source}#char={begin},{end}":
                yield program_finding(SHAPE["passage-iri"], passage, None, document)


def _quote_findings(
    graph: Graph,
    passage: IdentifiedNode,
    span: _Span,
    text: str | None,
    document: str | None,
) -> Iterator[Finding]:
    for quote in graph.objects(passage, SC.quote):
        if not isinstance(quote, Literal):
            continue
        if len(quote) != span.end - span.begin:
            yield program_finding(SHAPE["passage-length"], passage, quote, document)
        elif text is not None and str(quote) != text[span.begin : span.end]:
            yield program_finding(SHAPE["passage-text"], passage, quote, document)


def _offset(graph: Graph, passage: Node, name: str) -> int | None:
    offset = graph.value(passage, SC[name])
    number = offset.toPython() if isinstance(offset, Literal) else None
    return number if isinstance(number, int) else None
