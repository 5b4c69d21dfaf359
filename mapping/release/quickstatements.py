"""What the documents of a release can add to Wikidata, as commands for QuickStatements.

Version 1 of the format, with tabs: https://www.wikidata.org/wiki/Help:QuickStatements . A line is a
statement with its references; the format knows neither header nor comment. Which fact becomes
which property is said in ``quickstatements.tsv``, column by column:

``fact``, ``where``, ``status``
    The class of a fact or, for a direct property, of its report. Conditions on values ("post=" asks
    for none). The statuses with which a report counts.
``subject``, ``flown``, ``subject_class``
    The property that leads to the subject, or "self". "once" leaves out those of
    ``quickstatements-flown-often.tsv``: the launch of one of a series is not the series' own.
``value``, ``value_class``, ``property``, ``label``
    The property that leads to the value, and what the statement says in Wikidata.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, product

import rdflib
from pyoxigraph import NamedNode, Triple
from rdflib.term import Node

from mapping import dates
from mapping.release.citations import Reference, reference, time
from mapping.release.graphs import rdflib_graph
from ontology import RDF, SC, SKOS, WD

FILE = "quickstatements.txt"
_TABLE = "quickstatements.tsv"
_FLOWN_OFTEN = "quickstatements-flown-often.tsv"
# Must match "http://www.wikidata.org/entity/Q48756"; must not match "…/entity/P31".
_ITEM = re.compile(re.escape(str(WD)) + r"Q([1-9]\d*)", re.ASCII)


@dataclass(frozen=True, order=True)
class Statement:
    """The numbers of item and property, and the value as it is written."""

    item: int
    property: int
    value: str

    def line(self, references: Iterable[Reference]) -> str:
        """The command; "!" opens each further reference, which would otherwise join the first."""
        cells = [f"Q{self.item}", f"P{self.property}", self.value]
        for number, cited in enumerate(sorted(references)):
            for place, (name, value) in enumerate(cited):
                cells += (f"!{name}" if number and not place else name, value)
        return "\t".join(cells) + "\n"


@dataclass(frozen=True)
class _Told:
    """What one document tells of a fact; for a direct property the report is the fact."""

    graph: rdflib.Graph
    report: Node
    fact: Node

    def values(self, name: str) -> set[Node]:
        """The values that fact and report have for a property."""
        if name == "self":
            return {self.fact}
        return {v for node in (self.fact, self.report) for v in self.graph.objects(node, SC[name])}

    def words(self, name: str) -> set[str]:
        """The same as texts or local names."""
        return {re.split(r"[#/]", str(value))[-1] for value in self.values(name)}

    def reference(self) -> Reference | None:
        """The document as a reference, if people can find it again."""
        document = self.graph.value(self.report, SC.inDocument)
        return reference(self.graph, document) if document else None


@dataclass(frozen=True)
class _Row:
    """A row of the table; see the top of this module."""

    fact: str
    where: str
    status: str
    subject: str
    flown: str
    subject_class: str
    value: str
    value_class: str
    property: str
    label: str

    def fits(self, told: _Told) -> bool:
        """Whether the row is for what a document tells."""
        status = {word.lower() for word in told.words("status")} or {"unstated"}
        return (
            (told.fact, RDF.type, SC[self.fact]) in told.graph
            and status <= set(self.status.split())
            and all(_holds(condition, told) for condition in self.where.split("; ") if condition)
        )


@dataclass(frozen=True)
class Linked:
    """Numbers of items and classes of entities, and those that are flown often."""

    items: Mapping[Node, int]
    classes: Mapping[Node, set[Node]]
    flown_often: frozenset[Node]

    @classmethod
    def of(cls, authority: Iterable[Triple], links: Iterable[Triple], base: str) -> Linked:
        """The entities that two graphs describe and link."""
        matches = rdflib_graph(links).subject_objects(SKOS.exactMatch)
        items = {
            entity: int(found[1]) for entity, i in matches if (found := _ITEM.fullmatch(str(i)))
        }
        classes: defaultdict[Node, set[Node]] = defaultdict(set)
        typing = (t for t in authority if t.predicate.value == str(RDF.type))
        for entity, value in rdflib_graph(typing).subject_objects():
            classes[entity].add(value)
        often = (rdflib.URIRef(f"{base}id/{row['path']}") for row in _read(_FLOWN_OFTEN))
        return cls(items, {e: classes[e] for e in items}, frozenset(often))

    def subjects(self, row: _Row, told: _Told) -> list[int]:
        """The numbers of the items that a row makes statements about."""
        left_out = self.flown_often if row.flown == "once" else frozenset()
        return self._numbers(told, told.values(row.subject) - left_out, row.subject_class)

    def values(self, row: _Row, told: _Told) -> list[str]:
        """The values of those statements, as they are written."""
        if row.value_class == "date":
            written = (time(str(date)) for date in told.values(row.value))
            return sorted({value for value in written if value})
        numbers = self._numbers(told, told.values(row.value), row.value_class)
        return [f"Q{number}" for number in numbers]

    def _numbers(self, told: _Told, entities: Iterable[Node], classes: str) -> list[int]:
        wanted = {SC[name] for name in classes.split()}
        return sorted(
            self.items[e]
            for e in entities
            if e in self.items and {*self.classes[e], *told.graph.objects(e, RDF.type)} & wanted
        )


@dataclass(frozen=True)
class Telling:
    """What one document tells of one fact, as far as commands need it.

    ``fact`` and ``report`` are IRIs, the same for a direct property. ``statements`` are number of
    the row, items that it is about, and values; ``reference`` is the document, if people can find
    it again.
    """

    fact: str
    report: str
    dates: tuple[str, ...]
    is_cancelled: bool
    reference: Reference | None
    statements: tuple[tuple[int, tuple[int, ...], tuple[str, ...]], ...]


def tellings(triples: Iterable[Triple], linked: Linked) -> Iterator[Telling]:
    """What one document tells, from the triples of its graph."""
    # Most triples of a document tell of its passages; no command quotes them.
    graph = rdflib_graph(t for t in triples if not _is_of_passage(t))
    for report in sorted(graph.subjects(RDF.type, SC.Report), key=str):
        told = _Told(graph, report, graph.value(report, SC.reportOf) or report)
        fitting = [(n, row) for n, row in enumerate(_rows()) if row.fits(told)]
        yield Telling(
            fact=str(told.fact),
            report=str(report),
            dates=tuple(sorted(str(date) for date in told.values("date"))),
            is_cancelled="Cancelled" in told.words("status"),
            reference=told.reference(),
            statements=tuple(
                (n, tuple(linked.subjects(row, told)), tuple(linked.values(row, told)))
                for n, row in fitting
            ),
        )


def text(told: Callable[[], Iterable[Telling]]) -> str:
    """The commands, a line each, in the order of items and properties; may be empty.

    ``told`` gives what all documents tell, and is asked twice: what makes no command need not be
    held.
    """
    supported: defaultdict[Statement, set[Reference]] = defaultdict(set)
    for fact in gathered(told).values():
        if not is_contested(fact):
            for statement, telling in statements(fact):
                if telling.reference:
                    supported[statement].add(telling.reference)
    return "".join(statement.line(supported[statement]) for statement in sorted(supported))


def properties() -> tuple[str, ...]:
    """The numbers of the properties that statements have ("P619")."""
    return tuple(row.property for row in _rows())


def gathered(told: Callable[[], Iterable[Telling]]) -> dict[str, list[Telling]]:
    """What documents tell of each fact that some document could support a command for."""
    wanted = {telling.fact for telling in told() if telling.reference and _says(telling)}
    facts: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in told():
        if telling.fact in wanted:
            facts[telling.fact].append(telling)
    return facts


def _says(telling: Telling) -> bool:
    return any(items and values for _, items, values in telling.statements)


def statements(fact: Sequence[Telling]) -> Iterator[tuple[Statement, Telling]]:
    """The statements that documents make by what they tell of one fact, each with who tells it."""
    for number, row in enumerate(_rows()):
        stated = [
            (telling, items, set(values))
            for telling in fact
            for n, items, values in telling.statements
            if n == number
        ]
        values = [one for _, _, one in stated]
        if row.value_class == "date":
            values = _finest(values)
        for (telling, items, _), kept in zip(stated, values, strict=True):
            for item, value in product(items, kept):
                yield Statement(item, int(row.property[1:]), value), telling


def _is_of_passage(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and "#" in triple.subject.value


def _finest(values: Sequence[set[str]]) -> list[set[str]]:
    """The most precise date alone: who states only its year does not state it."""
    every = {value for stated in values for value in stated}
    finest = max((_precision(value) for value in every), default=0)
    return [{value for value in stated if _precision(value) == finest} for stated in values]


def _precision(time: str) -> int:
    return int(time.rsplit("/", 1)[-1])


def is_contested(fact: Sequence[Telling]) -> bool:
    """Whether two dates of a fact exclude each other, or some document calls it cancelled."""
    stated = sorted({date for telling in fact for date in telling.dates})
    return any(telling.is_cancelled for telling in fact) or not all(
        _within(one, other) or _within(other, one) for one, other in combinations(stated, 2)
    )


def _within(inner: str, outer: str) -> bool:
    (begin, end), (earliest, latest) = dates.bounds(inner), dates.bounds(outer)
    return (earliest is None or (begin is not None and begin >= earliest)) and (
        latest is None or (end is not None and end <= latest)
    )


def _holds(condition: str, told: _Told) -> bool:
    name, _, allowed = condition.partition("=")
    found = told.words(name)
    return bool(found & set(allowed.split())) if allowed else not found


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(_Row(**row) for row in _read(_TABLE))


def _read(name: str) -> list[dict[str, str]]:
    lines = (files("mapping.release") / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
