"""The links as owl:sameAs, in a file of its own that nobody has to load.

Whoever reasons over owl:sameAs puts what press releases say, dates that slipped included, on
Wikidata's items. A release therefore says skos:exactMatch and schema:sameAs only.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from mapping.release.description import linkset
from mapping.release.dumps import turtle
from mapping.release.graphs import ordered, prefixes
from mapping.wikidata.published import Published
from ontology import OWL, WD

_PREFIXES = ("dcterms", "owl", "void", "wd")
_WHY = (
    "The links to Wikidata for those who reason: everything that either side says of an entity "
    "holds of both, dates of press releases included. Not part of the release."
)


def text(release: Published) -> str:
    """Turtle: a VoID linkset and its triples."""
    base, same = release.base, NamedNode(str(OWL.sameAs))
    links = [
        Triple(NamedNode(f"{base}id/{path}"), same, NamedNode(f"{WD}{item}"))
        for path, item in release.items.items()
    ]
    described = linkset(base, "wikidata-same-as", Literal(_WHY, language="en"), same, len(links))
    kinds = {path.partition("/")[0] for path in release.items}
    used = {p: ns for p, ns in prefixes(base, kinds).items() if p in {*kinds, *_PREFIXES}}
    return turtle(ordered((*described, *links)), used).decode()
