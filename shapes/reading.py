"""RDF files as named rdflib graphs, parsed by Oxigraph: fast, and its errors name the line."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ontology import DEFAULT_BASE
from shapes.errors import InputError

_FORMATS: Final = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}

# Oxigraph gives every plain literal a datatype that rdflib takes for a difference.
_PLAIN: Final = "http://www.w3.org/2001/XMLSchema#string"

Graphs = dict[str, Graph]


def read(paths: Iterable[Path]) -> Graphs:
    """Return the graphs in these files (.ttl .nt .trig .nq, each also .gz) by name.

    The name of a named graph is its IRI; what stands in no named graph is named by its file's
    path. Raises InputError, with file and line, for a file that is missing, of another kind,
    broken or empty.
    """
    graphs: Graphs = {}
    for path in paths:
        _read_file(path, graphs)
    return graphs


def _read_file(path: Path, graphs: Graphs) -> None:
    kind = _format(path)
    found = False
    with _readable(path) as stream:
        for quad in ox.parse(stream, kind, base_iri=DEFAULT_BASE):
            found = True
            if isinstance(quad.object, ox.Triple):
                raise InputError(str(path), f"holds an RDF 1.2 triple term: {quad.object}")
            is_default = isinstance(quad.graph_name, ox.DefaultGraph)
            name = str(path) if is_default else str(_node(quad.graph_name))
            graph = graphs.setdefault(name, Graph(bind_namespaces="none"))
            graph.add((_node(quad.subject), URIRef(quad.predicate.value), _term(quad.object)))
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


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> IdentifiedNode | Literal:
    if not isinstance(term, ox.Literal):
        return _node(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == _PLAIN:
        return Literal(term.value)
    # Without normalize=False rdflib would turn "01" into "1" and hide what the file says.
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _node(node: ox.NamedNode | ox.BlankNode) -> IdentifiedNode:
    return URIRef(node.value) if isinstance(node, ox.NamedNode) else BNode(node.value)
