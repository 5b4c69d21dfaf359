"""RDF files as a dataset to serve: their quads, and an identifier computed from their bytes.

Triples of a file go into the default graph, quads into their graphs. Blank nodes are a file's own
(RDF 1.1 Semantics, section 4.1); relative IRIs are resolved against the file's address.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar, TypeVar, cast

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, Store, parse

from service.errors import DataError

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
_T = TypeVar("_T")
_BROKEN = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class RdfFiles:
    """RDF files as a source of the query engine; `union` as for `quads`."""

    paths: tuple[Path, ...]
    union: bool = False
    forks: ClassVar[bool] = True

    def open(self) -> Store:
        """A store with what the files say; raises DataError where one of them cannot be read."""
        store = Store()
        store.bulk_extend(quads(self.paths, union=self.union))
        return store


def quads(paths: Iterable[Path], *, union: bool = False) -> Iterator[Quad]:
    """The quads of the files; with `union`, each triple of a named graph in the default graph too.

    Raises DataError, naming file, line and column, where a file is not what its name says.
    """
    for number, path in enumerate(paths):
        for quad in _quads(path, number):
            yield quad
            if union and not isinstance(quad.graph_name, DefaultGraph):
                yield Quad(quad.subject, quad.predicate, quad.object)


def identifier(paths: Iterable[Path], *, union: bool = False) -> str:
    """What stands for the dataset as its hash does for a release: other bytes, other identifier."""
    parts = [f"union={union}"]
    for path in paths:
        try:
            with path.open("rb") as file:
                parts.append(f"{_format(path)} {hashlib.file_digest(file, 'sha256').hexdigest()}")
        except OSError as error:
            raise DataError(path, f"cannot be read ({error.strerror})") from error
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _quads(path: Path, number: int) -> Iterator[Quad]:
    written, base = _format(path), path.absolute().as_uri()
    try:
        with _opened(path) as file:
            yield from _named(parse(file, written, base_iri=base), number)
    except SyntaxError as error:
        place = (error.lineno, error.offset) if error.lineno else _place(path, written, base)
        raise DataError(path, f"is not {written.name}: {_reason(error)}", *place) from error
    except _BROKEN as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(path, f"cannot be read ({reason})") from error


def _named(quads: Iterable[Quad], number: int) -> Iterator[Quad]:
    """The quads with blank nodes named after the file's number and their order in it.

    The parser names them anew each time: answers would differ between starts, their ETags not.
    """
    names: dict[BlankNode, BlankNode] = {}

    def named(term: _T) -> _T | BlankNode:
        if not isinstance(term, BlankNode):
            return term
        return names.setdefault(term, BlankNode(f"f{number}b{len(names)}"))

    for s, p, o, graph in quads:
        yield Quad(named(s), p, named(o), named(graph))


def _reason(error: SyntaxError) -> str:
    """The parser's words without the place; those about remote contexts in ours."""
    if "LoadDocumentCallback" in error.msg:
        return "it refers to a context elsewhere, and nothing is fetched; write the context into it"
    return error.msg.partition(": ")[2] if error.lineno else error.msg


def _format(path: Path) -> RdfFormat:
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    try:
        return FORMATS[suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise DataError(path, f"ends in none of {known} (.gz may follow)") from None


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


class _Slowly(io.RawIOBase):
    """A file that hands out a line at a time, and of the line `slow` one byte at a time.

    Where its reading stopped is then where the parser stopped.
    """

    def __init__(self, file: IO[bytes], slow: int = 0) -> None:
        self.file, self.slow = file, slow
        self.line, self.column = 1, 0
        self._ended = False

    def read(self, _size: int = -1) -> bytes:
        """The next line or byte."""
        if self._ended:
            self.line, self.column = self.line + 1, 0
        given = self.file.read(1) if self.line == self.slow else self.file.readline()
        self._ended = given.endswith(b"\n")
        self.column += len(given)
        return given


def _place(path: Path, written: RdfFormat, base: str) -> tuple[int, int]:
    """Line and column (in bytes) where a parser that tells neither stopped, both from 1."""
    line = _stopped(path, written, base, slow=0).line
    reader = _stopped(path, written, base, slow=line)
    return reader.line, max(reader.column, 1)


def _stopped(path: Path, written: RdfFormat, base: str, slow: int) -> _Slowly:
    with _opened(path) as file:
        reader = _Slowly(file, slow)
        try:
            for _ in parse(cast(IO[bytes], reader), written, base_iri=base):
                pass
        except SyntaxError:
            pass
        return reader
