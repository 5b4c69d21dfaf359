"""Commands that start at once, because the process that becomes one has read all it takes already.

    python -m tests.warm SOCKET

forks for each connection to the socket. The fork is `spacecoop` as it is started by hand: with the
arguments, the folder and the environment that come over the connection as JSON, and with the two
files that come along as its standard output and error. Its exit code goes back when it ends; a
client that goes first ends it. What is read beforehand depends on nothing but the project's files.
All ends with standard input.
"""

import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import spacecoop
from mapping import documents, gazetteer
from mapping.progress import Bar
from mapping.reader import Reader
from mapping.release.build import Request, build
from ontology import DEFAULT_BASE

# Where the commands are, and what a server imports when it is first asked.
NEEDED = (
    *sorted({module for module, _ in spacecoop.COMMANDS.values()}),
    "service.serving", "gunicorn.workers.gthread", "gunicorn.http.wsgi", "service.engine.pool",
    "werkzeug.serving", "jinja2.ext",
)  # fmt: skip
SMALL = Path(__file__).parent / "mapping" / "release" / "gazetteer"
SAMPLE = "May 12, 2022\n\nNASA Administrator Jane Roe met CNES President Jo Poe in Paris today.\n"
LONGEST = 1_000_000  # bytes of a request

Asked = dict[str, Any]


def main(path: str) -> None:
    """Become one command after the other, each in a fork."""
    for name in NEEDED:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.txt"
        sample.write_text(SAMPLE)
        Reader(gazetteer.load()).read(documents.read(sample))
        with Bar() as bar:
            build(Request((sample,), Path(folder) / "out", DEFAULT_BASE, gazetteer=SMALL), bar)
    request = _asked(path)
    if request is not None:
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        sys.argv[1:] = request["arguments"]
        spacecoop.main()


def _asked(path: str) -> Asked | None:
    """In each fork what it is asked for; None in the process that forks, at its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a fork's keeper ended
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            client, _address = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return _kept(client)
            client.close()
    return None


def _kept(client: socket.socket) -> Asked:
    """What the client asks for, in a process that another keeps in touch with the client."""
    with client:
        received, files, _flags, _address = socket.recv_fds(client, LONGEST, maxfds=2)
        while not received.endswith(b"\n"):
            received += client.recv(LONGEST)
        command = os.fork()
        if command:
            _keep(client, command)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate([nothing, *files]):
        os.dup2(file, number)
        os.close(file)
    request: Asked = json.loads(received)
    return request


def _keep(client: socket.socket, command: int) -> None:
    """Tell the client how the command ended; end it where the client is gone."""
    ending = os.pidfd_open(command)
    if ending not in select.select([client.fileno(), ending], [], [])[0]:
        os.killpg(command, signal.SIGTERM)
    _, status = os.waitpid(command, 0)
    try:
        client.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
