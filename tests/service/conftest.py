"""A release written by hand, on disk as a build leaves it, and the service in front of it."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse, serialize

import ontology
from service import Settings, create_app
from tests.service.serving import threaded

DATA = Path(__file__).parent / "data"
BASE = ontology.DEFAULT_BASE

Publish = Callable[..., Path]


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    """What the release says."""
    return list(parse((DATA / "release.trig").read_bytes(), RdfFormat.TRIG))


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The published texts by slug."""
    return {path.stem: path.read_text(encoding="utf-8") for path in DATA.glob("documents/*.txt")}


@pytest.fixture(scope="session")
def publish(quads: list[Quad], texts: dict[str, str]) -> Publish:
    """Writes a release into a folder and makes it current.

    N-Quads in `extra` are added to it; of the document `quoted`, quotations only may be shown.
    """

    def write(out: Path, identifier: str, extra: str = "", quoted: str = "") -> Path:
        folder = out / "releases" / identifier
        (folder / "documents").mkdir(parents=True)
        for slug, text in texts.items():
            (folder / "documents" / f"{slug}.txt").write_text(text, encoding="utf-8")
        _dumps(folder, [*quads, *parse(extra, RdfFormat.N_QUADS)])
        _descriptions(folder)
        _manifest(folder, identifier, texts, quoted, len({quad.triple for quad in quads}))
        switch(out, identifier)
        return folder

    return write


def switch(out: Path, identifier: str) -> None:
    """Lead `current` to another release in one step."""
    link = out / ".current"
    link.symlink_to(Path("releases") / identifier)
    link.replace(out / "current")


def _dumps(folder: Path, quads: list[Quad]) -> None:
    union = sorted({quad.triple for quad in quads}, key=str)
    for extension, written in (
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ):
        body = serialize(union, format=written, prefixes=ontology.PREFIXES) or b""
        (folder / f"spacecoop.{extension}.gz").write_bytes(gzip.compress(body, mtime=0))
    for extension, written in (
        ("nq", RdfFormat.N_QUADS),
        ("trig", RdfFormat.TRIG),
        ("jsonld", RdfFormat.JSON_LD),
    ):
        body = serialize(quads, format=written) or b""
        (folder / f"spacecoop.{extension}.gz").write_bytes(gzip.compress(body, mtime=0))


def _descriptions(folder: Path) -> None:
    (folder / "report.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<{BASE}report> a sh:ValidationReport ; sh:conforms true .\n",
        encoding="utf-8",
    )
    (folder / "report.txt").write_text("3 documents, no violations\n", encoding="utf-8")
    (folder / "void.ttl").write_text(
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        f"<{BASE}.well-known/void#spacecoop> a void:Dataset .\n",
        encoding="utf-8",
    )
    catalogue = {"@id": f"{BASE}catalog", "@type": "http://www.w3.org/ns/dcat#Catalog"}
    (folder / "dcat.jsonld").write_text(json.dumps(catalogue), encoding="utf-8")


def _manifest(
    folder: Path, identifier: str, texts: dict[str, str], quoted: str, triples: int
) -> None:
    manifest = {
        "id": identifier,
        "base_iri": BASE,
        "documents": [
            {"slug": slug, "file": f"{slug}.txt", "text": "quotes" if slug == quoted else "full"}
            for slug in sorted(texts)
        ],
        "quarantined": [],
        "counts": {"documents": len(texts), "triples": triples},
        "versions": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Path:
    """An output folder with a current release."""
    folder = tmp_path_factory.mktemp("build")
    publish(folder, "a" * 64)
    return folder


@pytest.fixture(scope="module")
def address(out: Path) -> Iterator[str]:
    """Where the service answers, in a thread of this process."""
    with threaded(create_app(Settings(out=out))) as address:
        yield address


@pytest.fixture(scope="session")
def client(out: Path) -> FlaskClient:
    """A client of the service in front of that folder."""
    return create_app(Settings(out=out)).test_client()
