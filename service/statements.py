"""The service's own queries, and the triples they return, by subject and property."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from service.names import A, sc


def construct(store: Store, name: str, **given: NamedNode) -> set[Triple]:
    """The distinct triples of `queries/{name}.rq` with its given variables set."""
    answer = store.query(query_text(name), substitutions=_substitutions(given))
    if not isinstance(answer, QueryTriples):
        raise TypeError(f"queries/{name}.rq is no CONSTRUCT")
    return set(answer)


def select(store: Store, name: str, **given: NamedNode) -> Iterator[QuerySolution]:
    """The solutions of `queries/{name}.rq` with its given variables set."""
    answer = store.query(query_text(name), substitutions=_substitutions(given))
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"queries/{name}.rq is no SELECT")
    return answer


def described(store: Store, subjects: Iterable[str]) -> set[Triple]:
    """What is said of each subject, in one go: some microseconds each, whatever the store's size.

    (A query gives a variable one value at most; a query a subject takes thirty times as long.)
    """
    return {
        quad.triple
        for subject in dict.fromkeys(subjects)
        for quad in store.quads_for_pattern(NamedNode(subject), None, None, DefaultGraph())
    }


def _substitutions(
    given: dict[str, NamedNode],
) -> dict[Variable, NamedNode | BlankNode | Literal | Triple]:
    return {Variable(name): node for name, node in given.items()}


@cache
def query_text(name: str) -> str:
    """The text of `queries/{name}.rq`."""
    return files("service").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


class Statements:
    """Triples, to be asked by subject and property; values come in a fixed order."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._index: dict[str, dict[NamedNode, list[NamedNode | Literal]]] = {}
        for triple in set(triples):
            if isinstance(triple.subject, NamedNode) and isinstance(
                triple.object, NamedNode | Literal
            ):
                properties = self._index.setdefault(triple.subject.value, {})
                properties.setdefault(triple.predicate, []).append(triple.object)
        # Sorting whole triples would take half the time of a page.
        for properties in self._index.values():
            for values in properties.values():
                if len(values) > 1:
                    values.sort(key=str)

    def values(self, subject: str, predicate: NamedNode) -> list[NamedNode | Literal]:
        """All values of a property."""
        return self._index.get(subject, {}).get(predicate, [])

    def links(self, subject: str, predicate: NamedNode) -> list[str]:
        """The IRIs among the values of a property."""
        values = self.values(subject, predicate)
        return [value.value for value in values if isinstance(value, NamedNode)]

    def text(self, subject: str, predicate: NamedNode) -> str:
        """The first value as text, the English one of several; empty where there is none."""
        values = self.values(subject, predicate)
        english = [v for v in values if isinstance(v, Literal) and v.language == "en"]
        return (english or values)[0].value if values else ""

    def number(self, subject: str, predicate: NamedNode) -> int:
        """The first value as a number; 0 where there is none."""
        text = self.text(subject, predicate)
        return int(text) if text.isdecimal() else 0

    def properties(self, subject: str) -> dict[NamedNode, list[NamedNode | Literal]]:
        """Everything said of a subject."""
        found = self._index.get(subject, {})
        return dict(sorted(found.items(), key=lambda pair: str(pair[0])))

    def instances(self, name: str) -> list[str]:
        """The subjects that belong to a class of the ontology."""
        cls = sc(name)
        return sorted(subject for subject in self._index if cls in self.values(subject, A))
