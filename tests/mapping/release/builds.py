"""Builds as a user runs them, and what they leave."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.running import spacecoop

MEETING = (
    "May 12, 2022\n\nCNES AND JAXA MEET IN PARIS\n\n"
    "Thursday 12 May, CNES and JAXA met in Paris to discuss the exploration of the Moon.\n"
)
AGREEMENT = (
    "June 2, 2022\n\nCNES AND DLR SIGN AN AGREEMENT\n\n"
    "Thursday 2 June, CNES and DLR signed an agreement on the exploration of Mars.\n"
)
COMMAND = [sys.executable, "-m", "spacecoop", "build"]
ROOT = Path(__file__).parents[3]
GAZETTEER = Path(__file__).parent / "gazetteer"
# The shipped gazetteer is a thousand times as large, and validated in every build.
SMALL = {"SPACECOOP_GAZETTEER": str(GAZETTEER)}
ENVIRONMENT = {**os.environ, **SMALL}


def build(
    *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A run of the command to its end."""
    more = {**SMALL, **(environment or {})}
    return spacecoop("build", *arguments, environment=more)


def documents(folder: Path, **texts: str | bytes) -> Path:
    """A folder of documents: file stems and texts."""
    folder.mkdir(exist_ok=True)
    for stem, text in texts.items():
        raw = text.encode() if isinstance(text, str) else text
        (folder / f"{stem}.txt").write_bytes(raw)
    return folder


def contents(release: Path) -> dict[str, bytes]:
    """Every file of a release with its bytes."""
    return {
        str(path.relative_to(release)): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file()
    }


def manifest(out: Path) -> dict[str, object]:
    """The manifest of the current release."""
    loaded: dict[str, object] = json.loads((out / "current" / "manifest.json").read_text())
    return loaded


def stays_as_it_was(out: Path, first: Path) -> bool:
    """Whether the current release is the first one, whole, and nothing half-written is there."""
    names = [path.name for path in (out / "releases").iterdir()]
    same = contents(out / "current") == contents(first / "current")
    return same and names == [(first / "current").resolve().name]
