"""The service under gunicorn: one process with threads, and the processes of its query workers."""

from __future__ import annotations

import ctypes
import errno
import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Flask
from gunicorn.app.base import BaseApplication
from werkzeug.serving import make_server

from service import create_app, frontend
from service.connections import Worker
from service.current import Current
from service.engine.pool import Pool
from service.errors import AddressError, ReleaseError
from service.gateway import Framed
from service.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

M_ARENA_MAX = -8  # malloc.h
SPARE_THREADS = 8  # for pages, while every query that may be there is there
PATIENCE = 60  # seconds until a worker has read the release, however large


class Server(BaseApplication):
    """gunicorn with options from here alone, neither from a file nor from the command line.

    The release is read before the worker is forked: what is wrong with it is said at once.
    """

    def __init__(
        self, app: Flask, host: str, port: int, threads: int, ready: Callable[[], None]
    ) -> None:
        self.app = app
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": Worker,
            "workers": 1,
            "threads": threads,
            "control_socket_disable": True,  # it would write into the user's home directory
            "forwarded_allow_ips": "",  # SPACECOOP_PROXIES says whom to believe, if anybody
            "limit_request_line": 8190,  # the most it can; longer queries are for POST
            "loglevel": "warning",
            "timeout": 2 * PATIENCE,
            "post_worker_init": lambda worker: self._begin(worker, ready),
        }
        super().__init__()

    def load_config(self) -> None:
        """Set the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def _begin(self, worker: Worker, ready: Callable[[], None]) -> None:
        """Start the query workers, from the process that will ask them."""
        current = self.app.extensions["spacecoop"]
        current.forked()
        current.served().engine.ready(PATIENCE)
        if worker.age == 1:  # not one that replaces another
            ready()

    # gunicorn's stubs know WSGI and ASGI by types of their own.
    def load(self) -> WSGIApplication:  # type: ignore[override]
        """The application that gunicorn serves."""
        return Framed(self.app.wsgi_app)


def serve(settings: Settings, host: str, port: int, ready: Callable[[], None] = print) -> None:
    """Serve until interrupted; `ready` is called once connections are accepted.

    Raises ReleaseError where there is no release that can be read, AddressError where the address
    cannot be had.
    """
    app = create_app(settings, lambda release: Pool(release.source, settings.limits))
    _open(app, settings)
    _try(host, port)
    frontend.tell()
    _share_memory()
    threads = settings.workers + settings.light + 2 * settings.queue + SPARE_THREADS
    Server(app, host, port, threads, ready).run()


def _share_memory() -> None:
    """Have the threads share two heaps: of one each, what is free in most of them is never used.

    With glibc only (mallopt); the front process grows by some megabytes without.
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def debug(settings: Settings, host: str, port: int, ready: Callable[[], None] = print) -> None:
    """Serve from this process alone, queries evaluated in its threads; raises as `serve` does."""
    app = create_app(settings)
    _open(app, settings)
    _try(host, port)
    frontend.tell()
    server = make_server(host, port, app, threaded=True)
    ready()
    server.serve_forever()


def _open(app: Flask, settings: Settings) -> None:
    """Read the release, and have no look at it again for what could be freed: 0.1 s each time."""
    current = app.extensions["spacecoop"]
    if isinstance(current, Current):
        current.settled = _freeze
    if current.opened() is None:
        raise ReleaseError(settings.out / "current", "there is no release; run `spacecoop build`")


def _freeze() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _try(host: str, port: int) -> None:
    """Bind and let go: gunicorn itself would log a minute of retries before it gave up."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                f"port {port} on {host} is taken; choose another with --port"
            ) from error
        raise AddressError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
