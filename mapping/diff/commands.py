"""The command ``spacecoop diff``."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import Quad, RdfFormat, serialize

from mapping.diff import compare, dump, text
from mapping.errors import InputError
from mapping.release.folder import write_atomically

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="List what changed between two releases.")
@click.argument("before", metavar="A")
@click.argument("now", metavar="B")
@click.option(
    "--out",
    envvar="SPACECOOP_OUT",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="Folder with the releases that A and B name by identifier.",
)
@click.option("--added", type=_FILE, metavar="FILE.nq", help="Write the quads of B that A lacks.")
@click.option("--removed", type=_FILE, metavar="FILE.nq", help="Write those of A that B lacks.")
def diff(before: str, now: str, out: Path, added: Path | None, removed: Path | None) -> int:
    """List what changed between two releases.

    A and B are release folders, dumps (.nq, .nq.gz), or beginnings of identifiers. Facts are
    listed by class: those that only B holds (+), only A (-), or both, but told otherwise (~).

    \b
    Examples:
      spacecoop diff 620f1874 3c046c8a
      spacecoop diff old/ build/current --added added.nq --removed removed.nq
    """
    comparison = compare(dump(before, out), dump(now, out))
    for path, quads in ((added, comparison.added), (removed, comparison.removed)):
        if path:
            _write(path, quads)
    click.echo(text(comparison), nl=False)
    return 0


def _write(path: Path, quads: tuple[Quad, ...]) -> None:
    content = serialize(quads, format=RdfFormat.N_QUADS) or b""
    try:
        write_atomically(path, content.decode())
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror}") from error
