"""A graph as the validation reads it: from subject and predicate to objects, and back."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, Self

from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from shapes.tokens import Token, is_ill_typed, is_literal, suffix, term, token

TYPE: Final = f"<{RDF.type}>"
_SUBCLASS: Final = f"<{RDFS.subClassOf}>"

# A subject's objects by predicate, in the order in which they came; a dict for its keys.
Description = Mapping[Token, Mapping[Token, None]]


class Statements:
    """Triples of tokens, each once. What reads them never changes them."""

    def __init__(self, described: Mapping[Token, Description] | None = None) -> None:
        self.described: Mapping[Token, Description] = described or {}
        self._inverse: dict[Token, dict[Token, list[Token]]] = {}

    @classmethod
    def of(cls, lines: Iterable[str]) -> Self:
        """Return the triples of lines of N-Triples as Oxigraph writes them."""
        described: dict[Token, dict[Token, dict[Token, None]]] = {}
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            objects = described.setdefault(subject, {}).setdefault(predicate, {})
            objects[rest[:-2]] = None
        return cls(described)

    @classmethod
    def of_triples(cls, triples: Iterable[Triple]) -> Self:
        """Return the same triples, from Oxigraph's."""
        written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        return cls.of(written.decode().split("\n")[:-1])

    @classmethod
    def of_graph(cls, graph: Graph) -> Self:
        """Return the same triples, from rdflib's."""
        return cls.of(f"{token(s)} {token(p)} {token(o)} ." for s, p, o in graph)

    def __iter__(self) -> Iterator[tuple[Token, Token, Token]]:
        for subject, description in self.described.items():
            for predicate, objects in description.items():
                for value in objects:
                    yield subject, predicate, value

    def graph(self) -> Graph:
        """Return the same triples as rdflib's graph."""
        graph = Graph(bind_namespaces="none")
        for subject, predicate, value in self:
            graph.add((term(subject), URIRef(predicate[1:-1]), term(value)))
        return graph

    def objects(self, subject: Token, predicate: Token) -> Mapping[Token, None]:
        """Return the objects of a subject and a predicate."""
        description = self.described.get(subject)
        return _NONE if description is None else description.get(predicate, _NONE)

    def subjects(self, predicate: Token, value: Token) -> list[Token]:
        """Return the subjects of a predicate and an object."""
        inverse = self._inverse.get(predicate)
        if inverse is None:
            inverse = self._inverse[predicate] = {}
            for subject, description in self.described.items():
                for each in description.get(predicate, _NONE):
                    inverse.setdefault(each, []).append(subject)
        return inverse.get(value, [])

    def classes(self, node: Token) -> Iterable[Token]:
        """Return the classes of a node, with those above them by rdfs:subClassOf."""
        types = self.objects(node, TYPE)
        if not self._superclasses:
            return types
        return {above for each in types for above in (each, *self._superclasses.get(each, ()))}

    def comparable(self) -> Self:
        """Return the triples with each ill-typed literal as a string: rdflib compares none."""
        if not any(is_ill_typed(value) for value in self._typed()):
            return self
        lines = (
            f"{s} {p} {o.removesuffix(suffix(o)) if is_ill_typed(o) else o} ." for s, p, o in self
        )
        return type(self).of(lines)

    def _typed(self) -> Iterator[Token]:
        return (
            value
            for description in self.described.values()
            for objects in description.values()
            for value in objects
            if value[0] == '"' and value[-1] == ">"
        )

    @cached_property
    def _superclasses(self) -> dict[Token, set[Token]]:
        stated = {
            node: set(description[_SUBCLASS])
            for node, description in self.described.items()
            if _SUBCLASS in description
        }
        closed: dict[Token, set[Token]] = {}
        for node, above in stated.items():
            seen, waiting = set(above), list(above)
            while waiting:
                for further in stated.get(waiting.pop(), set()) - seen:
                    seen.add(further)
                    waiting.append(further)
            closed[node] = seen
        return closed


_NONE: Final[Mapping[Token, None]] = {}


def united(parts: Iterable[Statements]) -> Statements:
    """Return the triples of all parts, each once. A node that one part describes is not copied."""
    described: dict[Token, Description] = {}
    for part in parts:
        for node, description in part.described.items():
            known = described.get(node)
            described[node] = description if known is None else _together(known, description)
    return Statements(described)


def _together(one: Description, other: Description) -> Description:
    return {
        predicate: {**one.get(predicate, _NONE), **other.get(predicate, _NONE)}
        for predicate in {**one, **other}
    }


def nodes(statements: Statements) -> set[Token]:
    """Return the subjects of the triples and those of their objects that are no literals."""
    objects = {value for _, _, value in statements if not is_literal(value)}
    return objects.union(statements.described)
