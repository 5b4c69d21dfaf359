"""The manifest of a release: what went in, what was left out, how much there is, made by what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import metadata, resources
from pathlib import Path

from mapping import Mapped
from mapping.gazetteer import Gazetteer
from mapping.release.graphs import Graphs
from mapping.release.intake import Quarantined
from mapping.release.statistics import count
from ontology import SC

# Tools whose version may change what a release holds.
_TOOLS = ("ahocorasick_rs", "edtf", "PyLD", "pyoxigraph", "pyshacl", "rdflib", "syntok")
_DATA = (".json", ".jsonld", ".rq", ".tsv", ".ttl", ".yaml")


def text(
    identifier: str,
    graphs: Graphs,
    mapped: Sequence[Mapped],
    quarantined: Sequence[Quarantined],
    gazetteer: Gazetteer,
) -> str:
    """The manifest as JSON; the same for the same documents, rules and tools."""
    content = {
        "id": identifier,
        "base_iri": graphs.base,
        "documents": [_document(m) for m in sorted(mapped, key=lambda m: m.document.slug)],
        "quarantined": [{"file": q.file, "reason": q.reason} for q in quarantined],
        "counts": _counts(graphs),
        "versions": _versions(gazetteer),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _document(mapped: Mapped) -> dict[str, object]:
    document = mapped.document
    return {
        "slug": document.slug,
        "file": document.file,
        "sha256": document.sha256,
        "title": document.title,
        "text": document.text_rights,
        "facts": mapped.facts,
    }


def _counts(graphs: Graphs) -> dict[str, object]:
    statistics = count(graphs.union())
    ours = str(SC)
    return {
        "triples": statistics.triples,
        "documents": statistics.documents,
        "facts": statistics.facts,
        "entities": statistics.entities,
        "mentions": statistics.mentions,
        "classes": {
            iri.removeprefix(ours): number
            for iri, number in statistics.classes.items()
            if iri.startswith(ours)
        },
    }


def _versions(gazetteer: Gazetteer) -> dict[str, str]:
    return {
        "spacecoop": _version("spacecoop"),
        "ontology": _fingerprint("ontology"),
        "shapes": _fingerprint("shapes"),
        "rules": _fingerprint("mapping.rules", "mapping.dates"),
        "gazetteer": gazetteer.fingerprint,
        **{name: _version(name) for name in _TOOLS},
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "not installed"


def _fingerprint(*packages: str) -> str:
    """SHA-256 of the data files of packages, with their names."""
    digest = hashlib.sha256()
    for package in packages:
        root = Path(str(resources.files(package)))
        for path in sorted(_data_files(root)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _data_files(root: Path) -> Iterable[Path]:
    return (path for path in root.rglob("*") if path.suffix in _DATA)
