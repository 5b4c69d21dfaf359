"""A release's quads in memory: its named graphs, and their union as the default graph.

The union is materialised, each distinct triple once. The engine's own union, like several FROM
clauses, counts a triple once a graph, which falsifies every COUNT and multiplies joins.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from service.errors import ReleaseError
from service.scan import Dataset


@dataclass(frozen=True)
class Dump:
    """The quads of a gzipped N-Quads file as a source of the query engine."""

    path: Path
    forks: ClassVar[bool] = True

    def open(self) -> Store:
        """The store that `load` gives."""
        return load(self.path)


def load(path: Path) -> Store:
    """A store with the quads of a gzipped N-Quads file; ReleaseError where it cannot be read."""
    store = Store()
    store.bulk_extend(quads(path))
    return store


def quads(path: Path) -> Iterator[Quad]:
    """The quads of a gzipped N-Quads file, each in the default graph, too.

    Raises ReleaseError where it cannot be read.
    """
    try:
        with gzip.open(path) as file:
            yield from _twice(parse(cast(IO[bytes], file), RdfFormat.N_QUADS))
    except (OSError, EOFError, SyntaxError, zlib.error) as error:
        raise ReleaseError(path, f"cannot be read ({error})") from error


def restricted(store: Store, dataset: Dataset) -> Store:
    """A store that holds the union of the dataset's default graphs, and its named graphs.

    Only needed for two default graphs or more: one is the same, counted by the engine itself.
    """
    copy = Store()
    for name in dataset.default:
        copy.extend(Quad(*triple) for triple in triples(store, NamedNode(name)))
    for name in dataset.named:
        copy.extend(store.quads_for_pattern(None, None, None, NamedNode(name)))
    return copy


def triples(store: Store, graph: NamedNode | DefaultGraph) -> Iterator[Triple]:
    """The triples of one graph; none where the store has no such graph."""
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _twice(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)
