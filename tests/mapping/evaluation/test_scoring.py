"""The score of a small hand-made release, counted by hand."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from mapping.evaluation import Score, Tally, load, score
from mapping.evaluation.published import index
from mapping.evaluation.scoring import f1
from mapping.release.graphs import Graphs

HERE = Path(__file__).parent
GOLD = HERE / "gold"
BASE = "https://w3id.org/spacecoop/"
SCORER = Path(__file__).parents[3].parent / "shared" / "gold" / "score.py"


def graphs() -> Graphs:
    """The hand-made release."""
    named: dict[str, list[Triple]] = {}
    for quad in parse(path=str(HERE / "published.trig"), format=RdfFormat.TRIG):
        name = str(quad.graph_name).strip("<>").removeprefix(f"{BASE}graph/")
        named.setdefault(name, []).append(quad.triple)
    return Graphs(BASE, {name: tuple(triples) for name, triples in named.items()})


@pytest.fixture
def result() -> Score:
    """The score of the hand-made release."""
    return score({"lunar-workshop": load(GOLD)[0]}, index(graphs()))


def test_each_type_of_fact_is_recalled_as_counted_by_hand(result: Score) -> None:
    assert result.recall == {
        # The published agreement names CNES alone: both ends have to be named.
        "agreement": Tally(0, 1),
        "location": Tally(1, 1),
        "meeting": Tally(1, 1),
        "membership": Tally(0, 1),
        "participation": Tally(2, 2),
    }


def test_precision_counts_facts_that_answer_an_annotation(result: Score) -> None:
    assert result.precision == {
        "Agreement": Tally(1, 1),  # it answers that CNES took part in something that day
        "Meeting": Tally(1, 1),
        "Milestone": Tally(0, 1),
    }


def test_totals_follow_from_the_types(result: Score) -> None:
    precision, recall = result.overall
    assert (precision, recall) == (Tally(2, 3), Tally(4, 6))
    assert result.precision_of("participation") == Tally(2, 2)  # Meeting and Agreement


def test_f1_is_the_harmonic_mean() -> None:
    assert f1(Tally(1, 2), Tally(1, 4)) == pytest.approx(1 / 3)
    assert f1(Tally(0, 2), Tally(0, 4)) == 0


def test_entities_are_found_by_any_of_their_labels(result: Score) -> None:
    assert result.entities == Tally(5, 6)


def test_each_miss_and_each_extra_is_named(result: Score) -> None:
    assert [(miss.type, miss.subject, miss.object) for miss in result.misses] == [
        ("agreement", "CNES", "JAXA"),
        ("membership", "CNES", "Lunar Data Exchange Group"),
        ("entity", "Lunar Data Exchange Group", None),
    ]
    assert [extra.iri for extra in result.extras] == [f"{BASE}id/milestone/mmx-launch"]


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not beside the project")
def test_the_shared_scorer_prints_the_same_numbers(result: Score, tmp_path: Path) -> None:
    assert printed_by_scorer(GOLD, graphs(), tmp_path) == numbers(result)


def printed_by_scorer(gold: Path, published: Graphs, folder: Path) -> dict[str, tuple[int, int]]:
    """Numerators and denominators that the shared scorer prints, by name."""
    dump = folder / "published.nq"
    quads: list[Quad] = list(published.quads())
    dump.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    command = [sys.executable, str(SCORER), str(gold), str(dump)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^(\S+) +(?:recall|precision|found) +(\d+)/(\d+)", text, re.MULTILINE)
    return {name: (int(right), int(total)) for name, right, total in rows}


def numbers(result: Score) -> dict[str, tuple[int, int]]:
    """The same numbers of our score."""
    tallies = {**result.recall, **result.precision, "entities": result.entities}
    return {name: (tally.right, tally.total) for name, tally in tallies.items()}


def test_the_annotations_quote_their_text() -> None:
    annotation = load(GOLD)[0]
    text = annotation.text.read_text(encoding="utf-8")
    raw = json.loads((GOLD / "lunar-workshop.json").read_text(encoding="utf-8"))
    assert all(fact["evidence"] in text for fact in raw["facts"])
