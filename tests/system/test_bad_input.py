"""Input that cannot be used: one line that names it, exit code 2, and the release stays."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GAZETTEER = ROOT / "tests" / "mapping" / "release" / "gazetteer"

Run = Callable[..., subprocess.CompletedProcess[str]]
State = dict[str, tuple[int, int]]


def state(out: Path) -> tuple[str, State]:
    """Where `current` leads, and the number and time of change of every file but the lock."""
    files = [path for path in out.rglob("*") if path.is_file() and path.name != ".lock"]
    stats = {str(path.relative_to(out)): path.stat() for path in files}
    return str((out / "current").readlink()), {
        name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats.items()
    }


def fails_in_one_line(done: subprocess.CompletedProcess[str], *named: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("spacecoop: ")
    assert all(words in line for words in named), line


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        pytest.param("empty.txt", b"", "is empty", id="empty"),
        pytest.param("blank.txt", b" \r\n\t\n", "is empty", id="blank"),
        pytest.param("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is binary", id="binary"),
        pytest.param(
            "cut.txt",
            "CNES a rencontré la JAXA à".encode()[:-1] + b"\n",
            "is UTF-8 that is damaged here",
            id="damaged",
        ),
        pytest.param(
            "broken.pdf",
            b"%PDF-1.7\n1 0 obj\n<< /Type",
            "is a broken PDF file",
            id="a broken PDF file",
        ),
        pytest.param(
            "empty.html",
            b"<html><body><script>1</script></body></html>",
            "holds no text",
            id="no text",
        ),
        pytest.param(
            "notes.docx", b"CNES and JAXA met.", "not a kind of document", id="another kind of file"
        ),
    ],
)
def test_a_document_that_is_none(
    run: Run, out: Path, tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    before = state(out)
    path = tmp_path / name
    path.write_bytes(raw)
    fails_in_one_line(run("build", path, "--out", out), name, reason)
    assert state(out) == before


def test_a_document_that_cannot_be_read(run: Run, out: Path, tmp_path: Path) -> None:
    before = state(out)
    path = tmp_path / "unreadable.txt"
    path.symlink_to("/proc/self/mem")  # its first page is nobody's; root may read all else
    fails_in_one_line(run("build", path, "--out", out), "unreadable.txt")
    assert state(out) == before


def test_one_bad_document_among_good_ones(run: Run, out: Path, tmp_path: Path) -> None:
    before = state(out)
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("On 9 March 2021, CNES and JAXA met in Paris.\n", encoding="utf-8")
    bad.write_bytes(b"\xff\xfe")
    fails_in_one_line(run("build", good, bad, "--out", out), "bad.txt")
    (leads, files), (leads_now, files_now) = before, state(out)
    assert leads_now == leads
    assert files.items() <= files_now.items()
    # What the good one came to may be kept for the next build, if it was read first.
    assert {name.split("/")[0] for name in files_now.keys() - files} <= {"cache", "verdicts"}


def test_metadata_that_is_no_table(run: Run, out: Path, tmp_path: Path) -> None:
    before = state(out)
    path = tmp_path / "note.txt"
    path.write_text("On 9 March 2021, CNES and JAXA met in Paris.\n", encoding="utf-8")
    path.with_suffix(".yaml").write_text("title: [unclosed\n", encoding="utf-8")
    fails_in_one_line(run("build", path, "--out", out), "note.yaml")
    assert state(out) == before


@pytest.mark.parametrize("name", ["entries.ttl", "demonyms.tsv"])
def test_a_broken_file_of_the_gazetteer(run: Run, out: Path, tmp_path: Path, name: str) -> None:
    before = state(out)
    folder = shutil.copytree(GAZETTEER, tmp_path / "gazetteer")
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("<unclosed\n")
    fails_in_one_line(run("build", "--out", out, "--gazetteer", folder), name)
    assert state(out) == before


@pytest.mark.parametrize("text", ["SELECT ?nothing WHERE {", "DROP ALL"])
def test_a_query_that_is_none(run: Run, out: Path, tmp_path: Path, text: str) -> None:
    before = state(out)
    path = tmp_path / "broken.rq"
    path.write_text(text, encoding="utf-8")
    fails_in_one_line(run("query", path, "--out", out), "broken.rq")
    assert state(out) == before


def test_annotations_that_are_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    fails_in_one_line(run("evaluate", tmp_path), "broken.json")


def test_there_is_no_release_to_query_or_to_validate(run: Run, tmp_path: Path) -> None:
    question = ROOT / "ontology" / "questions" / "cq01-who-met-whom.rq"
    nowhere = tmp_path / "nowhere"
    fails_in_one_line(run("query", question, "--out", nowhere), str(nowhere))
    fails_in_one_line(run("validate", "--out", nowhere), str(nowhere))
    assert not nowhere.exists()
