"""Entities without an item: what to look up first, where it is named, and where to look."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from mapping.release.candidates import sentence_at
from mapping.wikidata.published import Entity, Published
from mapping.wikidata.tables import tsv

_SEARCH = "https://www.wikidata.org/w/index.php?"
_WITHOUT_NAME = ("collective",)  # groups that are only described: "French industry"
_TITLES = (
    "path",
    "label",
    "other_names",
    "documents",
    "mentions",
    "not_found",
    "first_document",
    "first_sentence",
    "search",
)


def text(release: Published, limit: int | None = None) -> str:
    """Tab-separated, most mentioned first, then by path; at most ``limit`` entities.

    ``not_found`` is "yes" for those that the table of links says were looked for in vain.
    """
    done = {*release.items, *release.near}
    waiting = [e for e in release.entities if e.path not in done and e.kind not in _WITHOUT_NAME]
    ranked = sorted(waiting, key=lambda e: (-len(e.mentions), -e.documents, e.path))[:limit]
    return tsv((_TITLES, *_rows(release, ranked)))


def _rows(release: Published, entities: list[Entity]) -> Iterator[tuple[str, ...]]:
    texts: dict[str, str] = {}
    for entity in entities:
        slug, offset = entity.mentions[0] if entity.mentions else ("", 0)
        if slug and slug not in texts:
            texts[slug] = release.text(slug)
        yield (
            entity.path,
            entity.label,
            " | ".join(dict.fromkeys(n.text for n in entity.names if n.text != entity.label)),
            str(entity.documents),
            str(len(entity.mentions)),
            "yes" if entity.path in release.vain else "",
            slug,
            sentence_at(texts[slug], offset) if slug else "",
            _SEARCH + urlencode({"search": entity.label, "ns0": "1"}),
        )
