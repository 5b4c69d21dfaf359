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
from service.diagnosis import syntax_error
from service.errors import BadQueryError
from service.scan import Dataset
from service.store import restricted

Answer = QuerySolutions | QueryBoolean | QueryTriples


def evaluate(
    store: Store, query: str, asked: Dataset | None = None, base: str | None = None
) -> Answer:
    """The answer to a query over the dataset asked for by protocol, else that of its FROM clauses.

    Relative IRIs are resolved against `base` where the query has no BASE. A triple in several
    default graphs counts once. Graphs are those of the store: nothing is ever fetched or read for a
    name. Raises BadQueryError, with line and column of a syntax error.
    """
    named = scan.check(query, base)
    dataset = asked or named
    try:
        if dataset is None:
            return store.query(query, base_iri=base)
        _check(store, dataset)
        names: list[NamedNode | BlankNode] = [NamedNode(name) for name in dataset.named]
        if len(dataset.default) > 1:
            union = restricted(store, dataset)
            return union.query(
                query, base_iri=base, default_graph=DefaultGraph(), named_graphs=names
            )
        graphs: list[NamedNode | BlankNode | DefaultGraph] = [
            NamedNode(name) for name in dataset.default
        ]
        return store.query(query, base_iri=base, default_graph=graphs, named_graphs=names)
    except SyntaxError as error:
        raise syntax_error(query, str(error), base) from error
    except RuntimeError as error:
        raise refused(error) from error
    except ValueError as error:
        raise BadQueryError(f"A graph's name is not an absolute IRI ({error}).") from error


def _check(store: Store, dataset: Dataset) -> None:
    """Refuse to read files rather than to find their graphs empty."""
    for name in (*dataset.default, *dataset.named):
        if name.lower().startswith("file:") and not store.contains_named_graph(NamedNode(name)):
            raise BadQueryError(f"There is no graph <{name}> here, and no file is read for it.")


def refused(error: RuntimeError) -> Exception:
    """The engine's complaint about a function that it does not have as BadQueryError; else as is.

    It comes when the function is called for the first time: at the query, or among its solutions.
    """
    found = re.search(r"custom (?:aggregate )?function (<\S*>) is not supported", str(error))
    return BadQueryError(f"There is no function {found[1]} here.") if found else error
