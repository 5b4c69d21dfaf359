"""The graph of a document: what holds for every text, shipped, invented or hostile."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mapping import map_document
from mapping.documents import Document, read, shipped
from mapping.reading import blocks
from ontology import DEFAULT_BASE, SC, superclasses
from tests.mapping.reader.telling import GAZETTEER, HERE, Told, cases, tell

OTHER_BASE = "https://data.example.org/space/"
PATHS = [*shipped(), *sorted((HERE / "texts").glob("*.txt"))]
DOCUMENTS = {path.stem: read(path) for path in PATHS}


@pytest.fixture(scope="module", params=list(DOCUMENTS))
def told(request: pytest.FixtureRequest) -> Told:
    return Told(map_document(DOCUMENTS[request.param], GAZETTEER, DEFAULT_BASE))


def assert_sound(told: Told) -> None:
    """What holds for every graph of a document."""
    assert_no_blank_nodes(told)
    assert_quotes_are_literal(told)
    assert_facts_are_reported(told)
    assert_superclasses_stand_beside(told)
    assert_all_is_described(told)
    assert_nothing_said_outside_the_text(told)


def assert_no_blank_nodes(told: Told) -> None:
    for triple in told.mapped.triples:
        assert not isinstance(triple.subject, BlankNode)
        assert not isinstance(triple.object, BlankNode)


def assert_quotes_are_literal(told: Told) -> None:
    text = told.mapped.document.text
    names = set()
    for begin, end, quote in told.passages():
        assert 0 <= begin < end <= len(text)
        assert text[begin:end] == quote
        assert quote.strip() == quote
        names.add(f"document/{told.mapped.document.slug}#char={begin},{end}")
    assert names == set(told.of("Passage"))


def assert_facts_are_reported(told: Told) -> None:
    passages = told.of("Passage")
    document = f"document/{told.mapped.document.slug}"
    reported = Counter(name for r in told.of("Report").values() for name in r.get("reportOf", ()))
    assert set(reported) == set(told.of("Fact"))
    assert set(reported.values()) <= {1}
    for fact in told.of("Fact"):
        (report,) = told.reports_of(fact)
        assert told.nodes[fact]["evidence"] == report["evidence"]
    for name, report in told.of("Report").items():
        assert name.startswith(f"report/{told.mapped.document.slug}--")
        assert report["inDocument"] == (document,)
        assert report["rule"]
        assert set(report["evidence"]) <= set(passages)
        assert ("reportOf" in report) != ("subject" in report)
        if "subject" in report:
            subject, stated, value = (report[n][0] for n in ("subject", "property", "object"))
            assert value in told.nodes[subject][stated]


def assert_superclasses_stand_beside(told: Told) -> None:
    for name, values in told.nodes.items():
        types = set(values.get("type", ()))
        above = {s for type_ in types if ":" not in type_ for s in superclasses(type_)}
        assert above <= types, name


def assert_all_is_described(told: Told) -> None:
    """Each address below the base is a node of this graph or an entry of the gazetteer."""
    for triple in told.mapped.triples:
        for node in (triple.subject, triple.object):
            if isinstance(node, NamedNode) and node.value.startswith(f"{told.base}id/"):
                path = node.value.removeprefix(f"{told.base}id/")
                assert path in GAZETTEER.entries or "type" in told.nodes.get(path, {}), path


def assert_nothing_said_outside_the_text(told: Told) -> None:
    """No evidence of a fact stands in boilerplate."""
    outside = [
        block.published(0, len(block.text))
        for block in blocks(told.mapped.document.text)
        if block.kind == "boilerplate"
    ]
    for report in told.of("Report").values():
        for passage in report["evidence"]:
            begin, end = map(int, passage.split("=")[1].split(","))
            assert not any(first < end and begin < last for first, last in outside)


def test_a_graph_is_sound(told: Told) -> None:
    assert_sound(told)
    assert told.of("Fact")
    assert told.mentions()


def test_facts_and_entities_have_one_english_label(told: Told) -> None:
    labels = Counter(
        (t.subject, t.predicate.value.split("#")[-1])
        for t in told.mapped.triples
        if t.predicate.value.endswith(("#prefLabel", "#label"))
        and isinstance(t.object, Literal)
        and t.object.language == "en"
    )
    assert set(labels.values()) == {1}
    for name in told.of("Fact"):
        node = told.nodes[name]
        assert node["http://www.w3.org/2004/02/skos/core#prefLabel"][0].strip()
        assert (
            node["http://www.w3.org/2004/02/skos/core#prefLabel"]
            == node["http://www.w3.org/2000/01/rdf-schema#label"]
        )


def test_facts_say_what_their_class_needs(told: Told) -> None:
    needed = {
        "Milestone": {"endeavour": 1, "milestoneType": 1},
        "Contribution": {"contributor": 1, "contributionType": 1},
        "Membership": {"member": 1, "organization": 1},
    }
    for type_, properties in needed.items():
        for name, values in told.of(type_).items():
            assert {p: len(values.get(p, ())) for p in properties} == properties, name


def test_no_property_is_invented(told: Told) -> None:
    namespaces = (
        str(SC),
        "http://www.w3.org/",
        "http://purl.org/dc/terms/",
        "http://www.w3.org/2005/11/its/rdf#",
    )
    assert {
        t.predicate.value
        for t in told.mapped.triples
        if not t.predicate.value.startswith(namespaces)
    } == set()


def test_every_report_names_its_rules(told: Told) -> None:
    for report in told.of("Report").values():
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule) for rule in report["rule"])


def test_counts_agree_with_the_graph(told: Told) -> None:
    assert told.mapped.facts == len(told.of("Report"))
    assert told.mapped.mentions == sum("taIdentRef" in p for p in told.of("Passage").values())
    assert list(told.mapped.triples) == sorted(set(told.mapped.triples), key=str)


def test_mapping_again_gives_the_same_triples(told: Told) -> None:
    again = map_document(told.mapped.document, GAZETTEER, DEFAULT_BASE)
    assert again.triples == told.mapped.triples
    assert again == told.mapped


def rebased(node: Any) -> Any:  # noqa: ANN401 - terms in any place of a triple
    if isinstance(node, NamedNode) and node.value.startswith(f"{DEFAULT_BASE}id/"):
        return NamedNode(node.value.replace(DEFAULT_BASE, OTHER_BASE, 1))
    return node


def test_another_base_changes_the_base_only(told: Told) -> None:
    other = map_document(told.mapped.document, GAZETTEER, OTHER_BASE)
    assert set(other.triples) == {
        Triple(rebased(t.subject), t.predicate, rebased(t.object)) for t in told.mapped.triples
    }


def test_what_a_document_tells_does_not_depend_on_those_before_it() -> None:
    alone = {
        stem: map_document(document, GAZETTEER, DEFAULT_BASE).triples
        for stem, document in reversed(DOCUMENTS.items())
    }
    for stem, document in DOCUMENTS.items():
        assert map_document(document, GAZETTEER, DEFAULT_BASE).triples == alone[stem]


def test_comments_below_a_text_are_mentioned_but_say_nothing() -> None:
    told = tell(DOCUMENTS["list"].text)
    assert ("MMX", "mission/mmx") in told.mentions()
    assert told.of("Milestone") == {}
    assert told.of("Agreement") == {}
    assert "person/ken-ito" not in {member for member, _, _ in told.memberships()}


def test_names_across_a_line_end_are_quoted_as_published() -> None:
    mentions = tell(DOCUMENTS["bilateral"].text).mentions()
    assert ("Indian Space Research\nOrganisation", "organization/isro") in mentions
    assert ("Guiana\nSpace Centre", "place/guiana-space-centre") in mentions


def test_a_document_is_described_by_what_its_publisher_says() -> None:
    document = Document(
        "note",
        "note.txt",
        "",
        "CNES met ESA.",
        "A note",
        publisher="CNES",
        source="https://agency.example/a b",
        stated_date="2021-03",
        rights="© CNES",
    )
    told = Told(map_document(document, GAZETTEER, DEFAULT_BASE))
    terms = {name.rsplit("/")[-1]: given for name, given in told.nodes["document/note"].items()}
    assert terms["publisher"] == ("organization/cnes",)
    assert (terms["title"], terms["rights"]) == (("A note",), ("© CNES",))
    assert (terms["date"], terms["issued"]) == (("2021-03",), ("2021-03",))
    assert (terms["earliest"], terms["latest"]) == (("2021-03-01",), ("2021-03-31",))
    assert terms["source"] == ("https://agency.example/a b",)


def test_a_publisher_that_no_gazetteer_holds_is_an_organization_of_its_own() -> None:
    told = tell("CNES met ESA, writes The Daily Orbit.", publisher="The Daily Orbit")
    publisher = told.nodes["document/note"]["http://purl.org/dc/terms/publisher"]
    assert publisher == ("organization/the-daily-orbit",)
    assert "organization/the-daily-orbit" in told.of("Organization")
    assert ("The Daily Orbit", "organization/the-daily-orbit") in told.mentions()


@pytest.mark.parametrize("case", cases("hostile.yaml"), ids=lambda case: case["reason"])
def test_a_hostile_text_comes_to_a_sound_graph(case: dict[str, Any]) -> None:
    assert_sound(tell(case["piece"] * case["times"] + case["last"]))


LETTERS = st.characters(exclude_categories=["Cs"])
WORDS = st.sampled_from(
    [
        *"CNES NASA ISRO met Mika Sato President of the , . ; : ( ) - – and SWOT SCO COP26".split(),
        *"signed an agreement on in Paris Japan Japanese French 's ’s Dr He They IADC".split(),
        *"was launched orbiter Zenith ZPO instrument BLIP mission Group COP • Tel. é 嫦娥".split(),
        *"Phobos Mars to for which is supplying by head a rover ESA's 12".split(),
        *["\n", "\n\n", "\t", "3 May 2019", "the two agency heads", "CONTACTS", "space agencies"],
        *["third France-Japan space dialogue", "International Astronautical Congress"],
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(LETTERS, max_size=80), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_comes_to_a_sound_graph(text: str) -> None:
    assert_sound(tell(text))
