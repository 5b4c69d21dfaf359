"""Documents that take too long or too much: left out by name, and the others are published."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from tests.mapping.release.builds import (
    COMMAND,
    ENVIRONMENT,
    MEETING,
    ROOT,
    build,
    contents,
    documents,
    manifest,
    stays_as_it_was,
)

ENDLESS = "CNES and JAXA met in Paris on Thursday 12 May to discuss the Moon. " * 60_000


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--document-timeout", "6"), "took longer than 6 s"),
        (("--document-memory", "40"), "--document-memory"),
    ],
)
def test_a_document_beyond_a_limit_is_left_out_and_named(
    tmp_path: Path, options: tuple[str, ...], reason: str
) -> None:
    folder = documents(tmp_path / "texts", endless=ENDLESS, meeting=MEETING)
    run = build(folder, "--out", tmp_path / "out", *options)
    assert run.returncode == 1, run.stderr
    [told] = [line for line in run.stderr.splitlines() if "endless.txt" in line]
    assert reason in told
    assert "split it" in told or "leave it out" in told
    report = (tmp_path / "out" / "current" / "report.txt").read_text()
    assert f"endless.txt: {told.partition('endless.txt: ')[2]}" in report
    documents_ = manifest(tmp_path / "out")["documents"]
    assert isinstance(documents_, list)
    assert [document["slug"] for document in documents_] == ["meeting"]


def test_ctrl_c_ends_a_build_with_one_line_and_no_process_left(
    out: Path, first: Path, tmp_path: Path
) -> None:
    folder = documents(tmp_path / "texts", endless=ENDLESS, meeting=MEETING)
    with subprocess.Popen(
        [*COMMAND, str(folder), "--out", str(out), "--document-timeout", "600"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        deadline = time.monotonic() + 60
        while not children.read_text().split() and time.monotonic() < deadline:
            time.sleep(0.01)
        workers = [int(pid) for pid in children.read_text().split()]
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    assert workers
    assert run.returncode == 130
    assert said.strip() == "spacecoop: interrupted"
    # Whoever has ended stays listed until the system has seen it.
    deadline = time.monotonic() + 60
    while left := [pid for pid in workers if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert stays_as_it_was(out, first)
    assert not (out / ".work").exists()


def test_a_full_disk_while_documents_are_read_is_one_line(
    out: Path, first: Path, tmp_path: Path
) -> None:
    folder = documents(tmp_path / "texts", meeting=MEETING.replace("Moon", "Sun"))
    limit = ["prlimit", "--fsize=1000"]  # an entry of the cache has more
    run = subprocess.run(
        [*limit, *COMMAND, str(folder), "--out", str(out)],
        cwd=ROOT,
        env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "cannot be written" in run.stderr
    assert stays_as_it_was(out, first)
    assert not list(out.glob("cache/*/entries/*/.*"))
    assert build(folder, "--out", out).returncode == 0


def test_a_terminal_sees_how_far_a_build_is(tmp_path: Path) -> None:
    folder = documents(tmp_path / "texts", endless=ENDLESS, empty="", meeting=MEETING)
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
    run = subprocess.Popen(
        [*COMMAND, str(folder), "--out", str(tmp_path / "out"), "--document-timeout", "6"],
        cwd=ROOT,
        env={**ENVIRONMENT, "TERM": "xterm"},
        stderr=child,
    )
    os.close(child)
    said = b""
    while True:
        try:
            part = os.read(parent, 10_000)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    os.close(parent)
    assert run.wait(60) == 1
    text = said.decode()
    assert "3/3" in text
    assert "facts" in text
    assert "2 failed" in text
    build(documents(tmp_path / "meeting", meeting=MEETING), "--out", tmp_path / "alone")
    one = contents(tmp_path / "out" / "current")["documents/meeting.ttl"]
    assert one == contents(tmp_path / "alone" / "current")["documents/meeting.ttl"]
