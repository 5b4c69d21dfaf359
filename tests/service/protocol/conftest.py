"""An endpoint over a few triples in three graphs."""

from collections.abc import Iterator

import pytest

from tests.service.protocol.asking import DATA
from tests.service.serving import serving


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of an endpoint."""
    with serving("--data", DATA) as served:
        yield f"{served}/sparql"
