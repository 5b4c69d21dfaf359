"""Discrepancies for people: each with the sentences that it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from mapping.release.graphs import Graphs
from ontology import SC, SKOS

_Values = dict[str, dict[str, list[str]]]
_KIND, _BETWEEN, _LABEL = str(SC.discrepancyKind), str(SC.between), str(SKOS.prefLabel)
_EVIDENCE, _QUOTE = str(SC.evidence), str(SC.quote)


def text(graphs: Graphs) -> str:
    """The discrepancies of a release in words: kind, label, and what each document says."""
    found = _values(graphs.named.get("discrepancies", ()))
    ordered = sorted(found.values(), key=lambda said: (said[_KIND], said[_LABEL], said[_BETWEEN]))
    noun = "discrepancy" if len(ordered) == 1 else "discrepancies"
    head = f"{len(ordered) or 'no'} {noun} between what documents say\n"
    lines = (line for said in ordered for line in _lines(said, graphs))
    # Quotations are other people's: control characters must not reach a terminal.
    return "".join((head, *(c if c.isprintable() or c == "\n" else " " for c in "".join(lines))))


def _lines(said: dict[str, list[str]], graphs: Graphs) -> Iterator[str]:
    kind = said[_KIND][0].rpartition("/")[2]
    yield f"\n  {kind:14}  {said[_LABEL][0]}\n"
    for report in sorted(said[_BETWEEN]):
        slug = report.rpartition("/")[2].partition("--")[0]
        document = _values(graphs.saying(f"document/{slug}", {_EVIDENCE, _QUOTE}, ()))
        quotes = [document[passage][_QUOTE][0] for passage in sorted(document[report][_EVIDENCE])]
        yield from (f"    {slug}: “{' '.join(quote.split())}”\n" for quote in quotes)


def _values(triples: tuple[Triple, ...]) -> _Values:
    found: _Values = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            found[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return found
