"""The pages: what they tell, where their links lead, that they are well formed and load nothing."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad

from service.headers import POLICY

DOCUMENT = "/page/document/003-a20552879778e7d6"
PAGES = [
    "/",
    DOCUMENT,
    "/page/document/001-dce3d40c0314292c",
    "/page/document/004-d422dca88d3333b1",
    "/page/organization",
    "/page/organization/cnes",
    "/page/organization/irap",
    "/page/person/zhang-kejian",
    "/page/body/phobos",
    "/page/initiative/space-climate-observatory",
    "/page/meeting/2021-03-09-cnes-cnsa",
    "/page/milestone/mascot-landing",
    "/page/report/001-dce3d40c0314292c--meeting-2018-isef2",
    "/page/report/004-d422dca88d3333b1--destination-mission-mmx--body-phobos",
    "/page/discrepancy/slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing",
    "/sparql",
    "/sparql?query=SELECT+*+%7B+%3Fs+a+%3Fo+%7D+LIMIT+5",
    "/ontology",
    "/ontology/concepts",
    "/ontology/diagram",
    "/shapes",
    "/report",
    "/nothing",
]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """Collects links and ids, the text of #text, and elements that are not closed in order."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(body)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag, _ in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []
        self.loaded += [given["src"] or ""] if "src" in given else []
        if tag == "link" and given.get("rel") in ("stylesheet", "icon"):
            self.loaded.append(given["href"] or "")
        self.faults += [f"inline {name}" for name in given if name.startswith("on")]
        self.faults += ["inline style"] if "style" in given or tag == "style" else []
        self.faults += ["inline script"] if tag == "script" and "src" not in given else []
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(given.get("id") == "text" for _, given in self.open):
            self.text += data


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_loads_only_what_is_here(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = Page(answer.text)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert all(address.startswith("/static/") for address in page.loaded)
    assert "main" in page.ids


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        answer = client.get(path, headers=browser, buffered=True)
        assert answer.status_code in (200, 303), path
        if answer.mimetype == "text/html" and path != "/ontology":
            links = Page(answer.text).links
            assert not any(link.startswith("https://w3id.org/spacecoop/id/") for link in links)
            waiting += links
    assert len(seen) > 60


def test_the_document_page_holds_the_text_exactly(
    client: FlaskClient, texts: dict[str, str]
) -> None:
    for slug, text in texts.items():
        assert Page(client.get(f"/page/document/{slug}").text).text == text


def test_the_document_page_links_each_mention(client: FlaskClient, quads: list[Quad]) -> None:
    base = "https://w3id.org/spacecoop/id/"
    body = client.get(DOCUMENT).text
    mentions = [
        (quad.subject.value, quad.object.value.removeprefix(base))
        for quad in quads
        if quad.predicate.value.endswith("taIdentRef")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and DOCUMENT.removeprefix("/page/") in quad.subject.value
    ]
    assert len(mentions) > 20
    spans = {passage: _span(passage) for passage, _ in mentions}
    outer = [
        (passage, path)
        for passage, path in mentions
        if not any(
            begin <= spans[passage][0]
            and spans[passage][1] <= end
            and spans[passage] != (begin, end)
            for begin, end in spans.values()
        )
    ]
    assert len(outer) == len(mentions) - 1  # "China" in "China National Space Administration"
    links = re.findall(r'<a class="mention kind-([a-z]+)" href="/page/([^"]+)"', body)
    assert sorted(path for _, path in links) == sorted(path for _, path in outer)
    assert all(path.startswith(kind + "/") for kind, path in links)
    ids = Page(body).ids
    assert all(passage.partition("#")[2] in ids for passage, _ in mentions)


def _span(passage: str) -> tuple[int, int]:
    begin, end = passage.partition("#char=")[2].split(",")
    return int(begin), int(end)


def test_of_overlapping_mentions_the_longest_is_the_link(client: FlaskClient) -> None:
    body = client.get("/page/document/004-d422dca88d3333b1").text
    assert body.count('href="/page/organization/dlr" title=') == 1  # "German space agency DLR"
    assert re.search(r'organization/dlr" title="[^"]*">.*German space agency .*DLR.*?</a>', body)


def test_the_margin_leads_to_the_evidence_of_each_fact(
    client: FlaskClient, quads: list[Quad]
) -> None:
    body = client.get(DOCUMENT).text
    slug = DOCUMENT.rpartition("/")[2]
    evidence = {
        quad.object for quad in quads
        if quad.predicate.value.endswith("#evidence") and slug in str(quad.object)
    }  # fmt: skip
    assert len(evidence) > 3
    for quad in quads:
        if quad.subject in evidence and quad.predicate.value.endswith("#quote"):
            assert isinstance(quad.subject, NamedNode)
            fragment = quad.subject.value.partition("#")[2]
            assert f'href="{DOCUMENT}#{fragment}"' in body


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "/page/organization/cnes",
            "CNES, CNSA, Jean-Yves Le Gall and Zhang Kejian met about SVOM",
        ),
        ("/page/organization/cnes", "French space agency"),
        ("/page/organization/cnes", "cooperates with"),
        ("/page/mission/svom", "Q16677669"),
        ("/page/mission/svom", "June 2022 planned"),
        ("/page/mission/cfosat", "since February 2020 achieved"),
        ("/page/mission/cfosat", "October 2018 achieved"),
        ("/page/mission/cfosat", "CFOSat: data release"),
        ("/page/spacecraft/callisto", "no earlier than 2021 planned"),
        ("/page/instrument/dorn", "IRAP builds DORN"),
        ("/page/person/zhang-kejian", "Zhang Kejian: Administrator of CNSA"),
        ("/page/mission/mmx", "CNES and DLR cooperate on MMX"),
        ("/page/mission/mmx", "MMX destination Phobos"),
        ("/page/milestone/mascot-landing", "MASCOT: landing at Ryugu"),
        ("/page/milestone/mascot-landing", "October 2018 or October 2019 achieved planned"),
        ("/page/milestone/mascot-landing", "October 2019"),
        ("/page/milestone/mascot-landing", "milestone-set-down"),
        ("/page/milestone/mascot-landing", "elided-year"),
        (DOCUMENT, "9 March 2021"),
        ("/", "3 documents"),
        ("/", "1 cooperation "),
    ],
)
def test_pages_say_it_in_words(client: FlaskClient, path: str, told: str) -> None:
    words = unescape(re.sub(r"<[^>]+>", "", client.get(path).text))
    assert told in re.sub(r"\s+", " ", words)


def test_facts_come_newest_first(client: FlaskClient) -> None:
    body = client.get("/page/organization/cnes").text
    days = re.findall(r'<p class="when"><time>([^<]+)', body)
    assert days == ["9 March 2021", "25 February 2021", "3 March 2018"]


def test_a_page_offers_its_data(client: FlaskClient) -> None:
    links = Page(client.get("/page/mission/mmx").text).links
    for extension in ("ttl", "jsonld", "nt", "rdf"):
        assert f"/data/mission/mmx.{extension}" in links


@pytest.mark.parametrize(
    "path",
    [
        "/report",
        "/page/discrepancy/slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing",
    ],
)
def test_a_discrepancy_is_shown_with_both_sentences(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert "MASCOT landing: planned for 2018-10, then achieved 2019-10" in page
    assert "The arrival of the MASCOT lander in October on the surface of asteroid Ryugu" in page
    assert "the French-German MASCOT lander also set down in October 2019" in page
    assert 'href="/page/milestone/mascot-landing"' in page


def test_the_page_of_a_fact_leads_to_its_discrepancies(client: FlaskClient) -> None:
    slug = "slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing"
    assert f"/page/discrepancy/{slug}" in client.get("/page/milestone/mascot-landing").text
    assert "/page/discrepancy/" not in client.get("/page/milestone/hayabusa2-sample-return").text
