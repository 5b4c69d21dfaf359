"""A connection to a client, as what sends the answer sees it: sending never waits.

What the kernel does not take at once is kept, a little of it in memory and the rest in a file, and
`push` sends it on when the client reads again.
"""

import os
import socket
import tempfile
import threading
from collections import deque
from dataclasses import dataclass
from typing import IO, ClassVar

PATIENCE = 5.0  # seconds to wait for more of a request that is being read by a thread
IN_MEMORY = 262_144  # bytes kept in memory for one client
ON_DISK = 4 * 2**30  # bytes kept in files for all clients together
PIECE = 1_048_576  # bytes handed to the kernel at once


@dataclass
class Stretch:
    """A part of an open file; the descriptor is its own."""

    descriptor: int
    offset: int
    length: int


class Channel(socket.socket):
    """The socket of an accepted connection."""

    _spilled: ClassVar[int] = 0  # bytes in files, of all channels
    _counting: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(fileno=accepted.detach())
        self.setblocking(False)
        self.waited = 0.0  # seconds that the last request has waited for a thread
        self._kept: deque[bytes | Stretch] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._written = 0

    def setblocking(self, flag: bool) -> None:
        """Wait for a while only, when told to wait for ever."""
        self.settimeout(PATIENCE if flag else 0.0)

    @property
    def kept(self) -> int:
        """The bytes that are to be sent still."""
        return sum(p.length if isinstance(p, Stretch) else len(p) for p in self._kept)

    def sendall(self, data: bytes, _flags: int = 0) -> None:  # type: ignore[override]
        """Send the bytes, now or later."""
        if self._in_memory + len(data) <= IN_MEMORY:
            self._kept.append(data)
            self._in_memory += len(data)
        else:
            self._spill(data)
        self.push()

    def sendfile(  # type: ignore[override]
        self, file: IO[bytes], offset: int = 0, count: int | None = None
    ) -> int:
        """Send a part of a file, now or later; the file may be closed meanwhile."""
        length = os.fstat(file.fileno()).st_size - offset if count is None else count
        self._kept.append(Stretch(os.dup(file.fileno()), offset, length))
        self.push()
        return length

    def push(self) -> bool:
        """Send what the kernel takes; whether nothing is left."""
        while self._kept:
            piece = self._kept[0]
            try:
                sent = self._send(piece)
            except BlockingIOError:
                return False
            if isinstance(piece, Stretch):
                piece.offset, piece.length = piece.offset + sent, piece.length - sent
                if piece.length > 0 and sent > 0:  # 0: the file has become shorter
                    continue
                os.close(piece.descriptor)
            else:
                self._in_memory -= sent
                if sent < len(piece):
                    self._kept[0] = piece[sent:]
                    continue
            self._kept.popleft()
        return True

    def close(self) -> None:
        """Close the connection, and let go of what was not sent."""
        for piece in self._kept:
            if isinstance(piece, Stretch):
                os.close(piece.descriptor)
        self._kept.clear()
        if self._file:
            self._file.close()
            self._count(-self._written)
            self._file, self._written = None, 0
        super().close()

    def _send(self, piece: bytes | Stretch) -> int:
        # The methods of the socket would wait for PATIENCE first.
        if isinstance(piece, Stretch):
            length = min(piece.length, PIECE)
            return os.sendfile(self.fileno(), piece.descriptor, piece.offset, length)
        return os.write(self.fileno(), piece)

    def _spill(self, data: bytes) -> None:
        if self._count(len(data)) > ON_DISK:
            self._count(-len(data))
            raise ConnectionAbortedError("too much is kept for clients that do not read")
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the connection
        self._file.write(data)
        self._file.flush()
        last = self._kept[-1] if self._kept else None
        if isinstance(last, Stretch) and last.offset + last.length == self._written:
            last.length += len(data)
        else:
            stretch = Stretch(os.dup(self._file.fileno()), self._written, len(data))
            self._kept.append(stretch)
        self._written += len(data)

    @classmethod
    def _count(cls, more: int) -> int:
        with cls._counting:
            cls._spilled += more
            return cls._spilled
