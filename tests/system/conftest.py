"""What system tests share: the command line, an output folder to spoil, answers over HTTP."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]
Get = Callable[[str, str], tuple[str, str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `spacecoop` with arguments, in a process of its own with `environment` added to ours."""

    def spacecoop(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "spacecoop", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return spacecoop


@pytest.fixture
def out(release: Path, tmp_path: Path) -> Path:
    """A copy of the output folder with the release, for a test that may leave it broken."""
    return shutil.copytree(release.parent.parent, tmp_path / "out", symlinks=True)


@pytest.fixture(scope="session")
def get(server: str) -> Get:
    """The media type and the body of what the server has at a path, redirects followed."""

    def fetch(path: str, accept: str) -> tuple[str, str]:
        with urlopen(Request(server + path, headers={"Accept": accept}), timeout=30) as answer:
            return answer.headers.get_content_type(), answer.read().decode()

    return fetch
