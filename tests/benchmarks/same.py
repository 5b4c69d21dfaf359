"""Whether the reader still says the same: after work on its engine, no triple may change.

Maps the shipped documents, generated releases and those of any folders named, and keeps a hash of
each one's triples for the next call to hold its own against.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mapping import gazetteer, map_document
from mapping.documents import read, shipped
from mapping.errors import InputError
from mapping.gazetteer import Gazetteer
from tests.benchmarks.archive.writing import Order, write

_BASE = "https://w3id.org/spacecoop/"
_SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".md")


@click.command()
@click.argument("kept", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--count", default=200, show_default=True, help="How many generated releases.")
def main(kept: Path, folders: tuple[Path, ...], count: int) -> None:
    """Write what documents say to KEPT; where it is there, name those that say something else."""
    known = gazetteer.load(None)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), Order(count, html=0.05), known)
        own = sorted((Path(folder) / "documents").iterdir())
        found = dict(_hashes([*shipped(), *own, *_documents(folders)], known))
    if not kept.exists():
        kept.write_text(json.dumps(found, indent=0), encoding="utf-8")
        click.echo(f"{len(found)} documents kept")
        return
    before: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    other = sorted(name for name in found.keys() | before if found.get(name) != before.get(name))
    click.echo("\n".join(other) or f"{len(found)} documents say the same")
    raise SystemExit(bool(other))


def _documents(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for p in folder.rglob("*") if p.suffix in _SUFFIXES)


def _hashes(paths: Sequence[Path], known: Gazetteer) -> Iterator[tuple[str, str]]:
    """(name, hash of the triples) of each document; of one that is refused, what is said."""
    for path in paths:
        name = f"{path.parent.name}/{path.name}" if path.parent.name != "documents" else path.name
        try:
            triples = map_document(read(path), known, _BASE).triples
        except InputError as error:
            yield name, str(error).replace(str(path.parent), "")
            continue
        yield name, hashlib.sha256("\n".join(map(str, triples)).encode()).hexdigest()


if __name__ == "__main__":
    main()
