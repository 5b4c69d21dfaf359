"""ETags: when an answer is the same, and when it is another."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.service.protocol.asking import BROWSER, COUNT, JSON, X, get
from tests.service.serving import ask, serving


def test_an_etag_stands_for_release_query_dataset_and_format(address: str) -> None:
    answers = [
        get(address, query, dataset, accept)
        for query in (COUNT, COUNT + " ")
        for dataset in ([], [("default-graph-uri", f"{X}g1")], [("named-graph-uri", f"{X}g1")])
        for accept in (JSON, "application/json", "text/csv", BROWSER)
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == len(answers)
    same = [get(address, COUNT, [], accept) for accept in (JSON, "*/*", f"{JSON};q=0.3")]
    assert len({answer.headers["ETag"] for answer in same}) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("write", ["{}", "W/{}", '"x", {}'])
def test_what_the_client_has_is_not_sent_again(address: str, method: str, write: str) -> None:
    url = f"{address}?{urlencode({'query': COUNT})}"
    first = ask(url)
    tag = first.headers["ETag"]
    again = ask(url, method, headers={"If-None-Match": write.format(tag)})
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Vary", "Access-Control-Allow-Origin", "X-Spacecoop-Release"):
        assert again.headers[name] == first.headers[name]
    other = ask(url, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert other.status == 200


def test_another_dataset_has_another_release_and_other_etags(address: str, tmp_path: Path) -> None:
    first = get(address, COUNT, [], JSON).headers
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with serving("--data", tmp_path / "a.ttl") as served:
        second = get(f"{served}/sparql", COUNT, [], JSON).headers
    assert first["X-Spacecoop-Release"] != second["X-Spacecoop-Release"]
    assert first["ETag"] != second["ETag"]
