"""Links to Wikidata: the shipped table, its triples, and broken tables."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple
from rdflib.collection import Collection
from rdflib.namespace import SH

from mapping import gazetteer
from mapping.errors import InputError
from mapping.links import Link, link_triples, load, rows
from ontology import WD
from shapes import SHAPE
from shapes import load as load_shapes

BASE = "https://example.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\t"
    "mapping_justification\tconfidence\tmapping_date\tcomment"
)
SHARED = Path(__file__).parents[4] / "shared" / "wikidata" / "items.tsv"
HEAD = f"""#curie_map:
#  semapv: https://w3id.org/semapv/vocab/
#  skos: {SKOS}
#  spacecoop: https://w3id.org/spacecoop/id/
#  sssom: https://w3id.org/sssom/
#  wikidata: http://www.wikidata.org/entity/
{COLUMNS}
"""
ROW = "spacecoop:country/x\tX\tskos:exactMatch\twikidata:Q1\tx\tsemapv:ManualMappingCuration\t1.0"
REST = "\t2026-11-22\t\n"


def test_each_link_is_of_an_entry_and_its_label() -> None:
    entries = gazetteer.load().entries
    assert len(load()) > 150
    for link in rows():
        assert entries[link.path].label == link.label


def test_each_item_and_each_entry_is_linked_once() -> None:
    links = load()
    assert len({link.item for link in links}) == len({link.path for link in links}) == len(links)


def test_every_wikidata_source_has_its_link() -> None:
    cited = {
        (entry.path, source)
        for entry in gazetteer.load().entries.values()
        for source in entry.sources
        if source.startswith("http://www.wikidata.org/")
    }
    assert cited == {(link.path, link.item) for link in load()}


def test_table_says_how_and_when_each_link_was_made() -> None:
    text = (files("mapping") / "wikidata.sssom.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert rows[0] == COLUMNS.split("\t")
    assert {row[5] for row in rows[1:]} == {"semapv:ManualMappingCuration"}
    assert {row[7] for row in rows[1:]} == {"2026-11-22"}
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])


def test_links_lead_to_the_items_that_were_verified_and_to_no_other() -> None:
    shapes = load_shapes()
    (alternatives,) = shapes.objects(SHAPE.VerifiedItem, SH["or"])
    (listed,) = (part for a in Collection(shapes, alternatives) for part in shapes[a : SH["in"]])
    assert {str(item) for item in Collection(shapes, listed)} == {link.item for link in load()}


@pytest.mark.skipif(not SHARED.is_file(), reason="the table of verified items is not beside us")
def test_links_are_those_of_the_verified_table_under_its_names() -> None:
    with SHARED.open(encoding="utf-8", newline="") as table:
        verified = {
            (f"{WD}{row['qid']}", row["label"])
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    assert verified
    assert {(link.item, link.item_label) for link in load()} == verified


def test_what_was_looked_for_in_vain_is_told_apart_from_links(tmp_path: Path) -> None:
    vain = ROW.replace("wikidata:Q1\tx", "sssom:NoTermFound\t").replace("1.0", "") + REST
    table = tmp_path / "links.sssom.tsv"
    table.write_text(HEAD + ROW + REST + vain.replace("country/x", "country/y"), encoding="utf-8")
    assert [link.path for link in load(table)] == ["country/x"]
    assert [(link.path, link.item) for link in rows(table)][1:] == [("country/y", "")]
    assert {link.path for link in rows()} > {link.path for link in load()}


def test_rover_and_mission_are_different_items() -> None:
    items = {link.path: link.item.rsplit("/")[-1] for link in load()}
    assert items["spacecraft/curiosity"] == "Q48485"
    assert items["mission/msl"] == "Q48496"


def test_exact_match_is_repeated_as_same_as_and_close_match_is_not() -> None:
    exact = Link(
        "body/moon", "Moon", "exactMatch", "http://www.wikidata.org/entity/Q405", "", 1, ""
    )
    close = Link("body/x", "X", "closeMatch", "http://www.wikidata.org/entity/Q1", "", 1, "")
    moon, item = NamedNode(f"{BASE}id/body/moon"), NamedNode(exact.item)
    assert link_triples((exact, close), BASE) == [
        Triple(moon, NamedNode(SKOS + "exactMatch"), item),
        Triple(moon, NamedNode("http://schema.org/sameAs"), item),
        Triple(
            NamedNode(f"{BASE}id/body/x"), NamedNode(SKOS + "closeMatch"), NamedNode(close.item)
        ),
    ]


BROKEN = [
    (ROW.replace("Q1", "P1") + REST, 8, "no Wikidata item"),
    (ROW.replace("wikidata:", "wd:") + REST, 8, "curie_map"),
    (ROW.replace("exactMatch", "broadMatch") + REST, 8, "predicate"),
    (ROW.replace("spacecoop:", "wikidata:") + REST, 8, "subject"),
    (ROW.replace("1.0", "sure") + REST, 8, "confidence"),
    (ROW.replace("1.0", "1.5") + REST, 8, "confidence"),
    (ROW + "\n", 8, "column"),
    (ROW + REST + ROW.replace("country/x", "country/y") + REST, 9, "already"),
    (ROW.replace("Manual", "Lexical") + REST, 8, "nobody has reviewed"),
]


@pytest.mark.parametrize(("rows", "line", "word"), BROKEN)
def test_broken_table_is_refused_with_its_line(
    tmp_path: Path, rows: str, line: int, word: str
) -> None:
    table = tmp_path / "links.sssom.tsv"
    table.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(InputError, match=rf"links\.sssom\.tsv:{line}: .*{word}"):
        load(table)
