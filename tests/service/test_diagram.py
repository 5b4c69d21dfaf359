"""The diagram of the ontology, on its own page: made of it, whole, and leading to its terms."""

import re
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from ontology import OWL, RDF, SC, load
from service.diagram import diagram

SVG = "{http://www.w3.org/2000/svg}"


def page(client: FlaskClient) -> str:
    return client.get("/ontology", headers={"Accept": "text/html"}).text


def drawn(client: FlaskClient) -> ET.Element:
    found = re.search("<svg.*?</svg>", client.get("/ontology/diagram").text, re.DOTALL)
    assert found
    return ET.fromstring(found[0])  # noqa: S314 - our own page


def test_every_class_and_property_stands_in_it_and_leads_to_its_words(client: FlaskClient) -> None:
    targets = {str(a.get("href")).removeprefix("/ontology#") for a in drawn(client).iter(f"{SVG}a")}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {str(t).removeprefix(str(SC)) for k in kinds for t in load().subjects(RDF.type, k)}
    ours = {term for term in terms if "/" not in term}
    assert ours - targets == set()
    ids = set(re.findall(r'id="([^"]+)"', page(client)))
    assert targets - ids == set()


def test_arrows_lead_from_facts_to_agents_and_boxes_keep_apart(client: FlaskClient) -> None:
    pairs = {(arrow.source, arrow.target) for arrow in diagram().arrows}
    assert {("Fact", "Agent"), ("Report", "Document"), ("Passage", "Document")} <= pairs
    assert ("Agent", "Fact") in pairs  # sc:participatedIn
    assert len(list(drawn(client).iter(f"{SVG}line"))) == len(pairs)
    for one in diagram().boxes:
        for other in diagram().boxes:
            apart = one.x != other.x or one.y + one.height < other.y
            assert one == other or apart or other.y + other.height < one.y


def test_terms_have_words_in_two_languages_and_alignments(client: FlaskClient) -> None:
    text = page(client)
    assert '<span lang="fr" class="quiet">Réunion</span>' in text
    assert "schema:Event" in text
    assert "Example: The International Space Exploration Coordination Group" in text
    assert "https://w3id.org/spacecoop/ontology/0.1.0" in text
