"""The command ``spacecoop validate``."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shapes.errors import InputError

if TYPE_CHECKING:
    from shapes.reports import Report

_EXAMPLE = """
\b
Examples:
  spacecoop validate
  spacecoop validate build/current/documents/000-4781d7af63d66124.ttl
  spacecoop validate --format json spacecoop.nq.gz > report.json
"""


@click.command(epilog=_EXAMPLE)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "turtle", "json"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    envvar="SPACECOOP_OUT",
    show_default=True,
    help="Folder of releases; its current one is validated, or is the context of each FILE.",
)
@click.option(
    "--reference",
    is_flag=True,
    help="Let pySHACL validate: the same findings, many times slower.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    envvar="SPACECOOP_JOBS",
    metavar="N",
    help="Validate documents in N processes. Default: one for each core.",
)
def validate(
    files: tuple[Path, ...], form: str, out: Path, *, reference: bool, jobs: int | None
) -> None:
    """Validate RDF files, or the current release, against the shapes.

    FILE is Turtle, N-Triples, TriG or N-Quads (.ttl .nt .trig .nq, each also .gz). The report goes
    to standard output. Exit code 1 on a violation, 2 on a file that cannot be read.
    """
    # rdflib reports each ill-typed literal with a traceback; the report says it in a line.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    jobs = jobs or len(os.sched_getaffinity(0))
    report = _report(files, out / "current", reference=reference, jobs=jobs)
    click.echo(_rendered(report, form), nl=False)
    sys.exit(0 if report.conforms else 1)


def _report(files: tuple[Path, ...], release: Path, *, reference: bool, jobs: int) -> Report:
    # rdflib takes long to import; --help does without it.
    from shapes import engine
    from shapes.filesets import release_authority, validate_files, validate_release

    by = engine.reference if reference else engine.compiled
    has_release = (release / "spacecoop.nq.gz").exists()
    if files:
        authority = release_authority(release) if has_release else None
        return validate_files(files, authority, track=_shown, by=by, jobs=jobs)
    if not has_release:
        raise InputError(str(release), "there is no release here; run 'spacecoop build' first")
    return validate_release(release, track=_shown, by=by, jobs=jobs)


def _rendered(report: Report, form: str) -> str:
    forms = {"text": report.to_text, "turtle": report.to_turtle, "json": report.to_json}
    return forms[form]()


def _shown(names: list[str]) -> Iterable[str]:
    """Give the names back one by one, with a progress bar where messages go to a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(
        names,
        description="Validating",
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
