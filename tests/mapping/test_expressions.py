"""What expressions come to is kept for the next process, and never trusted further than that."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ASKED = r"""
from mapping.patterns import Pattern, Plain
sources = [r"(?P<who>[A-Z]\w+) (?:met|meets)\b", r"(?i:president) (?P<n>\w+)", r"(?:in )?(\d+)"]
text = "Jane met PRESIDENT Roe in 2021"
found = [m for s in sources for m in Pattern(s).finditer(Plain(text))]
print([(m.span(), m.groups(), m.groupdict()) for m in found])
print(Pattern(r"signed").may_match(Plain(text)), Pattern(r"met").may_match(Plain(text)))
"""
FOUND = (
    "[((0, 8), ('Jane',), {'who': 'Jane'}), ((9, 22), ('Roe',), {'n': 'Roe'}), "
    "((23, 30), ('2021',), {})]\nFalse True\n"
)


def ask(cache: Path | str, **more: str) -> str:
    """What a process of its own finds, with its cache in that folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), **more}
    command = [sys.executable, "-c", ASKED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def kept_in(cache: Path) -> Path:
    (file,) = (cache / "spacecoop").iterdir()
    return file


def test_the_second_process_finds_the_same_and_has_nothing_to_add(tmp_path: Path) -> None:
    assert ask(tmp_path) == FOUND
    written = kept_in(tmp_path).stat()
    assert ask(tmp_path) == FOUND
    assert kept_in(tmp_path).stat().st_ino == written.st_ino


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[:-100],
        lambda content: content[:200] + bytes(50) + content[250:],
        lambda content: bytes(32) + content[32:],
    ],
    ids=["empty", "cut off", "overwritten", "of another program"],
)
def test_a_damaged_file_counts_as_absent_and_is_replaced(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    ask(tmp_path)
    file = kept_in(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert ask(tmp_path) == FOUND
    assert len(file.read_bytes()) == len(whole)


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    ask(tmp_path)
    file = kept_in(tmp_path)
    before = file.stat().st_ino
    file.chmod(0o666)
    assert ask(tmp_path) == FOUND
    assert (file.stat().st_ino != before, file.stat().st_mode & 0o777) == (True, 0o600)


def test_what_killed_processes_left_half_written_is_removed(tmp_path: Path) -> None:
    ask(tmp_path)
    file = kept_in(tmp_path)
    left, written_now = (file.with_name(f"{file.name}.{end}") for end in ("abc", "xyz"))
    left.write_bytes(b"half")
    written_now.write_bytes(b"half")
    os.utime(left, (0, 0))
    file.write_bytes(b"")
    assert ask(tmp_path) == FOUND
    assert set(file.parent.iterdir()) == {file, written_now}


def test_a_place_that_takes_no_file_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert ask(tmp_path / "file") == FOUND
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_relative_folder_is_ignored(tmp_path: Path) -> None:
    assert ask("elsewhere", HOME=str(tmp_path)) == FOUND
    assert kept_in(tmp_path / ".cache").is_file()
    assert not Path("elsewhere").exists()


def test_a_user_without_a_home_keeps_nothing() -> None:
    nobody = (
        "import os, pwd\nos.environ.pop('HOME', None)\nos.environ.pop('XDG_CACHE_HOME', None)\n"
        "def unknown(number): raise KeyError(number)\npwd.getpwuid = unknown\n"
    )
    command = [sys.executable, "-c", nobody + ASKED]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == FOUND


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    ask(tmp_path)
    file = kept_in(tmp_path)
    file.unlink()
    os.mkfifo(file)
    assert ask(tmp_path) == FOUND
