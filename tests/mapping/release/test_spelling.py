"""What documents spell differently has one label in a release of them all."""

import gzip
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from tests.mapping.release.builds import build, documents

LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
ALTERNATIVE = "http://www.w3.org/2004/02/skos/core#altLabel"
POST = "https://w3id.org/spacecoop/ontology#post"
TEXTS = {
    "one": "Paris, 3 March 2022\n\nCNES director general Jane Roe left."
    " CNES leads the Zork-7 mission.",
    "two": "Paris, 4 April 2022\n\nCNES Director General Jane Roe left."
    " CNES leads the ZORK-7 mission.",
    "three": "Paris, 5 May 2022\n\nCNES Director General Jane Roe left."
    " CNES leads the ZORK-7 mission.",
}


def said(out: Path, local: str, predicate: str) -> set[tuple[str, str]]:
    """(graph, value) of a predicate of the entity at the end of an IRI."""
    written = gzip.decompress((out / "current/spacecoop.nq.gz").read_bytes())
    return {
        (quad.graph_name.value.rsplit("/", 1)[-1], quad.object.value)
        for quad in parse(written, RdfFormat.N_QUADS)
        if quad.subject.value.endswith(local) and quad.predicate.value == predicate
    }


def test_the_spelling_of_most_documents_is_that_of_all(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = build(documents(tmp_path / "texts", **TEXTS), "--out", out)
    assert run.returncode == 0, run.stderr
    post = "membership/jane-roe-cnes-director-general"
    assert said(out, post, POST) == {(name, "Director General") for name in TEXTS}
    assert said(out, "mission/zork-7", LABEL) == {(name, "ZORK-7") for name in TEXTS}
    assert said(out, "mission/zork-7", ALTERNATIVE) == {("one", "Zork-7")}
    assert said(out, post, ALTERNATIVE) == set()
    assert "Zork-7" in (out / "current/documents/one.ttl").read_text()


def test_where_as_many_spell_it_otherwise_no_order_matters(tmp_path: Path) -> None:
    told = []
    for order in (("one", "two"), ("two", "one")):
        out = tmp_path / "-".join(order)
        texts = documents(tmp_path / f"texts-{out.name}", **{name: TEXTS[name] for name in order})
        assert build(texts, "--out", out).returncode == 0
        told.append((out / "current").resolve().name)
    assert told[0] == told[1]


def test_a_spelling_returns_when_the_others_are_gone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    texts = documents(tmp_path / "texts", **TEXTS)
    build(texts, "--out", out)
    for name in ("two", "three"):
        (texts / f"{name}.txt").unlink()
    assert build(texts, "--out", out).returncode == 0
    assert said(out, "mission/zork-7", LABEL) == {("one", "Zork-7")}
