"""Work in processes of its own: whatever one item does, the others are done."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from mapping.release.workers import Failure, Limits, run, run_all

ROOT = Path(__file__).parents[3]
LIMITS = Limits(seconds=2, megabytes=200)


def square(item: int) -> int:
    return item * item


@pytest.mark.parametrize("jobs", [1, 3, 20])
def test_every_item_is_done_once_by_any_number_of_workers(jobs: int) -> None:
    assert sorted(run(square, 9, jobs, LIMITS)) == [(item, item * item) for item in range(9)]


def test_nothing_to_do_takes_no_worker() -> None:
    assert list(run(square, 0, 4, LIMITS)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_tasks_are_all_done_and_what_has_no_place_is_told(jobs: int, tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    run_all([partial(path.write_text, path.name) for path in files], jobs)
    assert [path.read_text() for path in files] == ["a", "b", "c"]
    with pytest.raises(FileNotFoundError, match="nowhere"):
        run_all([partial((tmp_path / "nowhere" / "d").write_text, "d")], jobs)


def test_a_task_that_ends_its_process_is_told() -> None:
    with pytest.raises(RuntimeError, match="not written: ended the process"):
        run_all([partial(leave, 0), partial(leave, 0)], jobs=2)


def hang(_: int) -> object:
    time.sleep(600)
    return None


def ignore_everything(_: int) -> object:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    time.sleep(600)
    return None


def read_no_memory(_: int) -> object:
    return ctypes.string_at(0)


def leave(_: int) -> object:
    os._exit(7)


def fill(_: int) -> object:
    return len(bytearray(2_000_000_000))


def recurse(item: int) -> object:
    return recurse(item)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (hang, "took longer than 0.5 s"),
        (ignore_everything, "took longer than 0.5 s"),
        (read_no_memory, "SIGSEGV"),
        (leave, "exit code 7"),
        (fill, "needs more than 200 MB"),
        (recurse, "a fault of the program (RecursionError"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_item_that_fails_is_told_and_the_others_are_done(bad: object, reason: str) -> None:
    assert callable(bad)

    def work(item: int) -> object:
        return bad(item) if item == 3 else square(item)

    done = dict(run(work, 8, 2, Limits(seconds=0.5, megabytes=200)))
    failure = done.pop(3)
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert done == {item: item * item for item in range(8) if item != 3}


def test_a_worker_is_not_used_forever() -> None:
    done = list(run(lambda item: (item, os.getpid()), 600, 1, LIMITS))
    assert len({pid for _, (_, pid) in done}) == 3  # type: ignore[misc]


def test_no_worker_outlives_a_run_that_is_broken_off() -> None:
    results = run(lambda _: os.getpid(), 50, 2, LIMITS)
    pids = {pid for _, pid in (next(results), next(results), next(results))}
    results.close()
    for pid in pids:
        assert isinstance(pid, int)
        assert not Path(f"/proc/{pid}").exists()


def test_no_worker_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys, time\n"
        "from mapping.release.workers import Limits, run\n"
        "def work(item):\n"
        "    pathlib.Path(sys.argv[1], str(os.getpid())).touch()\n"
        "    time.sleep(600)\n"
        "list(run(work, 2, 2, Limits(600, 500)))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT) as parent:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        parent.send_signal(signal.SIGKILL)
    pids = [int(path.name) for path in tmp_path.iterdir()]
    assert len(pids) == 2
    while any(_is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(_is_alive(pid) for pid in pids)


def _is_alive(pid: int) -> bool:
    """Whether the process runs: an orphan that ended may wait for init to notice."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
