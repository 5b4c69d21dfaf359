"""The dumps of a release: all triples in each format, compressed, the same bytes every time."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from mapping.release.graphs import Graphs
from ontology import jsonld


@dataclass(frozen=True)
class Dump:
    """A format of the dumps; ``with_graphs`` where it can say which graph a triple is in."""

    suffix: str
    format: RdfFormat
    with_graphs: bool

    @property
    def name(self) -> str:
        """The file's name in a release."""
        return f"spacecoop.{self.suffix}.gz"

    @property
    def media_type(self) -> str:
        """The media type of the file, uncompressed."""
        return self.format.media_type


JSON_LD = Dump("jsonld", RdfFormat.JSON_LD, with_graphs=True)
DUMPS = (
    Dump("nq", RdfFormat.N_QUADS, with_graphs=True),
    Dump("trig", RdfFormat.TRIG, with_graphs=True),
    JSON_LD,
    Dump("ttl", RdfFormat.TURTLE, with_graphs=False),
    Dump("nt", RdfFormat.N_TRIPLES, with_graphs=False),
    Dump("rdf", RdfFormat.RDF_XML, with_graphs=False),
)
_HEADED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)


def write(graphs: Graphs, folder: Path) -> None:
    """Write every dump into the folder. Raises OSError where there is no room for it."""
    union, prefixes = graphs.union(), graphs.prefixes()
    for dump in DUMPS:
        with _compressed(folder / dump.name) as file:
            if dump is JSON_LD:
                for piece in jsonld.dataset(graphs.quads()):
                    file.write(piece.encode())
            elif dump.format in _HEADED:
                statements = graphs.quads() if dump.with_graphs else union
                file.write(_headed(statements, dump.format, prefixes))
            else:
                serialize(graphs.quads() if dump.with_graphs else union, file, dump.format)


def write_documents(graphs: Graphs, folder: Path) -> None:
    """Write the graph of each document as a Turtle file named after its slug."""
    prefixes = graphs.prefixes()
    for name, triples in graphs.named.items():
        if name.startswith("document/"):
            path = folder / f"{name.removeprefix('document/')}.ttl"
            path.write_bytes(turtle(triples, prefixes))


def turtle(triples: Iterable[Triple], prefixes: dict[str, str]) -> bytes:
    """Turtle text, one block a subject, of triples that are in order."""
    return _headed(triples, RdfFormat.TURTLE, prefixes)


def _headed(
    statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat, prefixes: dict[str, str]
) -> bytes:
    """Text in a format with prefixes, which pyoxigraph writes in an order that is never the same.

    A line break inside a literal is always escaped, so that lines can be told apart.
    """
    text = serialize(statements, format=form, prefixes=prefixes) or b""
    if form == RdfFormat.RDF_XML:
        declaration, root, body = text.split(b"\n", 2)
        names = sorted(root.removeprefix(b"<rdf:RDF ").removesuffix(b">").split(b" "))
        return b"\n".join((declaration, b"<rdf:RDF " + b"\n  ".join(names) + b">", body))
    *head, body = text.split(b"\n", len(prefixes))
    return b"\n".join((*sorted(head), b"", body.replace(b" .\n", b" .\n\n").strip(), b""))


@contextmanager
def _compressed(path: Path) -> Iterator[IO[bytes]]:
    """A gzip file without name and time in its header, which would change from build to build."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
    ):
        yield cast(IO[bytes], file)
