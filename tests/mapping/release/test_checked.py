"""Validation across documents finds in the part that it sees what it would find in the whole."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from mapping.release.checked import checked
from mapping.release.graphs import Graphs, ordered, rdflib_graph
from shapes import reading
from shapes.crossing import Crossing, crossing, suspects
from shapes.engine import reference
from shapes.statements import Statements
from shapes.validation import validate_dataset

BASE = "https://w3id.org/spacecoop/"
SHAPES = Path(__file__).parents[2] / "shapes"
ROWS = (SHAPES / "failing.tsv").read_text(encoding="utf-8").splitlines()
FAILING = sorted({row.split("\t")[0] for row in ROWS if row.split("\t")[1] == "global"})


def triples(path: Path) -> list[Triple]:
    quads = parse(path.read_bytes(), RdfFormat.TURTLE)
    return sorted((quad.triple for quad in quads), key=str)


def in_two(told: list[Triple]) -> Graphs:
    """A release whose two documents share what is told, each having every other triple."""
    authority = ordered(triples(SHAPES / "context.ttl"))
    halves = {"document/a": ordered(told[::2]), "document/b": ordered(told[1::2])}
    return Graphs(BASE, {"authority": authority, **halves})


def crossings(graphs: Graphs) -> dict[str, Crossing]:
    names = [name for name in graphs.names() if name.startswith("document/")]
    return {name: crossing(Statements.of_triples(graphs.triples(name))) for name in names}


@pytest.mark.parametrize("name", FAILING)
def test_what_only_shows_across_documents_is_found_in_what_is_seen(name: str) -> None:
    graphs = in_two(triples(SHAPES / "failing" / name))
    whole = {graphs.iri(n).value: rdflib_graph(graphs.triples(n)) for n in graphs.names()}
    expected = validate_dataset(whole, by=reference)
    assert expected.findings
    assert validate_dataset(checked(graphs, crossings(graphs))) == expected


def test_documents_that_go_together_are_not_looked_at_again() -> None:
    graphs = in_two(triples(SHAPES / "passing" / "meeting.ttl"))
    assert suspects(crossings(graphs)) == set()


def test_of_documents_only_those_are_looked_at_that_differ() -> None:
    graphs = in_two(triples(SHAPES / "failing" / "contribution-one-type.ttl"))
    parts = crossings(graphs)
    parts |= {"document/c": crossing(Statements()), "document/d": parts["document/a"]}
    assert suspects(parts) == {"document/a", "document/b"}


def test_what_the_graphs_of_a_release_cross_in_is_the_same_as_in_the_whole(release: Path) -> None:
    read = reading.read([release / "spacecoop.nq.gz"])
    start = f"{BASE}graph/"
    graphs = Graphs(
        BASE, {iri.removeprefix(start): ordered(oxigraph(graph)) for iri, graph in read.items()}
    )
    assert validate_dataset(checked(graphs, crossings(graphs))) == validate_dataset(read)


def oxigraph(graph: Statements) -> list[Triple]:
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o in graph)
    return [quad.triple for quad in parse(lines.encode(), RdfFormat.N_TRIPLES)]
