"""Which statements of a large dataset can violate a global shape: few of them.

A dataset of many documents is too large for pySHACL, which holds every triple as Python objects.
Most global shapes only say "at most one", so that only a node with two values, or a value of two
nodes, can violate them. The shapes themselves tell which; a shape that says more has all of its
targets looked at.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Literal, Node

from shapes.scopes import Scope, load

_SAYS_NOTHING: Final = {
    *(RDF.type, DCTERMS.subject, SH.message, SH.severity, SH.property, SH.path),
    *(SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf),
}
_AT_MOST_ONE: Final = {SH.maxCount, SH.uniqueLang}


@dataclass(frozen=True)
class Watched:
    """What to look at in the union of a dataset.

    ``seen`` are the predicates and classes that matter at all. Of these a node is looked at if it
    has two values of a predicate in ``single``, or shares one of a predicate in ``shared``; or if
    it has a class in ``classes`` or a predicate in ``predicates``.
    """

    seen: frozenset[str]
    single: frozenset[str]
    shared: frozenset[str]
    classes: frozenset[str]
    predicates: frozenset[str]


@cache
def watched() -> Watched:
    """Return what the shapes of the global scope have to see."""
    return watched_by(load(Scope.GLOBAL))


def watched_by(shapes: Graph) -> Watched:
    """Return what the global shapes of a shapes graph have to see."""
    single: set[Node] = set()
    shared: set[Node] = set()
    classes: set[Node] = set()
    predicates: set[Node] = set()
    for shape in set(shapes.subjects(DCTERMS.subject, Scope.GLOBAL.value)):
        says_more = bool(set(shapes.predicates(shape)) - _SAYS_NOTHING)
        for part in shapes.objects(shape, SH.property):
            path = next(shapes.objects(part, SH.path))
            turned = shapes.value(path, SH.inversePath)
            if _says_at_most_one(shapes, part) and isinstance(path, URIRef):
                single.add(path)
            elif _says_at_most_one(shapes, part) and isinstance(turned, URIRef):
                shared.add(turned)
            else:
                says_more = True
                predicates.update(() if isinstance(path, URIRef) else _inside(shapes, path))
        if says_more:
            classes.update(shapes.objects(shape, SH.targetClass))
            predicates.update(shapes.objects(shape, SH.targetSubjectsOf))
            predicates.update(shapes.objects(shape, SH.targetObjectsOf))
    seen = {RDF.type, *(term for term in shapes.objects() if isinstance(term, URIRef))}
    return Watched(*(frozenset(map(str, t)) for t in (seen, single, shared, classes, predicates)))


def _inside(shapes: Graph, path: Node) -> set[Node]:
    """The predicates of a path that leads over other nodes or backwards."""
    steps = set(shapes.transitive_objects(path, None))
    return {step for step in steps if isinstance(step, URIRef) and step != RDF.nil}


def _says_at_most_one(shapes: Graph, part: Node) -> bool:
    said = set(shapes.predicates(part)) - _SAYS_NOTHING
    most = shapes.value(part, SH.maxCount)
    return said <= _AT_MOST_ONE and (most is None or most != Literal(0))
