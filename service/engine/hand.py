"""A worker process, as the process that asks it sees it."""

import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from service.engine import frames
from service.engine.turns import Ticket


@dataclass(eq=False)
class Worker:
    """A worker process; `status` says how it ended, as `zygote` does; None while it lives."""

    pid: int
    channel: socket.socket
    control: socket.socket
    light: bool = False  # whether it is for light queries only
    ticket: Ticket | None = None  # of the query that it answers
    reader: frames.Reader = field(init=False)
    began: float = 0.0  # when it got its question, …
    used: float = 0.0  # … and seconds of computing that it had used before
    long: bool = False
    ended: bool = False  # by this process
    status: int | None = None
    orphan: bool = False  # its zygote is gone, so that nobody tells its status
    relieved: bool = False  # … and another has workers

    def __post_init__(self) -> None:
        """Read frames from its channel."""
        self.reader = frames.Reader(self.channel)

    def computed(self) -> float:
        """Seconds of computing that it has used; of the clock, where the kernel does not tell."""
        try:
            return int(Path(f"/proc/{self.pid}/schedstat").read_bytes().split()[0]) / 1e9
        except OSError:
            return time.monotonic()

    def dead(self) -> bool:
        """Whether it ended; asked of idle ones, which say nothing."""
        ready = select.poll()
        ready.register(self.channel, select.POLLIN)
        return bool(ready.poll(0))

    def end(self) -> None:
        """Have its zygote kill it; an orphan notices that nobody listens, or is late and ends."""
        self.ended = True
        with suppress(OSError):
            self.control.send(str(self.pid).encode())
        self.channel.close()
