"""What the authority graph says about the entities that a document names."""

from collections.abc import Iterable
from functools import cache

from rdflib import URIRef
from rdflib.namespace import OWL, RDF

from ontology import SC, load, superclasses
from shapes.statements import TYPE, Description, Statements, nodes
from shapes.tokens import Token, token


class Authority:
    """The authority graph, prepared once for any number of documents.

    The superclasses of each type are stated, as the shapes expect.
    """

    def __init__(self, statements: Statements) -> None:
        self._described = {
            node: _with_superclasses(description)
            for node, description in statements.described.items()
        }
        self._near = {
            node: tuple(o for objects in said.values() for o in objects if o in self._described)
            for node, said in self._described.items()
        }

    def context(self, document: Statements) -> Statements:
        """Return what is said within two hops of what the document names."""
        first = nodes(document) & self._described.keys()
        second = {near for node in first for near in self._near[node]}
        return Statements({node: self._described[node] for node in first | second})


def _with_superclasses(description: Description) -> Description:
    types = description.get(TYPE)
    if types is None:
        return description
    above = (name for each in types for name in _above(each))
    return {**description, TYPE: dict.fromkeys((*types, *above))}


@cache
def _above(term: Token) -> Iterable[Token]:
    """Return the superclasses of a class of ours, none of any other term."""
    names = superclasses(term[1:-1].removeprefix(str(SC))) if term in _classes() else ()
    return tuple(token(SC[name]) for name in names)


@cache
def _classes() -> frozenset[Token]:
    declared = load().subjects(RDF.type, OWL.Class)
    return frozenset(token(term) for term in declared if isinstance(term, URIRef) and term in SC)
