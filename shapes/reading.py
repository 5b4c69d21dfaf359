"""RDF files as named graphs, parsed by Oxigraph: fast, and its errors name the line."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from ontology import DEFAULT_BASE
from shapes.errors import InputError
from shapes.statements import Statements

_FORMATS: Final = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}

Graphs = dict[str, Statements]


def read(paths: Iterable[Path]) -> Graphs:
    """Return the graphs in these files (.ttl .nt .trig .nq, each also .gz) by name.

    The name of a named graph is its IRI; what stands in no named graph is named by its file's
    path. Raises InputError, with file and line, for a file that is missing, of another kind,
    broken or empty.
    """
    lines: dict[str, list[str]] = {}
    for path in paths:
        _read_file(path, lines)
    return {name: Statements.of(lines[name]) for name in lines}


def _read_file(path: Path, lines: dict[str, list[str]]) -> None:
    kind = _format(path)
    found = False
    with _readable(path) as stream:
        for quad in ox.parse(stream, kind, base_iri=DEFAULT_BASE):
            found = True
            if isinstance(quad.object, ox.Triple):
                raise InputError(str(path), f"holds an RDF 1.2 triple term: {quad.object}")
            graph = quad.graph_name
            name = str(path) if isinstance(graph, ox.DefaultGraph) else graph.value
            lines.setdefault(name, []).append(f"{quad.triple} .")
    if not found:
        raise InputError(str(path), "holds no triple; give a file with RDF data")


def _format(path: Path) -> ox.RdfFormat:
    suffixes = path.suffixes[:-1] if path.suffix == ".gz" else path.suffixes
    kind = _FORMATS.get(suffixes[-1].lower()) if suffixes else None
    if kind is None:
        raise InputError(str(path), f"is none of {', '.join(_FORMATS)} (or one of them with .gz)")
    return kind


@contextmanager
def _readable(path: Path) -> Iterator[IO[bytes]]:
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with cast(IO[bytes], opened(path, "rb")) as stream:
            yield stream
    except SyntaxError as error:
        raise InputError(str(path), _on_one_line(error.msg), error.lineno) from error
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(str(path), f"cannot be read: {_on_one_line(str(error))}") from error


def _on_one_line(message: str) -> str:
    return " ".join(message.split())
