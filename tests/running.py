"""The command line, run to its end."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 300.0  # seconds until a command that does not end counts as broken


def spacecoop(
    *arguments: object,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """`spacecoop` with these arguments in a process of its own, with `environment` added to ours.

    The process is a fork of one that has imported the project; where the environment tells Python
    something, Python is started anew.
    """
    more = environment or {}
    words = [str(argument) for argument in arguments]
    if any(name.startswith("PYTHON") for name in more):
        return subprocess.run(
            [sys.executable, "-m", "spacecoop", *words],
            cwd=folder,
            env={**os.environ, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    request = {"arguments": words, "folder": str(folder), "environment": {**os.environ, **more}}
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as error,
        socket.socket(socket.AF_UNIX) as process,
    ):
        process.settimeout(PATIENCE)
        process.connect(str(warm()))
        files = [out.fileno(), error.fileno()]
        socket.send_fds(process, [json.dumps(request).encode() + b"\n"], files)
        code = int(process.recv(16))
        said = []
        for file in (out, error):
            file.seek(0)
            said.append(file.read().decode("utf-8"))
        return subprocess.CompletedProcess(["spacecoop", *words], code, *said)


@cache
def warm() -> Path:
    """The socket of a process that becomes commands, and ends with this one."""
    folder = tempfile.TemporaryDirectory()  # pytest's own may be too long for a socket
    path = Path(folder.name) / "socket"
    command = [sys.executable, "-m", "tests.warm", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    atexit.register(_end, process, folder)
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    return path


def _end(process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    process.communicate()
    folder.cleanup()
