"""The competency questions, asked of the documents that ship; rows are compared exactly.

Each has its expected answer in a file beside this one. After a change to what the documents say,
``spacecoop query ontology/questions/NAME.rq --format csv`` gives the new one: read the difference.
"""

import gzip
import re
from pathlib import Path

import pyoxigraph
import pytest

from ontology import CONCEPT, SC, inference_queries, load, questions
from shapes.discrepancies import queries

HERE = Path(__file__).parent
NAMES = [name for name, _ in questions()]
EVERY_QUERY = [*questions(), *inference_queries(), *queries()]


@pytest.fixture(scope="module")
def store(release: Path) -> pyoxigraph.Store:
    """A release of the shipped documents, its default graph the union of all."""
    store = pyoxigraph.Store()
    union = pyoxigraph.DefaultGraph()
    dump = gzip.decompress((release / "spacecoop.nq.gz").read_bytes())
    quads = list(pyoxigraph.parse(dump, pyoxigraph.RdfFormat.N_QUADS))
    store.extend(quads)
    store.extend([pyoxigraph.Quad(q.subject, q.predicate, q.object, union) for q in quads])
    return store


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_answer_is_the_expected_rows(name: str, text: str, store: pyoxigraph.Store) -> None:
    expected = (HERE / f"{name}.csv").read_text(encoding="utf-8")
    solutions = store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    answer = solutions.serialize(format=pyoxigraph.QueryResultsFormat.CSV)
    assert answer is not None
    assert answer.decode().replace("\r\n", "\n") == expected
    assert expected.count("\n") > 1, "an answer without rows proves nothing"


def test_every_answer_has_its_question_and_there_are_twenty() -> None:
    assert sorted(path.stem for path in HERE.glob("*.csv")) == sorted(NAMES)
    assert len(NAMES) >= 20


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_question_is_put_in_words_first(name: str, text: str) -> None:
    first = text.splitlines()[0]
    assert re.fullmatch(r"# [A-Z].{20,}\?", first)
    assert re.fullmatch(r"cq\d\d-[a-z0-9-]+", name)


@pytest.mark.parametrize(("name", "text"), questions(), ids=NAMES)
def test_every_column_is_ordered(name: str, text: str) -> None:
    selected = re.search(r"SELECT DISTINCT (.*)", text)
    assert selected is not None, name
    columns = set(re.findall(r"\?\w+", re.sub(r"\(\w.* AS (.*)\)", r"\1", selected[1])))
    ordered = set(re.findall(r"\?\w+", text.rpartition("ORDER BY")[2]))
    # An IRI has one English name, so a label needs no place of its own beside it.
    assert ordered <= columns
    assert {column.removesuffix("Label") for column in columns} == {
        column.removesuffix("Label") for column in ordered
    }


@pytest.mark.parametrize(("name", "text"), EVERY_QUERY, ids=[name for name, _ in EVERY_QUERY])
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
