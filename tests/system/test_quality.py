"""The mapping, compared with the annotations of the shipped documents."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3] / "shared" / "gold" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared annotations are not beside the project")
def test_most_of_what_is_published_is_right_and_most_of_what_is_stated_is_found(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("evaluate", SEEDS, "--format", "json", "--no-misses")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["refused"] == {}
    assert result["overall"]["precision"] >= 0.90
    assert result["overall"]["recall"] >= 0.55
    assert result["entities"]["recall"] >= 0.85
