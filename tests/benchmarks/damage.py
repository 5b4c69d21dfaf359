"""What damaged and hostile documents cost the reader, one by one, beside whole ones.

Each file is read and mapped in a process that is given up after a while. Printed are what it came
to by kind of damage, the time for 1,000 characters as a ratio to that of whole releases, and every
document that broke the reader, was given up, or took much longer for its size than others do.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import click

from mapping import gazetteer, map_document
from mapping.documents import read
from mapping.errors import InputError
from tests.benchmarks.archive.writing import Order, write

_BASE = "https://w3id.org/spacecoop/"
# A document much slower for its size than whole releases, and not only because it is so short.
_SLOW_RATIO, _SLOW_SECONDS = 8.0, 0.5
# Of address space: a document that takes more breaks the reader, and not the machine.
_MOST_BYTES = 3_000_000_000


@dataclass(frozen=True)
class Outcome:
    """What became of a file: "read", "refused", "given up", or the error that broke the reader.

    ``seconds`` are of processor time, ``size`` characters of text, or bytes where none was read.
    """

    path: Path
    what: str
    seconds: float
    size: int

    @property
    def damage(self) -> str:
        """What was done to it; nothing to a whole one."""
        is_whole = self.path.parent.name == "documents"
        return "(whole)" if is_whole else self.path.stem.rpartition("-")[0]


@click.command()
@click.option("--count", default=1000, show_default=True, help="How many documents.")
@click.option("--seed", default=1, show_default=True)
@click.option("--damaged", default=0.8, show_default=True, help="Share that is damaged.")
@click.option("--limit", default=60.0, show_default=True, help="Seconds a document may take.")
def main(count: int, seed: int, damaged: float, limit: float) -> None:
    """Read damaged documents; exit code 1 where one broke the reader or was given up."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        order = Order(count, seed, mutate=damaged, html=0.1, pdf=0.1)
        write(out, order, gazetteer.load(None))
        paths = sorted((out / "documents").iterdir()) + sorted((out / "damaged").iterdir())
        outcomes = list(tried(paths, limit))
    click.echo("\n".join(told(outcomes)))
    raise SystemExit(int(any(o.what not in ("read", "refused") for o in outcomes)))


def tried(paths: list[Path], limit: float) -> Iterator[Outcome]:
    """What becomes of each file, in a process that is ended after ``limit`` seconds with one."""
    done = 0
    while done < len(paths):
        ours, theirs = get_context("fork").Pipe()
        child = get_context("fork").Process(target=_work, args=(theirs, paths[done:]), daemon=True)
        child.start()
        theirs.close()
        while done < len(paths):
            path = paths[done]
            answered = ours.poll(
                limit + (30 if done == 0 else 0)
            )  # the first one builds the reader
            try:
                outcome = ours.recv() if answered else None
            except EOFError:
                outcome = Outcome(path, "the process died", 0, path.stat().st_size)
            done += 1
            yield outcome or Outcome(path, "given up", limit, path.stat().st_size)
            if outcome is None or outcome.what == "the process died":
                break
        child.kill()
        child.join()


def _work(pipe: Connection, paths: list[Path]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    known = gazetteer.load(None)
    for path in paths:
        begun, size = time.process_time(), path.stat().st_size
        try:
            document = read(path)
            size = len(document.text)
            map_document(document, known, _BASE)
            what = "read"
        except InputError:
            what = "refused"
        except Exception as error:  # noqa: BLE001 (whatever breaks the reader is what is looked for)
            what = f"{type(error).__name__}: {error}"[:200]
        pipe.send(Outcome(path, what, time.process_time() - begun, size))


def told(outcomes: list[Outcome]) -> Iterator[str]:
    """The lines to print."""
    whole = [o for o in outcomes if o.damage == "(whole)" and o.what == "read"][1:]
    usual = median(o.seconds / o.size for o in whole) if whole else 1e-5
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.damage].append(outcome)
    yield f"{'damage':24}{'files':>6}{'read':>6}{'refused':>8}{'worst':>9}  (1 is a whole release)"
    for damage, found in sorted(kinds.items()):
        count = Counter(outcome.what for outcome in found)
        worst = max(_ratio(outcome, usual) for outcome in found)
        row = f"{len(found):6}{count['read']:6}{count['refused']:8}{worst:9.1f}"
        yield f"{damage:24}{row}"
    for outcome in outcomes[1:]:
        is_slow = _ratio(outcome, usual) > _SLOW_RATIO and outcome.seconds > _SLOW_SECONDS
        if is_slow or outcome.what not in ("read", "refused"):
            cost = f"{outcome.seconds:.1f} s for {outcome.size} characters"
            yield f"{outcome.path.name}: {outcome.what}, {cost}, {_ratio(outcome, usual):.0f} x"


def _ratio(outcome: Outcome, usual: float) -> float:
    return outcome.seconds / max(outcome.size, 2000) / usual


if __name__ == "__main__":
    main()
