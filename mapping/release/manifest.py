"""The manifest of a release: what went in, what was left out, how much there is, made by what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib import metadata

from mapping.gazetteer import Gazetteer
from mapping.release.contributions import Head
from mapping.release.description import Described
from mapping.release.fingerprints import fingerprint
from mapping.release.intake import Quarantined
from mapping.release.statistics import Statistics
from ontology import SC

# Tools whose version may change what a release holds.
_TOOLS = ("ahocorasick_rs", "edtf", "PyLD", "pyoxigraph", "pyshacl", "rdflib", "syntok")


def text(
    described: Described,
    documents: Iterable[Head],
    quarantined: Sequence[Quarantined],
    gazetteer: Gazetteer,
) -> str:
    """The manifest as JSON; the same for the same documents, rules and tools."""
    content = {
        "id": described.identifier,
        "base_iri": described.graphs.base,
        "documents": [_document(head) for head in documents],
        "quarantined": [{"file": q.file, "reason": q.reason} for q in quarantined],
        "counts": _counts(described.statistics),
        "versions": versions(gazetteer),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _document(head: Head) -> dict[str, object]:
    return {
        "slug": head.slug,
        "file": head.file,
        "sha256": head.sha256,
        "title": head.title,
        "text": head.text_rights,
        "facts": head.facts,
    }


def _counts(statistics: Statistics) -> dict[str, object]:
    ours = str(SC)
    return {
        "triples": statistics.triples,
        "documents": statistics.documents,
        "facts": statistics.facts,
        "entities": statistics.entities,
        "mentions": statistics.mentions,
        "classes": {
            iri.removeprefix(ours): number
            for iri, number in sorted(statistics.classes.items())
            if iri.startswith(ours)
        },
    }


def versions(gazetteer: Gazetteer) -> dict[str, str]:
    """The versions of programs, and the hashes of ontology, shapes, rules and gazetteer."""
    return {
        "spacecoop": _version("spacecoop"),
        "ontology": fingerprint("ontology"),
        "shapes": fingerprint("shapes"),
        "rules": fingerprint("mapping.rules", "mapping.dates"),
        "gazetteer": gazetteer.fingerprint,
        **{name: _version(name) for name in _TOOLS},
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "not installed"
