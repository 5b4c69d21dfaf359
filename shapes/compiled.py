"""Shapes made into functions: what our shapes use of SHACL Core, an order faster than pySHACL.

pySHACL stays the reference (``shapes/engine.py``); the tests hold both against each other. Shapes
stay data: whatever a shapes graph uses that is not known here is refused, never passed over.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from rdflib.term import Node

from shapes.constraints import PARAMETERS, Check, checks
from shapes.errors import ShapesError
from shapes.paths import curie
from shapes.scopes import Scope, load
from shapes.statements import TYPE, Description, Statements
from shapes.tokens import Token, token

# What fails: the shape, the focus node, the value or None, the component.
Failure = tuple[Node, Token, Token | None, URIRef]
Path = Callable[[Statements, Token], Collection[Token]]

_TARGETS: Final = {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}
_PATHS: Final = {SH.alternativePath, SH.inversePath, SH.zeroOrOnePath}
_ANNOTATIONS: Final = {DCTERMS.subject, RDFS.comment, RDFS.label, SH.message, SH.severity}
_KNOWN: Final = (
    PARAMETERS | _TARGETS | _ANNOTATIONS | {RDF.type, SH.deactivated, SH.path, SH.property}
)
_KINDS: Final = {SH.NodeShape, SH.PropertyShape}


@dataclass(frozen=True)
class Shape:
    """A shape with its checks and the property shapes that belong to it."""

    node: Node
    path: Path | None
    checks: tuple[tuple[URIRef, Check], ...]
    properties: tuple["Shape", ...]

    def failures(self, data: Statements, focus: Token) -> Iterator[Failure]:
        """Yield what of a focus node does not conform."""
        values = (focus,) if self.path is None else self.path(data, focus)
        for component, check in self.checks:
            for value in check(data, focus, values):
                yield self.node, focus, value, component
        for part in self.properties:
            for value in values:
                yield from part.failures(data, value)

    def conforms(self, data: Statements, focus: Token) -> bool:
        """Whether a node conforms to the shape."""
        return next(self.failures(data, focus), None) is None


@dataclass(frozen=True)
class Program:
    """Compiled shapes by their targets: classes, and predicates whose subjects or objects."""

    by_class: dict[Token, tuple[Shape, ...]]
    by_subjects_of: dict[Token, tuple[Shape, ...]]
    by_objects_of: dict[Token, tuple[Shape, ...]]

    def failures(
        self, data: Statements, among: Collection[Token] | None = None
    ) -> Iterator[Failure]:
        """Yield what of the targets does not conform; of those ``among`` these, where given."""
        data = data.comparable()
        for node in data.described if among is None else among:
            description = data.described.get(node)
            if description:
                for shape in self._shapes_of(data, node, description):
                    yield from shape.failures(data, node)
        for predicate, shapes in self.by_objects_of.items():
            for node in _objects_of(data, predicate):
                if among is None or node in among:
                    for shape in shapes:
                        yield from shape.failures(data, node)

    def _shapes_of(
        self, data: Statements, node: Token, description: Description
    ) -> Iterable[Shape]:
        found: dict[int, Shape] = {}
        for term in data.classes(node) if TYPE in description else ():
            found.update((id(shape), shape) for shape in self.by_class.get(term, ()))
        for predicate, shapes in self.by_subjects_of.items():
            if predicate in description:
                found.update((id(shape), shape) for shape in shapes)
        return found.values()


@cache
def program(scope: Scope) -> Program:
    """Return the compiled shapes of a scope."""
    return compiled(load(scope))


def compiled(shapes: Graph) -> Program:
    """Return a shapes graph compiled. Raises ShapesError for what is not known here."""
    _check(shapes)
    made: dict[Node, Shape | None] = {}

    def shape_of(node: Node) -> Shape:
        if node not in made:
            made[node] = None
            made[node] = _shape(shapes, node, shape_of)
        found = made[node]
        if found is None:
            raise ShapesError(f"the shape {_name(node)} leads back to itself, which is not known")
        return found

    return Program(*(_targeted(shapes, by, shape_of) for by in sorted(_TARGETS, key=_order)))


def _order(target: URIRef) -> int:
    return (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf).index(target)


def _targeted(
    shapes: Graph, by: URIRef, shape_of: Callable[[Node], Shape]
) -> dict[Token, tuple[Shape, ...]]:
    targets = sorted({token(target) for target in shapes.objects(None, by)})
    found = {t: [n for n, o in shapes.subject_objects(by) if token(o) == t] for t in targets}
    return {t: tuple(map(shape_of, sorted(nodes, key=token))) for t, nodes in found.items()}


def _shape(shapes: Graph, node: Node, shape_of: Callable[[Node], Shape]) -> Shape:
    way = shapes.value(node, SH.path)
    path = None if way is None else _path(shapes, way)
    if _is_deactivated(shapes, node):
        return Shape(node, path, (), ())
    parts = tuple(shape_of(part) for part in sorted(shapes.objects(node, SH.property), key=token))
    return Shape(node, path, tuple(checks(shapes, node, shape_of)), parts)


def _is_deactivated(shapes: Graph, node: Node) -> bool:
    said = shapes.value(node, SH.deactivated)
    return isinstance(said, Literal) and said.value is True


def _path(shapes: Graph, path: Node) -> Path:
    if isinstance(path, URIRef):
        predicate = token(path)
        return lambda data, node: data.objects(node, predicate)
    if (path, RDF.first, None) in shapes:
        return _sequence([_path(shapes, step) for step in RdfList(shapes, path)])
    alternatives = shapes.value(path, SH.alternativePath)
    if alternatives is not None:
        ways = [_path(shapes, way) for way in RdfList(shapes, alternatives)]
        return lambda data, node: {value for way in ways for value in way(data, node)}
    optional = shapes.value(path, SH.zeroOrOnePath)
    if optional is not None:
        step = _path(shapes, optional)
        return lambda data, node: {node, *step(data, node)}
    inverse = shapes.value(path, SH.inversePath)
    if isinstance(inverse, URIRef):
        turned = token(inverse)
        return lambda data, node: data.subjects(turned, node)
    raise ShapesError("a path is of a kind that is not known here; see 'validate --reference'")


def _sequence(steps: Iterable[Path]) -> Path:
    def values(data: Statements, node: Token) -> Collection[Token]:
        reached: Collection[Token] = (node,)
        for step in steps:
            reached = {value for near in reached for value in step(data, near)}
        return reached

    return values


def _objects_of(data: Statements, predicate: Token) -> Iterable[Token]:
    described = data.described.values()
    return dict.fromkeys(o for description in described for o in description.get(predicate, ()))


def _check(shapes: Graph) -> None:
    """Refuse what a shapes graph says that would be passed over."""
    said = sorted({(s, p) for s, p, _ in shapes}, key=lambda pair: tuple(map(token, pair)))
    for subject, predicate in said:
        is_shape = any(_is_shacl(p) for p in shapes.predicates(subject))
        if is_shape and predicate not in _KNOWN | _PATHS:
            _refuse(subject, predicate)
    for subject, kind in shapes.subject_objects(RDF.type):
        if (_is_shacl(kind) and kind not in _KINDS) or kind == RDFS.Class:
            _refuse(subject, kind)


def _is_shacl(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(str(SH))


def _refuse(shape: Node, term: Node) -> None:
    raise ShapesError(
        f"the shape {_name(shape)} uses {_name(term)}, which only pySHACL knows: write it with "
        "what shapes/constraints.py knows, or add it there"
    )


def _name(node: Node) -> str:
    return curie(node) if isinstance(node, URIRef) else "without a name"
