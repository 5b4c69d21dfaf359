"""The W3C's SPARQL 1.0 and 1.1 test suites against the service, over HTTP and in every format.

They are not part of the project: they are run where `../shared/w3c` holds them with a runner.
"""

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.running import warm

ROOT = Path(__file__).parents[2]
SUITES = ROOT.parent / "shared" / "w3c"
TESTS = 865  # those for queries, results and the protocol; the rest is about updates and entailment
KNOWN = 35  # of them fail in the engine itself

pytestmark = pytest.mark.skipif(
    not SUITES.is_dir(), reason="the W3C suites were not run: there is no ../shared/w3c"
)
ONE_PROCESS = "--debug"


@pytest.fixture(scope="module")
def spacecoop() -> str:
    """The command, as quick as if Python and what it imports were there already."""
    started = [sys.executable, "-I", "-S", str(Path(__file__).parent / "started.py")]
    return shlex.join([*started, str(warm())])


# Each way to choose a dataset meets one engine here, and the other in ``make conformance``.
@pytest.mark.parametrize(
    "options",
    [
        pytest.param("", id="workers"),
        pytest.param(ONE_PROCESS, id="one process", marks=pytest.mark.conformance),
    ],
)
def test_one_server_with_datasets_by_protocol(options: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m spacecoop"
    assert _verdicts("params", command, options, tmp_path) == (TESTS, TESTS - KNOWN)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("", id="workers", marks=pytest.mark.conformance),  # a second for each start
        pytest.param(ONE_PROCESS, id="one process"),
    ],
)
def test_a_server_for_each_dataset(spacecoop: str, options: str, tmp_path: Path) -> None:
    assert _verdicts("start", spacecoop, options, tmp_path) == (TESTS, TESTS - KNOWN)


def _verdicts(mode: str, command: str, options: str, folder: Path) -> tuple[int, int]:
    """The number of tests that were run, and of those that passed; no new one may have failed."""
    serve = f"{command} serve {options} --data {{file}} --port {{port}}"
    report = folder / "report.json"
    done = subprocess.run(
        [
            sys.executable,
            str(SUITES / "sparql_http.py"),
            *("--mode", mode),
            *("--start-cmd", serve),
            *("--formats", "all"),
            *("--known", str(SUITES / "known" / "pyoxigraph-0.5.13.txt")),
            *("--report", str(report)),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    verdicts = Counter(test["verdict"] for test in json.loads(report.read_text())["tests"])
    passed = verdicts["pass"] + verdicts["value"] + verdicts["refused"]
    return verdicts.total() - verdicts["skip"], passed
