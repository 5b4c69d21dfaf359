"""Releases to compare: named by folder, by dump, or by the beginning of their identifier."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from mapping.errors import InputError
from mapping.release.dumps import DUMPS
from mapping.release.graphs import METADATA

_QUADS = next(dump.name for dump in DUMPS if dump.format == RdfFormat.N_QUADS)
_SUFFIXES = (".nq", ".nq.gz")
# Must match "3c046c8a", the beginning of an identifier; must not match "build/current".
_IDENTIFIER = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True)
class Dump:
    """The quads of a release on disk, read anew each time; how people called it is its name."""

    name: str
    path: Path

    def quads(self) -> Iterator[Quad]:
        """All quads but those of the metadata graph, which counts and describes the others.

        Raises InputError for a file that is damaged or no N-Quads.
        """
        try:
            with self._opened() as file:
                for quad in parse(file, RdfFormat.N_QUADS):
                    graph = quad.graph_name
                    if not (isinstance(graph, NamedNode) and _describes(graph)):
                        yield quad
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError(str(self.path), "is damaged: it cannot be unpacked") from error
        except OSError as error:
            raise InputError(str(self.path), f"cannot be read: {error.strerror}") from error
        except SyntaxError as error:
            reason = " ".join(str(error.msg).split())
            raise InputError(str(self.path), f"is not N-Quads: {reason}") from error

    def _opened(self) -> IO[bytes]:
        if self.path.suffix == ".gz":
            return cast(IO[bytes], gzip.open(self.path))
        return self.path.open("rb")


def dump(name: str, out: Path) -> Dump:
    """The release of that name: a folder, a dump (.nq, .nq.gz), or an identifier's beginning.

    Identifiers are those of releases in ``out``. Raises InputError for what names no release, or
    several.
    """
    path = Path(name)
    if path.is_dir():
        if not (path / _QUADS).is_file():
            raise InputError(name, f"is no release: it holds no {_QUADS}")
        return Dump(name, path / _QUADS)
    if path.is_file():
        if not path.name.endswith(_SUFFIXES):
            raise InputError(name, "is neither a release folder nor a dump (.nq, .nq.gz)")
        return Dump(name, path)
    found = sorted((out / "releases").glob(f"{name}*/")) if _IDENTIFIER.fullmatch(name) else []
    if len(found) != 1:
        what = f"names {len(found)} releases" if found else "names no release"
        where = f"in {out / 'releases'}; give a folder, a dump or an identifier"
        raise InputError(name, f"{what} {where}")
    return Dump(found[0].name, found[0] / _QUADS)


def _describes(graph: NamedNode) -> bool:
    return graph.value.endswith(f"/graph/{METADATA}")
