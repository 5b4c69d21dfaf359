"""Gzip files put together from parts that were compressed elsewhere, and are copied as they are.

A deflate stream may be cut at any byte boundary where nothing refers back (RFC 1951, section 2);
the header before it and the CRC-32 and length behind it are those of the whole file (RFC 1952,
section 2.3). Several gzip members one after another would be simpler, but not all browsers read on.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple, Self

# Beyond this level files of this kind take twice the time and save one part in fifty.
_LEVEL = 6
_RAW = -15  # no header, the largest window
# No name and no time, which would change from build to build; "unknown" system.
_HEADER = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF))
_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31  # the polynomial 1: in a CRC-32 the highest power is the lowest bit


class Part(NamedTuple):
    """A compressed part of a file, with CRC-32 and size in bytes of what it was made from."""

    packed: bytes
    crc: int
    size: int

    @classmethod
    def of(cls, content: bytes, level: int = _LEVEL) -> Self:
        """The part that ``content`` makes."""
        if not content:
            return cls(b"", 0, 0)
        packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
        packed = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
        return cls(packed, zlib.crc32(content), len(content))

    def content(self) -> bytes:
        """What the part was made from. Raises ValueError where it is damaged."""
        try:
            return zlib.decompressobj(_RAW).decompress(self.packed)
        except zlib.error as error:
            raise ValueError("is damaged") from error


class Writer:
    """Writes one gzip file of parts and of bytes that it compresses itself."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
        self._is_open = False  # whether the packer holds bytes back
        self._crc = self._size = 0
        file.write(_HEADER)

    def write(self, content: bytes) -> None:
        """Add bytes."""
        self._file.write(self._packer.compress(content))
        self._is_open = True
        self._crc = zlib.crc32(content, self._crc)
        self._size += len(content)

    def add(self, part: Part) -> None:
        """Add a part."""
        if self._is_open:
            self._file.write(self._packer.flush(zlib.Z_FULL_FLUSH))
            self._is_open = False
        self._file.write(part.packed)
        self._crc = _product(_power(part.size), self._crc) ^ part.crc
        self._size += part.size

    def close(self) -> None:
        """Write the end of the file, which stays open."""
        self._file.write(self._packer.flush(zlib.Z_FINISH))
        self._file.write(struct.pack("<II", self._crc, self._size & 0xFFFFFFFF))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A writer of the gzip file at ``path``. Raises OSError where there is no room."""
    with path.open("wb") as file:
        writer = Writer(file)
        yield writer
        writer.close()


def _product(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32; zlib calls it ``multmodp``."""
    found, bit = 0, _ONE
    while bit:
        if one & bit:
            found ^= other
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
        bit >>= 1
    return found


def _power(size: int) -> int:
    """The polynomial that moves a CRC-32 past ``size`` bytes: x to the power of 8 ``size``."""
    found, place = _ONE, 0
    while size:
        if size & 1:
            found = _product(_square(place), found)
        place += 1
        size >>= 1
    return found


@cache
def _square(place: int) -> int:
    """The power that moves a CRC-32 past 2 to the power of ``place`` bytes."""
    return _product(_square(place - 1), _square(place - 1)) if place else _ONE >> 8
