"""Mapping against tokenizing: the same releases, read to triples and split into words, by turns.

The tokenizer is that of a blank English pipeline of spaCy, which is what any reader of texts
must spend. Ratios hold on any machine; seconds do not. Generated releases use fewer words than real
ones, which spaCy keeps: the shipped documents are measured beside them.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

from mapping import gazetteer, map_document
from mapping.documents import read, shipped
from mapping.gazetteer import Gazetteer
from tests.benchmarks.archive.writing import Order, write
from tests.benchmarks.sampling import sampled

_BASE = "https://w3id.org/spacecoop/"
_AIM = 15


@dataclass(frozen=True)
class Measured:
    """Seconds of processor time for all documents, one number a round; samples by step."""

    mapping: Sequence[float]
    tokenizing: Sequence[float]
    steps: Counter[str]

    @property
    def ratio(self) -> float:
        """How many times as long mapping takes as tokenizing."""
        return median(self.mapping) / median(self.tokenizing)


def measured(
    paths: Sequence[Path], known: Gazetteer, tokenize: Callable[[str], object], rounds: int
) -> Measured:
    """Mapping and tokenizing by turns, after one round of each that does not count.

    Steps are sampled in rounds of their own: to look takes a tenth of the time.
    """
    texts = [read(path).text for path in paths]
    steps: Counter[str] = Counter()
    mapping, tokenizing = [], []

    def map_all() -> None:
        for path in paths:
            map_document(read(path), known, _BASE)

    def tokenize_all() -> None:
        for text in texts:
            tokenize(text)

    for number in range(rounds + 1):
        mapped, tokenized = _seconds(map_all), _seconds(tokenize_all)
        with sampled() as found:
            map_all()
        if number:
            mapping.append(mapped)
            tokenizing.append(tokenized)
            steps += found
    return Measured(mapping, tokenizing, steps)


def _seconds(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def told(result: Measured, documents: int) -> Iterator[str]:
    """The lines to print."""
    each = median(result.mapping) / documents * 1000
    words = median(result.tokenizing) / documents * 1000
    yield f"  mapping {each:.1f} ms a document, tokenizing {words:.2f} ms (one core)"
    ratios = [a / b for a, b in zip(result.mapping, result.tokenizing, strict=True)]
    spread = f"rounds {min(ratios):.1f} to {max(ratios):.1f}"
    yield f"  ratio {result.ratio:.1f} ({spread}; the aim is at most {_AIM})"
    for step, count in result.steps.most_common():
        yield f"    {step:20}{count / result.steps.total():6.1%}"


@click.command()
@click.option("--count", default=200, show_default=True, help="How many generated releases.")
@click.option("--seed", default=1, show_default=True)
@click.option("--rounds", default=4, show_default=True)
def main(count: int, seed: int, rounds: int) -> None:
    """Print how many times as long mapping takes as tokenizing, and the share of each step."""
    try:
        import spacy
    except ModuleNotFoundError as error:
        raise click.ClickException("spaCy is not installed here: make benchmarks") from error
    tokenize = spacy.blank("en")
    with tempfile.TemporaryDirectory() as folder:
        known = gazetteer.load(None)
        write(Path(folder), Order(count, seed), known)
        paths = sorted((Path(folder) / "documents").iterdir())
        click.echo(f"{count} generated releases:")
        click.echo("\n".join(told(measured(paths, known, tokenize, rounds), count)))
    # The real ones are few: often enough for a clock to see them.
    real = shipped() * 20
    click.echo(f"{len(shipped())} shipped documents:")
    click.echo("\n".join(told(measured(real, known, tokenize, rounds), len(real))))


if __name__ == "__main__":
    main()
