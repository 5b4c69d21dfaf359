"""The switch from one release to another while requests go on."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from service import Settings, create_app

Publish = Callable[..., Path]

NEW = (
    '<https://w3id.org/spacecoop/id/mission/new> <urn:p> "new" '
    "<https://w3id.org/spacecoop/graph/authority> .\n"
)


def _ready(app: Flask) -> str:
    return app.test_client().get("/readyz").text


def test_without_a_release_the_service_is_alive_but_not_ready(tmp_path: Path) -> None:
    client = create_app(Settings(out=tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/", "/sparql?query=ASK%7B%7D"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")


def test_a_release_that_comes_later_is_found(tmp_path: Path, publish: Publish) -> None:
    app = create_app(Settings(out=tmp_path))
    assert app.test_client().get("/readyz").status_code == 503
    publish(tmp_path, "a" * 64)
    assert _ready(app) == f"serving {'a' * 64}\n"


def test_the_service_goes_over_under_load(tmp_path: Path, publish: Publish) -> None:
    publish(tmp_path, "a" * 64)
    app = create_app(Settings(out=tmp_path))
    assert "a" * 64 in _ready(app)
    stop, answers = threading.Event(), list[tuple[int, str]]()

    def ask() -> None:
        client = app.test_client()
        while not stop.is_set():
            page = client.get("/page/organization/cnes")
            answers.append((page.status_code, client.get("/readyz").text))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    publish(tmp_path, "b" * 64, NEW)
    while not any("b" * 64 in text for _, text in list(answers)):
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert {status for status, _ in answers} == {200}
    assert {text for _, text in answers} == {f"serving {'a' * 64}\n", f"serving {'b' * 64}\n"}
    assert app.test_client().get("/data/mission/new.ttl").status_code == 200


@pytest.mark.parametrize("broken", ["spacecoop.nq.gz", "manifest.json"])
def test_a_broken_release_leaves_the_old_one_and_logs_once(
    tmp_path: Path, publish: Publish, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    publish(tmp_path, "a" * 64)
    app = create_app(Settings(out=tmp_path))
    assert "a" * 64 in _ready(app)
    folder = publish(tmp_path, "b" * 64)
    (folder / broken).write_bytes(b"\x1f\x8bnonsense")
    with caplog.at_level(logging.ERROR):
        assert [_ready(app) for _ in range(3)] == [f"serving {'a' * 64}\n"] * 3
    assert len(caplog.records) == 1
    assert broken in caplog.text
    publish(tmp_path, "c" * 64)
    assert "c" * 64 in _ready(app)


def test_a_link_that_leads_nowhere_leaves_the_old_release(tmp_path: Path, publish: Publish) -> None:
    publish(tmp_path, "a" * 64)
    app = create_app(Settings(out=tmp_path))
    assert "a" * 64 in _ready(app)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("releases/gone")
    assert "a" * 64 in _ready(app)
