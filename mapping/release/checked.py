"""The graphs of a release as validation across documents sees them: what can violate a shape."""

from __future__ import annotations

from collections.abc import Mapping

from mapping.release.graphs import Graphs
from shapes.crossing import Crossing, crossing, seen, suspects, types
from shapes.statements import Statements, nodes, united
from shapes.validation import document_slug


def checked(graphs: Graphs, documents: Mapping[str, Crossing]) -> dict[str, Statements]:
    """The graphs by IRI, with one in the place of all documents'.

    It holds what the documents say that could violate a global shape, and the classes of what the
    graphs speak of. ``documents`` are the crossings of all documents by name ("document/…"), so
    that only those are read that do not go together.
    """
    names = [name for name in graphs.names() if document_slug(graphs.iri(name).value) is None]
    parts = {name: _statements(graphs, name) for name in names}
    # Those first that are here already: what they show, no document has to.
    crossings = {**{name: crossing(part) for name, part in parts.items()}, **documents}
    read = united(
        seen(_statements(graphs, name)) for name in suspects(crossings) & documents.keys()
    )
    spoken_of = set().union(*map(nodes, (*parts.values(), read)))
    told = united((read, types(documents.values(), spoken_of)))
    whole = {**parts, "document/all": told}
    return {graphs.iri(name).value: statements for name, statements in whole.items()}


def _statements(graphs: Graphs, name: str) -> Statements:
    return Statements.of(line.decode() for line in graphs.ntriples(name))
