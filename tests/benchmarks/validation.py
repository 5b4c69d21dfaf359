"""What validation costs: compiled shapes against stock pySHACL, and again after a few changes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from pyshacl import validate

from shapes import Scope, load
from shapes.context import Authority
from shapes.crossing import Crossing, crossing, seen, suspects, types
from shapes.engine import compiled, reference
from shapes.reading import Graphs, read
from shapes.reports import Report
from shapes.statements import Statements, nodes, united
from shapes.validation import AUTHORITY_GRAPH, document_slug, validate_dataset, validate_document
from tests.benchmarks.building import build
from tests.benchmarks.builds import archive, good

Result = TypeVar("Result")


@click.command()
@click.option("--count", default=500, show_default=True, help="How many releases.")
@click.option("--changed", default=10, show_default=True, help="How many of them then change.")
@click.option("--archive-size", default=20_000, show_default=True, help="What is told of.")
@click.option("--compared", default=20, show_default=True, help="How many pySHACL validates too.")
def main(count: int, changed: int, archive_size: int, compared: int) -> None:
    """Print what validating a generated archive costs, as processor time and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        good(build(out, archive(Path(folder), count), options=("--jobs", "2")))
        graphs = read([out / "current" / "spacecoop.nq.gz"])
    tell(graphs, changed, archive_size, compared)


def tell(graphs: Graphs, changed: int, archive_size: int, compared: int) -> None:
    """Print what validating these graphs costs."""
    documents = {name: graph for name, graph in graphs.items() if document_slug(name)}
    others = {name: graph for name, graph in graphs.items() if name not in documents}
    authority = Authority(next(g for name, g in others.items() if name.endswith(AUTHORITY_GRAPH)))
    size = sum(1 for graph in documents.values() for _ in graph) / len(documents)
    some = dict(list(documents.items())[:compared])
    _each(some, authority)  # what is compiled once, and cached, is no document's cost

    full, crossings = _timed(lambda: _each(documents, authority))
    whole, expected = _timed(lambda: _together(documents, others, crossings))
    each = full / len(documents)
    click.echo(f"{len(documents)} documents of {size:.0f} triples: {each * 1000:.2f} ms each,")
    click.echo(f"  {each * 1e5 / size:.2f} ms for 100 triples (the aim is at most 15)")
    click.echo(f"  all together: {whole:.2f} s, {whole / full:.1%} of that")

    ours, found = _timed(lambda: [validate_document(d, authority) for d in some.values()])
    theirs, right = _timed(
        lambda: [validate_document(d, authority, by=reference) for d in some.values()]
    )
    _same(found, right)
    _same([expected], [validate_dataset(graphs, by=reference)])
    click.echo(f"pySHACL document by document: {theirs / ours:.0f} times as long, same findings")
    stock = _stock(united((*some.values(), *others.values())))
    click.echo(f"stock pySHACL on {len(some)} documents merged: {stock / ours:.0f} times as long")
    click.echo("  (the aim is at least 10)")

    fresh = dict(list(documents.items())[:changed])
    some_again, _ = _timed(lambda: _each(fresh, authority))
    again = some_again + _timed(lambda: _together(documents, others, crossings))[0]
    click.echo(f"{changed} of {len(documents)} changed: {again / (full + whole):.1%} of a full one")
    # What of it grows with the documents: looking for what differs, and for classes. The authority
    # graph stays as it is; inferences and discrepancies grow, but less than the documents do.
    named = set().union(*map(nodes, others.values()))
    looking = _timed(lambda: suspects(crossings))[0]
    looking += _timed(lambda: types(crossings.values(), named))[0]
    fixed = {name: graph for name, graph in others.items() if name.endswith(AUTHORITY_GRAPH)}
    staying = _timed(lambda: _together({}, fixed, {}))[0]
    growing = max(0.0, again - some_again - looking - staying)
    click.echo(f"{changed} of {archive_size} changed, extrapolated from this:")
    times = archive_size / len(documents)
    for words, much in (("stay as many", 1.0), ("grow as documents do", times)):
        crossed = looking * times + staying + growing * much
        ratio = (some_again + crossed) / (full * times + crossed)
        click.echo(f"  {ratio:.2%} of a full one if inferences and discrepancies {words}")
    click.echo("  (the aim is under 2 %)")


def _each(documents: Graphs, authority: Authority) -> dict[str, Crossing]:
    """Validate documents one by one, as a build does, and return what they cross in."""
    crossings = {}
    for name, document in documents.items():
        validate_document(document, authority, by=compiled)
        crossings[name] = crossing(document)
    return crossings


def _together(documents: Graphs, others: Graphs, crossings: dict[str, Crossing]) -> Report:
    """Validate what crosses documents, as a build does (mapping.release.checked)."""
    all_crossings = {**{name: crossing(graph) for name, graph in others.items()}, **crossings}
    looked_at = suspects(all_crossings) & documents.keys()
    told = united(seen(documents[name]) for name in looked_at)
    spoken_of = set().union(*map(nodes, (*others.values(), told)))
    classes = types(crossings.values(), spoken_of)
    return validate_dataset({**others, "urn:documents": united((told, classes))})


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
