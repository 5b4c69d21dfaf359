"""What somebody may mean who has typed this far: entities, properties, types."""

from collections.abc import Iterable, Mapping

from service.reconcile.matching import fits
from service.reconcile.names import Entity, Names
from service.reconcile.properties import Property, properties
from service.reconcile.spelling import spelling
from service.reconcile.types import Type

SUGGESTED = 10


def entities(names: Names, prefix: str, types: Iterable[str] = (), skip: int = 0) -> list[Entity]:
    """Those with this id, those whose names or words of names begin so, then those alike."""
    wanted = set(types)
    known = names.identify(prefix.strip())
    ranked = dict.fromkeys([known] if known else [])
    ranked.update(dict.fromkeys(_begun(names, prefix)))
    if not ranked:
        alike = sorted(fits(names, prefix), key=lambda fit: (-fit.score, fit.entity.id))
        ranked = dict.fromkeys(fit.entity for fit in alike)
    found = [one for one in ranked if one and (not wanted or not wanted.isdisjoint(one.types))]
    return found[skip : skip + SUGGESTED]


def _begun(names: Names, prefix: str) -> list[Entity]:
    begun = spelling(prefix).plain
    if not begun:
        return []
    best: dict[int, int] = {}
    for number, spelt in names.spellings:
        plain = spelt.plain
        if plain.startswith(begun):
            rank = 0 if plain == begun else 1
        elif f" {begun}" in plain:
            rank = 2
        else:
            continue
        best[number] = min(rank, best.get(number, rank))
    found = [(rank, names.entities[number]) for number, rank in best.items()]
    found.sort(key=lambda pair: (pair[0], -pair[1].mentions, pair[1].id))
    return [entity for _, entity in found]


def suggested_properties(prefix: str, skip: int = 0) -> list[Property]:
    """Those whose id or whose name's words begin so; all for an empty prefix."""
    found = [row for row in properties().values() if _begins(prefix, (row.id, row.name))]
    return found[skip:] if not prefix else found[skip : skip + SUGGESTED]


def suggested_types(known: Mapping[str, int], prefix: str, skip: int = 0) -> list[Type]:
    """Those of `known`, the most common first, likewise."""
    found = [Type(name) for name in known if _begins(prefix, (name, Type(name).name))]
    return found[skip:] if not prefix else found[skip : skip + SUGGESTED]


def _begins(prefix: str, names: Iterable[str]) -> bool:
    begun = spelling(prefix).plain
    return any(f" {spelling(name).plain}".find(f" {begun}") >= 0 for name in names)
