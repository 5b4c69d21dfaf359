"""What pages need to know at once of a release: whose facts these are, newest first.

A page of an entity with ten thousand facts shows some dozens of them. Which ones, and how many
there are, stands here; only those that are shown are read from the store.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from service.facts import CLASSES
from service.names import MENTIONS, A, kind_of, sc
from service.release import Release

ACTORS = (
    "participant", "organizer", "witness", "party", "signatory", "agent", "recipient",
    "contributor", "member", "organization",
)  # fmt: skip
OTHERS = ("place", "topic", "withinEvent", "series", "endeavour", "item")
DIRECT = ("partOf", "destination", "country", "locatedIn", "orbits", "memberOf", "contributesTo",
          "cooperatesWith")  # fmt: skip
PARTNERS = ("country", "organization", "region", "collective")
HUB = (
    300  # facts: what has more is summarized when the index is made, the rest when it is asked for
)

Positions = Mapping[str, "array[int]"]
Links = Mapping[str, Mapping[str, tuple[str, ...]]]


class Mentioned(NamedTuple):
    """A document that mentions an entity, and how often."""

    document: str
    times: int


@dataclass(frozen=True)
class Summary:
    """What is counted of all facts of an entity.

    `numbers` are those of its facts by class, as in CLASSES, `years` those of its facts, the newest
    first, `partners` (partner, number of facts shared) by kind, the most first.
    """

    numbers: tuple[int, ...]
    years: tuple[str, ...]
    partners: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Index:
    """Facts and reports by position, and the positions that concern each entity.

    `facts` are ordered from the newest to the oldest, `days` holds the latest day that each may be
    of or, of one without end or date, the day it was last told (ISO 8601), `classes` its place in
    CLASSES. `about` are the facts in which an entity has a role or acts, `acting` those that it
    acts in, itself or, of a country, by an organization of that country. `reports` begin with the
    newest document; `reports_of` are those of a fact, `reports_in` those of a document, `direct`
    those of an entity's properties, `withdrawn` what were reports of a fact or in a document,
    `corrections` what curators said of a report.
    """

    facts: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    classes: bytes = b""
    actors: tuple[tuple[str, ...], ...] = ()
    about: Positions = field(default_factory=dict)
    acting: Positions = field(default_factory=dict)
    reports: tuple[str, ...] = ()
    reports_of: Positions = field(default_factory=dict)
    reports_in: Positions = field(default_factory=dict)
    direct: Positions = field(default_factory=dict)
    mentioned: Mapping[str, tuple[Mentioned, ...]] = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    inverse: Links = field(default_factory=dict)
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    _summaries: dict[str, Summary] = field(default_factory=dict)

    def position(self, fact: str) -> int:
        """Where a fact stands in `facts`; raises KeyError for what is none."""
        return self.places[fact]

    def concerning(self, entity: str) -> "array[int]":
        """The facts that a page of the entity tells: in which it acts, or has any role."""
        return self.about.get(entity, _NONE)

    def shared(self, entity: str, partner: str) -> "array[int]":
        """The facts in which both act; of what is no actor (a mission), those about it."""
        one = self.acting.get(entity) or self.about.get(entity, _NONE)
        other = set(self.acting.get(partner) or self.about.get(partner, _NONE))
        return array("I", (position for position in one if position in other))

    def summary(self, entity: str) -> Summary:
        """What is counted of its facts."""
        known = self._summaries.get(entity)
        if known is None:
            facts = self.concerning(entity)
            classes = Counter(self.classes[fact] for fact in facts)
            known = self._summaries[entity] = Summary(
                numbers=tuple(classes[place] for place in range(len(CLASSES))),
                years=self.years(facts),
                partners=self._partners(entity),
            )
        return known

    def years(self, facts: Iterable[int]) -> tuple[str, ...]:
        """The years that facts count for, the newest first."""
        return tuple(sorted({self.days[fact][:4] for fact in facts} - {""}, reverse=True))

    def _partners(self, entity: str) -> dict[str, tuple[tuple[str, int], ...]]:
        """Those of each kind; a country is no partner of its own."""
        facts = self.acting.get(entity) or self.about.get(entity, _NONE)
        counts = Counter(chain.from_iterable(map(self.actors.__getitem__, facts)))
        for own in (entity, *self.countries.get(entity, ())):
            counts.pop(own, None)
        found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in PARTNERS}
        for other, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            kind = other.rpartition("/")[0].rpartition("/")[2]
            if entity not in self.countries.get(other, ()):
                found.setdefault(kind, []).append((other, number))
        return {kind: tuple(partners) for kind, partners in found.items() if partners}


_NONE: "array[int]" = array("I")


def index(release: Release) -> Index:
    """The index of a release: about as long as reading half of it, for a million triples."""
    store, base = release.store, release.base
    reported = _grouped((fact, report) for report, fact in _links(store, "reportOf"))
    documents = dict(_links(store, "inDocument"))
    days = _days(store, reported, {r: release.dates.get(d, "") for r, d in documents.items()})
    order = _classified(store, days)
    place = {iri: position for position, (iri, _) in enumerate(order)}
    about, actors = _roles(store, base, place)
    countries = _grouped(_links(store, "country"))
    acting = _acting(actors, countries)
    for name, positions in acting.items():
        about[name] |= positions
    reports = _reports(store, release.dates)
    number = {iri: position for position, iri in enumerate(reports)}
    links = {name: _grouped(_links(store, name)) for name in DIRECT}
    inverse = {name: _backwards(store, name) for name in DIRECT}
    found = Index(
        facts=tuple(iri for iri, _ in order),
        days=tuple(days.get(iri, "") for iri, _ in order),
        classes=bytes(cls for _, cls in order),
        actors=tuple(tuple(sorted(actors.get(p, ()))) for p in range(len(order))),
        about=_arrays(about),
        acting=_arrays(acting),
        reports=reports,
        reports_of=_positions(_links(store, "reportOf"), number),
        reports_in=_positions(_links(store, "inDocument"), number),
        direct=_positions((*_links(store, "subject"), *_links(store, "object")), number),
        mentioned=_mentioned(store, base, release.dates),
        links=links,
        inverse=inverse,
        countries=countries,
        corrections=_backwards(store, "corrects"),
        withdrawn=_withdrawn(store, documents),
        places=place,
    )
    for entity, facts in found.about.items():
        if len(facts) > HUB:
            found.summary(entity)
    return found


def _all(store: Store, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Quad]:
    return store.quads_for_pattern(None, predicate, value, DefaultGraph())


def _links(store: Store, name: str) -> Iterator[tuple[str, str]]:
    for quad in _all(store, sc(name)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.object.value


def _days(
    store: Store, reported: Mapping[str, tuple[str, ...]], published: Mapping[str, str]
) -> dict[str, str]:
    """The latest day that a fact may be of; of one without end or date, when it was last told."""
    told = {name: _values(store, name) for name in ("date", "earliest", "latest")}
    days = {}
    for fact, reports in reported.items():
        own = max(told["earliest"].get(fact, ""), told["date"].get(fact, "").strip("[."))
        last = max(published.get(report, "") for report in reports)
        days[fact] = told["latest"].get(fact) or max(own, last)
    return days


def _values(store: Store, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for quad in _all(store, sc(name)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value] = max(found.get(quad.subject.value, ""), quad.object.value)
    return found


def _classified(store: Store, days: Mapping[str, str]) -> list[tuple[str, int]]:
    """(fact, place of its class in CLASSES), newest first."""
    # An agreement that the gazetteer knows, and that no document tells of, is no fact here.
    facts = {quad.subject for quad in _all(store, A, sc("Fact"))}
    found: dict[str, int] = {}
    for place, name in enumerate(CLASSES):
        for quad in _all(store, A, sc(name)):
            if isinstance(quad.subject, NamedNode) and quad.subject in facts:
                found.setdefault(quad.subject.value, place)
    by_name = sorted(found.items())
    return sorted(by_name, key=lambda pair: days.get(pair[0], ""), reverse=True)


def _roles(
    store: Store, base: str, place: Mapping[str, int]
) -> tuple[dict[str, set[int]], dict[int, set[str]]]:
    about: dict[str, set[int]] = defaultdict(set)
    actors: dict[int, set[str]] = defaultdict(set)
    for name in (*ACTORS, *OTHERS):
        for fact, entity in _links(store, name):
            position = place.get(fact)
            if position is not None and entity.startswith(base):
                about[entity].add(position)
                if name in ACTORS:
                    actors[position].add(entity)
    return about, actors


def _acting(
    actors: dict[int, set[str]], countries: Mapping[str, tuple[str, ...]]
) -> dict[str, set[int]]:
    """The facts of each actor; beside an organization, its country acts (`actors` gains it)."""
    acting: dict[str, set[int]] = defaultdict(set)
    for position, names in actors.items():
        names |= {country for name in names for country in countries.get(name, ())}
        for name in names:
            acting[name].add(position)
    return acting


def _reports(store: Store, dates: Mapping[str, str]) -> tuple[str, ...]:
    """The reports, those of the newest document first."""
    reports = {quad.subject.value for quad in _all(store, A, sc("Report"))
               if isinstance(quad.subject, NamedNode)}  # fmt: skip
    found = sorted(pair for pair in _links(store, "inDocument") if pair[0] in reports)
    found.sort(key=lambda pair: dates.get(pair[1], ""), reverse=True)
    return tuple(dict.fromkeys(report for report, _ in found))


def _positions(
    pairs: Iterable[tuple[str, str]], number: Mapping[str, int]
) -> dict[str, "array[int]"]:
    """(report, what it is of) by the latter, the reports by their numbers."""
    found: dict[str, set[int]] = defaultdict(set)
    for report, entity in pairs:
        if report in number:
            found[entity].add(number[report])
    return _arrays(found)


def _arrays(found: Mapping[str, set[int]]) -> dict[str, "array[int]"]:
    return {name: array("I", sorted(positions)) for name, positions in found.items()}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: tuple(sorted(others)) for one, others in found.items()}


def _backwards(store: Store, name: str) -> dict[str, tuple[str, ...]]:
    return _grouped((target, source) for source, target in _links(store, name))


def _withdrawn(store: Store, documents: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The withdrawn reports by the facts and by the documents that they were of."""
    pairs = {(fact, report) for report, fact in _links(store, "withdrawnFrom")}
    told = {quad.subject.value for quad in _all(store, A, sc("WithdrawnReport"))
            if isinstance(quad.subject, NamedNode)}  # fmt: skip
    return _grouped((*pairs, *((documents[iri], iri) for iri in told if iri in documents)))


def _mentioned(
    store: Store, base: str, dates: Mapping[str, str]
) -> dict[str, tuple[Mentioned, ...]]:
    """The documents that mention each entity, newest first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in _all(store, MENTIONS):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            document = quad.subject.value.partition("#")[0]
            if kind_of(document, base) == "document":
                counts[quad.object.value][document] += 1
    return {
        entity: tuple(
            Mentioned(document, times)
            for document, times in sorted(
                sorted(documents.items()), key=lambda pair: dates.get(pair[0], ""), reverse=True
            )
        )
        for entity, documents in counts.items()
    }
