"""Validation across documents finds in the part that it sees what it would find in the whole."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from mapping.release.canonical import Canonical
from mapping.release.checked import checked, suspects
from mapping.release.graphs import Graphs, ordered, rdflib_graph
from shapes.validation import validate_dataset
from shapes.watching import watched

BASE = "https://w3id.org/spacecoop/"
SHAPES = Path(__file__).parents[2] / "shapes"
ROWS = (SHAPES / "failing.tsv").read_text(encoding="utf-8").splitlines()
FAILING = sorted({row.split("\t")[0] for row in ROWS if row.split("\t")[1] == "global"})


def triples(path: Path) -> list[Triple]:
    quads = parse(path.read_bytes(), RdfFormat.TURTLE)
    return sorted((quad.triple for quad in quads), key=str)


@pytest.mark.parametrize("name", FAILING)
def test_what_only_shows_across_documents_is_found_in_what_is_seen(
    name: str, tmp_path: Path
) -> None:
    told = triples(SHAPES / "failing" / name)
    graphs = Graphs(
        BASE,
        {
            "authority": ordered(triples(SHAPES / "context.ttl")),
            "document/a": ordered(told[::2]),
            "document/b": ordered(told[1::2]),
        },
    )
    whole = {graphs.iri(n).value: rdflib_graph(graphs.triples(n)) for n in graphs.names()}
    expected = validate_dataset(whole)
    assert expected.findings
    assert validate_dataset(checked(graphs, Canonical.of(graphs, tmp_path))) == expected


def test_what_cannot_violate_a_shape_is_not_seen(tmp_path: Path) -> None:
    told = triples(SHAPES / "passing" / "meeting.ttl")
    graphs = Graphs(BASE, {"document/a": ordered(told)})
    assert suspects(Canonical.of(graphs, tmp_path), watched()) == []
