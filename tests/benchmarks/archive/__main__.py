"""The command that writes an archive."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mapping import gazetteer
from tests.benchmarks.archive.writing import Order, write


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", default=1000, show_default=True, help="How many releases.")
@click.option("--seed", default=1, show_default=True, help="The same seed writes the same files.")
@click.option("--mutate", default=0.0, show_default=True, help="Share of files that are damaged.")
@click.option("--html", default=0.0, show_default=True, help="Share written as web pages.")
@click.option("--pdf", default=0.0, show_default=True, help="Share written as PDF.")
@click.option("--gold/--no-gold", help="Also write what each undamaged release says.")
def main(
    out: Path, count: int, seed: int, mutate: float, html: float, pdf: float, *, gold: bool
) -> None:
    """Write invented press releases to OUT/documents, and what they say to OUT/gold.

    Damaged files go to OUT/damaged, with the name of what was done to each in its own.

    \b
    Example:
      python -m tests.benchmarks.archive build/archive --count 1000 --gold
      spacecoop build build/archive/documents --out build/archive/release
      spacecoop evaluate build/archive/gold --no-misses
    """
    begun = time.monotonic()
    order = Order(count, seed, mutate=mutate, html=html, pdf=pdf, gold=gold)
    written = write(out, order, gazetteer.load(None))
    click.echo(
        f"{written.whole} releases of {written.words // max(1, written.whole)} words on average, "
        f"{written.damaged} damaged files, in {time.monotonic() - begun:.0f} s: {out}"
    )


if __name__ == "__main__":
    main()
