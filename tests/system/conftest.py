"""What system tests share: the command line, an output folder to spoil, answers over HTTP."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.running import spacecoop

Run = Callable[..., subprocess.CompletedProcess[str]]
Get = Callable[[str, str], tuple[str, str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `spacecoop` with arguments, in a process of its own with `environment` added to ours."""

    def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return spacecoop(*arguments, environment=environment)

    return command


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
