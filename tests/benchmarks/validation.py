"""What validation costs: compiled shapes against stock pySHACL, and again after a few changes."""

from __future__ import annotations

import gzip
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import click
from pyshacl import validate

from shapes import Scope, load
from shapes.context import Authority
from shapes.crossing import Crossing, crossing, seen, suspects, types
from shapes.engine import compiled, reference
from shapes.reading import Graphs
from shapes.reports import Report
from shapes.statements import Statements, nodes, united
from shapes.validation import AUTHORITY_GRAPH, document_slug, validate_dataset, validate_document
from tests.benchmarks.building import build
from tests.benchmarks.builds import archive, good

Result = TypeVar("Result")
_FEW = 50  # documents that pySHACL validates one by one


@click.command()
@click.option("--count", default=500, show_default=True, help="How many releases.")
@click.option("--changed", default=10, show_default=True, help="How many of them then change.")
@click.option("--compared", default="20", show_default=True, help="How many pySHACL validates too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of a build whose current release is measured instead.",
)
def main(count: int, changed: int, compared: str, out: Path | None) -> None:
    """Print what validating a generated archive costs, as processor time and ratios.

    One graph is in memory at a time, as in a build.
    """
    with tempfile.TemporaryDirectory() as folder:
        if out is None:
            out = Path(folder) / "out"
            good(build(out, archive(Path(folder), count), options=("--jobs", "2")))
        release = out / "current"
        others = {name: graph for name, graph in graphs(release) if not document_slug(name)}
        authority = Authority(next(g for n, g in others.items() if n.endswith(AUTHORITY_GRAPH)))
        tell(release, others, authority, changed)
        for number in map(int, compared.split(",")):
            compare(release, others, authority, number)


def graphs(release: Path) -> Iterator[tuple[str, Statements]]:
    """The graphs of a release, one after another."""
    with gzip.open(release / "spacecoop.nq.gz", "rt", encoding="utf-8", newline="\n") as dump:
        parted = (line.rstrip().rsplit(" ", 2) for line in dump)
        for name, lines in groupby(parted, key=itemgetter(1)):
            yield name[1:-1], Statements.of(f"{triple} ." for triple, _, _ in lines)


def documents(release: Path) -> Iterator[tuple[str, Statements]]:
    """Those of its documents."""
    return ((name, graph) for name, graph in graphs(release) if document_slug(name))


def tell(release: Path, others: Graphs, authority: Authority, changed: int) -> None:
    """Print what validating all documents costs, and what it costs again after a few changes."""
    for _, graph in islice(documents(release), 20):
        _judge(graph, authority)  # what is compiled once, and cached, is no document's cost
    crossings: dict[str, Crossing] = {}
    full, size = 0.0, 0
    for name, graph in documents(release):
        size += sum(1 for _ in graph)
        taken, crossings[name] = _timed(partial(_judge, graph, authority))
        full += taken
    each, size = full / len(crossings), size // len(crossings)
    click.echo(f"{len(crossings)} documents of {size} triples: {each * 1000:.2f} ms each,")
    click.echo(f"  {each * 1e5 / size:.2f} ms for 100 triples (the aim is at most 15)")
    read = _suspected(release, others, crossings)
    whole, _ = _timed(lambda: _together(others, crossings, read))
    click.echo(f"  all together: {whole:.2f} s, {whole / full:.1%} of that")
    again = 0.0
    for name, graph in islice(documents(release), changed):
        taken, crossings[name] = _timed(partial(_judge, graph, authority))
        again += taken
    across, _ = _timed(lambda: _together(others, crossings, read))
    click.echo(
        f"{changed} of {len(crossings)} changed: {again:.2f} s + {across:.2f} s for all together, "
        f"{(again + across) / (full + whole):.2%} of a full one (the aim is under 2 %)"
    )


def compare(release: Path, others: Graphs, authority: Authority, number: int) -> None:
    """Print how many times as long pySHACL takes for so many documents."""
    some = dict(islice(documents(release), number))
    ours, found = _timed(lambda: [validate_document(d, authority) for d in some.values()])
    # Stock pySHACL sees all at once, so what crosses documents belongs to our side too.
    across, expected = _timed(lambda: validate_dataset({**others, **some}))
    if number == min(number, _FEW):
        theirs, right = _timed(
            lambda: [validate_document(d, authority, by=reference) for d in some.values()]
        )
        _same(found, right)
        _same([expected], [validate_dataset({**others, **some}, by=reference)])
        times = theirs / ours
        click.echo(f"pySHACL document by document: {times:.0f} times as long, same findings")
    stock = _stock(united((*some.values(), *others.values())))
    times = stock / (ours + across)
    click.echo(f"stock pySHACL on {number} documents merged: {times:.0f} times as long")
    click.echo("  (the aim is at least 10)")


def _judge(document: Statements, authority: Authority) -> Crossing:
    """Validate a document, as a build does, and return what it crosses others in."""
    validate_document(document, authority, by=compiled)
    return crossing(document)


def _together(others: Graphs, crossings: dict[str, Crossing], read: Graphs) -> Report:
    """Validate what crosses documents, as a build does (mapping.release.checked).

    ``read`` are the documents to look at, which a build reads from a file each.
    """
    all_crossings = {**{name: crossing(graph) for name, graph in others.items()}, **crossings}
    looked_at = suspects(all_crossings) & crossings.keys()
    told = united(seen(read[name]) for name in looked_at)
    spoken_of = set().union(*map(nodes, (*others.values(), told)))
    classes = types(crossings.values(), spoken_of)
    return validate_dataset({**others, "urn:documents": united((told, classes))})


def _suspected(release: Path, others: Graphs, crossings: dict[str, Crossing]) -> Graphs:
    names = suspects({**{name: crossing(g) for name, g in others.items()}, **crossings})
    return {name: graph for name, graph in documents(release) if name in names}


def _stock(merged: Statements) -> float:
    data, shapes = merged.comparable().graph(), load()
    for scope in (Scope.AUTHORITY.value, Scope.VOCABULARY.value):
        shapes.remove((None, None, scope))
    return _timed(lambda: validate(data, shacl_graph=shapes))[0]


def _same(found: list[Report], right: list[Report]) -> None:
    if found != right:
        raise click.ClickException("the compiled shapes find something else than pySHACL")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


if __name__ == "__main__":
    main()
