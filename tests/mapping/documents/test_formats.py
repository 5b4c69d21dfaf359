"""A release says the same in every format that it comes in."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from mapping import map_document
from mapping.documents import Document, ignored, read
from ontology import DEFAULT_BASE
from tests.mapping.documents.writing import WRITERS, Release, as_text, releases
from tests.mapping.reader.telling import GAZETTEER, Told
from tests.running import spacecoop

RELEASES = releases()
FACTS = ("Meeting", "Agreement", "Cooperation", "Contribution", "Milestone", "Membership")


def written(folder: Path, release: Release, suffix: str) -> Document:
    folder = folder / suffix[1:]
    folder.mkdir()
    path = folder / f"{release.name}{suffix}"
    path.write_bytes(WRITERS[suffix](release))
    return read(path)


def facts(document: Document) -> dict[str, dict[str, tuple[str, ...]]]:
    """Each fact and report with all that it says; evidence by its words."""
    told = Told(map_document(document, GAZETTEER, DEFAULT_BASE))
    quotes = {
        name: " ".join(values["quote"][0].split()) for name, values in told.of("Passage").items()
    }
    found = {}
    for kind in (*FACTS, "Report"):
        for node, values in told.of(kind).items():
            words = tuple(sorted(quotes[name] for name in values["evidence"]))
            found[node] = {**values, "evidence": words}
    return found


def build(folder: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return spacecoop("build", folder, "--out", out, *options)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_a_release_gives_the_same_facts_in_every_format(tmp_path: Path, release: Release) -> None:
    plain = facts(written(tmp_path, release, ".txt"))
    kinds = {kind for values in plain.values() for kind in values["type"]}
    assert {"Agreement", "Membership", "Milestone", "Contribution"} <= kinds
    for suffix in sorted(set(WRITERS) - {".txt"}):
        assert facts(written(tmp_path, release, suffix)) == plain, suffix


def test_a_folder_of_all_formats_is_built_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "press"
    (folder / "deep").mkdir(parents=True)
    for suffix, write in WRITERS.items():
        (folder / "deep" / f"{suffix[1:]}{suffix}").write_bytes(write(RELEASES[0]))
    for name in ("notes.docx", "deep/photo.jpg", "pdf.yaml"):
        (folder / name).write_text("title: A\n")
    (folder / "deep" / "pdf.yaml").write_text("publisher: CNES\n")
    (folder / "long.txt").write_bytes(as_text(RELEASES[0]) * 20)
    assert ignored([folder]) == 3
    run = build(folder, tmp_path / "out", "--max-size", "0.025")
    assert run.returncode == 1, run.stderr
    assert f"quarantined {folder / 'long.txt'}: larger than 0.025 MB; split it" in run.stderr
    assert "files ignored that are no documents (.txt, .html, .htm, .pdf, .md): 3" in run.stderr
    assert "4 documents" in run.stderr
    release = tmp_path / "out" / "current"
    texts = {path.stem: path.read_text("utf-8") for path in (release / "documents").glob("*.txt")}
    assert set(texts) == {"txt", "html", "pdf", "md"}
    dump = parse(gzip.decompress((release / "spacecoop.nq.gz").read_bytes()), RdfFormat.N_QUADS)
    quotes = [
        (found[1], int(found[2]), int(found[3]), quad.object.value)
        for quad in dump
        if quad.predicate.value.endswith("#quote")
        and (found := re.search(r"/(\w+)#char=(\d+),(\d+)$", quad.subject.value))
    ]
    assert len({slug for slug, *_ in quotes}) == 4
    for slug, begin, end, quote in quotes:
        assert texts[slug][begin:end] == quote


def test_one_name_in_two_formats_is_refused(tmp_path: Path) -> None:
    for suffix in (".txt", ".html"):
        (tmp_path / f"note{suffix}").write_bytes(WRITERS[suffix](RELEASES[0]))
    run = build(tmp_path, tmp_path / "out")
    assert run.returncode == 2
    assert "would have the same address as" in run.stderr
