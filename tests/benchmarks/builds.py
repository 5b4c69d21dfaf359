"""What builds of an archive cost: with one process and with two, again, and with memory."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path
from statistics import linear_regression, median

import click

from mapping import gazetteer
from tests.benchmarks.archive.writing import Order, write
from tests.benchmarks.building import Build, build, size


@click.group()
def main() -> None:
    """Measure builds of a generated archive."""


@main.command()
@click.option("--count", default=400, show_default=True, help="How many releases.")
@click.option("--rounds", default=2, show_default=True)
def jobs(count: int, rounds: int) -> None:
    """Print how many times as fast two processes are as one, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        documents = archive(Path(folder), count)
        seconds: dict[str, list[float]] = {"1": [], "2": []}
        for number in range(rounds):
            for processes, taken in seconds.items():
                out = Path(folder) / f"out-{processes}-{number}"
                taken.append(good(build(out, documents, options=("--jobs", processes))).seconds)
                shutil.rmtree(out)
    ratio = median(seconds["1"]) / median(seconds["2"])
    click.echo(f"--jobs 1: {told(seconds['1'])}; --jobs 2: {told(seconds['2'])}")
    click.echo(f"two processes are {ratio:.2f} times as fast (the aim is at least 1.8)")


@main.command()
@click.option("--counts", default="2000,8000,20000", show_default=True)
@click.option("--jobs", "processes", default=2, show_default=True)
def memory(counts: str, processes: int) -> None:
    """Print the peak memory of builds of more and more documents, their time and their size.

    Processor time is that of all processes together, each ms what a document took of it.
    """
    titles = ("documents", "seconds", "processor", "each ms", "memory MB", "disk MB")
    click.echo("".join(f"{title:>11}" for title in titles))
    peaks: list[tuple[int, float]] = []
    for count in map(int, counts.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            documents = archive(Path(folder), count)
            out = Path(folder) / "out"
            done = good(build(out, documents, options=("--jobs", str(processes))))
            each = done.processor / count * 1000
            row = (count, done.seconds, done.processor, each, done.memory, size(out))
            click.echo("".join(f"{number:11.0f}" for number in row))
            peaks.append((count, done.memory))
    if len(peaks) > 1:
        slope, _ = linear_regression(*zip(*peaks, strict=True))
        click.echo(f"memory grows by {slope * 1000:.0f} MB for 1,000 documents more")


@main.command()
@click.option("--count", default=2000, show_default=True, help="How many releases.")
@click.option("--changed", default=10, show_default=True, help="How many of them then change.")
@click.option("--jobs", "processes", default=2, show_default=True)
@click.option(
    "--soaked",
    type=click.Path(path_type=Path, exists=True),
    help="Folder that the soak kept: its documents change, and are built again.",
)
def again(count: int, changed: int, processes: int, soaked: Path | None) -> None:
    """Print what a build costs when nothing has changed, some documents have, and one is gone."""
    options = ("--jobs", str(processes))
    with tempfile.TemporaryDirectory() if soaked is None else nullcontext(soaked) as folder:
        here, full = Path(folder), 0.0
        documents, out, others = here / "documents", here / "mixed", here / "damaged"
        if soaked is None:
            archive(here, count)
            full = _tell(f"all {count} documents", build(out, documents, options=options), 0.0)
        paths = (documents, *([others] if soaked else ()))
        _tell("nothing changed", build(out, *paths, options=options), full)
        texts = sorted(documents.glob("*.txt"))
        for path in texts[:changed]:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(" launched ", " sent up "), encoding="utf-8")
        _tell(f"{changed} changed", build(out, *paths, options=options), full)
        texts[-1].unlink()
        _tell("one removed", build(out, *paths, options=options), full)
        buried = len((out / "tombstones.tsv").read_text(encoding="utf-8").splitlines()) - 1
        click.echo(f"addresses that are gone: {buried}")


def _tell(what: str, done: Build, full: float) -> float:
    """Print what a build took, and return its processor time."""
    if done.status not in (0, 1) or "Traceback" in done.messages:
        raise click.ClickException(f"exit code {done.status}: {done.messages[-2000:]}")
    share = f", {done.processor / full:.1%} of a full one" if full else ""
    worked = f"{done.processor:.1f} s of processor time{share}"
    click.echo(f"{what}: {done.seconds:.1f} s, {worked}, {done.memory:.0f} MB")
    return done.processor


def archive(folder: Path, count: int) -> Path:
    """The documents of an archive of so many whole releases."""
    write(folder, Order(count), gazetteer.load(None))
    return folder / "documents"


def good(done: Build) -> Build:
    """The build, if it published all documents."""
    if done.status != 0:
        raise click.ClickException(f"exit code {done.status}: {done.messages[-2000:]}")
    return done


def told(seconds: list[float]) -> str:
    """Seconds of several rounds."""
    return " ".join(f"{taken:.1f} s" for taken in seconds)


if __name__ == "__main__":
    main()
