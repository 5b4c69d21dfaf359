"""A document whose rights allow to quote from it, not to show all of it."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient

from ontology import SC
from service import Settings, create_app
from service.errors import PROBLEM

Publish = Callable[..., Path]
SLUG = "003-a20552879778e7d6"
OTHER = "001-dce3d40c0314292c"


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> FlaskClient:
    """A client of a service whose release may quote from that document only."""
    out = tmp_path_factory.mktemp("build")
    publish(out, "b" * 64, quoted=SLUG)
    return create_app(Settings(out=out)).test_client()


class Shown(HTMLParser):
    """The text of a page, the texts of its quotations, and the ids of its elements."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.text = ""
        self.quotations: list[str] = []
        self.ids: list[str] = []
        self.quoting = False
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "blockquote" and ("class", "quotation") in attrs:
            self.quoting = True
            self.quotations.append("")

    def handle_endtag(self, tag: str) -> None:
        self.quoting = self.quoting and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.quoting:
            self.quotations[-1] += data


def test_the_text_is_451_with_details_and_the_others_are_shown(quoting: FlaskClient) -> None:
    answer = quoting.get(f"/documents/{SLUG}.txt")
    assert (answer.status_code, answer.mimetype) == (451, PROBLEM)
    problem = json.loads(answer.data)
    assert (problem["status"], problem["title"]) == (451, "Unavailable For Legal Reasons")
    assert quoting.get(problem["page"]).status_code == 200
    assert quoting.get(f"/documents/{OTHER}.txt").status_code == 200


def test_the_page_shows_the_sentences_that_are_evidence_and_no_other(
    quoting: FlaskClient, texts: dict[str, str]
) -> None:
    text = texts[SLUG]
    data = quoting.get(f"/data/document/{SLUG}.ttl").data
    graph = rdflib.Graph().parse(data=data, format="turtle")
    evidence = {
        (int(str(graph.value(passage, SC.begin))), int(str(graph.value(passage, SC.end))))
        for passage in graph.objects(None, SC.evidence)
    }
    shown = Shown(quoting.get(f"/page/document/{SLUG}").text)
    assert len(evidence) > 3
    for begin, end in evidence:
        assert any(text[begin:end] in quotation for quotation in shown.quotations)
        assert f"char={begin},{end}" in shown.ids
    assert sum(map(len, shown.quotations)) == len(
        {place for begin, end in evidence for place in range(begin, end)}
    )
    withheld = [
        line
        for line in text.splitlines()
        if len(line) > 40 and not any(text[b:e] in line for b, e in evidence)
    ]
    assert withheld
    title = str(next(graph.objects(None, rdflib.DCTERMS.title)))
    assert not any(line in shown.text for line in withheld if line.strip() != title)


def test_nothing_leads_to_the_text(quoting: FlaskClient) -> None:
    body = quoting.get(f"/page/document/{SLUG}").text
    assert f"/documents/{SLUG}.txt" not in body
    assert "passages.js" not in body
    assert f"/documents/{OTHER}.txt" in quoting.get(f"/page/document/{OTHER}").text
