"""A release of two small documents, made once."""

import shutil
from pathlib import Path

import pytest

from tests.mapping.release.builds import AGREEMENT, MEETING, build, documents


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two good documents."""
    return documents(tmp_path_factory.mktemp("texts"), meeting=MEETING, agreement=AGREEMENT)


@pytest.fixture(scope="module")
def first(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with a release of them, which tests only read."""
    out = tmp_path_factory.mktemp("first")
    run = build(texts, "--out", out)
    assert run.returncode == 0, run.stderr
    return out


@pytest.fixture
def out(first: Path, tmp_path: Path) -> Path:
    """A copy of it, whose release must still be whole and current after a build that failed."""
    copy = tmp_path / "out"
    shutil.copytree(first, copy, symlinks=True)
    return copy
