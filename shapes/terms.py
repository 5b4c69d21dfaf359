"""Terms that a graph uses, held against those that the ontology defines."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from rdflib import URIRef

from ontology import SC, load
from shapes.engine import program_finding
from shapes.findings import Finding
from shapes.scopes import SHAPE
from shapes.statements import Statements
from shapes.tokens import Token, token

_OURS: Final = f"<{SC}"
_PROPERTY: Final = token(SC.property)
_SUBJECT: Final = token(SC.subject)
_OBJECT: Final = token(SC.object)


def undefined_terms(data: Statements, document: str | None) -> Iterator[Finding]:
    """Yield every use of an ``sc:`` property, class or individual that the ontology lacks.

    Without this check a misspelt property passes every shape, since no shape looks for it.
    """
    defined = _defined()
    for subject, predicate, value in data:
        for used in (predicate, value):
            if used.startswith(_OURS) and used not in defined:
                yield program_finding(SHAPE["undefined-term"], subject, used, document)


def unstated_properties(data: Statements, document: str | None) -> Iterator[Finding]:
    """Yield reports of a direct property that the graph itself does not state."""
    for report, description in data.described.items():
        for predicate in description.get(_PROPERTY, ()):
            for subject in description.get(_SUBJECT, ()):
                for value in description.get(_OBJECT, ()):
                    if value not in data.objects(subject, predicate):
                        shape = SHAPE["report-states"]
                        yield program_finding(shape, report, predicate, document)


@cache
def _defined() -> frozenset[Token]:
    terms = (term for term in load().subjects() if isinstance(term, URIRef) and term in SC)
    return frozenset(map(token, terms))
