"""Releases on disk: whole or absent, one of them current, whatever happens in between."""

from pathlib import Path

import pytest

from mapping.errors import InputError
from mapping.release.folder import locked


def publish(out: Path, identifier: str, text: str) -> bool:
    """Publish a release of one file."""
    with locked(out) as folder:
        staging = folder.staging()
        (staging / "manifest.json").write_text(text)
        return folder.publish(staging, identifier)


def current(out: Path) -> tuple[str, str]:
    """Name and content of the current release."""
    release = (out / "current").resolve(strict=True)
    return release.name, (release / "manifest.json").read_text()


def visible(out: Path) -> list[str]:
    """Names in the folder of releases, unfinished work included."""
    return sorted(path.name for path in (out / "releases").iterdir())


def test_a_published_release_is_current_and_leaves_nothing_else(tmp_path: Path) -> None:
    assert publish(tmp_path, "a1", "one")
    assert current(tmp_path) == ("a1", "one")
    assert publish(tmp_path, "b2", "two")
    assert current(tmp_path) == ("b2", "two")
    assert visible(tmp_path) == ["a1", "b2"]
    assert not (tmp_path / "current").readlink().is_absolute()


def test_the_same_release_again_is_not_rewritten(tmp_path: Path) -> None:
    publish(tmp_path, "a1", "one")
    before = (tmp_path / "releases" / "a1").stat()
    assert not publish(tmp_path, "a1", "one")
    after = (tmp_path / "releases" / "a1").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_older_release_becomes_current_again(tmp_path: Path) -> None:
    publish(tmp_path, "a1", "one")
    publish(tmp_path, "b2", "two")
    assert publish(tmp_path, "a1", "one")
    assert current(tmp_path) == ("a1", "one")


def test_other_files_around_the_same_graphs_replace_the_old_ones(tmp_path: Path) -> None:
    publish(tmp_path, "a1", "one document left out")
    assert publish(tmp_path, "a1", "two documents left out")
    assert current(tmp_path) == ("a1", "two documents left out")
    assert visible(tmp_path) == ["a1"]


def test_a_replacement_killed_halfway_is_finished_by_the_next_build(tmp_path: Path) -> None:
    publish(tmp_path, "a1", "old")
    releases = tmp_path / "releases"
    # As after a kill: the link leads to the new folder, the old one is half-removed.
    (releases / ".a1").mkdir()
    (releases / ".a1" / "manifest.json").write_text("new")
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(Path("releases") / ".a1")
    (releases / "a1" / "manifest.json").unlink()
    with locked(tmp_path) as folder:
        folder.staging()
        assert current(tmp_path) == ("a1", "new")
        folder.clean()
    assert visible(tmp_path) == ["a1"]


def test_what_a_killed_build_left_behind_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, "a1", "one")
    for name in (".staging", ".discarded", ".b2"):
        (tmp_path / "releases" / name).mkdir()
        (tmp_path / "releases" / name / "spacecoop.nq.gz").write_text("half")
    publish(tmp_path, "b2", "two")
    assert visible(tmp_path) == ["a1", "b2"]


def test_a_second_build_at_the_same_time_is_told_so(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(InputError, match="another build is writing here"),
        locked(tmp_path),
    ):
        pass
    publish(tmp_path, "a1", "one")


def test_pruning_keeps_the_newest_and_the_current(tmp_path: Path) -> None:
    for name in ("a1", "b2", "c3"):
        publish(tmp_path, name, name)
    publish(tmp_path, "a1", "a1")
    with locked(tmp_path) as folder:
        assert folder.prune(["a1", "b2", "c3", "a1"], keep=1) == ["b2", "c3"]
    assert current(tmp_path) == ("a1", "a1")


def test_pruning_counts_releases_and_not_the_times_they_were_current(tmp_path: Path) -> None:
    for name in ("a1", "b2"):
        publish(tmp_path, name, name)
    with locked(tmp_path) as folder:
        assert folder.prune(["a1", "b2", "a1", "b2", "b2"], keep=2) == []


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"), locked(tmp_path / "file"):
        pass
