"""What tests of the commands for Wikidata share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def out(release: Path) -> Path:
    """The output folder with the release of the shipped documents, which no test may change."""
    return release.parent.parent
