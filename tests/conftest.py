"""A release and a server that the whole session shares, both made by the command line."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.running import spacecoop

# An example that takes long on a busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
SPACECOOP = [sys.executable, "-m", "spacecoop"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
# Their tests take minutes together: `make slow` runs them, `make test` the others.
SLOW = ("benchmarks",)
# They crowd a server or kill its workers, and what they ask of a deadline holds for a machine that
# is not at work on other tests: `make test` runs them after the others, one at a time, and looks
# for them in this folder only.
SERVICE = "service"
ALONE = tuple(
    f"{SERVICE}/test_{subject}.py"
    for subject in ("connections", "crowds", "hostile", "pool", "processes")
)
PATIENCE = 60.0  # seconds until a server that does not answer counts as broken


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of files and folders that are slow, or want the machine for themselves."""
    for item in items:
        path = item.path.relative_to(ROOT / "tests").as_posix()
        if path.startswith(SLOW):
            item.add_marker("slow")
        if path.startswith(ALONE):
            item.add_marker("alone")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of the shipped documents: `{out}/releases/{id}`."""
    out = tmp_path_factory.mktemp("build")
    built = spacecoop("build", "--out", out)
    assert built.returncode == 0, built.stdout + built.stderr
    return (out / "current").resolve(strict=True)


@pytest.fixture(scope="session")
def server(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address, without a slash at its end, of `spacecoop serve` on that release."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    out = str(release.parent.parent)
    log = tmp_path_factory.mktemp("serve") / "log.txt"
    with (
        log.open("w") as sink,
        subprocess.Popen(
            [*SPACECOOP, "serve", "--out", out, "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            wait_until_ready(address, process, log)
            yield address
        finally:
            end(process)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def port() -> int:
    """A loopback port for a server that a test starts itself."""
    return unused_port()


def unused_port() -> int:
    """A loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the home page is answered; fail with the server's words if it never is."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/", timeout=5):
                return
        except HTTPError as answer:  # it listens, and says what is wrong
            pytest.fail(f"{answer}\n{answer.read().decode()}\n{log.read_text()}")
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"spacecoop serve answers nothing at {address}\n{log.read_text()}")


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """The server's end, asked for politely first."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
