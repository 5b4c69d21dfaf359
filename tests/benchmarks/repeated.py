"""What texts cost that repeat a few words without end, beside the shipped documents.

The time for 1,000 characters is printed as a ratio to that of the shipped documents, and how it
grows when the text is twice as long: what is linear takes twice as long, as any text should.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from mapping import gazetteer, map_document
from mapping.documents import read, shipped
from mapping.gazetteer import Gazetteer

_BASE = "https://w3id.org/spacecoop/"
_PIECES = (
    "NASA met ESA in Paris ",
    "NASA signed an agreement with ESA and ",
    "the launch of Hera in May from Kourou ",
    "It flew well and then it ",
    "NASA, ESA, JAXA, ",
    "one, two, ",
    ", ",
    "in May 2020 and in June 2021, ",
    "(ESA) (NASA ",
)


@click.command()
@click.option("--size", default=15_000, show_default=True, help="Characters of the shorter texts.")
def main(size: int) -> None:
    """Print what each piece costs when it is repeated, and how that grows with its length."""
    known = gazetteer.load(None)
    documents = shipped() * 4
    characters = sum(len(path.read_text("utf-8")) for path in documents)
    usual = min(_seconds(documents, known) for _ in range(3)) / characters
    click.echo("time for its size / twice as long")
    with tempfile.TemporaryDirectory() as folder:
        for piece in _PIECES:
            path = Path(folder) / "repeated.txt"
            once, twice = (_repeated(path, piece, length, known) for length in (size, 2 * size))
            click.echo(f"{once / size / usual:17.1f} / {twice / once:14.1f}  {piece!r}")


def _repeated(path: Path, piece: str, size: int, known: Gazetteer) -> float:
    path.write_text(f"What they did\n\n{piece * (size // len(piece))}.", encoding="utf-8")
    return min(_seconds([path], known) for _ in range(3))


def _seconds(paths: list[Path], known: Gazetteer) -> float:
    begun = time.process_time()
    for path in paths:
        map_document(read(path), known, _BASE)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
