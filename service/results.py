"""Query results as a page shows them: rows of cells, IRIs as links with their names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, cast

from markupsafe import escape
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
from service.names import address, clipped
from service.release import Release

ROWS = 200
COUNTED = 10_000  # rows that are counted, beyond those that are shown
ROOM = 50_000  # bytes of all rows together, with their markup
CELL = 40  # bytes of a cell's markup, roughly
TEXT = 1_000  # characters of a value

Term = NamedNode | BlankNode | Literal | Triple | None


@dataclass(frozen=True)
class Cell:
    """One value: its text, where it leads (empty: nowhere), and datatype or language."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """The first rows of a result, and how many it has; `more` where nobody counted on.

    Long values are `shortened`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    number: int
    more: bool
    shortened: bool


def shown(body: Answer, syntax: str, release: Release) -> Table | bool:
    """An answer of the engine, as JSON or N-Triples, in the form that a page shows.

    No more of it is read than the page shows or counts.
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
    """As many rows as there is room for, the first one whatever it takes."""
    left = iter(rows)
    longest = max(20, min(TEXT, ROOM // 4 // max(1, len(columns))))
    shown: list[tuple[Cell, ...]] = []
    number, room, shortened = 0, ROOM, False
    for row in islice(left, ROWS):
        number += 1
        whole = [cell(term, release) for term in row]
        cells = tuple(replace(one, text=clipped(one.text, longest)) for one in whole)
        room -= sum(CELL + _size(one.text) + _size(one.href) for one in cells)
        if shown and room < 0:
            break
        shown.append(cells)
        shortened |= any(len(one.text) > longest for one in whole)
    number += sum(1 for _ in islice(left, COUNTED - number))
    return Table(columns, tuple(shown), number, next(left, None) is not None, shortened)


def _size(text: str) -> int:
    return len(escape(text).encode(errors="replace"))
