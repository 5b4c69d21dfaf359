"""The benchmarks run: each is tried on a handful of documents, so that it does not rot."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mapping import gazetteer
from mapping.documents import shipped
from tests.benchmarks import sampling
from tests.benchmarks.damage import Outcome, tried
from tests.benchmarks.damage import told as told_of_damage
from tests.benchmarks.speed import measured, told

ROOT = Path(__file__).parents[2]
MODULES = {module for step, modules in sampling.STEPS.items() for module in modules}


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def split(text: str) -> None:
    for _ in range(50):
        re.findall(r"\w+|\S", text)


def test_speed_is_a_ratio_and_the_shares_of_the_steps() -> None:
    paths = shipped()[:3]
    result = measured(paths, gazetteer.load(None), split, rounds=1)
    assert result.ratio > 1
    lines = list(told(result, len(paths)))
    assert re.search(r"ratio \d+\.\d ", lines[1])
    shares = [float(line.split()[-1].rstrip("%")) for line in lines[2:]]
    assert sum(shares) == pytest.approx(100, abs=1)


def test_reconciliation_tells_what_is_matched() -> None:
    printed = run("tests.benchmarks.reconciliation", "--names", "350", "--people", "50")
    shares = dict(re.findall(r"^(.+): matched (\d+\.\d)", printed, re.MULTILINE))
    assert float(shares["as it is"]) > 95
    assert float(shares["not held"]) < 5
    assert re.search(r"350 names, [\d,]+ a second", printed)


def test_repeated_words_are_compared_with_shipped_documents() -> None:
    printed = run("tests.benchmarks.repeated", "--size", "1000")
    assert re.search(r"^ +\d+\.\d / +\d+\.\d  'NASA met ESA in Paris '$", printed, re.MULTILINE)


def test_every_step_names_modules_that_exist() -> None:
    missing = [
        module
        for module in MODULES
        if not (ROOT / module.replace(".", "/")).is_dir()
        and not (ROOT / f"{module.replace('.', '/')}.py").is_file()
    ]
    assert missing == []


def test_what_breaks_the_reader_or_holds_it_up_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "1.txt").write_text("NASA and ISRO met in Paris on 3 May 2019.\n" * 50)
    (folder / "2.txt").write_bytes(b"\x00\x01")
    found = list(tried(sorted(folder.iterdir()), limit=60))
    assert [outcome.what for outcome in found] == ["read", "refused"]
    broken = Outcome(tmp_path / "damaged" / "endless-000001.txt", "KeyError: 'x'", 0.1, 100)
    slow = Outcome(tmp_path / "damaged" / "endless-000002.txt", "read", 500.0, 100)
    assert [line.split(":")[0] for line in told_of_damage([*found, broken, slow])][-2:] == [
        "endless-000001.txt",
        "endless-000002.txt",
    ]


def test_builds_are_measured_again_and_with_changes() -> None:
    said = run("tests.benchmarks.builds", "again", "--count", "2", "--changed", "1", "--jobs", "1")
    assert re.search(r"nothing changed: .* of a full one, .*\n1 changed: .*\none removed: ", said)
    assert int(said.rpartition(": ")[2]) > 1


def test_memory_is_measured_by_size() -> None:
    said = run("tests.benchmarks.builds", "memory", "--counts", "1", "--jobs", "1")
    row = said.splitlines()[1].split()
    assert row[0] == "1"
    assert float(row[4]) > 20  # a Python process has more


def test_one_process_and_two_are_compared() -> None:
    said = run("tests.benchmarks.builds", "jobs", "--count", "1", "--rounds", "1")
    assert "times as fast" in said


def test_a_soak_tells_that_all_are_published_or_named() -> None:
    said = run("tests.benchmarks.soak", "--count", "4", "--damaged", "0.6", "--jobs", "1")
    assert "every document is published or named, the whole ones unharmed" in said


def test_validation_is_measured_against_pyshacl_and_after_changes() -> None:
    said = run("tests.benchmarks.validation", "--count", "3", "--changed", "1", "--compared", "2")
    assert re.search(r"ms for 100 triples .*\n.*\n.*\npySHACL document by document: \d+ ", said)
    assert re.search(r"1 of 3 changed: .* s \+ .* s for all together, \d+\.\d\d% of a full", said)
