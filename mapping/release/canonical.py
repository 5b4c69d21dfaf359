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
from mapping.release.graphs import METADATA, Graphs, own_starts
from ontology import RDF

_TYPE = f"<{RDF.type}>".encode()


@dataclass(frozen=True)
class Canonical:
    """All quads but the metadata graph's, in a file, without what is a stored document's own.

    ``identifier`` is the SHA-256 of the canonical form of all but the metadata graph, in
    hexadecimal. That graph describes the others, so it adds nothing and may quote the identifier.
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
            own = _Own(data)
            for line in lines:
                for content in own.before(line):
                    digest.update(content)
                digest.update(line)
                digest.update(b"\n")
                yield line
            for content in own.rest():
                digest.update(content)

        sorting.write(path, hashed(sorting.sorted_lines(data.shared(), folder)))
        return cls(path, digest.hexdigest())

    def union(self, more: Graphs | None = None) -> Iterator[list[bytes]]:
        """The N-Triples lines in the file subject by subject, each once, "a" first.

        ``more`` are further graphs that belong to the union and are small.
        """
        lines = sorting.read(self.path)
        if more:
            lines = heapq.merge(lines, sorted(more.nquads()))
        for _, group in groupby(lines, key=_subject):
            yield sorted(set(map(_triple, group)), key=_place)


class _Own:
    """What is the documents' own, in order: lines that begin alike stand together."""

    def __init__(self, graphs: Graphs) -> None:
        self._graphs = graphs
        self._read: tuple[str, tuple[bytes, ...]] = ("", ())
        self._waiting = heapq.merge(*(self._starts(place) for place in range(3)))
        self._next = next(self._waiting, None)

    def before(self, line: bytes) -> Iterator[bytes]:
        """What comes before a line that is nobody's own."""
        while self._next is not None and self._next[0] < line:
            start, name, place = self._next
            if line.startswith(start):
                raise ValueError(f"another graph speaks of what is the own of {name}")
            yield self._content(name, place)
            self._next = next(self._waiting, None)

    def rest(self) -> Iterator[bytes]:
        """What comes after all lines."""
        while self._next is not None:
            _, name, place = self._next
            yield self._content(name, place)
            self._next = next(self._waiting, None)

    def _starts(self, place: int) -> Iterator[tuple[bytes, str, int]]:
        base = self._graphs.base

        def start(name: str) -> bytes:
            return own_starts(base, name.removeprefix("document/"))[place]

        for name in sorted(self._graphs.stored, key=start):
            yield start(name), name, place

    def _content(self, name: str, place: int) -> bytes:
        if self._read[0] != name:
            self._read = name, self._graphs.stored[name].own()
        return self._read[1][place]


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _triple(quad: bytes) -> bytes:
    # The graph is an IRI, so the last "<" is its own.
    return quad[: quad.rindex(b"<")] + b"."


def _place(line: bytes) -> tuple[bool, bytes]:
    rest = line[line.index(b" ") + 1 :]
    return not rest.startswith(_TYPE), rest
