"""What kinds of queries have cost so far: which looked light and were not, and which are light."""

import threading
import time

from service.kinds import Kind

SUSPECTED = 30.0  # seconds for which a kind of queries is not believed to be light
ROOM = 10_000  # kinds of either sort that are remembered


class Record:
    """Remembers kinds; of too many, those of which nothing was heard for longest are forgotten."""

    def __init__(self) -> None:
        self._heavy: dict[Kind, float] = {}
        self._light: dict[Kind, float] = {}
        self._changing = threading.Lock()

    def heavy(self, kind: Kind) -> bool:
        """Whether queries of this kind have lately taken more than a light one may."""
        found = self._heavy.get(kind)
        return found is not None and time.monotonic() < found + SUSPECTED

    def proven(self, kind: Kind) -> bool:
        """Whether queries of this kind have been light so far."""
        return kind in self._light

    def note(self, kind: Kind, *, light: bool) -> None:
        """Remember what a query of this kind was."""
        here, there = (self._light, self._heavy) if light else (self._heavy, self._light)
        with self._changing:
            there.pop(kind, None)
            here.pop(kind, None)
            here[kind] = time.monotonic()
            if len(here) > ROOM:
                del here[next(iter(here))]
