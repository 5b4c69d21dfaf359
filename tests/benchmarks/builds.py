"""What builds of an archive cost: with one process and with two, again, and with memory."""

from __future__ import annotations

import shutil
import tempfile
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
def again(count: int, changed: int, processes: int) -> None:
    """Print what a build costs when nothing has changed since, and when some documents have."""
    options = ("--jobs", str(processes))
    with tempfile.TemporaryDirectory() as folder:
        documents, out = archive(Path(folder), count), Path(folder) / "out"
        full = good(build(out, documents, options=options)).seconds
        same = good(build(out, documents, options=options)).seconds
        for path in sorted(documents.iterdir())[:changed]:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(" launched ", " sent up "), encoding="utf-8")
        some = good(build(out, documents, options=options)).seconds
    click.echo(f"all {count} documents: {full:.1f} s")
    click.echo(f"nothing changed: {same:.1f} s, {same / full:.1%} of it")
    click.echo(f"{changed} changed: {some:.1f} s, {some / full:.1%} of it")


def archive(folder: Path, count: int) -> Path:
    """The documents of an archive of so many whole releases."""
    write(folder / "archive", Order(count), gazetteer.load(None))
    return folder / "archive" / "documents"


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
