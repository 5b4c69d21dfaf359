"""``spacecoop diff``: facts that came, went and changed, in words and as N-Quads."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Quad, RdfFormat, parse

from mapping.diff import compare, dump
from mapping.diff.commands import diff
from mapping.errors import InputError

GONE = "/graph/document/004-d422dca88d3333b1> ."  # the document of February 2021


@pytest.fixture(scope="module")
def shorter(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of the release without the graph of one document."""
    lines = gzip.decompress((release / "spacecoop.nq.gz").read_bytes()).decode().splitlines(True)
    path = tmp_path_factory.mktemp("diff") / "shorter.nq"
    path.write_text("".join(line for line in lines if GONE not in line), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(diff, [*map(str, arguments)], standalone_mode=False)


def quads(path: Path) -> set[Quad]:
    return set(parse(path.read_bytes(), RdfFormat.N_QUADS))


def test_facts_are_listed_by_class_in_words(release: Path, shorter: Path) -> None:
    shown = run(shorter, release).output
    assert "  + Meeting of CNES and JAXA, 2021-02-25 (meeting/2021-02-25-cnes-jaxa)\n" in shown
    assert "  ~ MASCOT: landing (milestone/mascot-landing)\n      date: now 2019-10\n" in shown
    assert "removed" not in shown.rpartition("\n")[0].rpartition("quads added")[0]
    reverse = run(release, shorter).output
    assert "  - Meeting of CNES and JAXA, 2021-02-25 (meeting/2021-02-25-cnes-jaxa)\n" in reverse
    assert "      date: no longer 2019-10\n" in reverse


def test_the_numbers_are_those_of_the_lists(release: Path, shorter: Path) -> None:
    found = compare(dump(str(shorter), Path()), dump(str(release), Path()))
    meetings = [d for d in found.differences if d.cls == "Meeting" and d.sort == "added"]
    assert found.count("Meeting", "added") == len(meetings) >= 2
    assert f"Meeting: {len(meetings)} added" in run(shorter, release).output
    assert not found.removed


def test_quads_are_written_whole(release: Path, shorter: Path, tmp_path: Path) -> None:
    added, removed = tmp_path / "added.nq", tmp_path / "removed.nq"
    assert run(shorter, release, "--added", added, "--removed", removed).return_value == 0
    whole = tmp_path / "whole.nq"
    whole.write_bytes(gzip.decompress((release / "spacecoop.nq.gz").read_bytes()))
    assert quads(added) == quads(whole) - quads(shorter)
    assert all(GONE.strip("> .") in str(quad) for quad in quads(added))
    assert removed.read_bytes() == b""


def test_a_release_is_the_same_as_itself_by_folder_and_by_identifier(release: Path) -> None:
    identifier = release.name[:8]
    same = run(release, identifier, "--out", release.parent.parent)
    assert same.output == "The same facts.\n0 quads added, 0 removed\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "names no release"),
        ("ffffffff", "names no release"),
        ("empty", "holds no spacecoop.nq.gz"),
        ("text.txt", "is neither a release folder nor a dump"),
        ("broken.nq", "is not N-Quads"),
        ("broken.nq.gz", "is damaged"),
    ],
)
def test_what_is_no_release_is_refused(
    name: str, reason: str, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    for file in ("text.txt", "broken.nq", "broken.nq.gz"):
        Path(file).write_text("<a> <b>", encoding="utf-8")
    refused = run(name, release, "--added", "added.nq")
    assert isinstance(refused.exception, InputError)
    assert reason in str(refused.exception)
    assert name in str(refused.exception)
    assert not Path("added.nq").exists()
