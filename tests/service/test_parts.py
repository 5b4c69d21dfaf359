"""Long documents: shown in parts, each a page of moderate size, with every passage within reach."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from service import Settings, create_app
from service.parts import LARGEST, LONG, holding, parts
from tests.conftest import CHROMIUM
from tests.service.conftest import BASE, Publish
from tests.service.serving import threaded
from tests.service.test_pages import Page
from tests.service.test_quotations import Shown

SC = "https://w3id.org/spacecoop/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
IDENT = "http://www.w3.org/2005/11/its/rdf#taIdentRef"
NUMBER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
HOSTILE = "<script>alert('x')</script>\"\u202e" + "A" * 10_000
SENTENCE = "𝔸 CNES & <b>JAXA</b> met in “Tokyo” on 3 March 2018.\r\n"
WORDS = SENTENCE.strip()
SENTENCES = 1_000
DOCUMENT = "003-a20552879778e7d6"  # whose text is replaced by so many sentences
OTHER = "001-dce3d40c0314292c"  # … and the same on one line


def told(slug: str) -> Iterator[str]:
    """N-Quads of a meeting for every tenth sentence, with two mentions in each sentence."""
    document, graph = f"{BASE}id/document/{slug}", f"<{BASE}graph/document/{slug}>"
    for n in range(SENTENCES):
        begin = n * len(SENTENCE)
        spans = [("organization/cnes", 2, 6), ("organization/jaxa", 12, 16)]
        if n % 10 == 0:
            fact, report = f"<{BASE}id/meeting/{slug}-{n}>", f"<{BASE}id/report/{slug}-{n}>"
            for cls in ("Meeting", "Fact"):
                yield f"{fact} <{RDF}type> <{SC}{cls}> {graph} ."
            yield f"{fact} <{RDFS}label> {json.dumps(HOSTILE)}@en {graph} ."
            yield f"{fact} <{SC}participant> <{BASE}id/organization/cnes> {graph} ."
            yield f"{report} <{RDF}type> <{SC}Report> {graph} ."
            yield f"{report} <{SC}reportOf> {fact} {graph} ."
            yield f"{report} <{SC}inDocument> <{document}> {graph} ."
            passage = f"<{document}#char={begin},{begin + len(WORDS)}>"
            yield f"{report} <{SC}evidence> {passage} {graph} ."
            spans.append(("", 0, len(WORDS)))
        for entity, first, last in spans:
            passage = f"<{document}#char={begin + first},{begin + last}>"
            yield f"{passage} <{SC}inDocument> <{document}> {graph} ."
            yield f'{passage} <{SC}begin> "{begin + first}"{NUMBER} {graph} .'
            yield f'{passage} <{SC}end> "{begin + last}"{NUMBER} {graph} .'
            words = json.dumps(SENTENCE[first:last], ensure_ascii=False)
            yield f"{passage} <{SC}quote> {words} {graph} ."
            if entity:
                yield f"{passage} <{IDENT}> <{BASE}id/{entity}> {graph} ."


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Path:
    """A release with a long document, and the same on one line, to be quoted only."""
    out = tmp_path_factory.mktemp("build")
    extra = "\n".join((*told(DOCUMENT), *told(OTHER)))
    folder = publish(out, "d" * 64, extra=extra, quoted=OTHER)
    text = SENTENCE * SENTENCES
    (folder / "documents" / f"{DOCUMENT}.txt").write_bytes(text.encode())
    one = text.replace("\r\n", "  ")
    (folder / "documents" / f"{OTHER}.txt").write_bytes(one.encode())
    return out


@pytest.fixture(scope="module")
def long(written: Path) -> FlaskClient:
    """A client of the service in front of it."""
    return create_app(Settings(out=written)).test_client()


def test_the_parts_together_are_the_text_and_each_is_small(long: FlaskClient) -> None:
    path, read, number = f"/page/document/{DOCUMENT}", "", 0
    ids: set[str] = set()
    first = Page(long.get(path).text)
    loaded = sum(len(long.get(other, buffered=True).data) for other in first.loaded)
    assert loaded > 10_000
    while path:
        number += 1
        answer = long.get(path)
        assert answer.status_code == 200
        assert len(answer.data) + loaded < 100_000
        assert "<script>" not in answer.text
        page = Page(answer.text)
        assert page.faults == []
        read += page.text
        ids |= set(page.ids)
        more = f"?part={number + 1}"
        path = f"/page/document/{DOCUMENT}{more}" if more in page.links else ""
    assert read == SENTENCE * SENTENCES
    assert number > 3
    assert {
        f"char={n * len(SENTENCE) + 2},{n * len(SENTENCE) + 6}" for n in range(SENTENCES)
    } <= ids
    assert long.get(f"/page/document/{DOCUMENT}?part={number + 1}").status_code == 404
    assert long.get(f"/page/document/{DOCUMENT}?part=x").status_code == 404


def test_a_quotation_leads_to_the_part_that_holds_it(long: FlaskClient) -> None:
    links = Page(long.get(f"/page/meeting/{DOCUMENT}-990").text).links
    begin = 990 * len(SENTENCE)
    link = next(link for link in links if link.endswith(f"#char={begin},{begin + len(WORDS)}"))
    path, _, fragment = link.partition("#")
    assert fragment in Page(long.get(path).text).ids


@pytest.mark.parametrize("length", [LONG // 2, LONG - 600, LONG, LONG + 100, 2 * LONG])
def test_of_what_is_cut_every_link_names_the_place(
    tmp_path: Path, publish: Publish, length: int
) -> None:
    extra = "\n".join(told(DOCUMENT))  # two mentions a sentence: more markup than text
    folder = publish(tmp_path, "c" * 64, extra=extra)
    text = (SENTENCE * 200).encode()[:length].decode(errors="ignore")
    (folder / "documents" / f"{DOCUMENT}.txt").write_text(text, encoding="utf-8", newline="")
    client = create_app(Settings(out=tmp_path)).test_client()
    cut = "?part=2" in client.get(f"/page/document/{DOCUMENT}").text
    links = Page(client.get(f"/page/meeting/{DOCUMENT}-0").text).links
    named = any(f"{DOCUMENT}?at=0#" in link for link in links)
    assert named == (length > LONG)
    assert named or not cut


def test_what_may_only_be_quoted_comes_in_parts_too(long: FlaskClient) -> None:
    begin = 990 * len(SENTENCE)
    for path in (f"/page/document/{OTHER}", f"/page/document/{OTHER}?at={begin}"):
        answer = long.get(path)
        assert len(answer.data) < 90_000
        assert Page(answer.text).faults == []
        shown = Shown(answer.text)
        assert WORDS in shown.quotations
    assert f"char={begin},{begin + len(WORDS)}" in shown.ids


@pytest.mark.parametrize("query", ["part=1&at=" + "9" * 400, "at=x", "at=-1", quote("at=<b>", "=")])
def test_a_place_that_is_none_does_no_harm(long: FlaskClient, query: str) -> None:
    assert long.get(f"/page/document/{DOCUMENT}?{query}").status_code == 200


@given(
    st.text(alphabet="a &<\n\r\u2028", max_size=200).map(lambda text: text * 40),
    st.lists(st.tuples(st.integers(0, 8_400), st.integers(0, LARGEST)), max_size=20),
)
def test_parts_are_a_text_cut(text: str, costs: list[tuple[int, int]]) -> None:
    found = parts(text, costs)
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert all(begin < end for begin, end in found) or not text
    for place in range(len(text)):
        begin, end = found[holding(found, place) - 1]
        assert begin <= place < end


@pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")
def test_in_a_browser_a_passage_of_another_part_is_found(browser: Browser, written: Path) -> None:
    with threaded(create_app(Settings(out=written))) as address:
        begin = 990 * len(SENTENCE)
        page = browser.new_page()
        document = f"{address}/page/document/{DOCUMENT}"
        page.goto(f"{document}#char={begin},{begin + len(WORDS)}")
        marked = page.locator("mark.passage")
        marked.first.wait_for()
        assert "".join(marked.all_text_contents()) == WORDS
        page.goto(f"{document}#char=99999999,99999999")
        assert marked.count() == 0
        page.close()
