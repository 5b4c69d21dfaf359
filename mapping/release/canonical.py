"""The quads of a release in canonical order, on the disk: its identifier, and its union.

There are no blank nodes in a release, so the canonical form of RDFC-1.0 is its N-Quads in order of
code points, each once (RDF Dataset Canonicalization, section 4.4.3, step 8).
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from mapping.release import sorting
from mapping.release.graphs import METADATA, Graphs
from ontology import RDF

_TYPE = f"<{RDF.type}>".encode()


@dataclass(frozen=True)
class Canonical:
    """All quads but those of the metadata graph, in a file.

    ``identifier`` is the SHA-256 of their canonical form, in hexadecimal. The metadata graph
    describes the others, so it adds nothing and may quote the identifier.
    """

    path: Path
    identifier: str

    @classmethod
    def of(cls, graphs: Graphs, folder: Path) -> Canonical:
        """The quads of ``graphs``, in a file of ``folder``. Raises OSError where it has no room."""
        data = graphs.without(METADATA)
        digest = hashlib.sha256()
        path = folder / "canonical"

        def hashed(lines: Iterable[bytes]) -> Iterator[bytes]:
            for line in lines:
                digest.update(line)
                digest.update(b"\n")
                yield line

        sorting.write(path, hashed(sorting.sorted_lines(data.nquads(), folder)))
        return cls(path, digest.hexdigest())

    def union(self, more: Graphs | None = None) -> Iterator[list[bytes]]:
        """The N-Triples lines of all graphs subject by subject, each once, "a" first.

        ``more`` are further graphs that belong to the union and are small.
        """
        lines = sorting.read(self.path)
        if more:
            lines = heapq.merge(lines, sorted(more.nquads()))
        for _, group in groupby(lines, key=_subject):
            yield sorted(set(map(_triple, group)), key=_place)


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _triple(quad: bytes) -> bytes:
    # The graph is an IRI, so the last "<" is its own.
    return quad[: quad.rindex(b"<")] + b"."


def _place(line: bytes) -> tuple[bool, bytes]:
    rest = line[line.index(b" ") + 1 :]
    return not rest.startswith(_TYPE), rest
