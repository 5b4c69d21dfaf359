"""What an earlier build published: read from a release or a dump, and written for the next one."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from mapping.errors import InputError
from mapping.evaluation.matching import overlap
from mapping.release.dumps import DUMPS
from mapping.release.graphs import Graphs, ordered
from ontology import SC

_SUFFIXES = (".nq", ".nq.gz")
_DUMP = next(dump.name for dump in DUMPS if dump.format == RdfFormat.N_QUADS)
_DATE = str(SC.date)
# Must match "https://w3id.org/spacecoop/graph/document/a"; must not match ".../graph/authority".
_OF_DOCUMENT = re.compile(r"(.+/)graph/document/[^/]+")


def read(path: Path) -> Graphs:
    """The graphs of a release folder, or of an N-Quads dump (``.nq``, ``.nq.gz``) on any base IRI.

    Raises InputError for what is neither, cannot be read, or holds no document.
    """
    dump = path / _DUMP if path.is_dir() else path
    if path.is_dir() and not dump.is_file():
        raise InputError(str(path), f"is no release: it holds no {_DUMP}")
    if not dump.name.endswith(_SUFFIXES):
        raise InputError(str(path), "is neither a release folder nor a dump (.nq, .nq.gz)")
    named = _graphs(dump)
    bases = {found[1] for name in named if (found := _OF_DOCUMENT.fullmatch(name))}
    if len(bases) != 1:
        what = "graphs below several base IRIs" if bases else "no document's graph"
        raise InputError(str(dump), f"holds {what}; choose what a build published")
    [base] = bases
    start = f"{base}graph/"
    ours = {name: triples for name, triples in named.items() if name.startswith(start)}
    return Graphs(base, {n.removeprefix(start): ordered(triples) for n, triples in ours.items()})


def _graphs(dump: Path) -> dict[str, list[Triple]]:
    named: dict[str, list[Triple]] = defaultdict(list)
    try:
        content = dump.read_bytes()
        text = gzip.decompress(content) if dump.name.endswith(".gz") else content
        for quad in parse(text, RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, NamedNode):
                named[quad.graph_name.value].append(quad.triple)
                _check_date(quad.triple, dump)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(str(dump), "is damaged: it cannot be unpacked") from error
    except OSError as error:
        raise InputError(str(dump), f"cannot be read: {error.strerror}") from error
    except SyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise InputError(str(dump), f"is not N-Quads: {reason}") from error
    return named


def _check_date(triple: Triple, dump: Path) -> None:
    if triple.predicate.value == _DATE and isinstance(triple.object, Literal):
        date = triple.object.value
        try:
            overlap(date, date)
        except ValueError as error:
            raise InputError(str(dump), f"holds {date!r}, which is no date in EDTF") from error


def check(path: Path) -> None:
    """Raises InputError where ``write`` could not write: better before the work than after it."""
    if not path.name.endswith(_SUFFIXES):
        raise InputError(str(path), "must end in .nq or .nq.gz")
    if not path.parent.is_dir():
        raise InputError(str(path), "is in a folder that does not exist")
    if path.is_dir():
        raise InputError(str(path), "is a folder")


def write(graphs: Graphs, path: Path) -> None:
    """Write the graphs so that readers see the old file or the new one, never a part of it.

    Raises InputError where the file cannot be written; a file that was there stays as it was.
    """
    text = serialize(graphs.quads(), format=RdfFormat.N_QUADS) or b""
    # No time in the header: the same graphs give the same bytes.
    content = gzip.compress(text, mtime=0) if path.name.endswith(".gz") else text
    new = path.with_name(f".{path.name}")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise InputError(str(path), f"cannot be written: {error.strerror}") from error
