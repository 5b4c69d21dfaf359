"""What each document of a release tells: its facts by address, each with its details in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from mapping.evaluation.annotations import Annotation
from mapping.evaluation.published import Published, index
from mapping.evaluation.scoring import answers_directly, score
from mapping.release.graphs import Graphs
from ontology import CONCEPT, RDF, RDFS, SC, SKOS

DIRECT = "direct property"
_OURS = str(SC)
# What follows from the rest (bounds of a date, names) or says where it was read is no detail.
_NO_DETAIL = frozenset(str(name) for name in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel))
_NO_DETAIL_OF_OURS = frozenset({"earliest", "latest", "evidence"})
# Must match the "T" of "milestoneType"; must not match the "D" of "Deimos".
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")

Values = Mapping[str, set[NamedNode | Literal]]


@dataclass(frozen=True)
class Told:
    """A fact as one document tells it; ``path`` is its address without base.

    ``details`` lead from a property to its values, address → words, where an address is one without
    base and a literal stands for itself. ``is_right``: it answers an annotation.
    """

    path: str
    sort: str
    label: str
    rules: tuple[str, ...]
    details: Mapping[str, Mapping[str, str]]
    is_right: bool


class Build:
    """The graphs of one build with their score; answers what each document tells.

    Raises ValueError for a date that is none.
    """

    def __init__(self, graphs: Graphs, annotations: Mapping[str, Annotation]) -> None:
        self._graphs = graphs
        self._published = index(graphs)
        self._labels = _labels(triple for named in graphs.named.values() for triple in named)
        self.score = score(annotations, self._published)

    def told(self, slug: str, annotation: Annotation) -> dict[str, Told]:
        """The facts and the direct properties of one document, by path."""
        triples = self._graphs.named.get(f"document/{slug}", ())
        teller = _Teller(triples, self._labels, f"{self._graphs.base}id/")
        extras = {extra.iri for extra in self.score.extras if extra.document == annotation.stem}
        facts = [
            teller.fact(node.iri, min(node.classes), is_right=node.iri not in extras)
            for node in self._published.fact_nodes(slug)
        ]
        facts.extend(teller.statements(annotation, self._published))
        return {fact.path: fact for fact in sorted(facts, key=lambda fact: (fact.sort, fact.path))}


class _Teller:
    """Words for one document's nodes."""

    def __init__(self, triples: Iterable[Triple], labels: Mapping[str, str], start: str) -> None:
        self._labels, self._start = labels, start
        self._nodes: dict[str, dict[str, set[NamedNode | Literal]]] = {}
        for triple in triples:
            value = triple.object
            if isinstance(triple.subject, NamedNode) and isinstance(value, NamedNode | Literal):
                node = self._nodes.setdefault(triple.subject.value, defaultdict(set))
                node[triple.predicate.value].add(value)
        self._rules: dict[str, set[str]] = defaultdict(set)
        for values in self._nodes.values():
            for fact in values.get(f"{_OURS}reportOf", ()):
                self._rules[fact.value].update(_texts(values, "rule"))

    def fact(self, iri: str, sort: str, *, is_right: bool) -> Told:
        """The fact of this IRI and class."""
        rules, label = tuple(sorted(self._rules[iri])), self._words(NamedNode(iri))
        return Told(self._path(iri), sort, label, rules, self._details(iri), is_right)

    def statements(self, annotation: Annotation, published: Published) -> Iterator[Told]:
        """The direct properties that the document's reports tell of."""
        for iri, values in self._nodes.items():
            ends = [values.get(_OURS + name, ()) for name in ("subject", "property", "object")]
            if not all(ends):
                continue
            subject, name, value = (min(end, key=str) for end in ends)
            label = " ".join((self._words(subject), self._words(name), self._words(value)))
            names = (published.names.get(end.value, set()) for end in (subject, value))
            right = answers_directly(annotation, *names)
            rules = tuple(sorted(_texts(values, "rule")))
            yield Told(self._path(iri), DIRECT, label, rules, {}, right)

    def _details(self, iri: str) -> dict[str, dict[str, str]]:
        return {
            spaced(name.rpartition("#")[2].rpartition("/")[2]): {
                self._path(value.value): self._words(value) for value in sorted(values, key=str)
            }
            for name, values in sorted(self._nodes[iri].items())
            if name not in _NO_DETAIL and name.removeprefix(_OURS) not in _NO_DETAIL_OF_OURS
        }

    def _path(self, value: str) -> str:
        return value.removeprefix(self._start)

    def _words(self, term: NamedNode | Literal) -> str:
        if isinstance(term, NamedNode) and (label := self._labels.get(term.value)):
            return label
        for start in (_OURS, str(CONCEPT)):
            if term.value.startswith(start):
                return spaced(term.value.removeprefix(start))
        return self._path(term.value)


def spaced(name: str) -> str:
    """A local name in words: "milestoneType" → "milestone type"."""
    lower = _CAPITAL.sub(lambda capital: f" {capital[0].lower()}", name)
    return lower[:1].lower() + lower[1:]


def _labels(triples: Iterable[Triple]) -> dict[str, str]:
    found: dict[str, str] = {}
    for triple in triples:
        if triple.predicate.value == str(SKOS.prefLabel) and isinstance(triple.object, Literal):
            node = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
            # Two documents may label one fact differently: whichever is found first must not count.
            found[node] = min(found.get(node, triple.object.value), triple.object.value)
    return found


def _texts(values: Values, name: str) -> Iterator[str]:
    return (value.value for value in values.get(_OURS + name, ()))
