"""What tests of the commands for Wikidata share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mapping.wikidata.wikibase import Wikibase, running
from tests.running import spacecoop

FLIGHTS = Path(__file__).parent / "flights"


@pytest.fixture(scope="session")
def out(release: Path) -> Path:
    """The output folder with the release of the shipped documents, which no test may change."""
    return release.parent.parent


@pytest.fixture(scope="session")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder with a release of one document that tells of launches and landings."""
    out = tmp_path_factory.mktemp("flights")
    made = spacecoop("build", FLIGHTS, "--out", out)
    assert made.returncode == 0, made.stderr
    return out


@pytest.fixture(scope="session")
def servers() -> Iterator[Wikibase]:
    """A Wikidata of our own; `hold` says what it knows."""
    with running() as wikibase:
        yield wikibase
