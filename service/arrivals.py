"""A request that arrives bit by bit: when it is there, and when it is more than will be read.

What it says is for gunicorn to parse; here only its end is found (RFC 9112, section 6.3).
"""

import re
from dataclasses import dataclass, field
from http import HTTPStatus

from gunicorn.http.errors import (
    InvalidChunkSize,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from service.scan import LENGTH

HEAD = 65_536  # bytes of a request's head
BODY = 4 * LENGTH  # bytes of its body; the application reads no longer one
SIZE_LINE = 256  # bytes of the line before a chunk

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked[ \t]*\r\n", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
# "1f" and "1f;name=value" match; "1g" and "" don't
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?", re.DOTALL)


class LimitRequestBody(ParseException):
    """A body that is longer than the application reads; gunicorn knows no such limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@dataclass
class Arrival:
    """What has come of a request, and of those that follow it."""

    received: bytearray = field(default_factory=bytearray)
    _head: int = 0  # its length, once it is there
    _body: int | None = 0  # its length; None: it comes in chunks
    _chunk: int = 0  # where the next one begins

    def take(self, data: bytes) -> bool:
        """Whether, with these bytes, the request is there.

        Raises one of gunicorn's errors where it is too long, or no request.
        """
        before = len(self.received)
        self.received += data
        if not self._head:
            end = self.received.find(b"\r\n\r\n", max(0, before - 3))
            if end < 0 or end > HEAD:
                self._check_head()
                return False
            self._measure(end + 4)
        come = len(self.received) - self._head
        if (come if self._body is None else self._body) > BODY:
            raise LimitRequestBody
        return self._last_chunk() if self._body is None else come >= self._body

    @property
    def expects(self) -> bool:
        """Whether the client waits for leave to send the body."""
        waits = self._head == len(self.received) > 0 and self._body != 0
        return waits and bool(_EXPECTS.search(bytes(self.received)))

    def hand_over(self) -> bytes:
        """What has come, for whoever parses it."""
        data = bytes(self.received)
        self.received.clear()
        self._head = 0
        return data

    def _check_head(self) -> None:
        if len(self.received) > HEAD:
            if b"\r\n" in self.received[:HEAD]:
                raise LimitRequestHeaders("its head has no end")
            raise LimitRequestLine(HEAD, HEAD)

    def _measure(self, head: int) -> None:
        self._head = self._chunk = head
        text = bytes(self.received[:head])
        length = _LENGTH.search(text)
        self._body = int(length[1]) if length else None if _CHUNKED.search(text) else 0

    def _last_chunk(self) -> bool:
        while self._chunk < len(self.received):
            end = self.received.find(b"\r\n", self._chunk)
            line = bytes(self.received[self._chunk : end if end >= 0 else None])
            if end < 0 and len(line) <= SIZE_LINE:
                return False
            size = _CHUNK.fullmatch(line)
            if size is None or len(line) > SIZE_LINE:
                raise InvalidChunkSize(line[:SIZE_LINE])
            length = int(size[1], 16)
            if length == 0:  # what follows, up to an empty line, are trailers
                return self.received.find(b"\r\n\r\n", end) >= 0
            self._chunk = end + 2 + length + 2
        return False
