"""What `/metrics` counts."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import Settings, create_app


@pytest.fixture
def fresh(out: Path) -> FlaskClient:
    """A client of a service that was asked nothing yet."""
    return create_app(Settings(out=out)).test_client()


def _numbers(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = re.findall(r"^(spacecoop_\S+) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in lines}


def test_each_query_is_counted_by_its_outcome(fresh: FlaskClient) -> None:
    assert _numbers(fresh)['spacecoop_queries_total{outcome="ok"}'] == 0
    for query in ("ASK {}", "ASK {}", "SELEC", "ASK { SERVICE <urn:x> {} }"):
        fresh.get("/sparql", query_string={"query": query})
    numbers = _numbers(fresh)
    assert numbers['spacecoop_queries_total{outcome="ok"}'] == 2
    assert numbers['spacecoop_queries_total{outcome="bad_query"}'] == 2
    assert numbers["spacecoop_query_seconds_count"] == 4
    assert numbers["spacecoop_answer_bytes_total"] > 0


def test_the_release_is_named(fresh: FlaskClient) -> None:
    assert _numbers(fresh)[f'spacecoop_release{{id="{"a" * 64}"}}'] == 1
