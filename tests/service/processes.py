"""A server with query workers, started by the command line, and the processes that it is."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import unused_port
from tests.service.serving import Answer, ask

ROOT = Path(__file__).parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOOKUP = "SELECT * { <https://w3id.org/spacecoop/id/mission/mmx> ?p ?o }"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
PATIENCE = 30.0  # seconds until something that does not happen counts as broken


@dataclass(frozen=True)
class Server:
    """A server, and the process that the command line started."""

    address: str
    process: subprocess.Popen[str]

    def query(self, query: str) -> Answer:
        """The answer to a query sent as a form."""
        return ask(f"{self.address}/sparql", "POST", urlencode({"query": query}).encode(), FORM)

    def page(self) -> Answer:
        """The page of what LOOKUP looks up."""
        return ask(f"{self.address}/page/mission/mmx")

    def front(self) -> int:
        """The process that answers requests."""
        return children(self.process.pid)[0]

    def zygote(self) -> int:
        """The process that forks query workers."""
        return max((pid for pid in children(self.front()) if children(pid)), default=0)


@contextmanager
def started(out: Path, timeout: float, *more: str) -> Iterator[Server]:
    """A server that gives a query so many seconds."""
    limits = ["--timeout", str(timeout), "--memory", "128", "--max-result", "4", *more]
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "spacecoop",
            "serve",
            "--out",
            out,
            "--port",
            str(unused_port()),
            *limits,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield Server(process.stdout.readline().strip().rstrip("/"), process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(n) for task in tasks for n in (task / "children").read_text().split()]


def until(condition: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
