"""SHACL Core's constraint components, each made from its parameter into a check of value nodes.

A check yields the values at fault, or None where the focus node as a whole is (SHACL section 4).
These are the components that our shapes use; ``shapes/compiled.py`` refuses any other. Where SHACL
leaves room, they do as pySHACL does.
"""

import re
from collections.abc import Callable, Collection, Iterable
from operator import le, lt
from typing import Any, Final, Protocol, cast

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from shapes.errors import ShapesError
from shapes.statements import Statements
from shapes.tokens import Token, is_literal, suffix, term, text, token, whole

Found = Iterable[Token | None]
Check = Callable[[Statements, Token, Collection[Token]], Found]

_MISSING: Final[Found] = (None,)
_NOTHING: Final[Found] = ()


class Nested(Protocol):
    """A shape within another: only whether a node conforms to it matters."""

    def conforms(self, data: Statements, focus: Token) -> bool:
        """Whether a node conforms to the shape."""


# The shape of a node of the shapes graph.
Compile = Callable[[Node], Nested]


def _each(is_good: Callable[[Statements, Token], bool]) -> Check:
    """Return the check that yields each value that is not good."""

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        del focus
        return [value for value in values if not is_good(data, value)]

    return check


def _class(parameter: Node) -> Check:
    wanted = token(parameter)
    return _each(lambda data, value: wanted in data.classes(value))


def _datatype(parameter: Node) -> Check:
    # Ill-typed literals are plain strings by now (Statements.comparable).
    if parameter == RDF.langString:
        return _each(lambda _, value: is_literal(value) and suffix(value).startswith("@"))
    wanted = "" if parameter == XSD.string else f"^^<{parameter}>"
    return _each(lambda _, value: is_literal(value) and suffix(value) == wanted)


def _node_kind(parameter: Node) -> Check:
    kinds = {SH.IRI: ("<",), SH.BlankNode: ("_",), SH.Literal: ('"',)}
    if parameter not in kinds:
        raise ShapesError(f"sh:nodeKind {parameter} is not known here; use IRI, BlankNode, Literal")
    marks = kinds[URIRef(str(parameter))]
    return _each(lambda _, value: value.startswith(marks))


def _pattern(parameter: Node) -> Check:
    found = re.compile(str(parameter)).search

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        del data, focus
        return [value for value in values if value[0] == "_" or not found(text(value))]

    return check


def _in(members: Iterable[Node]) -> Check:
    wanted = frozenset(map(token, members))
    return _each(lambda _, value: value in wanted)


def _language_in(members: Iterable[Node]) -> Check:
    ranges = {str(member).lower() for member in members}

    def is_good(data: Statements, value: Token) -> bool:
        del data
        tag = suffix(value)[1:].lower() if is_literal(value) and value[-1] != ">" else ""
        return bool(tag) and (tag in ranges or tag.split("-")[0] in ranges)

    return _each(is_good)


def _unique_lang(parameter: Node) -> Check:
    if not (isinstance(parameter, Literal) and parameter.value is True):
        raise ShapesError('sh:uniqueLang is "true"^^xsd:boolean or left out')

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        del data, focus
        if len(values) < 2:
            return _NOTHING
        tags = [suffix(v) for v in values if is_literal(v) and v[-1] not in '">']
        return _MISSING if len(set(tags)) < len(tags) else _NOTHING

    return check


def _has_value(parameter: Node) -> Check:
    wanted = token(parameter)
    return lambda _, __, values: _NOTHING if wanted in values else _MISSING


def _min_count(parameter: Node) -> Check:
    least = _number(parameter)
    return lambda _, __, values: _MISSING if len(values) < least else _NOTHING


def _max_count(parameter: Node) -> Check:
    most = _number(parameter)
    return lambda _, __, values: _MISSING if len(values) > most else _NOTHING


def _min_inclusive(parameter: Node) -> Check:
    bound = whole(token(parameter))
    if bound is None:
        raise ShapesError(f"sh:minInclusive {parameter} is not known here; use an xsd:integer")
    least = bound

    def is_good(data: Statements, value: Token) -> bool:
        del data
        number = whole(value)
        if number is not None or not is_literal(value):
            return number is not None and number >= least
        return _is_at_least(value, least)

    return _each(is_good)


def _equals(parameter: Node) -> Check:
    other = token(parameter)

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        others = data.objects(focus, other)
        return [*(v for v in values if v not in others), *(v for v in others if v not in values)]

    return check


def _disjoint(parameter: Node) -> Check:
    other = token(parameter)

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        others = data.objects(focus, other)
        return [value for value in values if value in others] if others else _NOTHING

    return check


def _less_than(parameter: Node) -> Check:
    return _compared(parameter, lt)


def _less_than_or_equals(parameter: Node) -> Check:
    return _compared(parameter, le)


def _compared(parameter: Node, is_so: Callable[[Any, Any], bool]) -> Check:
    other = token(parameter)

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        others = data.objects(focus, other)
        return [v for v in values if any(not _holds(v, o, is_so) for o in others)]

    return check


def _holds(one: Token, other: Token, is_so: Callable[[Any, Any], bool]) -> bool:
    first, second = whole(one), whole(other)
    if first is not None and second is not None:
        return is_so(first, second)
    if "_" in {one[0], other[0]}:
        raise ShapesError("the data cannot be validated: a blank node has no place in an order")
    one_term, other_term = term(one), term(other)
    strings = [_string(each) for each in (one_term, other_term)]
    if strings[0] is not None and strings[1] is not None:
        return is_so(*strings)
    return strings == [None, None] and bool(is_so(one_term, other_term))


def _string(of: Node) -> str | None:
    """Return the text of an IRI or a string, which pySHACL compares as such; None for others."""
    value = of.value if isinstance(of, Literal) else str(of)
    return value if isinstance(value, str) else None


def _is_at_least(value: Token, least: int) -> bool:
    """Whether a literal that is no xsd:integer is as great: 1.5 may be, "2" and a date are not."""
    literal, bound = cast(Literal, term(value)), Literal(least)
    if isinstance(literal.value, str):
        return False
    try:
        return literal.eq(bound) or literal > bound
    except (TypeError, NotImplementedError):
        return False


def _number(parameter: Node) -> int:
    number = whole(token(parameter))
    if number is None:
        raise ShapesError(f"{parameter} is not the whole number that a count of SHACL takes")
    return number


def _node(parameter: Node, compiled: Compile) -> Check:
    return _each(compiled(parameter).conforms)


def _not(parameter: Node, compiled: Compile) -> Check:
    conforms = compiled(parameter).conforms
    return _each(lambda data, value: not conforms(data, value))


def _or(members: Iterable[Node], compiled: Compile) -> Check:
    tests = [compiled(member).conforms for member in members]
    return _each(lambda data, value: any(conforms(data, value) for conforms in tests))


def _xone(members: Iterable[Node], compiled: Compile) -> Check:
    tests = [compiled(member).conforms for member in members]
    return _each(lambda data, value: sum(conforms(data, value) for conforms in tests) == 1)


def _qualified_min_count(least: Node, shape: Node, compiled: Compile) -> Check:
    number, conforms = _number(least), compiled(shape).conforms

    def check(data: Statements, focus: Token, values: Collection[Token]) -> Found:
        del focus
        good = sum(conforms(data, value) for value in values)
        return _MISSING if good < number else _NOTHING

    return check


# By what a component's check is made from: its parameter, or the members of the list that it is.
_SIMPLE: Final[dict[Node, tuple[URIRef, Callable[[Node], Check]]]] = {
    SH["class"]: (SH.ClassConstraintComponent, _class),
    SH.datatype: (SH.DatatypeConstraintComponent, _datatype),
    SH.disjoint: (SH.DisjointConstraintComponent, _disjoint),
    SH.equals: (SH.EqualsConstraintComponent, _equals),
    SH.hasValue: (SH.HasValueConstraintComponent, _has_value),
    SH.lessThan: (SH.LessThanConstraintComponent, _less_than),
    SH.lessThanOrEquals: (SH.LessThanOrEqualsConstraintComponent, _less_than_or_equals),
    SH.maxCount: (SH.MaxCountConstraintComponent, _max_count),
    SH.minCount: (SH.MinCountConstraintComponent, _min_count),
    SH.minInclusive: (SH.MinInclusiveConstraintComponent, _min_inclusive),
    SH.nodeKind: (SH.NodeKindConstraintComponent, _node_kind),
    SH.pattern: (SH.PatternConstraintComponent, _pattern),
    SH.uniqueLang: (SH.UniqueLangConstraintComponent, _unique_lang),
}
_OF_LIST: Final[dict[Node, tuple[URIRef, Callable[[Iterable[Node]], Check]]]] = {
    SH["in"]: (SH.InConstraintComponent, _in),
    SH.languageIn: (SH.LanguageInConstraintComponent, _language_in),
}
_OF_SHAPE: Final[dict[Node, tuple[URIRef, Callable[[Node, Compile], Check]]]] = {
    SH.node: (SH.NodeConstraintComponent, _node),
    SH["not"]: (SH.NotConstraintComponent, _not),
}
_OF_SHAPES: Final[dict[Node, tuple[URIRef, Callable[[Iterable[Node], Compile], Check]]]] = {
    SH["or"]: (SH.OrConstraintComponent, _or),
    SH.xone: (SH.XoneConstraintComponent, _xone),
}
PARAMETERS: Final = frozenset(
    (*_SIMPLE, *_OF_LIST, *_OF_SHAPE, *_OF_SHAPES, SH.qualifiedMinCount, SH.qualifiedValueShape)
)


def checks(shapes: Graph, shape: Node, compiled: Compile) -> list[tuple[URIRef, Check]]:
    """Return the checks of a shape with their components. Raises ShapesError for what is unknown.

    ``compiled`` gives the shapes that are its parameters.
    """
    made: list[tuple[URIRef, Check]] = []
    for parameter, value in shapes.predicate_objects(shape):
        if parameter in _SIMPLE:
            component, simple = _SIMPLE[parameter]
            made.append((component, simple(value)))
        elif parameter in _OF_LIST:
            component, listed = _OF_LIST[parameter]
            made.append((component, listed(list(RdfList(shapes, value)))))
        elif parameter in _OF_SHAPE:
            component, nested = _OF_SHAPE[parameter]
            made.append((component, nested(value, compiled)))
        elif parameter in _OF_SHAPES:
            component, several = _OF_SHAPES[parameter]
            made.append((component, several(list(RdfList(shapes, value)), compiled)))
        elif parameter == SH.qualifiedMinCount:
            qualified = shapes.value(shape, SH.qualifiedValueShape)
            if qualified is None:
                raise ShapesError("sh:qualifiedMinCount needs sh:qualifiedValueShape beside it")
            check = _qualified_min_count(value, qualified, compiled)
            made.append((SH.QualifiedMinCountConstraintComponent, check))
    return made
