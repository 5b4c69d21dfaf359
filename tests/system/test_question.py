"""Who met whom on 9 June 2020: the question asked on the command line and over HTTP."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

QUESTION = Path(__file__).parents[2] / "ontology" / "questions" / "cq01-who-met-whom.rq"
ID = "https://w3id.org/spacecoop/id/"
DOCUMENT = f"{ID}document/000-4781d7af63d66124"
# "15 heads of space agencies from around the world—Australia, Canada, ESA, France, …"
HEADS = (
    "australian-space-agency csa esa cnes dlr isro israel-space-agency asi jaxa"
    " luxembourg-space-agency new-zealand-space-agency roscosmos kari uaesa uksa"
).split()
HOST = "nasa"  # "… took part at the invitation of NASA in a virtual meeting"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def asked(release: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> Rows:
    """The answer on the command line."""
    done = run("query", QUESTION, "--out", release.parent.parent, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def fetched(get: Callable[[str, str], tuple[str, str]]) -> Rows:
    """The answer to a GET."""
    query = urlencode({"query": QUESTION.read_text(encoding="utf-8")})
    kind, body = get(f"/sparql?{query}", "application/sparql-results+json")
    assert kind == "application/sparql-results+json"
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def test_the_fifteen_agencies_and_their_host_are_named_with_the_sentence(asked: Rows) -> None:
    rows = [row for row in asked if row["date"] == "2020-06-09" and row["document"] == DOCUMENT]
    assert len({row["meeting"] for row in rows}) == 1
    agents = {row["agent"] for row in rows if row["agent"].startswith(f"{ID}organization/")}
    assert agents == {f"{ID}organization/{slug}" for slug in (*HEADS, HOST)}
    assert len(HEADS) == 15
    for agent in agents:
        quotes = [" ".join(row["quote"].split()) for row in rows if row["agent"] == agent]
        assert any(
            quote.startswith("Tuesday 9 June, 15 heads of space agencies")
            and "at the invitation of NASA in a virtual meeting" in quote
            for quote in quotes
        ), agent


def test_http_gives_the_same_rows_in_the_same_order(asked: Rows, fetched: Rows) -> None:
    assert fetched == [{name: value for name, value in row.items() if value} for row in asked]
