"""Query results as a page shows them: rows of cells, IRIs as links with their names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    Variable,
    parse,
    parse_query_results,
)

from service.engine import Answer
from service.names import address
from service.release import Release

ROWS = 1_000

Term = NamedNode | BlankNode | Literal | Triple | None


@dataclass(frozen=True)
class Cell:
    """One value: its text, where it leads (empty: nowhere), and datatype or language."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """The first rows of a result; `more` where the result has others."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool


def shown(body: Answer, syntax: str, release: Release) -> Table | bool:
    """An answer of the engine, as JSON or N-Triples, in the form that a page shows.

    No more of it is read than the page has room for.
    """
    if syntax != "json":
        return _graph(body, release)
    answer = parse_query_results(cast(IO[bytes], body), QueryResultsFormat.JSON)
    return bool(answer) if isinstance(answer, QueryBoolean) else _solutions(answer, release)


def _solutions(solutions: QuerySolutions, release: Release) -> Table:
    variables = tuple(solutions.variables)
    return _table(_names(variables), ([s[v] for v in variables] for s in solutions), release)


def _graph(body: Answer, release: Release) -> Table:
    triples = parse(cast(IO[bytes], body), RdfFormat.N_TRIPLES)
    rows = ([t.subject, t.predicate, t.object] for t in triples)
    return _table(("subject", "predicate", "object"), rows, release)


def cell(term: Term, release: Release) -> Cell:
    """A term as a page shows it."""
    match term:
        case NamedNode():
            name = release.labels.get(term.value) or term.value.removeprefix(release.base)
            return Cell(name, address(term.value, release.base))
        case Literal():
            return Cell(term.value, note=term.language or "")
    return Cell("" if term is None else str(term))


def _names(variables: Iterable[Variable]) -> tuple[str, ...]:
    return tuple(variable.value for variable in variables)


def _table(columns: tuple[str, ...], rows: Iterable[Iterable[Term]], release: Release) -> Table:
    cells: Iterator[tuple[Cell, ...]] = (tuple(cell(t, release) for t in row) for row in rows)
    shown = tuple(islice(cells, ROWS))
    return Table(columns, shown, next(cells, None) is not None)
