"""A long build of whole and damaged documents: nothing breaks, and the whole ones are unharmed.

Builds an archive with the damaged files among the others, and one without them. Every document
must be published or named with a reason, and the graph of each whole one be the same in both.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from mapping import gazetteer
from tests.benchmarks.archive.writing import Order, write
from tests.benchmarks.building import Build, build

# Must match 'spacecoop: quarantined a/b-1.txt: is empty'; must not match "3 quarantined".
_NAMED = re.compile(
    r"^spacecoop: quarantined (?P<path>.+?\.(?:txt|html|pdf)):(?:\d+:)? (?P<why>.+)$", re.MULTILINE
)
_GRAPH = re.compile(r" <[^>]*/graph/document/(?P<slug>[^>]+)> \.$")


@click.command()
@click.option("--count", default=20_000, show_default=True, help="How many documents.")
@click.option("--seed", default=1, show_default=True)
@click.option("--damaged", default=0.2, show_default=True, help="Share that is damaged.")
@click.option("--jobs", default=2, show_default=True)
@click.option("--timeout", default=30, show_default=True, help="Seconds a document may take.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, exists=False),
    help="New folder in which archive and releases stay.",
)
def main(count: int, seed: int, damaged: float, jobs: int, timeout: int, keep: Path | None) -> None:
    """Build whole and damaged documents together; exit code 1 where anything is amiss."""
    options = ("--jobs", str(jobs), "--document-timeout", str(timeout))
    with tempfile.TemporaryDirectory() if keep is None else nullcontext(keep) as folder:
        here = Path(folder)
        here.mkdir(exist_ok=keep is None)
        order = Order(count, seed, mutate=damaged, html=0.03, pdf=0.03)
        written = write(here, order, gazetteer.load(None))
        click.echo(f"{written.whole} whole releases, {written.damaged} damaged files")
        mixed = build(here / "mixed", here / "documents", here / "damaged", options=options)
        click.echo(f"together: {_told(mixed, count)}")
        alone = build(here / "alone", here / "documents", options=options)
        click.echo(f"the whole ones alone: {_told(alone, written.whole)}")
        amiss = list(_amiss(here, mixed, alone))
    reasons = Counter(re.sub(r"\d+", "N", n["why"])[:80] for n in _NAMED.finditer(mixed.messages))
    for reason, number in reasons.most_common():
        click.echo(f"  {number:5} {reason}")
    click.echo("\n".join(amiss) or "every document is published or named, the whole ones unharmed")
    raise SystemExit(bool(amiss))


def _told(done: Build, count: int) -> str:
    rate = count / done.seconds
    worked = f"{done.processor / count * 1000:.0f} ms of processor time each"
    course = " ".join(f"{memory:.0f}" for memory in done.course)
    return (
        f"{done.seconds:.0f} s, {rate:.1f} a second, {worked}, peak memory {done.memory:.0f} MB "
        f"(in each fifth of the time {course})"
    )


def _amiss(here: Path, mixed: Build, alone: Build) -> Iterator[str]:
    """What should not be."""
    for done, name in ((mixed, "together"), (alone, "alone")):
        if done.status not in (0, 1) or "Traceback" in done.messages:
            yield f"the build {name} broke, exit code {done.status}: {done.messages[-3000:]}"
            return
    named = {Path(found["path"]).name for found in _NAMED.finditer(mixed.messages)}
    together, apart = _graphs(here / "mixed"), _graphs(here / "alone")
    for path in (*(here / "documents").iterdir(), *(here / "damaged").iterdir()):
        slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
        if (slug in together) == (path.name in named):
            yield f"{path.name} is {'both' if slug in together else 'neither'} published and named"
        if path.parent.name == "documents" and together.get(slug) != apart.get(slug):
            yield f"{path.name} says something else beside damaged documents"


def _graphs(out: Path) -> dict[str, str]:
    """A hash of what each document's graph says, by slug."""
    digests: dict[str, int] = {}
    with gzip.open(out / "current" / "spacecoop.nq.gz", "rt", encoding="utf-8") as dump:
        for line in dump:
            if found := _GRAPH.search(line):
                digest = int.from_bytes(hashlib.blake2b(line.encode(), digest_size=16).digest())
                digests[found["slug"]] = digests.get(found["slug"], 0) ^ digest
    return {slug: f"{digest:032x}" for slug, digest in digests.items()}


if __name__ == "__main__":
    main()
