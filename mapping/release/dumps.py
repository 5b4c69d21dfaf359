"""The dumps of a release: all triples in each format, compressed, the same bytes every time."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from mapping.release import sorting
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
_END_OF_XML = b"</rdf:RDF>"
_TRIPLES_AT_ONCE = 20_000
# Beyond this level files of this kind take twice the time and save one part in fifty.
_LEVEL = 6


def write(graphs: Graphs, union: Callable[[], Iterator[list[bytes]]], folder: Path) -> None:
    """Write every dump into the folder, from the graphs and from the lines of their union.

    One graph, or some thousand triples, are in memory at a time. Raises OSError where there is no
    room.
    """
    prefixes = graphs.prefixes()
    for dump in DUMPS:
        with _compressed(folder / dump.name) as file:
            for block in _blocks(dump, graphs, union, prefixes):
                file.write(block)


def _blocks(
    dump: Dump,
    graphs: Graphs,
    union: Callable[[], Iterator[list[bytes]]],
    prefixes: dict[str, str],
) -> Iterator[bytes]:
    if dump.format == RdfFormat.N_QUADS:
        yield from sorting.joined(graphs.nquads())
    elif dump.format == RdfFormat.N_TRIPLES:
        yield from sorting.joined(line for lines in union() for line in lines)
    elif dump is JSON_LD:
        yield from (piece.encode() for piece in jsonld.joined(_nodes(graphs)))
    elif dump.format == RdfFormat.TRIG:
        yield from _joined(
            (graphs.quads_of(name) for name in graphs.names()), dump.format, prefixes
        )
    else:
        yield from _joined(_parsed(union()), dump.format, prefixes)


def _nodes(graphs: Graphs) -> Iterator[str]:
    for name in graphs.names():
        if name in graphs.stored:
            yield graphs.stored[name].jsonld()
        else:
            yield from jsonld.nodes(graphs.quads_of(name))


def _parsed(subjects: Iterable[list[bytes]]) -> Iterator[list[Triple]]:
    """Triples by the thousand, no subject in two parts."""
    held: list[bytes] = []
    for lines in subjects:
        held += lines
        if len(held) > _TRIPLES_AT_ONCE:
            yield _triples(held)
            held = []
    yield _triples(held)


def _triples(lines: Iterable[bytes]) -> list[Triple]:
    return [quad.triple for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES)]


def _joined(
    parts: Iterable[Iterable[Triple]] | Iterable[Iterable[Quad]],
    form: RdfFormat,
    prefixes: dict[str, str],
) -> Iterator[bytes]:
    """One document of parts that share no subject, or no graph.

    A line break inside a literal of Turtle is always escaped, so that lines can be told apart.
    """
    if form == RdfFormat.RDF_XML:
        yield _xml((), prefixes)[0]
        yield from (_xml(part, prefixes)[1] for part in parts)
        yield _END_OF_XML
        return
    for prefix in sorted(prefixes):
        yield f"@prefix {prefix}: <{prefixes[prefix]}> .\n".encode()
    for part in parts:
        text = serialize(part, format=form, prefixes=prefixes)
        if text:
            *_, body = text.split(b"\n", len(prefixes))
            yield b"\n" + body.replace(b" .\n", b" .\n\n").strip() + b"\n"


def _xml(
    statements: Iterable[Triple] | Iterable[Quad], prefixes: dict[str, str]
) -> tuple[bytes, bytes]:
    """Head and body of a text with prefixes, which pyoxigraph writes in no certain order."""
    text = serialize(statements, format=RdfFormat.RDF_XML, prefixes=prefixes) or b""
    declaration, root, body = text.split(b"\n", 2)
    names = sorted(root.removeprefix(b"<rdf:RDF ").removesuffix(b">").split(b" "))
    head = b"\n".join((declaration, b"<rdf:RDF " + b"\n  ".join(names) + b">", b""))
    return head, body.removesuffix(_END_OF_XML)


def turtle(triples: Iterable[Triple], prefixes: dict[str, str]) -> bytes:
    """Turtle text, one block a subject, of triples that are in order."""
    return b"".join(_joined([triples], RdfFormat.TURTLE, prefixes))


@contextmanager
def _compressed(path: Path) -> Iterator[IO[bytes]]:
    """A gzip file without name and time in its header, which would change from build to build."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as file,
    ):
        yield cast(IO[bytes], file)
