"""A release on disk, opened: its manifest, its quads, and what every page needs of them."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import RDFS, URIRef
from rdflib import Literal as RdflibLiteral

import ontology
from service import store as stores
from service.engine import Source, disk
from service.errors import ReleaseError
from service.files import RdfFiles, identifier
from service.names import LABEL, MENTIONS, A, address, kind_of, local, sc
from service.parts import LONG
from service.statements import select

QUADS = "spacecoop.nq.gz"
DISK_ABOVE = 2_000_000  # triples; in memory these take some 1.5 GB, in each of two processes


@dataclass(frozen=True)
class Release:
    """One release, read once and never changed.

    `source` opens its quads once more, for an engine. `labels` maps IRIs to English names (ontology
    and concepts included), `kinds` a kind to the IRIs of its members by name, `mentions` an IRI to
    the number of passages that name it, `documents` a document's slug to its entry in the manifest,
    `dates` a document's IRI to its date (EDTF).
    """

    id: str
    path: Path
    source: Source
    base: str
    manifest: Mapping[str, object]
    store: Store
    labels: Mapping[str, str]
    acronyms: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, int]
    documents: Mapping[str, Mapping[str, object]]
    dates: Mapping[str, str]

    @property
    def union(self) -> bool:
        """Whether the default graph holds what the named graphs say, too."""
        return not isinstance(self.source, RdfFiles) or self.source.union

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many triples each named graph has, by name; under "", how many the default graph."""
        found = select(self.store, "sizes")
        counts = ((row["graph"], row["triples"]) for row in found)
        return {
            getattr(graph, "value", ""): int(triples.value)
            for graph, triples in counts
            if isinstance(triples, Literal)
        }

    def label(self, iri: str) -> str:
        """A name to show for an IRI."""
        return self.labels.get(iri) or local(iri)

    def short(self, iri: str) -> str:
        """The name for a line of text: the acronym where there is one, but "China", not "PRC"."""
        spelt = kind_of(iri, self.base) in ("country", "place")
        return (not spelt and self.acronyms.get(iri)) or self.label(iri)

    def shows(self, slug: str) -> bool:
        """Whether the whole text of a document may be shown, rather than quotations only."""
        return self.documents.get(slug, {}).get("text", "full") == "full"

    def place(self, passage: str) -> str:
        """Where a passage is shown: of a long text, the part that holds it."""
        where, sign, fragment = address(passage, self.base).partition("#")
        slug = where.rpartition("/")[2]
        if fragment.startswith("char=") and _size(self.path / "documents" / f"{slug}.txt") > LONG:
            where += f"?at={fragment.removeprefix('char=').partition(',')[0]}"
        return f"{where}{sign}{fragment}"

    def count(self, name: str) -> int:
        """A number of the manifest's `counts`; 0 for one that it does not hold."""
        counts = self.manifest.get("counts")
        number = counts.get(name, 0) if isinstance(counts, dict) else 0
        return number if isinstance(number, int) else 0


def read(path: Path, disk_above: int = DISK_ABOVE) -> Release:
    """The release in a folder; raises ReleaseError where anything of it is missing or broken.

    One of more than `disk_above` triples is read from a store on disk, made at the first time.
    """
    manifest = _manifest(path / "manifest.json")
    source = _source(path, manifest, disk_above)
    store = source.open()
    base = str(manifest["base_iri"])
    labels = {**_ontology_labels(), **_texts(store, LABEL)}
    return Release(
        id=str(manifest["id"]),
        path=path,
        source=source,
        base=base,
        manifest=manifest,
        store=store,
        labels=labels,
        acronyms=_texts(store, sc("acronym")),
        kinds=_kinds(store, base, labels),
        mentions=_mentions(store),
        documents=_documents(manifest, path),
        dates=_dates(store, base),
    )


def of_files(files: RdfFiles) -> Release:
    """RDF files as a release without pages; raises DataError where one of them cannot be read."""
    store = files.open()
    return Release(
        id=identifier(files.paths, union=files.union),
        path=Path(),
        source=files,
        base="",
        manifest={},
        store=store,
        labels={**_ontology_labels(), **_texts(store, LABEL)},
        acronyms={},
        kinds={},
        mentions={},
        documents={},
        dates={},
    )


def elsewhere() -> Release:
    """Data at an endpoint elsewhere, which may change: without quads here, and without an id."""
    return replace(of_files(RdfFiles(())), id="")


@lru_cache(maxsize=100_000)
def _size(text: Path) -> int:
    """The bytes of a file; 0 of one that there is not."""
    return text.stat().st_size if text.is_file() else 0


def _manifest(path: Path) -> Mapping[str, object]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(path, f"cannot be read ({error})") from error
    if not isinstance(manifest, dict) or not {"id", "base_iri", "documents"} <= manifest.keys():
        raise ReleaseError(path, "is not a release's manifest (id, base_iri, documents)")
    return manifest


def _source(path: Path, manifest: Mapping[str, object], disk_above: int) -> Source:
    """The quads in memory, or, of more triples than that, in a store beside the releases."""
    counts = manifest.get("counts")
    triples = counts.get("triples", 0) if isinstance(counts, dict) else 0
    if not isinstance(triples, int) or triples <= disk_above:
        return stores.Dump(path / QUADS)
    cache, releases = path.parent.parent / "cache", path.parent
    try:
        disk.tidy(cache, [other.name for other in releases.iterdir()])
        return disk.make(cache, path.name, stores.quads(path / QUADS))
    except OSError as error:
        raise ReleaseError(cache, f"no store can be made there ({error})") from error


def _documents(manifest: Mapping[str, object], path: Path) -> dict[str, Mapping[str, object]]:
    entries = manifest["documents"]
    if not isinstance(entries, list) or not all(
        isinstance(e, dict) and "slug" in e for e in entries
    ):
        raise ReleaseError(path / "manifest.json", "has documents without a slug")
    return {str(entry["slug"]): entry for entry in entries}


def _texts(store: Store, predicate: NamedNode) -> dict[str, str]:
    """One text an IRI: the English one where there are several."""
    found: dict[str, tuple[bool, str]] = {}
    for quad in _all(store, predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            rank = (quad.object.language != "en", quad.object.value)
            found[quad.subject.value] = min(rank, found.get(quad.subject.value, rank))
    return {iri: text for iri, (_, text) in found.items()}


def _ontology_labels() -> dict[str, str]:
    return {
        str(term): str(label)
        for term, label in ontology.load().subject_objects(RDFS.label)
        if isinstance(term, URIRef) and isinstance(label, RdflibLiteral) and label.language == "en"
    }


def _kinds(store: Store, base: str, labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    members: dict[str, set[str]] = {}
    for quad in _all(store, A):
        if isinstance(quad.subject, NamedNode):
            kind = kind_of(quad.subject.value, base)
            if kind:
                members.setdefault(kind, set()).add(quad.subject.value)
    return {
        kind: tuple(sorted(iris, key=lambda iri: (labels.get(iri, iri).casefold(), iri)))
        for kind, iris in sorted(members.items())
    }


def _mentions(store: Store) -> Counter[str]:
    return Counter(
        quad.object.value for quad in _all(store, MENTIONS) if isinstance(quad.object, NamedNode)
    )


def _dates(store: Store, base: str) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in _all(store, sc("date"))
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and kind_of(quad.subject.value, base) == "document"
    }


def _all(store: Store, predicate: NamedNode) -> list[Quad]:
    return list(store.quads_for_pattern(None, predicate, None, DefaultGraph()))
