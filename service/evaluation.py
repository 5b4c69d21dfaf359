"""A query and its answer in the engine's terms; refused and broken queries become BadQueryError."""

import re

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from service import scan
from service.errors import BadQueryError
from service.scan import Dataset
from service.store import restricted

Answer = QuerySolutions | QueryBoolean | QueryTriples


def evaluate(store: Store, query: str, asked: Dataset | None = None) -> Answer:
    """The answer to a query over the dataset asked for by protocol, else that of its FROM clauses.

    A triple in several default graphs counts once. Graphs are those of the store: nothing is ever
    fetched or read for a name. Raises BadQueryError, with line and column of a syntax error.
    """
    named = scan.check(query)
    dataset = asked or named
    try:
        if dataset is None:
            return store.query(query)
        names: list[NamedNode | BlankNode] = [NamedNode(name) for name in dataset.named]
        if len(dataset.default) > 1:
            union = restricted(store, dataset)
            return union.query(query, default_graph=DefaultGraph(), named_graphs=names)
        graphs: list[NamedNode | BlankNode | DefaultGraph] = [
            NamedNode(name) for name in dataset.default
        ]
        return store.query(query, default_graph=graphs, named_graphs=names)
    except SyntaxError as error:
        raise syntax_problem(query, str(error)) from error
    except ValueError as error:
        raise BadQueryError(f"A graph's name is not an absolute IRI ({error}).") from error


def syntax_problem(query: str, message: str) -> BadQueryError:
    """The engine's message in words: where it stopped, and before what.

    What it lists as expected is every alternative of its grammar at the furthest point it tried,
    a page of character classes as often as not, so it is left out.
    """
    found = re.match(r"error at (\d+):(\d+): ", message)
    if not found:
        return BadQueryError(f"Not a SPARQL 1.1 query: {message}.")
    line, column = int(found[1]), int(found[2])
    lines = query.splitlines() or [""]
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    before = f"before {rest[:40]!r}" if rest else "at the end of the line"
    why = "an IRI is relative or its prefix undeclared" if "IRI parsing" in message else ""
    what = f"Not a SPARQL 1.1 query: {why or 'syntax error'} {before}"
    return BadQueryError(f"{what} (line {line}, column {column}).", line, column)
