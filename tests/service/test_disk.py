"""A release too large for memory: the same answers, from a store on disk."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from service import Settings, create_app
from service.engine import Question
from service.engine.pool import Pool
from service.release import read

Publish = Callable[..., Path]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _count(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def test_the_same_answers_from_disk(tmp_path: Path, publish: Publish, client: FlaskClient) -> None:
    publish(tmp_path, "a" * 64)
    served = create_app(Settings(out=tmp_path, disk_above=0)).test_client()
    asked = {"query": COUNT}
    expected = _count(client.get("/sparql", query_string=asked).data)
    assert _count(served.get("/sparql", query_string=asked).data) == expected > 900
    for path in ("/page/organization/cnes", "/data/mission/mmx.ttl"):
        assert served.get(path).data == client.get(path).data
    assert [path.name[:64] for path in (tmp_path / "cache").iterdir()] == ["a" * 64]


def test_workers_read_the_store_on_disk(tmp_path: Path, publish: Publish) -> None:
    folder = publish(tmp_path, "a" * 64)
    release = read(folder, disk_above=0)
    pool = Pool(release.source, Settings(workers=2, memory=64).limits)
    try:
        for _ in range(4):
            with pool.answer(Question(COUNT, "json")) as answer:
                assert _count(answer.read()) > 900
    finally:
        pool.stop()


def test_a_store_is_made_once_and_goes_with_its_release(tmp_path: Path, publish: Publish) -> None:
    first = publish(tmp_path, "a" * 64)
    read(first, disk_above=0)
    (made,) = (tmp_path / "cache").iterdir()
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    read(first, disk_above=0)
    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before
    second = publish(tmp_path, "b" * 64)
    read(second, disk_above=0)
    assert len(list((tmp_path / "cache").iterdir())) == 2
    shutil.rmtree(first)
    read(second, disk_above=0)
    assert [path.name[:64] for path in (tmp_path / "cache").iterdir()] == ["b" * 64]


def test_a_small_release_makes_no_store(tmp_path: Path, publish: Publish) -> None:
    read(publish(tmp_path, "a" * 64))
    assert not (tmp_path / "cache").exists()
