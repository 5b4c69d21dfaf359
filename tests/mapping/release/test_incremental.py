"""Builds of documents of which most were built before: the same bytes, and little work."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from tests.mapping.release.builds import (
    AGREEMENT,
    GAZETTEER,
    MEETING,
    build,
    contents,
    documents,
    manifest,
)


def entries(out: Path) -> dict[str, int]:
    """The entries of the cache, with the time at which each was written."""
    found = out.glob("cache/*/entries/*/*")
    return {str(path.relative_to(out)): path.stat().st_mtime_ns for path in found}


def paths(out: Path) -> set[str]:
    """The paths below `id/` that the current release describes, passages aside."""
    lines = gzip.decompress((out / "current" / "spacecoop.nt.gz").read_bytes()).splitlines()
    subjects = {line.split(b"> ")[0].decode() for line in lines}
    return {s.partition("/id/")[2] for s in subjects if "/id/" in s and "#" not in s}


def tombstones(out: Path) -> dict[str, str]:
    titles, *lines = (out / "tombstones.tsv").read_text().splitlines()
    assert titles == "path\tlast_release"
    return dict(line.split("\t") for line in lines)


def test_only_what_changed_is_read_again(out: Path, texts: Path, tmp_path: Path) -> None:
    before = entries(out)
    assert len(before) == 2
    folder = Path(shutil.copytree(texts, tmp_path / "texts"))
    (folder / "meeting.txt").write_text(MEETING.replace("Moon", "Sun"))
    assert build(folder, "--out", out).returncode == 0
    after = entries(out)
    assert len(before.keys() & after.keys()) == 2
    assert all(after[name] == before[name] for name in before)
    assert len(after) == 3
    build(folder, "--out", tmp_path / "anew")
    assert contents(out / "current") == contents(tmp_path / "anew" / "current")


@pytest.mark.parametrize(
    "change", ["metadata", "date", "base", "gazetteer", "corrections", "nothing"]
)
def test_what_a_contribution_depends_on_is_in_its_key(
    out: Path, texts: Path, tmp_path: Path, change: str
) -> None:
    before = entries(out)
    folder = Path(shutil.copytree(texts, tmp_path / "texts"))
    gazetteer = Path(shutil.copytree(GAZETTEER, tmp_path / "gazetteer"))
    options: list[str | Path] = []
    if change == "metadata":
        (folder / "meeting.yaml").write_text("rights: all mine\n")
    elif change == "date":
        options = ["--date", "2022-05-13"]
    elif change == "base":
        options = ["--base-iri", "https://data.example.org/"]
    elif change == "gazetteer":
        with (gazetteer / "entries.ttl").open("a") as file:
            file.write("# One more line.\n")
    elif change == "corrections":
        [report] = [p for p in paths(out) if p.startswith("report/meeting--meeting")]
        row = f"{report}\twithdraw\tNot said.\tA. Curator\t2026-11-22\n"
        (tmp_path / "rows.tsv").write_text(f"report\tverdict\treason\twho\tdate\n{row}")
        options = ["--corrections", tmp_path / "rows.tsv"]
    run = build(folder, "--out", out, "--gazetteer", gazetteer, *options)
    assert run.returncode == 0, run.stderr
    fresh = len(entries(out).keys() - before.keys())
    expected = {"metadata": 1, "corrections": 1, "nothing": 0}
    assert fresh == expected.get(change, 2)


def verdicts(out: Path) -> dict[str, int]:
    """What validation said of single documents, with the time at which each was written."""
    found = out.glob("verdicts/*/entries/*/*")
    return {str(path.relative_to(out)): path.stat().st_mtime_ns for path in found}


def test_what_reads_the_same_by_other_rules_is_not_validated_again(
    out: Path, texts: Path, first: Path
) -> None:
    before = verdicts(out)
    assert len(before) == 2
    damaged = out / next(iter(before))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    shutil.rmtree(out / "cache")  # as for other rules
    assert build(texts, "--out", out).returncode == 0
    after = verdicts(out)
    assert after.keys() == before.keys()
    written = {name for name in after if after[name] != before[name]}
    assert written == {str(damaged.relative_to(out))}
    assert contents(out / "current") == contents(first / "current")


def test_other_names_are_validated_anew(out: Path, texts: Path, tmp_path: Path) -> None:
    before = verdicts(out)
    gazetteer = Path(shutil.copytree(GAZETTEER, tmp_path / "gazetteer"))
    with (gazetteer / "entries.ttl").open("a") as file:
        file.write("# One more line.\n")
    assert build(texts, "--out", out, "--gazetteer", gazetteer).returncode == 0
    assert len(verdicts(out)) == 2
    assert not verdicts(out).keys() & before.keys()


def test_a_damaged_entry_is_made_again(out: Path, first: Path, texts: Path) -> None:
    one, other = sorted(out.glob("cache/*/entries/*/*"))
    content = one.read_bytes()
    one.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    other.write_bytes(b"")
    run = build(texts, "--out", out)
    assert run.returncode == 0, run.stderr
    assert one.read_bytes() == content
    assert contents(out / "current") == contents(first / "current")


@pytest.mark.parametrize("options", [("--no-cache",), ("--jobs", "1"), ("--jobs", "7")])
def test_bytes_depend_on_neither_jobs_nor_cache(
    first: Path, texts: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    run = build(texts, "--out", out, *options, environment={"PYTHONHASHSEED": "3"})
    assert run.returncode == 0, run.stderr
    assert contents(out / "current") == contents(first / "current")
    assert bool(entries(out)) == (options != ("--no-cache",))
    assert not (out / ".work").exists()


def test_what_no_kept_release_needs_leaves_the_cache(out: Path, tmp_path: Path) -> None:
    folder = documents(tmp_path / "other", other=AGREEMENT.replace("DLR", "JAXA"))
    assert build(folder, "--out", out).returncode == 0
    assert len(entries(out)) == 3  # the release before is still there, and may come back
    assert build(folder, "--out", out, "--keep", "1").returncode == 0
    assert len(entries(out)) == 1


def test_a_removed_document_takes_what_only_it_said_and_leaves_tombstones(
    out: Path, texts: Path, tmp_path: Path
) -> None:
    before, first = paths(out), manifest(out)["id"]
    folder = documents(tmp_path / "one", meeting=MEETING)
    assert build(folder, "--out", out).returncode == 0
    gone = before - paths(out)
    assert "document/agreement" in gone
    assert any(path.startswith("report/agreement--") for path in gone)
    assert tombstones(out) == dict.fromkeys(gone, first)
    build(folder, "--out", tmp_path / "alone")
    assert contents(out / "current") == contents(tmp_path / "alone" / "current")
    # What comes back is no longer gone; what went meanwhile is.
    assert build(texts, "--out", out).returncode == 0
    assert tombstones(out) == {}
    assert json.loads((out / "history.json").read_text())[-1]["id"] == first
