"""What `service.connections` takes from inside gunicorn, which may change with any release of it.

What comes of it is tested from outside, in `test_connections.py`; here is said what has changed.
"""

import inspect

import pytest
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from service import connections

OVERRIDDEN = [
    name
    for name, value in vars(connections.Worker).items()
    if inspect.isfunction(value) and hasattr(ThreadWorker, name)
]


def test_what_is_overridden_is_called_by_gunicorn() -> None:
    assert set(OVERRIDDEN) == {
        "_keepalive_after",
        "init_process",
        "accept",
        "on_client_socket_readable",
        "handle",
        "finish_request",
        "handle_error",
        "murder_pending",
    }


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_what_is_overridden_takes_what_gunicorn_gives(name: str) -> None:
    theirs = inspect.signature(getattr(ThreadWorker, name)).parameters
    ours = inspect.signature(getattr(connections.Worker, name)).parameters
    assert len(ours) == len(theirs)


def test_what_is_used_is_there() -> None:
    assert inspect.signature(TConn.__init__).parameters.keys() >= {
        "cfg",
        "sock",
        "client",
        "server",
    }
    for owner, names in {
        TConn: ("init", "close"),
        ThreadWorker: ("enqueue_req",),
        Unreader: ("unread", "take_buffered"),
    }.items():
        for name in names:
            assert callable(getattr(owner, name))
    source = inspect.getsource(ThreadWorker)
    for attribute in ("self.poller", "self.nr_conns", "self.keepalived_conns", "conn.data_ready"):
        assert attribute in source
