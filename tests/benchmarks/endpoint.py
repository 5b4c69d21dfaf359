"""What memory the service holds while it answers many queries of all kinds, and how fast it is.

    python -m tests.benchmarks.endpoint --out build --queries 50000

prints, after every tenth of the queries, the memory of the front process, of the zygote and of the
workers together (proportional set size, in MB), then the outcomes and what a worker process adds to
the time of a lookup. Ratios are what is worth comparing: seconds depend on the machine.
"""

import argparse
import itertools
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import local
from urllib.parse import urlencode

import click

from service.engine import Engine, Question
from service.engine.inprocess import InProcess
from service.engine.pool import Pool
from service.release import read
from service.settings import Settings
from tests.conftest import unused_port

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
LOOKUP = "SELECT * { <https://w3id.org/spacecoop/id/mission/mmx> ?p ?o }"
COMMON = [
    LOOKUP,
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 20",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE <https://w3id.org/spacecoop/id/mission/mmx>",
    "ASK { ?s ?p 'nothing' }",
    "SELECT * { ?s ?p ?o } LIMIT 2000",
    "SELECT * { ?s",
    "SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?a ?p ?b . ?b ?q ?c } LIMIT 500",
]
RARE = [
    f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }} ORDER BY ?a ?i",
    f"SELECT * {{ {CROSS} }}",
]
RARELY = 2_000  # one query in so many is one of the rare ones
_own = local()


def main() -> None:
    """Run, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build"))
    parser.add_argument("--queries", type=int, default=50_000)
    given = parser.parse_args()
    overhead(given.out)
    port = unused_port()
    arguments = ["--out", str(given.out), "--port", str(port), "--timeout", "1", "--memory", "128"]
    with subprocess.Popen(
        [sys.executable, "-m", "spacecoop", "serve", *arguments, "--max-result", "8"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            mixed(process.pid, port, given.queries)
        finally:
            process.terminate()


def mixed(pid: int, port: int, number: int) -> None:
    """Ask that many queries, eight at a time, and print memory and outcomes."""
    click.echo("queries   front   zygote   workers (MB)   queries/s")
    statuses: Counter[int] = Counter()
    asked = queries()
    with ThreadPoolExecutor(8) as threads:
        for done in range(0, number, number // 10):
            began = time.perf_counter()
            part = itertools.islice(asked, number // 10)
            statuses.update(threads.map(lambda query: status(port, query), part))
            rate = number // 10 / (time.perf_counter() - began)
            front, zygote, workers = memory(pid)
            click.echo(
                f"{done + number // 10:7}   {front:5.0f}   {zygote:6.0f}   {workers:7.0f}"
                f"   {rate:17.0f}",
            )
    click.echo(f"statuses {dict(sorted(statuses.items()))}")


def queries() -> Iterator[str]:
    """Queries of all kinds, without end."""
    common, rare = itertools.cycle(COMMON), itertools.cycle(RARE)
    for number in itertools.count(1):
        yield next(rare) if number % RARELY == 0 else next(common)


def status(port: int, query: str) -> int:
    """The status of a query's answer, over a connection of this thread's own."""
    if not hasattr(_own, "connection"):
        _own.connection = HTTPConnection("127.0.0.1", port, timeout=60)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        _own.connection.request("POST", "/sparql", urlencode({"query": query}), form)
        answer = _own.connection.getresponse()
        answer.read()
    except OSError:  # an idle connection may be closed at any time
        _own.connection.close()
        return status(port, query)
    return int(answer.status)


def memory(pid: int) -> tuple[float, float, float]:
    """Megabytes of the front process, the zygote, and all workers."""
    front = children(pid)[0]
    zygote = max(child for child in children(front) if children(child))
    return size(front), size(zygote), sum(map(size, children(zygote)))


def size(pid: int) -> float:
    """The proportional set size of a process in megabytes: shared pages count in parts."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it ended meanwhile
        return 0.0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(n) for task in tasks for n in (task / "children").read_text().split()]


def overhead(out: Path) -> None:
    """Print what a lookup takes in this process, and in a worker."""
    release = read((out / "current").resolve())
    pool = Pool(release.source, Settings().limits)
    assert pool.ready(60)
    here, there = (per_lookup(engine) for engine in (InProcess(release.store), pool))
    pool.stop()
    click.echo(f"a lookup: {here * 1e3:.2f} ms in process, {there * 1e3:.2f} ms by a worker")


def per_lookup(engine: Engine) -> float:
    """The median of the seconds that a lookup takes."""
    times = []
    for _ in range(2_000):
        began = time.perf_counter()
        engine.answer(Question(LOOKUP, "json")).close()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main()
