"""Lines in order and each once, however many: sorted in pieces on the disk, then merged."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

# Lines have some 200 bytes and an overhead of 40: a piece takes 40 MB of memory.
_PIECE = 150_000
_BLOCK = 1 << 18


def sorted_lines(lines: Iterable[bytes], folder: Path, piece: int = _PIECE) -> Iterator[bytes]:
    """The distinct lines (without line breaks) in the order of their bytes.

    Pieces of ``piece`` lines wait in files of ``folder``. Raises OSError where they have no room.
    """
    pieces: list[Path] = []
    held: list[bytes] = []
    for line in lines:
        held.append(line)
        if len(held) >= piece:
            pieces.append(folder / f"piece-{len(pieces)}")
            write(pieces[-1], sorted(held))
            held = []
    held.sort()
    for line, _ in groupby(heapq.merge(*map(read, pieces), held)):
        yield line
    for path in pieces:
        path.unlink()


def write(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines that hold no line break, compressed as fast as possible."""
    packer = zlib.compressobj(1)
    with path.open("wb") as file:
        for block in joined(lines):
            file.write(packer.compress(block))
        file.write(packer.flush())


def read(path: Path) -> Iterator[bytes]:
    """The lines of a file that ``write`` wrote."""
    unpacker = zlib.decompressobj()
    rest = b""
    with path.open("rb") as file:
        while packed := file.read(_BLOCK):
            *lines, rest = (rest + unpacker.decompress(packed)).split(b"\n")
            yield from lines


def joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines with their breaks, in blocks of a size that is worth a call."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _BLOCK:
            yield b"\n".join((*held, b""))
            held, size = [], 0
    if held:
        yield b"\n".join((*held, b""))
