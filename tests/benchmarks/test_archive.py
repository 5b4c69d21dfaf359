"""The generated archive: always the same, of the genre's length, with what it says written down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mapping import gazetteer
from mapping.evaluation.annotations import load
from tests.benchmarks.archive import Archive, World
from tests.benchmarks.archive.mutations import mutated, names

ROOT = Path(__file__).parents[2]


def written(out: Path, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.archive", str(out), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("archive")
    options = "--count 120 --gold --mutate 0.3 --html 0.1 --pdf 0.1".split()
    assert "120" not in written(out, *options)  # some are damaged, and not counted as releases
    return out


def test_the_same_order_writes_the_same_files(folder: Path, tmp_path: Path) -> None:
    written(tmp_path, *"--count 120 --gold --mutate 0.3 --html 0.1 --pdf 0.1".split())
    for part in ("documents", "gold"):
        first, second = (
            {file.name: file.read_bytes() for file in (out / part).iterdir()}
            for out in (folder, tmp_path)
        )
        assert first
        assert first == second


def test_every_kind_of_file_is_written(folder: Path) -> None:
    assert {file.suffix for file in (folder / "documents").iterdir()} == {".txt", ".html", ".pdf"}
    assert len(list((folder / "damaged").iterdir())) > 20


def test_releases_are_as_long_as_real_ones_and_differ() -> None:
    archive = Archive(World.of(gazetteer.load(None), seed=7))
    releases = [archive.release(number) for number in range(200)]
    lengths = sorted(len(release.text.split()) for release in releases)
    assert 180 < lengths[0] < 300
    assert 350 < lengths[100] < 600
    assert 700 < lengths[-1] < 1000
    assert len({release.text for release in releases}) == 200
    assert len({release.title for release in releases}) > 150


def test_annotations_quote_the_text_and_are_in_the_format_that_evaluate_reads(folder: Path) -> None:
    assert len(load(folder / "gold")) > 60
    for path in (folder / "gold").iterdir():
        told = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / told["text"]).read_bytes().decode("utf-8", "ignore")
        if told["text"].endswith(".txt"):
            plain = " ".join(text.split())
            assert [f for f in told["facts"] if " ".join(f["evidence"].split()) not in plain] == []


@pytest.mark.parametrize("name", names())
def test_a_mutation_makes_a_file_of_a_kind_that_is_read(name: str) -> None:
    world = World.of(gazetteer.load(None), seed=7)
    text = Archive(world).release(0).text
    suffix, raw = mutated(name, text, world.random(name))
    assert suffix in (".txt", ".html", ".pdf")
    assert (suffix, raw) != (".txt", text.encode())
