"""The command ``spacecoop evaluate``, which maps the annotated texts itself."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from mapping import gazetteer
from mapping.evaluation import Score, load, score, trial
from mapping.evaluation.published import index
from ontology import DEFAULT_BASE
from tests.mapping.evaluation.running import evaluated
from tests.running import spacecoop

GOLD = Path(__file__).parent / "gold"
RESTATED = Path(__file__).parent / "restated"
SHARED = Path(__file__).parents[3].parent / "shared" / "gold"
SCORER = SHARED / "score.py"


def evaluate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of the command."""
    return spacecoop("evaluate", *arguments)


def test_numbers_of_a_small_document_are_exact() -> None:
    result = json.loads(evaluated(GOLD, "--format", "json").stdout)
    recall = {name: row["recall_of"] for name, row in result["types"].items()}
    assert recall == {
        "agreement": [1, 1],
        "location": [1, 1],
        "meeting": [1, 1],
        "membership": [0, 1],
        "participation": [2, 2],
    }
    assert result["entities"]["recall_of"] == [5, 6]
    assert result["overall"]["precision"] == 1
    assert result["overall"]["recall"] == round(5 / 6, 4)
    assert result["overall"]["f1"] == round(10 / 11, 4)
    assert [(miss["type"], miss["object"]) for miss in result["misses"]] == [
        ("membership", "Lunar Data Exchange Group"),
        ("entity", None),
    ]


def test_misses_are_listed_unless_declined() -> None:
    missed = "miss lunar-workshop membership | CNES | member of | Lunar Data Exchange Group | -"
    assert missed in evaluated(GOLD).stdout
    without = evaluated(GOLD, "--no-misses").stdout
    assert "miss " not in without
    assert "precision 1.000 recall 0.833 f1 0.909" in without


def test_a_folder_that_is_not_there_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    run = evaluate(str(tmp_path / "absent"))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "absent: no such folder" in run.stderr


def test_restated_releases_are_read_as_well_as_promised() -> None:
    """Four releases retold in other words: a change of the rules must not undo what they read."""
    result = json.loads(evaluated(RESTATED, "--format", "json").stdout)
    assert result["refused"] == {}
    assert result["overall"]["precision"] >= 0.85, result["extras"]
    assert result["overall"]["recall"] >= 0.65, result["misses"]


@pytest.mark.skipif(not SCORER.exists(), reason="the shared annotations are not beside the project")
@pytest.mark.parametrize("part", ["seeds", "more"])
def test_the_shared_scorer_prints_the_same_numbers(part: str, tmp_path: Path) -> None:
    tried = trial.run(load(SHARED / part), gazetteer.load(), DEFAULT_BASE)
    dump = tmp_path / "published.nq"
    dump.write_bytes(serialize(tried.graphs.quads(), format=RdfFormat.N_QUADS) or b"")
    command = [sys.executable, str(SCORER), str(SHARED / part), str(dump)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^(\S+) +(?:recall|precision|found) +(\d+)/(\d+)", text, re.MULTILINE)
    printed = {name: (int(right), int(total)) for name, right, total in rows}
    assert numbers(score(tried.annotations, index(tried.graphs))) == printed


def numbers(result: Score) -> dict[str, tuple[int, int]]:
    """Numerators and denominators of a score, named as the shared scorer names them."""
    tallies = {**result.recall, **result.precision, "entities": result.entities}
    return {name: (tally.right, tally.total) for name, tally in tallies.items()}
