"""How many entities of a release are linked, by kind, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mapping.wikidata.published import Entity, Published

_TITLES = (
    "kind",
    "entities",
    "linked",
    "share",
    "mentions",
    "linked",
    "share",
    "near",
    "not found",
)


def text(release: Published) -> str:
    """A line a kind and one for all, with the shares of entities and of their mentions.

    "Linked" has an exact match, "near" a close one, and "not found" was looked for in vain, as the
    release's table says.
    """
    kinds = sorted({entity.kind for entity in release.entities})
    groups = [(kind, [e for e in release.entities if e.kind == kind]) for kind in kinds]
    rows = [_TITLES, *(_row(release, *group) for group in (*groups, ("all", release.entities)))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_TITLES))]
    return "".join(f"{_aligned(row, widths)}\n" for row in rows)


def _row(release: Published, title: str, entities: Iterable[Entity]) -> tuple[str, ...]:
    count: Counter[str] = Counter()
    for entity in entities:
        count.update(entities=1, mentions=len(entity.mentions))
        if entity.item:
            count.update(linked=1, read=len(entity.mentions))
        count.update(near=entity.path in release.near, vain=entity.path in release.vain)
    return (
        title,
        *(str(count["entities"]), str(count["linked"]), _share(count["linked"], count["entities"])),
        *(str(count["mentions"]), str(count["read"]), _share(count["read"], count["mentions"])),
        str(count["near"]),
        str(count["vain"]),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *others))
