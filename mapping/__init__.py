"""Documents in, triples out: reading, naming, minting, one named graph a document.

document = documents.read(path)          # the published text, and what its publisher says of it
reading = Reader(gazetteer).read(document)   # mentions and findings, each with its stretch of text
facts = mint.facts(reading.findings, …)      # findings of one key become one fact
mapped = map_document(document, gazetteer, base)   # all of it, as triples
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Triple

from mapping.documents import Document
from mapping.entities import Entity
from mapping.gazetteer import Gazetteer
from mapping.graph import DocumentGraph, publisher_of, statements_of
from mapping.mint import facts, is_untold
from mapping.reader import Reader

__all__ = ["Mapped", "map_document"]


@dataclass(frozen=True)
class Mapped:
    """What one document contributes: its graph's triples, sorted, and how much it says.

    ``candidates`` are the entities that no gazetteer holds.
    """

    document: Document
    triples: tuple[Triple, ...]
    facts: int
    entities: int
    mentions: int
    candidates: tuple[Entity, ...]


_readers: dict[str, Reader] = {}


def map_document(document: Document, gazetteer: Gazetteer, base: str) -> Mapped:
    """The triples of ``document``'s named graph, from it, the gazetteer and the rules alone."""
    publisher = publisher_of(document, gazetteer)
    reading = _reader(gazetteer).read(document, publisher)
    found = facts(reading.findings, reading.entities, reading.discourse.series, reading.anchor.edtf)
    statements = list(statements_of(reading.findings))
    graph = DocumentGraph(document, base)
    graph.describe(reading, publisher)
    fact_paths = {fact.path for fact in found}
    mentions = {
        span: path
        for span, path in reading.mentions.items()
        if not is_untold(path, reading.entities, fact_paths)
    }
    for (begin, end), path in mentions.items():
        graph.mention(begin, end, path)
    for fact in found:
        graph.fact(fact)
    for subject, name, value, findings in statements:
        graph.statement(subject, name, value, findings)
    named = {*mentions.values(), *([publisher.path] if publisher else [])}
    named.update(path for fact in found for paths in fact.roles.values() for path in paths)
    named.update(path for subject, _, value, _ in statements for path in (subject, value))
    minted = [
        reading.entities[p]
        for p in sorted(named)
        if p in reading.entities and reading.entities[p].is_minted
    ]
    for entity in minted:
        if entity.path not in fact_paths:
            graph.entity(entity)
    return Mapped(
        document,
        graph.triples(),
        len(found) + len(statements),
        len(named),
        len(mentions),
        tuple(minted),
    )


def _reader(gazetteer: Gazetteer) -> Reader:
    """The reader of a gazetteer, built once: its automaton takes longer than a document."""
    if gazetteer.fingerprint not in _readers:
        _readers.clear()
        _readers[gazetteer.fingerprint] = Reader(gazetteer)
    return _readers[gazetteer.fingerprint]
