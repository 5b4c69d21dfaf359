"""The dumps of a release: all triples in each format, compressed, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from mapping.release import deflated, sorting
from mapping.release.graphs import Form, Graphs
from ontology import jsonld


@dataclass(frozen=True)
class Dump:
    """A format of the dumps; ``with_graphs`` where it can say which graph a triple is in."""

    suffix: Form
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


DUMPS = (
    Dump("nq", RdfFormat.N_QUADS, with_graphs=True),
    Dump("trig", RdfFormat.TRIG, with_graphs=True),
    Dump("jsonld", RdfFormat.JSON_LD, with_graphs=True),
    Dump("ttl", RdfFormat.TURTLE, with_graphs=False),
    Dump("nt", RdfFormat.N_TRIPLES, with_graphs=False),
    Dump("rdf", RdfFormat.RDF_XML, with_graphs=False),
)
#: The lines of the default graph, subject by subject.
Union = Callable[[], Iterator[list[bytes]]]
_END_OF_XML = b"</rdf:RDF>"
_TRIPLES_AT_ONCE = 20_000


def write(graphs: Graphs, union: Union, folder: Path) -> None:
    """Write every dump into the folder. Raises OSError where there is no room."""
    for task in writers(graphs, union, folder):
        task()


def writers(graphs: Graphs, union: Union, folder: Path) -> list[Callable[[], None]]:
    """What writes the dumps into the folder, from the graphs and from the lines of their union.

    Of stored documents the union has what they share; what is their own follows it. Some thousand
    triples of a dump are in memory at a time.
    """
    prefixes = graphs.prefixes()
    return [partial(_write, dump, graphs, union, prefixes, folder) for dump in DUMPS]


def _write(
    dump: Dump, graphs: Graphs, union: Union, prefixes: dict[str, str], folder: Path
) -> None:
    with deflated.writing(folder / dump.name) as file:
        if dump.suffix == "jsonld":
            _write_json(graphs, file)
            return
        head, end = _frame(dump.format, prefixes)
        file.write(head)
        if dump.with_graphs:
            for name in graphs.names():
                if name in graphs.stored:
                    file.add(graphs.stored[name].part(dump.suffix))
                else:
                    file.write(_body(graphs.quads_of(name), dump.format, prefixes))
        else:
            for block in _shared(dump.format, union(), prefixes):
                file.write(block)
            for name in sorted(graphs.stored):
                file.add(graphs.stored[name].part(dump.suffix))
        file.write(end)


def parts(
    graph: NamedNode, triples: Sequence[Triple], own: Sequence[Triple], prefixes: dict[str, str]
) -> dict[Form, bytes]:
    """What one document's graph adds to each dump but the N-Quads, ``own`` being its own triples.

    ``prefixes`` are those of the kinds that it speaks of; those of others change nothing.
    """
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    [node] = jsonld.nodes(quads)
    return {
        "trig": _body(quads, RdfFormat.TRIG, prefixes),
        "jsonld": node.encode(),
        "ttl": _body(own, RdfFormat.TURTLE, prefixes),
        "nt": _body(own, RdfFormat.N_TRIPLES, prefixes),
        "rdf": _body(own, RdfFormat.RDF_XML, prefixes),
    }


def _write_json(graphs: Graphs, file: deflated.Writer) -> None:
    head, separator, end = (text.encode() for text in jsonld.frame())
    file.write(head)
    before = b""
    for name in graphs.names():
        if name in graphs.stored:
            file.write(before)
            file.add(graphs.stored[name].part("jsonld"))
            before = separator
        else:
            for node in jsonld.nodes(graphs.quads_of(name)):
                file.write(before + node.encode())
                before = separator
    file.write(end)


def _shared(
    form: RdfFormat, union: Iterator[list[bytes]], prefixes: dict[str, str]
) -> Iterator[bytes]:
    if form == RdfFormat.N_TRIPLES:
        yield from sorting.joined(line for lines in union for line in lines)
    else:
        yield from (_body(triples, form, prefixes) for triples in _parsed(union))


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


def _frame(form: RdfFormat, prefixes: dict[str, str]) -> tuple[bytes, bytes]:
    """What stands before and after the bodies of a document."""
    if form == RdfFormat.RDF_XML:
        return _xml((), prefixes)[0], _END_OF_XML
    if form in (RdfFormat.TURTLE, RdfFormat.TRIG):
        lines = (f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))
        return "".join(lines).encode(), b""
    return b"", b""


def _body(
    part: Iterable[Triple] | Iterable[Quad], form: RdfFormat, prefixes: dict[str, str]
) -> bytes:
    """A part of a document that shares no subject, or no graph, with the other parts.

    A line break inside a literal of Turtle is always escaped, so that lines can be told apart.
    """
    if form == RdfFormat.RDF_XML:
        return _xml(part, prefixes)[1]
    if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return serialize(part, format=form) or b""
    text = serialize(part, format=form, prefixes=prefixes)
    if not text:
        return b""
    *_, body = text.split(b"\n", len(prefixes))
    return b"\n" + body.replace(b" .\n", b" .\n\n").strip() + b"\n"


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
    head, _ = _frame(RdfFormat.TURTLE, prefixes)
    return head + _body(triples, RdfFormat.TURTLE, prefixes)
