"""Which statements of a large dataset can violate a global shape: few of them.

Most global shapes only say "at most one", so that only a node with two values, or a value of two
nodes, can violate them. The shapes themselves tell which; what a shape that says more speaks of is
always looked at.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Literal, Node

from shapes.scopes import Scope, load
from shapes.tokens import Token, token

_SAYS_NOTHING: Final = {
    *(RDF.type, DCTERMS.subject, SH.message, SH.severity, SH.property, SH.path),
    *(SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf),
}
_AT_MOST_ONE: Final = {SH.maxCount, SH.uniqueLang}
_NAMES_PREDICATE: Final = {
    *(SH.path, SH.inversePath, SH.zeroOrOnePath, RDF.first),
    *(SH.targetSubjectsOf, SH.targetObjectsOf),
    *(SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals),
}


@dataclass(frozen=True)
class Watched:
    """What to look at in a dataset, as tokens.

    ``seen`` are the predicates and classes that matter at all. Of these a node is looked at if it
    has two values of a predicate in ``single``, two in one language of one in ``tagged``, or shares
    a value of one in ``shared``; or if it has a class or predicate in ``always``.
    """

    seen: frozenset[Token]
    single: frozenset[Token]
    tagged: frozenset[Token]
    shared: frozenset[Token]
    always: frozenset[Token]


@cache
def watched() -> Watched:
    """Return what the shapes of the global scope have to see."""
    return watched_by(load(Scope.GLOBAL))


def watched_by(shapes: Graph) -> Watched:
    """Return what the global shapes of a shapes graph have to see."""
    single: set[Node] = set()
    tagged: set[Node] = set()
    shared: set[Node] = set()
    always: set[Node] = set()
    for shape in set(shapes.subjects(DCTERMS.subject, Scope.GLOBAL.value)):
        says_more = bool(set(shapes.predicates(shape)) - _SAYS_NOTHING)
        for part in shapes.objects(shape, SH.property):
            path = next(shapes.objects(part, SH.path))
            turned = shapes.value(path, SH.inversePath)
            if not _says_at_most_one(shapes, part):
                says_more = True
            elif isinstance(path, URIRef):
                (tagged if (part, SH.maxCount, None) not in shapes else single).add(path)
            elif isinstance(turned, URIRef):
                shared.add(turned)
            else:
                says_more = True
        if says_more:
            always |= _named_in(shapes, shape)
    seen = {RDF.type, *(term for term in shapes.objects() if isinstance(term, URIRef))}
    return Watched(*(frozenset(map(token, t)) for t in (seen, single, tagged, shared, always)))


def _named_in(shapes: Graph, shape: Node) -> set[Node]:
    """Return the classes that a shape is about, and every predicate that it names."""
    targets = set(shapes.objects(shape, SH.targetClass))
    said = {
        value
        for node in shapes.transitive_objects(shape, None)
        for predicate, value in shapes.predicate_objects(node)
        if predicate in _NAMES_PREDICATE
    }
    return {term for term in targets | said if isinstance(term, URIRef) and term != RDF.type}


def _says_at_most_one(shapes: Graph, part: Node) -> bool:
    said = set(shapes.predicates(part)) - _SAYS_NOTHING
    most = shapes.value(part, SH.maxCount)
    return said <= _AT_MOST_ONE and (most is None or most != Literal(0))
