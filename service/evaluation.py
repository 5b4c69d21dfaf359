"""A query and its answer in the engine's terms; refused and broken queries become BadQueryError."""

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
        raise syntax_error(query, str(error)) from error
    except ValueError as error:
        raise BadQueryError(f"A graph's name is not an absolute IRI ({error}).") from error
