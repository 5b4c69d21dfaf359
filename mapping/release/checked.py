"""The graphs of a release as validation across documents sees them: what can violate a shape."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from mapping.release.canonical import Canonical
from mapping.release.graphs import Graphs
from ontology import RDF
from shapes.statements import Statements
from shapes.validation import document_slug
from shapes.watching import Watched, watched

_TYPE = f"<{RDF.type}>".encode()


def checked(graphs: Graphs, canonical: Canonical) -> dict[str, Statements]:
    """The graphs by IRI, with one in the place of all documents'.

    It holds the nodes that could violate a global shape and the classes of what these lead to:
    Python needs some hundred bytes for each triple, and documents have a thousand each.
    """
    names = [name for name in graphs.names() if document_slug(graphs.iri(name).value) is None]
    parts = {
        graphs.iri(name).value: _statements(graphs.ntriples(name).splitlines()) for name in names
    }
    return {**parts, graphs.iri("document/all").value: _statements(suspects(canonical, watched()))}


def _statements(lines: Iterable[bytes]) -> Statements:
    return Statements.of(line.decode() for line in lines)


def suspects(canonical: Canonical, by: Watched) -> list[bytes]:
    """The N-Triples lines of the union that validation has to see."""
    # Hashes of values that two nodes share; a false one only lets a node be looked at in vain.
    once: set[int] = set()
    twice: set[int] = set()
    for lines in canonical.union():
        for value in {hash(end) for end in _ends(lines, by.shared)}:
            (twice if value in once else once).add(value)
    once.clear()
    kept = [line for lines in canonical.union() for line in _looked_at(lines, by, twice)]
    values = {line.rpartition(b" ")[0].rpartition(b" ")[2] for line in kept if b" <" in line}
    for lines in canonical.union():
        if lines[0].partition(b" ")[0] in values:
            kept += (line for line in lines if _predicate(line) == _TYPE and _is_seen(line, by))
    return sorted(set(kept))


def _looked_at(lines: list[bytes], by: Watched, twice: Container[int]) -> Iterable[bytes]:
    seen = [line for line in lines if _is_seen(line, by)]
    names = [_name(line) for line in seen]
    if (
        not by.predicates.isdisjoint(names)
        or any(name in by.single and names.count(name) > 1 for name in names)
        or any(hash(end) in twice for end in _ends(seen, by.shared))
        or any(_class(line) in by.classes for line in seen)
    ):
        return seen
    return ()


def _ends(lines: Iterable[bytes], predicates: Container[str]) -> Iterator[bytes]:
    """Predicate and object of the lines with one of the predicates."""
    return (line.partition(b" ")[2] for line in lines if _name(line) in predicates)


def _is_seen(line: bytes, by: Watched) -> bool:
    return _name(line) in by.seen and (_predicate(line) != _TYPE or _class(line) in by.seen)


def _predicate(line: bytes) -> bytes:
    return line.split(b" ", 2)[1]


def _name(line: bytes) -> str:
    return _predicate(line)[1:-1].decode()


def _class(line: bytes) -> str:
    """The class that a line states; empty where it states none."""
    _, predicate, value = line.split(b" ", 2)
    return value[1:-3].decode() if predicate == _TYPE else ""
