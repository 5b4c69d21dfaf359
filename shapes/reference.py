"""pySHACL, the reference: what it finds is right, and the compiled shapes have to find the same.

No inference, no advanced features, no ontology graph: each changes results or clones the data.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import cast

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from shapes.compiled import Failure
from shapes.errors import ShapesError
from shapes.scopes import Scope, load
from shapes.statements import Statements
from shapes.tokens import Token, token


def failures(
    data: Statements, scope: Scope, among: Collection[Token] | None = None
) -> Iterator[Failure]:
    """Yield what of the targets of a scope does not conform; of those ``among`` these, where given.

    Raises ShapesError for data that pySHACL refuses, such as a blank node for a number.
    """
    # An rdflib graph in memory: on an Oxigraph store pySHACL is slow, and wrong about strings.
    # Ill-typed literals as strings: they fail sh:datatype just the same, and end no comparison.
    results = _results(data.comparable().graph(), scope)
    for result in results.objects(None, SH.result):  # not sh:detail, which explains another one
        focus = token(cast(Node, results.value(result, SH.focusNode)))
        # pySHACL's own focus_nodes option would pass nested shapes silently: filter the results.
        if among is None or focus in among:
            value = results.value(result, SH.value)
            yield (
                cast(Node, results.value(result, SH.sourceShape)),
                focus,
                None if value is None else token(value),
                cast(URIRef, results.value(result, SH.sourceConstraintComponent)),
            )


def _results(data: Graph, scope: Scope) -> Graph:
    try:
        _, results, _ = validate(
            data,
            shacl_graph=_shapes(scope),
            inference="none",
            advanced=False,
            inplace=True,
            meta_shacl=False,
        )
    except ReportableRuntimeError as error:
        raise ShapesError(f"the data cannot be validated: {error.message}") from error
    if not isinstance(results, Graph):
        raise ShapesError(f"the data cannot be validated: {results}")
    return results


@cache
def _shapes(scope: Scope) -> Graph:
    return load(scope)
