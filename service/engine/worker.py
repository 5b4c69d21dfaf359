"""The process that evaluates queries, one after another, and may be killed at any moment."""

import json
import pickle
import socket
from dataclasses import dataclass, field
from typing import IO, cast

from pyoxigraph import Store

from service.engine import Question, confinement, frames
from service.engine.answering import write
from service.engine.frames import Kind
from service.engine.limits import MEGABYTE, Limits
from service.errors import BadQueryError, QueryMemoryError, ResultTooLargeError, ServiceError

PIECE = 65_536  # bytes of an answer that make a frame
GRACE = 0.25  # seconds that the parent has to kill this process before the kernel does
MEMORY = "The query needs more memory than one query may take ({:g} MB)."
SIZE = "The answer is larger than {:g} MB. Ask for less of it, with LIMIT for example."


def work(store: Store, channel: socket.socket, limits: Limits) -> None:
    """Answer questions until nobody asks any more, or until this process has grown too large."""
    reader, before = frames.Reader(channel), confinement.size()
    last = False
    while not last:
        _, body = reader.receive()
        question = pickle.loads(body)  # noqa: S301 -- the parent wrote it
        confinement.arm(limits.timeout + GRACE)
        out = Out(channel, limits.result)
        problem = _answer(store, question, out, limits)
        confinement.disarm()
        # What the allocator keeps would be missing to the next query.
        last = confinement.size() - before > limits.memory // 4
        message = json.dumps({"last": last, **(problem or {})}).encode()
        frames.send(channel, Kind.ERROR if problem else Kind.END, message)


def _answer(
    store: Store, question: Question, out: "Out", limits: Limits
) -> dict[str, object] | None:
    """Send what the question's answer is; what went wrong, if anything did."""
    try:
        write(store, question, cast(IO[bytes], out))
        out.flush()
    except ServiceError as error:
        return _problem(error)
    except MemoryError:
        return _problem(QueryMemoryError(MEMORY.format(limits.memory / MEGABYTE)))
    except OSError as error:
        if out.full:
            return _problem(ResultTooLargeError(SIZE.format(limits.result / MEGABYTE)))
        return _problem(BadQueryError(f"The query cannot be evaluated: {error}."))
    return None


def _problem(error: ServiceError) -> dict[str, object]:
    return {"error": type(error).__name__, "detail": error.detail, "members": dict(error.members)}


@dataclass
class Out:
    """A file to write to, as far as the engine needs one: what is written goes to the parent."""

    channel: socket.socket
    cap: int  # bytes
    length: int = 0
    full: bool = False
    _piece: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> int:
        """Take the bytes; OSError once there are more than `cap`."""
        self.length += len(data)
        if self.length > self.cap:
            self.full = True
            raise OSError("the answer is too large")
        self._piece += data
        if len(self._piece) >= PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what was taken."""
        if self._piece:
            frames.send(self.channel, Kind.DATA, bytes(self._piece))
            self._piece.clear()
