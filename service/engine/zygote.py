"""The process that opens the store and forks the workers, which share it copy-on-write.

It has a single thread: a fork of a process with several may find locks held for ever. It answers
no query itself, so nothing that a query does can hurt it. The parent starts it as a program of its
own (`start`), with one end of a socket pair as its first message's channel:

    parent -> zygote   pickled (source, limits), once; then process ids of workers to be killed
    zygote -> parent   {"born": pid} with the worker's socket; {"died": pid, "status": code};
                       {"failed": why} before it ends for that reason

A code is an exit status, or the negative number of the signal that ended the worker. The zygote
kills its workers and ends when the parent does, or closes the socket. Where the zygote itself is
killed, its workers answer on, each until nobody asks it any more or a query of it is late.
"""

import gc
import json
import os
import pickle
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from pyoxigraph import Store

from service.engine import Source, confinement, worker
from service.engine.frames import ClosedError
from service.engine.limits import Limits
from service.errors import CommandError

MESSAGE = 65_536  # bytes that a message has at most
PAUSE = 0.1  # seconds before another fork when one failed, or a worker that could not begin


def start(source: Source, limits: Limits) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A zygote at work, and the socket that it listens to and reports on."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    code = f"from service.engine.zygote import main; main({its.fileno()})"
    path = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(  # noqa: S603 -- this very module
        [sys.executable, "-P", "-c", code],
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
        # The engine writes pages of backtrace when it runs out of memory.
        env={**os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0"},
        start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
    )
    its.close()
    ours.sendall(pickle.dumps((source, limits)))
    return process, ours


def main(descriptor: int) -> None:
    """Run as the zygote until the parent closes its end."""
    control = socket.socket(fileno=descriptor)
    source, limits = pickle.loads(control.recv(MESSAGE))  # noqa: S301 -- the parent wrote it
    opened = source.open
    try:
        if source.forks:
            store = source.open()
            opened = lambda: store  # noqa: E731
    except CommandError as error:
        control.send(json.dumps({"failed": str(error)}).encode())
        return
    gc.collect()
    gc.freeze()  # a collection in a worker would copy the pages of everything that it visits
    Zygote(control, opened, limits).run()


class Zygote:
    """Keeps as many workers alive as there shall be."""

    def __init__(self, control: socket.socket, opened: Callable[[], Store], limits: Limits) -> None:
        self._control, self._opened, self._limits = control, opened, limits
        self._born: dict[int, float] = {}  # when each worker was forked
        self._dying: set[int] = set()  # killed; on a busy machine dying takes its time

    def run(self) -> None:
        """Fork workers, kill those the parent names, replace those that ended; kill all at last."""
        try:
            self._serve()
        except (ClosedError, ConnectionError):
            signal.set_wakeup_fd(-1)
            for pid in (*self._born, *self._dying):
                os.kill(pid, signal.SIGKILL)

    def _serve(self) -> None:
        woken, wake = socket.socketpair()
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ, self._obey)
            selector.register(woken, selectors.EVENT_READ, lambda: self._bury(woken))
            while True:
                while len(self._born) < self._limits.workers + self._limits.light:
                    self._fork()
                for key, _ in selector.select():
                    key.data()

    def _obey(self) -> None:
        message = self._control.recv(MESSAGE)
        if not message:
            raise ClosedError
        pid = int(message)
        if pid in self._born:  # else it is gone, and the number may be another's by now
            os.kill(pid, signal.SIGKILL)
            del self._born[pid]
            self._dying.add(pid)

    def _bury(self, woken: socket.socket) -> None:
        woken.recv(MESSAGE)
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                code, now = os.waitstatus_to_exitcode(status), time.monotonic()
                self._dying.discard(pid)
                if code > 0 and now - self._born.get(pid, 0.0) < PAUSE:
                    time.sleep(PAUSE)
                self._born.pop(pid, None)
                self._control.send(json.dumps({"died": pid, "status": code}).encode())

    def _fork(self) -> None:
        ours, its = socket.socketpair()
        try:
            pid = os.fork()
        except OSError:  # no memory, or too many processes, for now
            time.sleep(PAUSE)
            return
        if pid == 0:
            ours.close()
            self._control.close()
            self._work(its)
        its.close()
        self._born[pid] = time.monotonic()
        with ours:
            message = json.dumps({"born": pid}).encode()
            socket.send_fds(self._control, [message], [ours.fileno()])

    def _work(self, channel: socket.socket) -> None:
        """Be a worker, and end without tidying up what belongs to the zygote."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            store = self._opened()
            confinement.leave_network()
            confinement.cap_memory(self._limits.memory)
            worker.work(store, channel, self._limits)
            status = 0
        except ClosedError:
            status = 0
        except BaseException:  # noqa: BLE001 -- a fault of the engine's is an exception of its own
            traceback.print_exc()
        finally:
            os._exit(status)
