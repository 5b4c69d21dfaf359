"""The command line as a whole; each command's own tests lie beside its package's."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import spacecoop

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`spacecoop` with these arguments, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "spacecoop", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_lists_every_command_with_an_example() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert "spacecoop build" in shown.stdout
    for name, (_, line) in spacecoop.COMMANDS.items():
        assert f"{name} " in shown.stdout
        assert line in shown.stdout


def test_help_imports_no_package() -> None:
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "spacecoop", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    modules = {line.split("|")[-1].strip().split(".")[0] for line in imported.splitlines()}
    assert "click" in modules
    heavy = {"mapping", "ontology", "service", "shapes", "rdflib", "pyoxigraph", "flask", "rich"}
    assert modules & heavy == set()


@pytest.mark.parametrize("name", spacecoop.COMMANDS)
def test_a_command_says_of_itself_what_the_list_says(name: str) -> None:
    command = spacecoop.load(name)
    assert command.name == name
    assert command.get_short_help_str(limit=200) == spacecoop.COMMANDS[name][1]


@pytest.mark.parametrize("name", spacecoop.COMMANDS)
def test_help_of_a_command_holds_an_example(name: str) -> None:
    shown = run(name, "--help")
    assert shown.returncode == 0
    assert shown.stdout.count(f"spacecoop {name}") >= 2, "the usage line and an example"


def test_version_is_the_packages() -> None:
    assert run("--version").stdout.startswith("spacecoop 0.")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        pytest.param(["conquer"], "conquer", id="no such command"),
        pytest.param(["build", "--colour"], "--colour", id="no such option"),
        pytest.param(["build", "no/such/text.txt"], "no/such/text.txt", id="no such document"),
        pytest.param(["query", "no/such.rq"], "no/such.rq", id="no such query"),
        pytest.param(["validate", "no/such.ttl"], "no/such.ttl", id="no such file"),
        pytest.param(["evaluate", "no/such"], "no/such", id="no such folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], named: str) -> None:
    failed = run(*arguments)
    assert failed.returncode == 2
    assert failed.stdout == ""
    (line,) = failed.stderr.splitlines()
    assert line.startswith("spacecoop: ")
    assert line.isprintable()
    assert named in line


def test_without_a_command_the_help_is_shown_as_an_error() -> None:
    shown = run()
    assert shown.returncode == 2
    assert "Commands:" in shown.stderr


class UnreadableError(Exception):
    """As each package defines them."""

    exit_code = 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(UnreadableError("a.txt:\n \x1b[31mno text"), 2), (KeyboardInterrupt(), 130)],
)
def test_a_foreseen_error_is_one_line(
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(spacecoop, "load", lambda name: click.Command(name, callback=fail))
    monkeypatch.setattr(sys, "argv", ["spacecoop", "build"])
    with pytest.raises(SystemExit) as end:
        spacecoop.main()
    assert end.value.code == code
    (line,) = capsys.readouterr().err.split("\n\n")[-1].strip().splitlines()
    assert line.startswith("spacecoop: ")
    assert line.isprintable()


def test_an_unforeseen_error_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise LookupError("a defect of ours")

    monkeypatch.setattr(spacecoop, "load", lambda name: click.Command(name, callback=fail))
    monkeypatch.setattr(sys, "argv", ["spacecoop", "build"])
    with pytest.raises(LookupError, match="a defect of ours"):
        spacecoop.main()


def test_serve_shows_its_settings_and_builds_nothing(tmp_path: Path) -> None:
    shown = run("serve", "--show-config", "--out", str(tmp_path), "--port", "8123")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"SPACECOOP_OUT={tmp_path}" in shown.stdout.splitlines()
    assert "SPACECOOP_PORT=8123" in shown.stdout.splitlines()
    assert list(tmp_path.iterdir()) == []


def test_serve_builds_a_release_where_there_is_none(tmp_path: Path, port: int) -> None:
    log = tmp_path / "log.txt"
    with (
        log.open("w") as sink,
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "spacecoop",
                "serve",
                "--out",
                str(tmp_path),
                "--port",
                str(port),
            ],
            cwd=ROOT,
            stdout=sink,
            stderr=sink,
        ) as process,
    ):
        deadline = time.monotonic() + 120
        while not listens(port) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        answered = listens(port)
        process.terminate()
    assert answered, log.read_text()
    assert "building one" in log.read_text()
    assert (tmp_path / "current/manifest.json").is_file()


def listens(port: int) -> bool:
    """Whether anybody takes connections on that loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
