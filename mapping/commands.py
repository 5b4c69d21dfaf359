"""The commands ``spacecoop build`` and ``spacecoop evaluate``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mapping import gazetteer as gazetteers
from mapping.documents import MAX_BYTES, SUFFIXES, ignored
from mapping.evaluation import comparison, dumps, load, presentation, score, trial
from mapping.evaluation.published import index
from mapping.progress import Bar, tracked
from mapping.release.build import Outcome, Request
from mapping.release.build import build as build_release
from mapping.release.graphs import base_iri
from mapping.release.workers import Limits
from ontology import DEFAULT_BASE

_FOLDER = click.Path(path_type=Path)
_LISTED = 20

_gazetteer = click.option(
    "--gazetteer",
    envvar="SPACECOOP_GAZETTEER",
    type=_FOLDER,
    metavar="DIR",
    help="Folder with a gazetteer in the place of the shipped one.",
)


@click.command(short_help="Build a release from documents.")
@click.argument("paths", nargs=-1, type=_FOLDER, metavar="[PATH]...")
@click.option(
    "--out",
    envvar="SPACECOOP_OUT",
    type=_FOLDER,
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="Folder for releases; DIR/current leads to the newest.",
)
@click.option(
    "--base-iri",
    "base",
    envvar="SPACECOOP_BASE_IRI",
    default=DEFAULT_BASE,
    show_default=True,
    metavar="IRI",
    help="What the addresses of entities, facts and documents begin with.",
)
@click.option(
    "--strict",
    is_flag=True,
    envvar="SPACECOOP_STRICT",
    help="Publish nothing if a document cannot be read or violates a shape.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    envvar="SPACECOOP_KEEP",
    metavar="N",
    help="Keep the newest N releases and remove older ones. Default: all.",
)
@click.option(
    "--max-size",
    envvar="SPACECOOP_MAX_SIZE",
    type=click.FloatRange(min=0, min_open=True),
    default=MAX_BYTES / 1_000_000,
    show_default=True,
    metavar="MB",
    help="Leave out documents whose file is larger.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    envvar="SPACECOOP_JOBS",
    metavar="N",
    help="Read documents in N processes. Default: one for each core.",
)
@click.option(
    "--document-timeout",
    "timeout",
    type=click.FloatRange(min=0, min_open=True),
    envvar="SPACECOOP_DOCUMENT_TIMEOUT",
    default=30,
    show_default=True,
    metavar="S",
    help="Leave out a document that takes longer than S seconds.",
)
@click.option(
    "--document-memory",
    "memory",
    type=click.IntRange(min=1),
    envvar="SPACECOOP_DOCUMENT_MEMORY",
    default=1000,
    show_default=True,
    metavar="MB",
    help="Leave out a document that takes more than so many megabytes.",
)
@click.option(
    "--cache/--no-cache",
    "cached",
    envvar="SPACECOOP_CACHE",
    default=True,
    show_default=True,
    help="Keep in DIR/cache what was read, and do not read unchanged documents again.",
)
@click.option(
    "--corrections",
    envvar="SPACECOOP_CORRECTIONS",
    type=_FOLDER,
    metavar="FILE",
    help="Table of corrections in the place of the shipped one.",
)
@click.option(
    "--claims",
    envvar="SPACECOOP_CLAIMS",
    type=_FOLDER,
    metavar="FILE",
    help="Table of what Wikidata says, in the place of the shipped one.",
)
@click.option("--date", envvar="SPACECOOP_DATE", metavar="EDTF", help="Date where none is stated.")
@click.option("--source", envvar="SPACECOOP_SOURCE", metavar="URL", help="Address likewise.")
@_gazetteer
def build(
    paths: tuple[Path, ...],
    out: Path,
    base: str,
    strict: bool,
    keep: int | None,
    max_size: float,
    jobs: int | None,
    timeout: float,
    memory: int,
    cached: bool,
    corrections: Path | None,
    claims: Path | None,
    date: str | None,
    source: str | None,
    gazetteer: Path | None,
) -> int:
    """Build a release from documents.

    Each PATH is a document (.txt .html .htm .pdf .md) or a folder with documents; without one, the
    documents that ship with the project are taken. A document that cannot be read or violates a
    shape is left out and named, and the exit code is 1; the others are published. Documents
    that have not changed since the build before are not read again, unless the rules or the
    gazetteer have.

    \b
    Examples:
      spacecoop build
      spacecoop build --out releases --keep 5 press/ notes/2021-03-09.txt
      spacecoop build --jobs 4 --document-timeout 60 --document-memory 2000 archive/
      spacecoop build --corrections corrections.tsv archive/
    """
    if others := ignored(paths):
        _say(f"files ignored that are no documents ({', '.join(SUFFIXES)}): {others}")
    request = Request(
        paths,
        out,
        base_iri(base),
        strict=strict,
        keep=keep,
        date=date,
        source=source,
        gazetteer=gazetteer,
        max_bytes=round(max_size * 1_000_000),
        corrections=corrections,
        claims=claims,
        jobs=jobs or len(os.sched_getaffinity(0)),
        limits=Limits(timeout, memory),
        cached=cached,
    )
    with Bar() as bar:
        outcome = build_release(request, bar)
    _summarise(outcome, out)
    return outcome.status


@click.command(short_help="Compare the mapping with annotated documents.")
@click.argument("gold", type=_FOLDER, metavar="GOLD_DIR")
@click.option("--misses/--no-misses", default=True, help="List each miss and each extra.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--compare",
    "earlier",
    type=_FOLDER,
    metavar="OLD",
    help="A release, or a dump (.nq, .nq.gz) of an earlier run: list facts gained, lost, changed.",
)
@click.option(
    "--save",
    type=_FOLDER,
    metavar="FILE.nq.gz",
    help="Write what this run published, for --compare of a later one.",
)
@_gazetteer
def evaluate(
    gold: Path,
    misses: bool,
    form: str,
    earlier: Path | None,
    save: Path | None,
    gazetteer: Path | None,
) -> int:
    """Compare the mapping with annotated documents.

    Maps the texts that the annotations in GOLD_DIR name, and prints precision, recall and F1 by
    type of fact, with each annotation missed and each published fact that answers none.

    With --compare OLD, it also prints, document by document, the facts that this run gained, lost
    or tells differently, and whether each answers an annotation ("right") or none ("extra").

    \b
    Examples:
      spacecoop evaluate gold/ --no-misses
      spacecoop evaluate gold/ --save before.nq.gz
      spacecoop evaluate gold/ --no-misses --compare before.nq.gz
    """
    annotations = load(gold)
    old = dumps.read(earlier) if earlier else None
    if save:
        dumps.check(save)
    tried = trial.run(
        annotations,
        gazetteers.load(gazetteer),
        DEFAULT_BASE,
        progress=tracked("Mapping annotated texts"),
    )
    compared = comparison.compare(tried.annotations, old, tried.graphs) if old else None
    if save:
        dumps.write(tried.graphs, save)
    present = presentation.as_json if form == "json" else presentation.text
    result = score(tried.annotations, index(tried.graphs))
    click.echo(present(result, tried.refused, compared, misses=misses), nl=False)
    return 0


def _summarise(outcome: Outcome, out: Path) -> None:
    """Say on stderr what became of the build, each document left out in a line of its own."""
    for document in outcome.quarantined:
        _say(f"quarantined {document.path}: {document.reason}")
    if outcome.identifier is None:
        for finding in outcome.violations[:_LISTED]:
            _say(f"{finding.severity} {finding.focus_node}: {finding.message}")
        if len(outcome.violations) > _LISTED:
            _say(f"… and {len(outcome.violations) - _LISTED} more violations")
        _say(f"nothing published, {out} stays as it was: {outcome.obstacle}")
        return
    state = "is the current release now" if outcome.changed else "is the current release already"
    for unread in outcome.unread:
        _say(
            f"{unread.file} is in another language ({unread.unread}): facts are read in English "
            "and French, here only mentions"
        )
    left_out = f", {len(outcome.quarantined)} quarantined" if outcome.quarantined else ""
    _say(f"{outcome.documents} documents, {outcome.facts} facts{left_out}")
    _say(f"{outcome.identifier} {state}: {out / 'current'}")
    for identifier in outcome.removed:
        _say(f"removed release {identifier}")


def _say(line: str) -> None:
    # File names and texts are other people's: control characters must not reach the terminal.
    printable = "".join(c if c.isprintable() else " " for c in line)
    click.echo(f"spacecoop: {printable}", err=True)
