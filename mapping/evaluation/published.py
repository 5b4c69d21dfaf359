"""A release as the scorer sees it: names, classes and links, through the published vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mapping.evaluation.matching import FACT_CLASSES, folded
from mapping.release.graphs import Graphs
from ontology import RDF, SC

Properties: TypeAlias = Mapping[str, set[str]]

_TYPE = str(RDF.type)
_DOCUMENT = "document/"
_NAMES = frozenset({"prefLabel", "altLabel", "label", "acronym", "name"})
# The local names of properties that say what a fact is about.
LINKS = frozenset(
    "participant organizer place topic party signatory endeavour contributor item agent recipient "
    "witness series member organization withinEvent milestoneType destination country locatedIn "
    "partOf orbits".split()
)


@dataclass(frozen=True)
class FactNode:
    """A published fact in one document: classes, all names of what it links to, EDTF dates."""

    iri: str
    classes: frozenset[str]
    names: frozenset[str]
    dates: frozenset[str]


@dataclass(frozen=True)
class Published:
    """Graphs indexed for scoring; names are folded, properties are local names."""

    names: Mapping[str, set[str]]
    classes: Mapping[str, set[str]]
    direct: Mapping[str, set[str]]
    documents: Mapping[str, Mapping[str, Properties]]

    def fact_nodes(self, slug: str) -> list[FactNode]:
        """The facts that a document states."""
        return [
            FactNode(
                iri=subject,
                classes=frozenset(self._classes(subject)),
                names=frozenset(self._linked(subject, properties)),
                dates=frozenset(properties.get("date", ())),
            )
            for subject, properties in self.documents.get(slug, {}).items()
            if self._classes(subject)
        ]

    def mentioned(self, slug: str) -> set[str]:
        """All names of whatever a document's graph speaks of."""
        nodes = self.documents.get(slug, {})
        objects = (o for properties in nodes.values() for os in properties.values() for o in os)
        return {name for term in (*nodes, *objects) for name in self._names(term)}

    def links_directly(self, slug: str, subject: set[str], value: set[str]) -> bool:
        """Whether one property leads from something of the one name to something of the other."""
        nodes = self.documents.get(slug, {})
        return any(
            self._names(target) & value
            for term in {*self.direct, *nodes}
            if self._names(term) & subject
            for target in self.direct.get(term, set()).union(*nodes.get(term, {}).values())
        )

    def _classes(self, subject: str) -> set[str]:
        return self.classes.get(subject, set()) & FACT_CLASSES

    def _names(self, term: str) -> set[str]:
        return self.names.get(term, set())

    def _linked(self, subject: str, properties: Properties) -> set[str]:
        # A post is a text of its own; an entity without a name answers to its address.
        targets = [o for p, os in properties.items() if p in LINKS or p == "post" for o in os]
        return self._names(subject).union(*(self._names(o) | {folded(o)} for o in targets))


def index(graphs: Graphs) -> Published:
    """The index of a release's graphs."""
    names, classes, direct = (defaultdict[str, set[str]](set) for _ in range(3))
    documents: dict[str, dict[str, defaultdict[str, set[str]]]] = {}
    for graph, triples in graphs.named.items():
        nodes = documents.setdefault(graph.removeprefix(_DOCUMENT), {})
        for triple in triples:
            subject, local, value = _value(triple.subject), _local(triple), _value(triple.object)
            if local in _NAMES:
                names[subject].add(folded(value))
            if triple.predicate.value == _TYPE and value.startswith(str(SC)):
                classes[subject].add(value.removeprefix(str(SC)))
            if graph.startswith(_DOCUMENT):
                nodes.setdefault(subject, defaultdict(set))[local].add(value)
            elif local in LINKS:
                direct[subject].add(value)
    return Published(names, classes, direct, documents)


def _local(triple: Triple) -> str:
    return triple.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _value(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value
