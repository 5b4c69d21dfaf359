"""``spacecoop build`` as a user runs it."""

import gzip
import json
import resource
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.mapping.release.builds import (
    AGREEMENT,
    COMMAND,
    ENVIRONMENT,
    GAZETTEER,
    MEETING,
    ROOT,
    build,
    contents,
    documents,
    manifest,
    stays_as_it_was,
)

FILES = {
    "candidates.tsv",
    "dcat.jsonld",
    "documents",
    "manifest.json",
    "quickstatements.txt",
    "report.ttl",
    "report.txt",
    "void.ttl",
    "wikidata.sssom.tsv",
    *(f"spacecoop.{suffix}.gz" for suffix in ("nq", "trig", "jsonld", "ttl", "nt", "rdf")),
}
GERMAN = (
    "12. Mai 2022\n\nDAS DLR UND DIE JAXA HABEN EINE VEREINBARUNG UNTERZEICHNET\n\n"
    "Das DLR und die JAXA haben in Paris eine Vereinbarung über den Mond unterzeichnet. Die beiden "
    "Agenturen freuen sich auf die Zusammenarbeit, der eine Mission folgen wird.\n"
)


def test_a_release_has_its_files_under_its_own_identifier(first: Path) -> None:
    release = (first / "current").resolve()
    assert release.parent == first / "releases"
    assert {path.name for path in release.iterdir()} == FILES
    assert manifest(first)["id"] == release.name
    assert len(release.name) == 64
    names = {path.name for path in (release / "documents").iterdir()}
    assert names == {"agreement.ttl", "agreement.txt", "meeting.ttl", "meeting.txt"}


def test_dumps_agree_with_each_other_and_with_the_manifest(first: Path) -> None:
    triples = {
        suffix: {quad.triple for quad in parse(gzip.decompress(path.read_bytes()), form)}
        for suffix, form in (
            ("nq", RdfFormat.N_QUADS),
            ("trig", RdfFormat.TRIG),
            ("jsonld", RdfFormat.JSON_LD),
            ("ttl", RdfFormat.TURTLE),
            ("nt", RdfFormat.N_TRIPLES),
            ("rdf", RdfFormat.RDF_XML),
        )
        for path in [first / "current" / f"spacecoop.{suffix}.gz"]
    }
    counts = manifest(first)["counts"]
    assert isinstance(counts, dict)
    assert {len(found) for found in triples.values()} == {counts["triples"]}
    assert all(found == triples["nq"] for found in triples.values())
    assert counts["documents"] == 2
    assert counts["classes"]["Meeting"] >= 1


def test_every_passage_quotes_the_published_text(first: Path) -> None:
    namespace = "https://w3id.org/spacecoop/ontology#"
    dump = gzip.decompress((first / "current" / "spacecoop.nq.gz").read_bytes())
    quotes = {
        quad.subject.value: quad.object.value
        for quad in parse(dump, RdfFormat.N_QUADS)
        if quad.predicate.value == f"{namespace}quote"
    }
    assert quotes
    for iri, quote in quotes.items():
        slug, _, offsets = iri.rpartition("/")[2].partition("#char=")
        text = (first / "current" / "documents" / f"{slug}.txt").read_bytes().decode()
        begin, end = map(int, offsets.split(","))
        assert text[begin:end] == quote


def test_the_same_inputs_give_the_same_bytes_anywhere(first: Path, tmp_path: Path) -> None:
    elsewhere = documents(tmp_path / "elsewhere", agreement=AGREEMENT, meeting=MEETING)
    # In Kiritimati it is another day for most of each day; a hash seed orders sets otherwise.
    other = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "11", "LC_ALL": "C"}
    run = build(elsewhere, "--out", tmp_path / "out", environment=other)
    assert run.returncode == 0, run.stderr
    assert contents(tmp_path / "out" / "current") == contents(first / "current")


def test_an_identical_release_is_not_rewritten_and_that_is_said(
    out: Path, first: Path, texts: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".lock"}
    run = build(texts, "--out", out)
    assert run.returncode == 0
    assert "is the current release already" in run.stderr
    assert stays_as_it_was(out, first)
    inside = {path: time for path, time in before.items() if "releases/" in str(path)}
    assert {path: path.stat().st_mtime_ns for path in inside} == inside
    assert len(json.loads((out / "history.json").read_text())) == 1


def test_the_summary_goes_to_stderr_and_has_no_control_codes(out: Path, texts: Path) -> None:
    run = build(texts, "--out", out)
    assert run.stdout == ""
    assert "2 documents, " in run.stderr
    assert "\x1b" not in run.stderr


def test_documents_that_cannot_be_published_are_left_out_and_named(tmp_path: Path) -> None:
    folder = documents(
        tmp_path / "texts",
        meeting=MEETING,
        empty="",
        binary=b"\x7fELF\x00\x01",
        damaged="CNES a rencontré la JAXA à Paris.".encode() + b"\xe9\n",
        # No XML can hold page breaks and noncharacters; the published text has others for them.
        page=MEETING.replace("to discuss", "to\fdiscuss"),
        noncharacter=MEETING.replace("to discuss", "to\ufffediscuss"),
        hearsay=AGREEMENT,
    )
    (folder / "hearsay.yaml").write_text("source: heard from a friend\n")
    run = build(folder, "--out", tmp_path / "out")
    assert run.returncode == 1
    left_out = {"empty.txt", "binary.txt", "damaged.txt", "hearsay.txt"}
    listed = manifest(tmp_path / "out")
    report = (tmp_path / "out" / "current" / "report.txt").read_text()
    quarantined = listed["quarantined"]
    assert isinstance(quarantined, list)
    assert {entry["file"] for entry in quarantined} == left_out
    for entry in quarantined:
        assert entry["reason"]
        assert f"{entry['file']}: {entry['reason']}" in report
        assert f"{folder / entry['file']}: {entry['reason']}" in run.stderr
    names = {path.name for path in (tmp_path / "out" / "current" / "documents").iterdir()}
    assert {"meeting.txt", "meeting.ttl", "page.txt", "page.ttl", "noncharacter.txt"} <= names
    assert not names & left_out


def test_documents_that_the_rules_do_not_read_are_named(tmp_path: Path) -> None:
    folder = documents(tmp_path / "texts", accord=GERMAN, meeting=MEETING)
    run = build(folder, "--out", tmp_path / "out")
    assert run.returncode == 0
    told = [line for line in run.stderr.splitlines() if "language" in line]
    assert len(told) == 1
    assert told[0].startswith("spacecoop: accord.txt is in another language (de): ")


def test_documents_dated_by_a_month_or_a_year_are_published(tmp_path: Path) -> None:
    texts = {"month": "May 2022\n\nNASA AND JAXA\n\nJAXA leads MMX.\n"}
    folder = documents(tmp_path / "texts", **texts, year="NASA AND JAXA\n\nJAXA leads MMX.\n")
    (folder / "year.yaml").write_text("date: '2021'\n", "utf-8")
    run = build(folder, "--out", tmp_path / "out", "--strict")
    assert run.returncode == 0, run.stderr
    dump = gzip.decompress((tmp_path / "out" / "current" / "spacecoop.nt.gz").read_bytes()).decode()
    schema = "http://www.w3.org/2001/XMLSchema#"
    assert f'/issued> "2022-05"^^<{schema}gYearMonth>' in dump
    assert f'/issued> "2021"^^<{schema}gYear>' in dump


def test_strict_publishes_nothing_if_one_document_is_left_out(out: Path, first: Path) -> None:
    folder = documents(out.parent / "mixed", meeting=MEETING, empty="")
    run = build(folder, "--out", out, "--strict")
    assert run.returncode == 1
    assert "empty.txt: is empty" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_single_document_that_cannot_be_read_is_one_line_and_exit_code_2(
    out: Path, first: Path
) -> None:
    folder = documents(out.parent / "bad", image=b"\x89PNG\r\n\x1a\n\x00")
    run = build(folder / "image.txt", "--out", out)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "image.txt" in run.stderr
    assert "is binary" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_path_that_is_not_there_is_one_line_and_exit_code_2(out: Path, first: Path) -> None:
    run = build(out.parent / "absent.txt", "--out", out)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "absent.txt: no such file" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_date_that_is_no_edtf_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder = documents(tmp_path / "texts", meeting=MEETING)
    run = build(folder, "--out", tmp_path / "out", "--date", "3 May 2019")
    assert run.returncode == 2
    assert run.stderr.startswith("spacecoop: --date: '3 May 2019' is not EDTF")
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_two_documents_of_one_address_are_refused_by_name(out: Path, first: Path) -> None:
    folder = documents(out.parent / "twins", **{"a_b": MEETING, "a-b": AGREEMENT})
    run = build(folder, "--out", out)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "a_b.txt" in run.stderr
    assert "a-b.txt" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_base_that_is_no_address_is_one_line_and_exit_code_2(texts: Path, tmp_path: Path) -> None:
    run = build(texts, "--out", tmp_path / "out", "--base-iri", "my data")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "out").exists()


def test_options_win_over_variables(texts: Path, tmp_path: Path) -> None:
    variables = {
        "SPACECOOP_BASE_IRI": "https://data.example.org/space",
        "SPACECOOP_OUT": str(tmp_path / "variable"),
    }
    run = build(texts, "--out", tmp_path / "option", environment=variables)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "variable").exists()
    assert manifest(tmp_path / "option")["base_iri"] == "https://data.example.org/space/"
    text = (tmp_path / "option" / "current" / "documents" / "meeting.ttl").read_text()
    assert "@prefix organization: <https://data.example.org/space/id/organization/> ." in text


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    """A copy of the tests' gazetteer."""
    return Path(shutil.copytree(GAZETTEER, tmp_path / "gazetteer"))


def test_a_broken_gazetteer_is_named_with_file_and_line(
    texts: Path, gazetteer: Path, out: Path, first: Path
) -> None:
    (gazetteer / "zz.ttl").write_text("@prefix a: <http://a/> .\n<x> a: .\n")
    run = build(texts, "--out", out, "--gazetteer", gazetteer)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "zz.ttl:2" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_violation_across_documents_stops_the_release(
    tmp_path: Path, gazetteer: Path, out: Path, first: Path
) -> None:
    texts = documents(tmp_path / "texts", mission="They spoke of Zz, a mission.")
    (gazetteer / "zz.ttl").write_text(
        "@base <https://w3id.org/spacecoop/id/> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix sc: <https://w3id.org/spacecoop/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<mission/zz> a sc:Mission ; skos:prefLabel "Zz "@en ;'
        ' skos:altLabel "Zz"@en ; dcterms:source "a list" .\n'
    )
    run = build(texts, "--out", out, "--gazetteer", gazetteer)
    assert run.returncode == 1
    assert "id/mission/zz" in run.stderr
    assert "nothing published" in run.stderr
    assert stays_as_it_was(out, first)


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_code_2(
    texts: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    run = build(texts, "--out", tmp_path / "file" / "out")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "cannot be written" in run.stderr


def test_a_full_disk_is_one_line_and_leaves_the_old_release(out: Path, first: Path) -> None:
    folder = documents(out.parent / "more", meeting=MEETING)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    run = subprocess.run(
        [*COMMAND, str(folder), "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit,
    )
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "cannot be written" in run.stderr
    assert stays_as_it_was(out, first)


def test_history_tells_what_came_and_went(out: Path, texts: Path) -> None:
    folder = documents(out.parent / "one", meeting=MEETING)
    assert build(folder, "--out", out).returncode == 0
    assert build(texts, "--out", out).returncode == 0
    one, two, three = json.loads((out / "history.json").read_text())
    assert one["id"] == three["id"] != two["id"]
    assert len(one["added"]) == one["facts"] > two["facts"]
    assert two["added"] == [] == three["removed"]
    assert two["removed"] == three["added"]
    assert all("agreement" in iri for iri in two["removed"])
    assert one["built"] <= two["built"] <= three["built"]


def test_keep_removes_older_releases(out: Path) -> None:
    folder = documents(out.parent / "one", meeting=MEETING)
    run = build(folder, "--out", out, "--keep", "1")
    assert run.returncode == 0
    assert [path.name for path in (out / "releases").iterdir()] == [manifest(out)["id"]]
    assert "removed release" in run.stderr


def test_help_shows_an_example() -> None:
    run = build("--help")
    assert run.returncode == 0
    assert "spacecoop build --out" in run.stdout
