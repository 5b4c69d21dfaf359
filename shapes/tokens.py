"""RDF terms as N-Triples writes them: ``<iri>``, ``_:node``, ``"text"@en``, ``"1"^^<datatype>``.

A token is a plain string, so that a graph of tokens costs a fraction of one of terms: it is hashed
once, compared at once, and taken apart only where a shape asks for a part of it.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import IdentifiedNode, Node

Token = str
Term = IdentifiedNode | Literal

INTEGER: Final = f"^^<{XSD.integer}>"
DATE: Final = f"^^<{XSD.date}>"
_BOOLEAN: Final = f"^^<{XSD.boolean}>"

# Must match "0", "-12", "007"; must not match "", "1.0", "1e3".
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
# Must match "2021-03-09"; must not match "2021-3-9", "2021-03-09Z".
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def token(term: Node) -> Token:
    """Return the token of an rdflib term."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"not a term of a graph: {term!r}")
    if term.language:
        return str(ox.Literal(str(term), language=term.language.lower()))
    if term.datatype is None:
        return str(ox.Literal(str(term)))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))))


def term(written: Token) -> Term:
    """Return the rdflib term of a token."""
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    annotation = suffix(written)
    if annotation.startswith("@"):
        return Literal(lexical(written), lang=annotation[1:])
    if annotation:
        # Without normalize=False rdflib would turn "01" into "1" and hide what the data says.
        return Literal(lexical(written), datatype=URIRef(annotation[3:-1]), normalize=False)
    return Literal(lexical(written))


def is_literal(written: Token) -> bool:
    """Whether a token is a literal's."""
    return written.startswith('"')


def suffix(written: Token) -> str:
    """Return what follows the text of a literal: ``@en``, ``^^<datatype>`` or nothing."""
    return written[written.rindex('"') + 1 :]


def text(written: Token) -> str:
    """Return an IRI, or the lexical form of a literal, without their marks."""
    return lexical(written) if written.startswith('"') else written[1:-1]


def lexical(written: Token) -> str:
    """Return the lexical form of a literal."""
    inside = written[1 : written.rindex('"')]
    return _unescaped(written) if "\\" in inside else inside


def whole(written: Token) -> int | None:
    """Return the number of an xsd:integer, None for any other token."""
    if not written.endswith(INTEGER):
        return None
    inside = written[1 : -len(INTEGER) - 1]
    return int(inside) if _WHOLE.fullmatch(inside) else None


def is_ill_typed(written: Token) -> bool:
    """Whether a literal has a lexical form that its datatype lacks ("2021-02-30"^^xsd:date)."""
    if not written.endswith(">") or not written.startswith('"') or whole(written) is not None:
        return False
    return _is_ill_typed(written)


@lru_cache(maxsize=10_000)
def _is_ill_typed(written: Token) -> bool:
    form, annotation = lexical(written), suffix(written)
    if annotation == DATE and _DAY.fullmatch(form):
        try:
            date.fromisoformat(form)
        except ValueError:
            return True
        return False
    if annotation == _BOOLEAN and form in {"true", "false"}:
        return False
    return bool(getattr(term(written), "ill_typed", False))


def _unescaped(written: Token) -> str:
    (quad,) = ox.parse(f"<s:s> <p:p> {written} .", ox.RdfFormat.N_TRIPLES)
    return str(quad.object.value)
