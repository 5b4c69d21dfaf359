"""What a release says, as an annotation that ``spacecoop evaluate`` reads."""

from __future__ import annotations

import json

from tests.benchmarks.archive.releases import Release

_KEYS = ("type", "subject", "predicate", "object", "when", "status")


def annotation(release: Release, text: str) -> str:
    """The annotation of a release whose file is ``text``, as JSON (see evaluation/FORMAT.md)."""
    content = {
        "doc": release.name,
        "date": release.date,
        "date_basis": "dateline",
        "url": None,
        "publisher": release.publisher,
        "text": text,
        "facts": [
            {
                **dict(zip(_KEYS, (part or None for part in fact), strict=True)),
                "evidence": evidence,
            }
            for fact, evidence in dict.fromkeys(release.facts)
        ],
        "entities": [
            {"name": name, "kind": kind, "surface_forms": list(forms)}
            for name, (kind, forms) in release.names.items()
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
