"""The documents that ship disagree in two places, and the release says so everywhere."""

import gzip
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ontology import SC

BASE = "https://w3id.org/spacecoop/"
SLIP = "MASCOT: landing: planned for 2018-10, then achieved 2019-10"
MISCOUNT = "Cooperation of CSA, ESA, JAXA, NASA and Roscosmos on ISS: 6 stated, 5 named"


@pytest.fixture(scope="module")
def quads(release: Path) -> list[Quad]:
    """What the release publishes."""
    dump = gzip.decompress((release / "spacecoop.nq.gz").read_bytes())
    return list(parse(dump, RdfFormat.N_QUADS))


def test_a_landing_slipped_and_a_list_is_short(quads: list[Quad]) -> None:
    graph = NamedNode(f"{BASE}graph/discrepancies")
    told = [quad for quad in quads if quad.graph_name == graph]
    nodes = {str(quad.subject).rpartition("/")[2].strip(">") for quad in told}
    assert nodes == {
        "slip--001-dce3d40c0314292c--004-d422dca88d3333b1--milestone-mascot-landing",
        "count-mismatch--002-f7c73ab28de8e19f--cooperation-csa-esa-jaxa-nasa-roscosmos-iss",
    }


def test_their_kinds_have_names_in_the_release(quads: list[Quad]) -> None:
    kinds = {q.object for q in quads if q.predicate.value == str(SC.discrepancyKind)}
    assert len(kinds) == 2
    named = {q.subject for q in quads if q.predicate.value.endswith("#prefLabel")}
    assert kinds <= named


def test_the_report_in_words_quotes_both_documents(release: Path) -> None:
    lines = (release / "report.txt").read_text(encoding="utf-8").splitlines()
    begin = lines.index("2 discrepancies between what documents say")
    listed = "\n".join(lines[begin:])
    assert f"slip            {SLIP}" in listed
    assert f"count-mismatch  {MISCOUNT}" in listed
    assert "001-dce3d40c0314292c: “The arrival of the MASCOT lander in October" in listed
    assert "MASCOT lander also set down in October 2019 to conduct in-situ analyses.”" in listed
    assert "“Six space agencies from the United States, Russia, Europe, Japan, and Canada" in listed
