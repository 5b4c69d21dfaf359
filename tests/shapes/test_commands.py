"""``spacecoop validate`` from outside: what it prints, where, and its exit code."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDF, SH

from shapes.reading import read
from tests.running import spacecoop

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BASE = "https://w3id.org/spacecoop/"


def run(*arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return spacecoop("validate", *arguments, folder=folder)


@pytest.fixture
def small_release(tmp_path: Path) -> Path:
    """An output folder whose current release holds one document and the gazetteer."""
    dataset = Dataset()
    for name, files in (
        ("graph/authority", ["context.ttl"]),
        ("graph/document/press-release", ["passing/document.ttl"]),
    ):
        for file in files:
            for data in read([HERE / file]).values():
                for triple in data.graph():
                    dataset.graph(URIRef(BASE + name)).add(triple)
    release = tmp_path / "build" / "current"
    (release / "documents").mkdir(parents=True)
    (release / "documents" / "press-release.txt").write_text("CNES met JAXA.", encoding="utf-8")
    with gzip.open(release / "spacecoop.nq.gz", "wt", encoding="utf-8") as dump:
        dump.write(dataset.serialize(format="nquads"))
    return tmp_path / "build"


def test_help_shows_an_example() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert "spacecoop validate build/current/documents/" in shown.stdout


def test_a_conforming_file_exits_with_0(small_release: Path) -> None:
    result = run(HERE / "passing/document.ttl", "--out", small_release)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_context_of_a_file_is_the_current_release(small_release: Path) -> None:
    file = HERE / "passing/meeting.ttl"
    assert run(file, "--out", small_release).stdout == "Everything conforms: no finding.\n"
    alone = run(file, "--out", small_release / "none")
    assert alone.returncode == 1
    assert "Who takes part is an agent" in alone.stdout


def test_a_violation_exits_with_1_and_says_the_remedy_on_stdout(small_release: Path) -> None:
    result = run(HERE / "failing/meeting-known.ttl", "--out", small_release)
    assert result.returncode == 1
    assert result.stderr == ""
    assert "meeting-known: 1 violation" in result.stdout
    assert "add the missing sc:participant or sc:organizer" in result.stdout


def test_the_reference_prints_the_same(small_release: Path) -> None:
    files = [HERE / "failing/meeting-known.ttl", HERE / "failing/date-form-words.ttl"]
    expected = run(*files, "--out", small_release).stdout
    assert "violation" in expected
    assert run(*files, "--out", small_release, "--reference").stdout == expected


def test_a_warning_exits_with_0(small_release: Path) -> None:
    result = run(HERE / "failing/document-rights.ttl", "--out", small_release)
    assert result.returncode == 0
    assert "1 warning" in result.stdout


def test_json_and_turtle_are_read_back(small_release: Path) -> None:
    file = HERE / "failing/meeting-known.ttl"
    answer = run(file, "--format", "json", "--out", small_release).stdout
    assert [finding["severity"] for finding in json.loads(answer)["findings"]] == ["violation"]
    answer = run(file, "--format", "turtle", "--out", small_release).stdout
    results = Graph().parse(data=answer, format="turtle").subjects(RDF.type, SH.ValidationResult)
    assert len(list(results)) == 1


def test_without_file_the_current_release_is_validated_with_its_texts(small_release: Path) -> None:
    assert run("--out", small_release).stdout == "Everything conforms: no finding.\n"
    text = small_release / "current" / "documents" / "press-release.txt"
    text.write_text("JAXA met CNES.", encoding="utf-8")
    broken = run("--out", small_release)
    assert broken.returncode == 1
    assert "The published text reads differently" in broken.stdout


def test_without_file_and_without_release_it_says_what_to_do(tmp_path: Path) -> None:
    result = run(folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"spacecoop: {Path('build/current')}: there is no release here;"
        " run 'spacecoop build' first\n"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.ttl", b"<a:b> <a:c> <a:d> .\n<a:b> <a:c .", "broken.ttl:2: "),
        ("cut.nq.gz", gzip.compress(b"<a:b> <a:c> <a:d> .\n" * 99, mtime=0)[:-9], "cannot be read"),
        ("plain.ttl.gz", b"<a:b> <a:c> <a:d> .", "cannot be read"),
        ("empty.ttl", b"", "holds no triple"),
        ("latin.ttl", b'<a:b> <a:c> "\xe9" .', "latin.ttl:1: "),
        ("table.csv", b"a,b", "is none of .nq, .nt, .trig, .ttl"),
        ("quoted.ttl", b"<a:b> <a:c> <<( <a:d> <a:e> <a:f> )>> .", "triple term"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_2(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert name in result.stderr


def test_a_missing_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    result = run(tmp_path / "none.ttl")
    assert result.returncode == 2
    assert result.stderr == f"spacecoop: {tmp_path / 'none.ttl'}: there is no such file\n"


def test_several_documents_in_one_graph_are_refused_with_the_way_out() -> None:
    result = run(HERE / "passing/dates.ttl")
    assert result.returncode == 2
    assert "give the .nq or .trig file" in result.stderr


def test_an_ontology_is_validated_as_one(small_release: Path) -> None:
    result = run(HERE / "failing/ontology-version.ttl", "--out", small_release)
    assert result.returncode == 1
    assert "add owl:versionInfo" in result.stdout


def test_an_ill_typed_literal_leaves_no_trace_on_stderr(small_release: Path) -> None:
    result = run(HERE / "failing/date-earliest-datatype.ttl", "--out", small_release)
    assert result.returncode == 1
    assert result.stderr == ""


def test_processes_find_what_one_finds_in_the_same_order(release: Path, tmp_path: Path) -> None:
    shutil.copytree(release, tmp_path / "current")
    for text in (tmp_path / "current" / "documents").glob("*.txt"):
        text.write_text(text.read_text(encoding="utf-8").upper(), encoding="utf-8")
    alone, several = (run("--out", tmp_path, "--jobs", jobs) for jobs in ("1", "3"))
    assert alone.returncode == several.returncode == 1
    assert alone.stdout == several.stdout
    assert alone.stdout.count("violation") > 3
