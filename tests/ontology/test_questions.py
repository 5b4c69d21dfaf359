"""The competency questions, asked of the worked examples; rows are compared exactly."""

import re
from pathlib import Path

import pyoxigraph
import pytest

from ontology import CONCEPT, SC, inference_queries, load, questions

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "ontology" / "examples"
NAMES = [name for name, _ in questions()]


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """The examples, each in a graph of its own, with their union and what follows from it."""
    store = pyoxigraph.Store()
    union = pyoxigraph.DefaultGraph()
    for path in sorted(EXAMPLES.glob("*.ttl")):
        graph = pyoxigraph.NamedNode(f"https://example.org/graph/{path.stem}")
        store.load(path=path, to_graph=graph)
    quads = list(store)
    store.extend([pyoxigraph.Quad(q.subject, q.predicate, q.object, union) for q in quads])
    store.load(load().serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    for _, text in inference_queries():
        constructed = store.query(text)
        assert isinstance(constructed, pyoxigraph.QueryTriples)
        triples = list(constructed)
        store.extend([pyoxigraph.Quad(t.subject, t.predicate, t.object, union) for t in triples])
    return store


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_answer_is_the_expected_rows(name: str, text: str, store: pyoxigraph.Store) -> None:
    expected = (HERE / "answers" / f"{name}.csv").read_text(encoding="utf-8")
    solutions = store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    answer = solutions.serialize(format=pyoxigraph.QueryResultsFormat.CSV)
    assert answer is not None
    assert answer.decode().replace("\r\n", "\n") == expected
    assert expected.count("\n") > 1, "an answer without rows proves nothing"


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_question_is_put_in_words_first(name: str, text: str) -> None:
    first = text.splitlines()[0]
    assert re.fullmatch(r"# [A-Z].{20,}\?", first)
    assert re.fullmatch(r"cq\d\d-[a-z-]+", name)


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_every_column_is_ordered(name: str, text: str) -> None:
    selected = re.search(r"SELECT DISTINCT (.*)", text)
    assert selected is not None, name
    columns = set(re.findall(r"\?\w+", selected[1]))
    ordered = set(re.findall(r"\?\w+", text.rpartition("ORDER BY")[2]))
    # An IRI has one English name, so a label needs no place of its own beside it.
    assert ordered <= columns
    assert {column.removesuffix("Label") for column in columns} == {
        column.removesuffix("Label") for column in ordered
    }


@pytest.mark.parametrize(("name", "text"), [*questions(), *inference_queries()])
def test_query_uses_only_declared_terms(name: str, text: str) -> None:
    declared = {str(term) for term in load().subjects()}
    used = {
        str(space[local])
        for prefix, space in (("sc", SC), ("concept", CONCEPT))
        for local in re.findall(rf"\b{prefix}:([\w-]+)", text)
    }
    assert used, name
    assert used - declared == set()


def test_questions_are_numbered_without_gaps() -> None:
    assert [name[:4] for name in NAMES] == [f"cq{n:02}" for n in range(1, len(NAMES) + 1)]
