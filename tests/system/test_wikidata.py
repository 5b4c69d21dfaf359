"""What the site offers for Wikidata is what the command prints, where there is something."""

from pathlib import Path

import pytest

from tests.system.conftest import Get, Run


@pytest.mark.parametrize("path", ["mission/cfosat", "body/phobos", "organization/jaxa"])
def test_an_entity_page_offers_its_statements(path: str, get: Get, run: Run, release: Path) -> None:
    _, page = get(f"/page/{path}", "text/html")
    assert f'href="/quickstatements/{path}.txt"' in page
    media_type, statements = get(f"/quickstatements/{path}.txt", "*/*")
    assert media_type == "text/plain"
    out = release.parent.parent
    printed = run("wikidata", "quickstatements", "--entity", path, "--out", out)
    assert printed.returncode == 0
    assert statements == printed.stdout


def test_where_there_is_nothing_nothing_is_offered(get: Get) -> None:
    for path in ("mission/svom", "organization/isecg"):  # only planned; not linked
        _, page = get(f"/page/{path}", "text/html")
        assert "/quickstatements/" not in page
