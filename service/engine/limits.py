"""What one query may take, and how many there may be at a time."""

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Caps on queries: `timeout` in seconds, `memory` (a query's) and `result` in bytes.

    `workers` is the number of queries evaluated at a time, `queue` of those that may wait for one
    of the workers. For light queries there are `light` workers more, and a queue of their own.
    """

    workers: int = 4
    timeout: float = 10.0
    memory: int = 512 * MEGABYTE
    result: int = 64 * MEGABYTE
    queue: int = 32
    light: int = 2

    @property
    def long(self) -> int:
        """How many long queries may go on while others wait."""
        return max(1, self.workers - 1)

    @property
    def retry(self) -> int:
        """Seconds after which those who were sent away may come back."""
        return max(1, round(self.timeout))
