"""Builds that meet another build, or their end."""

import json
import signal
import subprocess
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
)


def test_two_builds_at_once_leave_one_whole_release(out: Path, tmp_path: Path) -> None:
    folder = documents(tmp_path / "one", meeting=MEETING)
    command = [*COMMAND, str(folder), "--out", str(out)]
    runs = [
        subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    messages = [run.communicate(timeout=300)[1].decode() for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 2], [0, 0])  # the second may begin after the end of the first
    if codes == [0, 2]:
        assert sum("another build is writing here" in message for message in messages) == 1
    alone = tmp_path / "alone"
    build(folder, "--out", alone)
    assert contents(out / "current") == contents(alone / "current")


@pytest.mark.parametrize(
    "moment", ["while reading", "before writing", "while writing", "after the switch"]
)
def test_a_build_that_is_killed_leaves_a_whole_release(
    out: Path, first: Path, tmp_path: Path, moment: str
) -> None:
    texts = {f"meeting-{number}": MEETING for number in range(20)} | {"meeting": MEETING}
    folder = documents(
        tmp_path / "one", **(texts if moment == "while reading" else {"meeting": MEETING})
    )
    old = (out / "current").resolve()
    read = len(list(out.glob("cache/*/entries/*/*")))
    started = (out / ".lock").stat().st_mtime_ns

    def happened() -> bool:
        if moment == "while reading":
            return len(list(out.glob("cache/*/entries/*/*"))) > read + 1
        if moment == "before writing":
            return (out / ".lock").stat().st_mtime_ns > started
        if moment == "while writing":
            return (out / "releases" / ".staging" / "spacecoop.nq.gz").exists()
        return (out / "current").resolve() != old

    with subprocess.Popen(
        [*COMMAND, str(folder), "--out", str(out)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    ) as run:
        deadline = time.monotonic() + 120
        while not happened() and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        run.send_signal(signal.SIGKILL)
    if (out / "current").resolve() == old:
        assert contents(out / "current") == contents(first / "current")
    again = build(folder, "--out", out)
    assert again.returncode == 0, again.stderr
    assert not list((out / "releases").glob(".*"))
    assert [entry["id"] for entry in json.loads((out / "history.json").read_text())] == [
        old.name,
        manifest(out)["id"],
    ]
    alone = tmp_path / "alone"
    build(folder, "--out", alone)
    assert contents(out / "current") == contents(alone / "current")
