"""What lookups meet while a crowd of clients asks heavy queries on and on.

    python -m tests.benchmarks.siege --seconds 5

prints for each crowd how many lookups were answered, out of how many, the median and the longest
time that one took, and by how much the latest answer to the crowd overran its deadline.
"""

import statistics
import tempfile
import time
from pathlib import Path

import click

from tests.service.crowds import CROWDS, DATA, crowd
from tests.service.processes import LOOKUP, Server, started

RELEASE = Path(__file__).parents[1] / "service" / "data" / "release.trig"


@click.command()
@click.option("--seconds", default=5.0, show_default=True, help="How long each crowd asks.")
@click.option("--timeout", default=2.0, show_default=True, help="Seconds that a query has.")
def main(seconds: float, timeout: float) -> None:
    """Let each crowd ask for a while, and look up meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Path(folder) / "hub.nq"
        hub.write_text(DATA, encoding="ascii")
        data = ("--data", str(RELEASE), str(hub), "--union-default-graph")
        with started(Path(folder), timeout, *data) as server:
            for name, query in CROWDS.items():
                with crowd(server, query) as asked:
                    times = _look(server, seconds)
                answered = [took for status, took in times if status == 200]
                late = max(took for _, took in asked) - timeout
                click.echo(
                    f"{name}: {len(answered)} of {len(times)} lookups answered, median "
                    f"{statistics.median(answered):.2f} s, longest {max(answered):.2f} s; "
                    f"{len(asked)} heavy queries, the latest {late:+.2f} s after its deadline"
                )


def _look(server: Server, seconds: float) -> list[tuple[int, float]]:
    """Status and seconds of lookups, one after another."""
    times, end = list[tuple[int, float]](), time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        status = server.query(LOOKUP).status
        times.append((status, time.monotonic() - began))
    return times


if __name__ == "__main__":
    main()
