"""What an engine answers, whichever it is."""

import json

import pytest
from pyoxigraph import Quad, Store

from service.engine import Engine, Question
from service.engine.inprocess import InProcess
from service.errors import BadQueryError


@pytest.fixture
def engine(quads: list[Quad]) -> Engine:
    """An engine over the release's quads."""
    store = Store()
    store.extend(quads)
    return InProcess(store)


def test_an_answer_is_whole_and_knows_its_length(engine: Engine) -> None:
    question = Question("SELECT * { GRAPH ?g { ?s ?p ?o } }", "json")
    with engine.answer(question) as answer:
        body = b"".join(answer)
    assert len(body) == answer.length
    assert len(json.loads(body)["results"]["bindings"]) > 900


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("ASK {}", "turtle"), ("DESCRIBE <urn:x>", "csv"), ("SELECT", "json"), ("ASK {}", "html")],
)
def test_what_cannot_be_answered_so(engine: Engine, query: str, wanted: str) -> None:
    with pytest.raises(BadQueryError):
        engine.answer(Question(query, wanted))
