"""Messages on a stream socket: a letter for the kind, the length, the bytes."""

import socket
import struct
from enum import Enum

HEAD = struct.Struct("!cI")


class Kind(Enum):
    """What a frame holds."""

    QUESTION = b"Q"  # pickled; from the parent only, which the worker trusts
    DATA = b"D"  # a part of the answer
    END = b"E"  # the answer is whole; JSON, whether the worker goes on
    ERROR = b"X"  # there is no answer; JSON, which error and whether the worker goes on


class ClosedError(Exception):
    """The other end is gone."""


def send(channel: socket.socket, kind: Kind, body: bytes = b"") -> None:
    """Send one frame; ClosedError where nobody reads any more."""
    try:
        channel.sendall(HEAD.pack(kind.value, len(body)) + body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise ClosedError from error


class Reader:
    """Frames from a socket; a time-out of the socket's loses nothing: call again."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._buffer = bytearray()

    def receive(self) -> tuple[Kind, bytes]:
        """The next frame; ClosedError where none will come."""
        while True:
            if len(self._buffer) >= HEAD.size:
                kind, length = HEAD.unpack_from(self._buffer)
                end = HEAD.size + length
                if len(self._buffer) >= end:
                    body = bytes(self._buffer[HEAD.size : end])
                    del self._buffer[:end]
                    return Kind(kind), body
            try:
                received = self._channel.recv(262_144)
            except ConnectionResetError as error:
                raise ClosedError from error
            if not received:
                raise ClosedError
            self._buffer += received
