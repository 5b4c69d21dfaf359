"""Servers that start at once, because the process that becomes one has imported all it takes.

    python -m tests.conformance.warm SOCKET

forks for each connection to the socket, and runs `spacecoop` in the fork with the arguments that
come over the connection, as JSON. The one ends with the other; `started.py` is the other end.
"""

import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

import spacecoop

# What `spacecoop serve` imports, and what is imported when a server is first asked.
NEEDED = (
    "service.commands", "service.serving", "gunicorn.workers.gthread", "gunicorn.http.wsgi",
    "service.engine.pool", "werkzeug.serving", "jinja2.ext",
)  # fmt: skip


def main(path: str) -> None:
    """Fork servers until interrupted."""
    for name in NEEDED:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    clients: dict[int, tuple[socket.socket, int]] = {}  # and the server of each
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as selector:
        listener.bind(path)
        listener.listen(64)
        selector.register(listener, selectors.EVENT_READ)
        try:
            while True:
                for key, _ in selector.select():
                    if key.fd == listener.fileno():
                        client, _address = listener.accept()
                        others = [listener, *(other for other, _ in clients.values())]
                        clients[client.fileno()] = client, _fork(client, others)
                        selector.register(client, selectors.EVENT_READ)
                    else:
                        client, server = clients.pop(key.fd)
                        selector.unregister(client)
                        client.close()
                        _end(server)
        finally:
            for _, server in clients.values():
                _end(server)


def _end(server: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server, signal.SIGTERM)


def _fork(client: socket.socket, others: list[socket.socket]) -> int:
    """The process of a server, which keeps the connection open for as long as it lives."""
    with client.makefile() as lines:
        arguments = json.loads(lines.readline())
    server = os.fork()
    if server:
        return server
    status = 1
    try:
        os.setsid()
        for other in others:
            other.close()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.argv[1:] = arguments
        spacecoop.main()
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
