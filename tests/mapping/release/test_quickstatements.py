"""QuickStatements: the commands that a release offers for Wikidata."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import RDF

from mapping import gazetteer, map_document
from mapping.documents import read, shipped
from mapping.release.graphs import ordered
from mapping.release.intake import mapper
from mapping.release.quickstatements import Linked, tellings, text
from ontology import CONCEPT, SC, load

BASE = "https://data.example.org/space/"
PREFIXES = f"""
@prefix : <{BASE}id/> .
@prefix sc: <{SC}> .
@prefix concept: <{CONCEPT}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
AUTHORITY = """
<mission/svom> a sc:Mission, sc:Endeavour .
<mission/unlinked> a sc:Mission, sc:Endeavour .
<mission/close> a sc:Mission, sc:Endeavour .
<spacecraft/mascot> a sc:Spacecraft, sc:Endeavour .
<spacecraft/ariane-6> a sc:Spacecraft, sc:Endeavour .
<programme/copernicus> a sc:Programme, sc:Endeavour .
<body/ryugu> a sc:CelestialBody, sc:Place .
<organization/cnes> a sc:SpaceAgency, sc:Organization, sc:Agent .
<organization/iadc> a sc:CoordinationBody, sc:Organization, sc:Agent .
<organization/esoc> a sc:Organization, sc:Agent .
<person/jane-doe> a sc:Person, sc:Agent .
<country/france> a sc:Country, sc:Agent, sc:Place .
<agreement/accord> a sc:Agreement, sc:Fact .
"""
LINKS = """
<mission/svom> skos:exactMatch wd:Q11 .
<mission/close> skos:closeMatch wd:Q12 .
<spacecraft/mascot> skos:exactMatch wd:Q13 .
<spacecraft/ariane-6> skos:exactMatch wd:Q14 .
<programme/copernicus> skos:exactMatch wd:Q15 .
<body/ryugu> skos:exactMatch wd:Q16 .
<organization/cnes> skos:exactMatch wd:Q2 .
<organization/iadc> skos:exactMatch wd:Q3 .
<organization/esoc> skos:exactMatch wd:Q4 .
<person/jane-doe> skos:exactMatch wd:Q5 .
<country/france> skos:exactMatch wd:Q6 .
<agreement/accord> skos:exactMatch wd:Q7 .
"""
DOCUMENTS = {
    "a": 'dcterms:source <https://a.example/1> ; dcterms:title "First"@en ;'
    ' dcterms:issued "2021-03-09"^^xsd:date',
    "b": 'dcterms:source <https://b.example/2> ; dcterms:title "Deuxième"@fr ;'
    ' dcterms:issued "2021-04"^^xsd:gYearMonth',
}
FIRST = 'S854\t"https://a.example/1"\tS1476\ten:"First"\tS577\t+2021-03-09T00:00:00Z/11'
SECOND = 'S854\t"https://b.example/2"\tS1476\tfr:"Deuxième"\tS577\t+2021-04-00T00:00:00Z/10'
TABLE = files("mapping.release") / "quickstatements.tsv"


def triples(turtle: str) -> tuple[Triple, ...]:
    quads = parse((PREFIXES + turtle).encode(), RdfFormat.TURTLE, base_iri=f"{BASE}id/")
    return ordered(quad.triple for quad in quads)


def commands(told: Mapping[str, str], documents: Mapping[str, str] = DOCUMENTS) -> list[str]:
    """The lines for what documents tell, each in Turtle."""
    named = [
        triples(f"<document/{slug}> a sc:Document ; {documents[slug]} . {says}")
        for slug, says in told.items()
    ]
    linked = Linked.of(triples(AUTHORITY), triples(LINKS), BASE)
    return text(lambda: [t for graph in named for t in tellings(graph, linked)]).splitlines()


def reported(fact: str, slug: str, says: str) -> str:
    """The report of a fact in a document, and what it says."""
    report = f"<report/{slug}--{fact.replace('/', '-')}> a sc:Report ; sc:reportOf <{fact}>"
    return f"{report} ; sc:inDocument <document/{slug}> ; {says} ."


def milestone(
    slug: str,
    date: str,
    *,
    kind: str = "launch",
    of: str = "mission/svom",
    status: str = "Achieved",
    more: str = "",
) -> str:
    """A milestone of an endeavour, as a document tells it."""
    when = f'sc:date "{date}"^^edtf:EDTF ; sc:status sc:{status}'
    fact = f"a sc:Milestone, sc:Fact ; sc:milestoneType concept:{kind} ; sc:endeavour <{of}>"
    described = f"<milestone/{kind}> {fact} ; {when} {more} ."
    return described + reported(f"milestone/{kind}", slug, when)


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2018-10-29", "+2018-10-29T00:00:00Z/11"),
        ("2022-06", "+2022-06-00T00:00:00Z/10"),
        ("2018", "+2018-00-00T00:00:00Z/9"),
    ],
)
def test_a_date_is_written_with_its_precision(date: str, written: str) -> None:
    assert commands({"a": milestone("a", date)}) == [f"Q11\tP619\t{written}\t{FIRST}"]


@pytest.mark.parametrize(
    "date", ["2018-10-01/2018-10-03", "2018-10/..", "[2018..]", "2018~", "2018-21", "201X"]
)
def test_a_date_that_is_no_day_month_or_year_is_left_out(date: str) -> None:
    assert commands({"a": milestone("a", date)}) == []


@pytest.mark.parametrize("status", ["Planned", "Cancelled"])
def test_what_has_not_happened_is_left_out(status: str) -> None:
    assert commands({"a": milestone("a", "2018", status=status)}) == []


@pytest.mark.parametrize(
    "of",
    ["mission/unlinked", "mission/close", "spacecraft/ariane-6", "programme/copernicus"],
)
def test_a_launch_needs_one_craft_with_an_exact_link(of: str) -> None:
    assert commands({"a": milestone("a", "2018", of=of)}) == []


def test_a_landing_has_its_place() -> None:
    landing = milestone(
        "a", "2018-10", kind="landing", of="spacecraft/mascot", more="; sc:place <body/ryugu>"
    )
    assert commands({"a": landing}) == [
        f"Q13\tP620\t+2018-10-00T00:00:00Z/10\t{FIRST}",
        f"Q13\tP1158\tQ16\t{FIRST}",
    ]


def test_two_documents_are_two_references_in_one_command() -> None:
    told = {slug: milestone(slug, "2018-10") for slug in DOCUMENTS}
    expected = f"Q11\tP619\t+2018-10-00T00:00:00Z/10\t{FIRST}\t!{SECOND}"
    assert commands(told) == [expected]
    assert commands(dict(reversed(told.items()))) == [expected]


def test_the_document_that_gives_the_day_is_the_reference_for_it() -> None:
    told = {"a": milestone("a", "2018"), "b": milestone("b", "2018-10-29")}
    assert commands(told) == [f"Q11\tP619\t+2018-10-29T00:00:00Z/11\t{SECOND}"]


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("2019-10", "Achieved"),
        ("2019-10", "Planned"),
        ("[2020..]", "Planned"),
        ("2018", "Cancelled"),
    ],
)
def test_a_fact_that_documents_disagree_on_is_left_out(date: str, status: str) -> None:
    told = {"a": milestone("a", "2018-10"), "b": milestone("b", date, status=status)}
    assert commands(told) == []


def test_a_plan_that_came_true_supports_nothing() -> None:
    told = {"a": milestone("a", "2018-10"), "b": milestone("b", "2018", status="Planned")}
    assert commands(told) == [f"Q11\tP619\t+2018-10-00T00:00:00Z/10\t{FIRST}"]


def membership(member: str, group: str, rule: str, more: str = "") -> str:
    """A membership as document a tells it."""
    return (
        f"<membership/m> a sc:Membership, sc:Fact ; sc:member <{member}> ;"
        f" sc:organization <{group}> {more} ." + reported("membership/m", "a", f'sc:rule "{rule}"')
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (membership("organization/cnes", "organization/iadc", "consists-of"), "Q2\tP463\tQ3"),
        (membership("organization/esoc", "organization/cnes", "centre-of-agency"), "Q4\tP749\tQ2"),
    ],
)
def test_a_group_has_members_and_an_agency_centres(told: str, expected: str) -> None:
    assert commands({"a": told}) == [f"{expected}\t{FIRST}"]


@pytest.mark.parametrize(
    "told",
    [
        membership("organization/cnes", "organization/iadc", "joined", '; sc:post "Chair"'),
        membership("person/jane-doe", "organization/iadc", "joined"),
        membership("organization/cnes", "organization/iadc", "joined", "; sc:status sc:Planned"),
    ],
    ids=["a post", "a person", "a plan"],
)
def test_other_memberships_are_left_out(told: str) -> None:
    assert commands({"a": told}) == []


def agreement(fact: str, status: str) -> str:
    """An agreement of CNES as document a tells it."""
    return (
        f"<{fact}> a sc:Agreement, sc:Fact ; sc:party <organization/cnes> ; sc:status sc:{status} ."
        + reported(fact, "a", f"sc:status sc:{status}")
    )


def test_an_agreement_needs_a_link_of_its_own() -> None:
    assert commands({"a": agreement("agreement/accord", "Achieved")}) == [f"Q7\tP1891\tQ2\t{FIRST}"]
    assert commands({"a": agreement("agreement/accord", "Planned")}) == []
    assert commands({"a": agreement("agreement/unnamed", "Achieved")}) == []


COUNTRY = (
    "<report/c> a sc:Report ; sc:subject <organization/cnes> ; sc:property sc:country ;"
    " sc:object <country/france> ; sc:inDocument <document/a> ."
)


def test_a_country_is_exported_where_a_document_reports_it() -> None:
    assert commands({"a": COUNTRY}) == [f"Q2\tP17\tQ6\t{FIRST}"]
    assert commands({"a": "<organization/cnes> sc:country <country/france> ."}) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            r'dcterms:source "https://a.example/?q=a|b \"c\"" ; dcterms:title "A | \"b\"\n\tc"@en',
            'S854\t"https://a.example/?q=a%7Cb%20%22c%22"\tS1476\ten:"A – \'b\' c"',
        ),
        ("dcterms:source <http://a.example/>", 'S854\t"http://a.example/"'),
        (
            'dcterms:title "A"@en ; dcterms:issued "2021-03-09"^^xsd:date',
            'S1476\ten:"A"\tS577\t+2021-03-09T00:00:00Z/11',
        ),
    ],
    ids=["characters with a meaning", "address alone", "no address"],
)
def test_a_reference_says_what_is_known_of_a_document(document: str, expected: str) -> None:
    assert commands({"a": COUNTRY}, {"a": document}) == [f"Q2\tP17\tQ6\t{expected}"]


@pytest.mark.parametrize(
    "document",
    ['dcterms:source "Archive, box 3"', 'dcterms:title "A"@en', 'dcterms:title "|\\n"@en'],
)
def test_a_document_that_nobody_could_find_again_supports_nothing(document: str) -> None:
    assert commands({"a": COUNTRY}, {"a": document}) == []


def test_commands_stand_in_the_order_of_items_and_properties() -> None:
    lines = commands(
        {"a": COUNTRY + milestone("a", "2018") + agreement("agreement/accord", "Achieved")}
    )
    assert [line.split("\t")[:2] for line in lines] == [
        ["Q2", "P17"],
        ["Q7", "P1891"],
        ["Q11", "P619"],
    ]


@cache
def rows() -> list[dict[str, str]]:
    """The table of properties."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t"))


def test_the_table_uses_terms_that_the_ontology_defines() -> None:
    defined = set(load().subjects(RDF.type))
    for row in rows():
        classes = [row["fact"], *row["subject_class"].split(), *row["value_class"].split()]
        names = [row["subject"], row["value"], *re.findall(r"(\w+)=", row["where"])]
        used = {SC[name] for name in (*classes, *names)} - {SC.self}
        used |= {CONCEPT[name] for name in re.findall(r"milestoneType=(\S+)", row["where"])}
        used |= {SC[name] for name in re.findall(r"property=(\S+)", row["where"])}
        assert used <= defined, used - defined


def test_what_is_flown_often_has_an_entry() -> None:
    table = files("mapping.release") / "quickstatements-flown-often.tsv"
    paths = [line.split("\t")[0] for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    assert paths
    assert set(paths) <= set(gazetteer.load().entries)


ITEM, STRING, TIME = r"Q[1-9]\d*", r'"[^"|\t]+"', r"\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11)"
REFERENCE = rf"S854\t{STRING}(?:\tS1476\t[a-z-]+:{STRING})?(?:\tS577\t{TIME})?"
LINE = re.compile(rf"{ITEM}\t(P\d+)\t(?:{ITEM}|{TIME})\t{REFERENCE}(?:\t!{REFERENCE})*")


def test_the_shipped_documents_give_commands_of_the_right_form() -> None:
    entries = gazetteer.load()
    linked = mapper(entries, BASE).linked
    mapped = [map_document(read(path), entries, BASE) for path in shipped()]
    lines = text(lambda: [t for m in mapped for t in tellings(m.triples, linked)]).splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found), lines
    assert {match[1] for match in found if match} <= {row["property"] for row in rows()}
    assert any(line.startswith("Q66293317\tP619\t+2018-10-00T00:00:00Z/10\t") for line in lines)
    assert not any(line.startswith("Q112961241\t") for line in lines)  # two years for one landing
