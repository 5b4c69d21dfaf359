"""Offsets and quotes of passages: what needs arithmetic or the published text."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from ontology import SC
from shapes.engine import program_finding
from shapes.findings import Finding
from shapes.scopes import SHAPE
from shapes.statements import TYPE, Statements
from shapes.tokens import Token, is_literal, lexical, token, whole

_PASSAGE: Final = token(SC.Passage)
_BEGIN: Final = token(SC.begin)
_END: Final = token(SC.end)
_QUOTE: Final = token(SC.quote)
_DOCUMENT: Final = token(SC.inDocument)


class _Span(NamedTuple):
    begin: int
    end: int


def passage_findings(
    data: Statements, published: str | None, document: str | None
) -> Iterator[Finding]:
    """Yield the passages whose quote, offsets and IRI do not agree.

    ``published`` is the published text, in which offsets count Unicode code points; without it only
    the length of a quote is compared. Passages without one whole number for each offset, and the
    IRIs of those without one document that has an IRI, are left to SHACL.
    """
    for passage, description in data.described.items():
        if _PASSAGE not in description.get(TYPE, ()):
            continue
        begin, end = _offset(data, passage, _BEGIN), _offset(data, passage, _END)
        if begin is None or end is None:
            continue
        yield from _quote_findings(data, passage, _Span(begin, end), published, document)
        source = _only_iri(description.get(_DOCUMENT, ()))
        if source and passage != f"{source[:-1]}#char={begin},{end}>":
            yield program_finding(SHAPE["passage-iri"], passage, None, document)


def _quote_findings(
    data: Statements, passage: Token, span: _Span, published: str | None, document: str | None
) -> Iterator[Finding]:
    for quote in data.objects(passage, _QUOTE):
        if not is_literal(quote):
            continue
        quoted = lexical(quote)
        if len(quoted) != span.end - span.begin:
            yield program_finding(SHAPE["passage-length"], passage, quote, document)
        elif published is not None and quoted != published[span.begin : span.end]:
            yield program_finding(SHAPE["passage-text"], passage, quote, document)


def _only_iri(nodes: Collection[Token]) -> Token | None:
    (node,) = nodes if len(nodes) == 1 else (None,)
    return node if node and node.startswith("<") else None


def _offset(data: Statements, passage: Token, name: Token) -> int | None:
    offsets = list(data.objects(passage, name))
    return whole(offsets[0]) if len(offsets) == 1 else None
