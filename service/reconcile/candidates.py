"""The answer to a query: candidates by name, weighed by types and by the values of properties."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode
from rapidfuzz import fuzz

from service.reconcile.matching import IDENTIFIED, Fit, fits, meant
from service.reconcile.names import Entity, Names
from service.reconcile.properties import Told, Value, properties
from service.reconcile.requests import Given, Query
from service.reconcile.spelling import Spelling, spelling
from service.reconcile.types import Type
from service.release import Release

OTHER_TYPE = 0.6  # with type_strict "should", for an entity of none of the types
CONTRADICTED = 0.7  # for one that has other values of a property that is given
UNTOLD = 0.95  # for one of which nothing is known
LIKE = 90.0  # how like texts have to be to count as the same value


@dataclass(frozen=True)
class Reconciler:
    """A release, its names, and the values of properties."""

    release: Release
    names: Names
    told: Told = field(default_factory=Told)

    def values(self, name: str, entity: Entity) -> tuple[Value, ...]:
        """The values that an entity has of a property."""
        return self.told.values(self.release.store, name).get(entity.iri, ())

    def candidates(self, query: Query) -> list[dict[str, object]]:
        """The candidates for a query, the best first, as the API has them."""
        wanted = [self._wanted(one) for one in query.given]
        by_name = bool(query.text.strip())
        found = fits(self.names, query.text) if by_name else self._by_properties(wanted)
        weighed = [fit for fit in (self._weighed(fit, query, wanted) for fit in found) if fit]
        ranked = sorted(weighed, key=_order)
        certain = meant(ranked)
        return [_told(fit, fit.entity is certain) for fit in ranked[: query.limit]]

    def _wanted(self, given: Given) -> "_Wanted":
        if given.id:
            entity = self.names.identify(given.id)
            meant_ = frozenset([entity.iri] if entity else [])
        else:
            certain = (fit for fit in fits(self.names, given.text) if fit.certain)
            meant_ = frozenset(fit.entity.iri for fit in certain)
        return _Wanted(given.property, given.text, meant_, spelling(given.text))

    def _by_properties(self, wanted: Sequence["_Wanted"]) -> list[Fit]:
        """Those that have all the values; certain where these identify."""
        if not wanted:
            return []
        certain = any(properties()[one.property].identifies for one in wanted)
        having = self.told.values(self.release.store, wanted[0].property)
        return [
            Fit(entity, IDENTIFIED, certain)
            for entity in self.names.entities
            if entity.iri in having and all(self._verdicts(entity, wanted))
        ]

    def _weighed(self, fit: Fit, query: Query, wanted: Sequence["_Wanted"]) -> Fit | None:
        """The fit with types and properties taken into account; None where types exclude it."""
        of = [cls in fit.entity.types for cls in query.types]
        weight, certain = 1.0, fit.certain
        if of and not (all(of) if query.strict == "all" else any(of)):
            if query.strict != "should":
                return None
            weight, certain = OTHER_TYPE, False
        for verdict in self._verdicts(fit.entity, wanted):
            if verdict is None:
                weight *= UNTOLD
            elif not verdict:
                weight, certain = weight * CONTRADICTED, False
        return replace(fit, weight=weight, certain=certain)

    def _verdicts(self, entity: Entity, wanted: Sequence["_Wanted"]) -> list[bool | None]:
        """Of each property, whether the entity has one of the values; None where none is known."""
        found: list[bool | None] = []
        for name in dict.fromkeys(one.property for one in wanted):
            values = self.values(name, entity)
            some = [one for one in wanted if one.property == name]
            agreed = any(self._same(value, one) for value in values for one in some)
            found.append(agreed if values else None)
        return found

    def _same(self, value: Value, wanted: "_Wanted") -> bool:
        if isinstance(value, NamedNode) and value.value in self.names.identified:
            return value.value in wanted.meant
        text = value.value
        if text == wanted.text or properties()[wanted.property].identifies:
            return text == wanted.text
        return _alike(spelling(text), wanted.spelling)


@dataclass(frozen=True)
class _Wanted:
    """A value that a property should have: a text, or the IRIs of those that it may mean."""

    property: str
    text: str
    meant: frozenset[str]
    spelling: Spelling


def _order(fit: Fit) -> tuple[float, bool, int, str]:
    return -fit.score, not fit.certain, -fit.entity.mentions, fit.entity.id


def _alike(one: Spelling, other: Spelling) -> bool:
    """Whether texts say the same; a date may be given less precisely: 2018 for 2018-10."""
    if one.numbers or other.numbers:
        return bool(other.words) and one.words[: len(other.words)] == other.words
    return fuzz.ratio(one.plain, other.plain) >= LIKE


def _told(fit: Fit, match: bool) -> dict[str, object]:
    entity = fit.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "type": [Type(cls).told() for cls in entity.types],
        "score": round(fit.score, 2),
        "match": match,
        "features": [
            {"id": "name_likeness", "value": round(fit.likeness, 2)},
            {"id": "mentions", "value": entity.mentions},
        ],
    }
