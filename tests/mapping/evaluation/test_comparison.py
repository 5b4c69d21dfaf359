"""``spacecoop evaluate --compare``: what this run tells otherwise than an earlier one."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from tests.mapping.evaluation.running import evaluated
from tests.running import spacecoop

GOLD = Path(__file__).parent / "gold"
BASE = "https://w3id.org/spacecoop/"
ID = f"{BASE}id"
MEETING = f"{ID}/meeting/2022-05-12-cnes-jaxa"
AGREEMENT = f"{ID}/agreement/cnes-jaxa-exchange-of-lunar-data"
DESTINATION = "report/lunar-workshop--destination-mission-mmx--body-phobos"
GRAPH = f"<{BASE}graph/document/lunar-workshop>"
# What an earlier build told: a cooperation that nobody annotated.
FORMER = f"""\
<{ID}/cooperation/cnes-dlr> <{BASE}ontology#party> <{ID}/organization/cnes> {GRAPH} .
<{ID}/cooperation/cnes-dlr> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<{BASE}ontology#Cooperation> {GRAPH} .
<{ID}/cooperation/cnes-dlr> <http://www.w3.org/2004/02/skos/core#prefLabel> \
"Old \\u001B[31m\\nlabel"@en {GRAPH} .
"""


def compared(*arguments: str | Path) -> Result:
    """A run of the command on the small corpus."""
    return evaluated(GOLD, "--no-misses", *arguments)


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A run of the command on the small corpus in a process of its own."""
    return spacecoop("evaluate", GOLD, "--no-misses", *arguments)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dump that a run wrote, which tests only read."""
    path = tmp_path_factory.mktemp("saved") / "now.nq.gz"
    compared("--save", path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return path


@pytest.fixture(scope="module")
def earlier(saved: Path) -> Path:
    """A dump of a build that knew no agreement, and of the meeting another date and place."""
    lines = gzip.decompress(saved.read_bytes()).decode().splitlines()
    unknown = (AGREEMENT, DESTINATION, f"{BASE}ontology#destination")
    kept = [line for line in lines if not any(address in line for address in unknown)]
    told = "\n".join((*map(_otherwise, kept), FORMER))
    path = saved.with_name("earlier.nq")
    path.write_text(told, encoding="utf-8")
    return path


def _otherwise(line: str) -> str:
    if line.startswith(f"<{MEETING}> <{BASE}ontology#"):
        line = line.replace('"2022-05-12"', '"2022-06-12"')
        line = line.replace(f"<{ID}/place/paris>", f"<{ID}/organization/dlr>")
    return line


def test_a_run_differs_in_nothing_from_what_it_saved(saved: Path) -> None:
    run = compared("--compare", saved)
    assert "\nlunar-workshop: 3 the same\n" in run.stdout
    assert "in all: 0 gained (0 right, 0 extra), 0 lost (0 right, 0 extra)" in run.stdout


def test_facts_gained_lost_and_changed_are_told_in_words(earlier: Path) -> None:
    run = compared("--compare", earlier)
    document, *differences, _, total, before, now = run.stdout.splitlines()[-9:]
    assert document == "lunar-workshop: 2 gained, 1 lost, 1 changed, 0 the same"
    assert [line.split(" [")[0] for line in differences[:2]] == [
        "  gained right: Agreement CNES and JAXA: agreement on exchange of lunar data",
        "  gained right: direct property Martian Moons eXploration destination Phobos",
    ]
    assert differences[2] == "  lost extra: Cooperation Old  [31m label"
    assert differences[3].startswith("  changed extra → right: Meeting Meeting of CNES and JAXA")
    assert differences[3].endswith(": date 2022-06-12 → 2022-05-12; place organization/dlr → Paris")
    assert total == (
        "in all: 2 gained (2 right, 0 extra), 1 lost (0 right, 1 extra), "
        "1 changed (1 right, 0 extra), 0 the same"
    )
    assert before == "before: precision 0.000 recall 0.000 f1 0.000"
    assert now == "now:    precision 1.000 recall 0.833 f1 0.909"


def test_json_says_the_same(earlier: Path) -> None:
    comparison = json.loads(compared("--compare", earlier, "--format", "json").stdout)["comparison"]
    [document] = comparison["documents"]
    assert (document["document"], document["new"], document["same"]) == ("lunar-workshop", False, 0)
    told = [(d["sort"], d["class"], d["right_before"]) for d in document["differences"]]
    assert told == [
        ("gained", "Agreement", None),
        ("gained", "direct property", None),
        ("lost", "Cooperation", False),
        ("changed", "Meeting", False),
    ]
    assert document["differences"][1]["path"] == DESTINATION
    assert document["differences"][3]["changes"] == [
        {"property": "date", "before": ["2022-06-12"], "now": ["2022-05-12"]},
        {"property": "place", "before": ["organization/dlr"], "now": ["Paris"]},
    ]
    assert comparison["totals"]["gained"] == {"right": 2, "extra": 0}
    assert comparison["before"]["recall"] == 0


def test_a_dump_on_another_base_iri_is_compared_by_paths(saved: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.nq"
    text = gzip.decompress(saved.read_bytes()).decode()
    for part in ("graph", "id"):
        text = text.replace(f"{BASE}{part}/", f"http://localhost:8000/{part}/")
    moved.write_text(text, encoding="utf-8")
    assert "\nlunar-workshop: 3 the same\n" in compared("--compare", moved).stdout


def test_a_release_that_lacks_a_document_is_compared_as_a_folder(
    saved: Path, tmp_path: Path
) -> None:
    text = gzip.decompress(saved.read_bytes()).decode().replace("lunar-workshop", "another")
    (tmp_path / "spacecoop.nq.gz").write_bytes(gzip.compress(text.encode()))
    run = compared("--compare", tmp_path)
    assert "lunar-workshop (not in the earlier build): 3 gained, 0 the same" in run.stdout


def test_saving_over_what_was_compared_keeps_the_bytes(saved: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.nq.gz"
    copy.write_bytes(saved.read_bytes())
    compared("--compare", copy, "--save", copy)
    assert copy.read_bytes() == saved.read_bytes()


_QUAD = '<{base}id/a> <https://w3id.org/spacecoop/ontology#date> "{date}" <{base}graph/{name}> .\n'


def quad(name: str, date: str = "2021", base: str = BASE) -> str:
    """A statement in a graph of a name."""
    return _QUAD.format(name=name, date=date, base=base)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("old.nq", "no quads\n", "is not N-Quads"),
        ("old.nq", quad("authority"), "holds no document's graph"),
        ("old.nq", quad("document/a") + quad("document/a", base="http://b/"), "several base IRIs"),
        ("old.nq", quad("document/a", "2021-ab"), "holds '2021-ab', which is no date in EDTF"),
        ("old.nq.gz", "not compressed", "is damaged: it cannot be unpacked"),
        ("old.txt", "", "is neither a release folder nor a dump"),
    ],
)
def test_a_dump_that_cannot_be_used_is_one_line_and_exit_code_2(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    refused(evaluate("--compare", tmp_path / name), f"{name}: ", reason)


def test_a_folder_without_a_dump_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    refused(evaluate("--compare", tmp_path), "is no release: it holds no spacecoop.nq.gz")
    refused(evaluate("--compare", tmp_path / "old.nq"), "cannot be read: No such file")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("new.ttl", "must end in .nq or .nq.gz"),
        ("absent/new.nq.gz", "is in a folder that does not exist"),
        ("there.nq", "is a folder"),
    ],
)
def test_a_file_that_cannot_be_written_is_named_before_the_work(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "there.nq").mkdir()
    refused(evaluate("--save", tmp_path / name), name, reason)


def refused(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """The run ended with exit code 2 and one line that holds the words."""
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert all(word in run.stderr for word in words), run.stderr
