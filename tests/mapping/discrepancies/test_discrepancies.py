"""Places where documents disagree: found where they were planted, and nowhere else."""

import calendar
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from mapping.discrepancies import find
from ontology import PREFIXES, RDF, SC, SKOS
from shapes.discrepancies import queries

BASE = "https://example.org/"
CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
AUTHORITY = """
    <id/organization/j> sc:country <id/country/japan> .
"""

Document = dict[str, Any]


def bounds(date: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day."""
    first = "-".join([*date.rstrip("~").split("-"), "01", "01"][:3])
    year, month = (date.rstrip("~") + "-12").split("-")[:2]
    last_day = calendar.monthrange(int(year), int(month))[1]
    last = date if date.count("-") == 2 else f"{year}-{month}-{last_day}"
    return first, last


def dated(date: str) -> str:
    first, last = bounds(date)
    return (
        f' sc:date "{date}"^^edtf:EDTF ; sc:earliest "{first}"^^xsd:date ;'
        f' sc:latest "{last}"^^xsd:date ;'
    )


def named(kind: str, names: list[str]) -> list[str]:
    return [f"<id/{'country' if name == 'japan' else kind}/{name}>" for name in names]


def turtle(told: Document) -> str:
    """The graph of one document, as far as the queries look at it."""
    name, fact = told["name"], f"<id/fact/{told.get('fact', 'x')}>"
    own = (dated(told["date"]) if "date" in told else "") + (
        f" sc:status sc:{told['status']} ;" if "status" in told else ""
    )
    count = f" sc:statedCount {told['count']} ;" if "count" in told else ""
    passages = [f"<id/passage/{name}-{n}>" for n in range(told.get("sentences", 1))]
    persons = named("person", told.get("persons", []))
    statements = [
        f"<id/document/{name}> {dated(told['day'])} a sc:Document .",
        (
            f"<id/report/{name}--x-{told.get('fact', 'x')}> sc:reportOf {fact} ;{own}{count}"
            f" sc:inDocument <id/document/{name}> ; sc:evidence {' , '.join(passages)} ."
        ),
        f'{fact} a sc:Fact ; skos:prefLabel "X"@en .',
        *(f'{p} sc:quote "{told.get("quote", "They met.")}" .' for p in passages),
    ]
    if "milestone" in told:
        statements.append(
            f"{fact} a sc:Milestone ; sc:milestoneType concept:{told['milestone']} ;"
            " sc:endeavour <id/mission/m> ."
        )
    if "meeting" in told:
        statements.append(f"{fact} a sc:Meeting .")
    for role, agents in (
        ("participant", [*named("organization", told.get("participants", [])), *persons]),
        ("party", [*named("organization", told.get("parties", [])), *persons]),
    ):
        for agent in agents:
            label = agent.strip("<>").rpartition("/")[2]
            statements.append(f'{fact} sc:{role} {agent} . {agent} skos:prefLabel "{label}"@en .')
    statements += [f"{person} a sc:Person ." for person in persons]
    if "post" in told:
        member = f"<id/person/{told['member'].lower().replace(' ', '-').replace('.', '')}>"
        statements.append(
            f'{fact} sc:post "{told["post"]}" ; sc:organization <id/organization/n> ;'
            f' sc:member {member} . {member} skos:prefLabel "{told["member"]}"@en .'
            ' <id/organization/n> skos:prefLabel "n"@en .'
        )
    return "\n".join(statements)


def graph(name: str, text: str) -> list[Quad]:
    node = NamedNode(f"{BASE}graph/{name}")
    parsed = parse(HEAD + text, RdfFormat.TURTLE, base_iri=BASE)
    return [Quad(q.subject, q.predicate, q.object, node) for q in parsed]


def claimed(number: int, claim: Document) -> str:
    """A claim of Wikidata about the mission of which milestones tell."""
    return (
        f"<graph/links#{number}> a sc:Claim ; sc:wikidataItem wd:Q{claim.get('item', 1)} ;"
        f" {dated(str(claim['date']))} sc:wikidataProperty wd:{claim['property']} ;"
        ' sc:retrieved "2026-11-22"^^xsd:date . <id/mission/m> skos:exactMatch wd:Q1 .'
    )


def planted(case: Document) -> list[Quad]:
    claims = (claimed(number, claim) for number, claim in enumerate(case.get("claims", ())))
    return [
        *(q for d in case["documents"] for q in graph(f"document/{d['name']}", turtle(d))),
        *graph("links", "\n".join(claims)),
    ]


def found(case: Document) -> set[Triple]:
    return find([*planted(case), *graph("authority", AUTHORITY)], queries(), BASE)


def in_words(triples: set[Triple]) -> list[str]:
    """``slip of A and B: …`` for each discrepancy."""

    def values(node: object, path: object) -> list[str]:
        return sorted(
            t.object.value  # type: ignore[union-attr]
            for t in triples
            if t.subject == node and t.predicate.value == str(path)
        )

    nodes = {t.subject for t in triples if t.predicate.value == str(RDF.type)}
    lines = []
    for node in nodes:
        (kind,), (label,) = values(node, SC.discrepancyKind), values(node, SKOS.prefLabel)
        documents = sorted(
            iri.rpartition("/")[2].partition("--")[0].upper() for iri in values(node, SC.between)
        )
        assert values(node, SC.concerns)
        lines.append(f"{kind.rpartition('/')[2]} of {' and '.join(documents)}: {label}")
    return sorted(lines)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_what_was_planted_is_found_and_nothing_else(case: Document) -> None:
    assert in_words(found(case)) == sorted(case["found"])


def test_every_query_finds_something_planted() -> None:
    quads = [planted(case) for case in CASES]
    for query in queries():
        assert any(find(case, [query], BASE) for case in quads), query[0]


def test_a_discrepancy_is_named_after_its_documents_and_its_fact() -> None:
    triples = found(CASES[0])
    assert {t.subject for t in triples} == {NamedNode(f"{BASE}id/discrepancy/slip--a--b--x-x")}


def test_the_order_of_documents_changes_nothing() -> None:
    for case in CASES:
        turned = {**case, "documents": case["documents"][::-1]}
        assert found(case) == found(turned), case["case"]
