"""The inference queries construct what the definitions say, with either engine."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from ontology import SC, examples, inference_queries, superclasses

HERE = Path(__file__).parent
Engine = Callable[[str, str], set[str]]


def lines(graph: Graph) -> set[str]:
    return set(graph.serialize(format="nt").splitlines()) - {""}


def with_rdflib(data: str, query: str) -> set[str]:
    constructed = Graph().parse(data=data, format="nt").query(query).graph
    assert constructed is not None
    return lines(constructed)


def with_pyoxigraph(data: str, query: str) -> set[str]:
    store = pyoxigraph.Store()
    store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    triples = store.query(query)
    assert isinstance(triples, pyoxigraph.QueryTriples)
    return {f"{triple} ." for triple in triples}


@pytest.mark.parametrize("engine", [with_rdflib, with_pyoxigraph])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Graph().parse(HERE / "inference.ttl"), Graph().parse(HERE / "inferred.ttl")),
        (examples(), Graph().parse(HERE / "inferred-examples.ttl")),
    ],
    ids=["cases", "examples"],
)
def test_what_follows(engine: Engine, facts: Graph, expected: Graph) -> None:
    data = facts.serialize(format="nt")
    inferred = set[str]().union(*(engine(data, text) for _, text in inference_queries()))
    assert inferred == lines(expected)


@pytest.mark.parametrize(
    ("name", "constructed"),
    [
        ("contributes-to", SC.contributesTo),
        ("cooperates-with", SC.cooperatesWith),
        ("member-of", SC.memberOf),
        ("participated-in", SC.participatedIn),
    ],
)
def test_query_constructs_the_property_it_is_named_after(name: str, constructed: str) -> None:
    text = dict(inference_queries())[name]
    inferred = with_rdflib(Graph().parse(HERE / "inference.ttl").serialize(format="nt"), text)
    assert {line.split()[1] for line in inferred} == {f"<{constructed}>"}


def test_queries_come_by_name_and_none_reads_what_another_writes() -> None:
    names = [name for name, _ in inference_queries()]
    assert names == ["contributes-to", "cooperates-with", "member-of", "participated-in"]
    for _, text in inference_queries():
        where = text.split("WHERE")[1]
        inferred = ("contributesTo", "cooperatesWith", "memberOf", "participatedIn")
        assert not [name for name in inferred if f"sc:{name}" in where]


def test_cases_say_every_superclass() -> None:
    facts = Graph().parse(HERE / "inference.ttl")
    types = {(s, str(o).removeprefix(str(SC))) for s, o in facts.subject_objects() if str(o) in SC}
    typed = {(s, name) for s, name in types if name[0].isupper() and not name.endswith("ed")}
    assert [(s, up) for s, name in typed for up in superclasses(name) if (s, up) not in typed] == []
