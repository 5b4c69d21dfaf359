"""Precision and recall of published facts against annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from mapping.evaluation.annotations import Annotation, GoldEntity, GoldFact
from mapping.evaluation.matching import DATED, DIRECTLY, FITTING, folded, overlap
from mapping.evaluation.published import FactNode, Published

_EVENTS = frozenset({"Meeting", "Agreement"})


@dataclass(frozen=True)
class Tally:
    """How many of how many."""

    right: int
    total: int

    @property
    def ratio(self) -> float:
        """The share that is right; 0 where there is nothing."""
        return self.right / max(1, self.total)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.total + other.total)


@dataclass(frozen=True)
class Miss:
    """An annotated fact, or an entity (type "entity"), that nothing published answers."""

    document: str
    type: str
    subject: str
    predicate: str = ""
    object: str | None = None
    when: str | None = None


@dataclass(frozen=True)
class Extra:
    """A published fact that answers no annotation of its document."""

    document: str
    classes: tuple[str, ...]
    iri: str


@dataclass(frozen=True)
class Score:
    """Recall by type of annotated fact, precision by class of published fact, and the rest."""

    recall: Mapping[str, Tally]
    precision: Mapping[str, Tally]
    entities: Tally
    misses: tuple[Miss, ...]
    extras: tuple[Extra, ...]

    def precision_of(self, sort: str) -> Tally:
        """Precision over the classes that can answer a type of annotated fact."""
        return _sum(t for name, t in self.precision.items() if name in FITTING[sort])

    @property
    def overall(self) -> tuple[Tally, Tally]:
        """Precision and recall over all facts."""
        return _sum(self.precision.values()), _sum(self.recall.values())


def f1(precision: Tally, recall: Tally) -> float:
    """The harmonic mean of precision and recall."""
    total = precision.ratio + recall.ratio
    return 2 * precision.ratio * recall.ratio / max(1e-9, total)


def score(annotations: Mapping[str, Annotation], published: Published) -> Score:
    """The score of what was published; annotations by the slug of the document that they read."""
    results = [_document(slug, gold, published) for slug, gold in annotations.items()]
    recall, precision = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for result in results:
        recall.update((fact.type, found) for fact, found in result.facts)
        precision.update((c, right) for node, right in result.nodes for c in node.classes)
    entities = [found for result in results for _, found in result.entities]
    return Score(
        recall=_tallies(recall),
        precision=_tallies(precision),
        entities=Tally(sum(entities), len(entities)),
        misses=tuple(miss for result in results for miss in result.misses()),
        extras=tuple(extra for result in results for extra in result.extras()),
    )


@dataclass(frozen=True)
class _Result:
    """What became of one document: each annotated fact and entity, each published fact."""

    stem: str
    facts: tuple[tuple[GoldFact, bool], ...]
    entities: tuple[tuple[GoldEntity, bool], ...]
    nodes: tuple[tuple[FactNode, bool], ...]

    def misses(self) -> Iterable[Miss]:
        for fact, found in self.facts:
            if not found:
                what = (fact.type, fact.subject, fact.predicate, fact.object, fact.when)
                yield Miss(self.stem, *what)
        for entity, found in self.entities:
            if not found:
                yield Miss(self.stem, "entity", entity.name)

    def extras(self) -> Iterable[Extra]:
        for node, right in self.nodes:
            if not right:
                yield Extra(self.stem, tuple(sorted(node.classes)), node.iri)


def _document(slug: str, gold: Annotation, published: Published) -> _Result:
    aliases = _aliases(gold.entities)
    nodes = published.fact_nodes(slug)
    mentioned = published.mentioned(slug)
    right: set[str] = set()
    facts = []
    for fact in gold.facts:
        subject = _names(fact.subject, aliases)
        value = _names(fact.object, aliases) if fact.object else set()
        answers = {node.iri for node in nodes if _answers(node, fact, subject, value)}
        right |= answers
        directly = fact.type in DIRECTLY and published.links_directly(slug, subject, value)
        facts.append((fact, bool(answers) or directly))
    return _Result(
        stem=gold.stem,
        facts=tuple(facts),
        entities=tuple((e, bool(_names(e.name, aliases) & mentioned)) for e in gold.entities),
        nodes=tuple((node, node.iri in right) for node in nodes),
    )


def _answers(node: FactNode, fact: GoldFact, subject: set[str], value: set[str]) -> bool:
    """Whether a published fact tells what the annotated one does; ``subject``, ``value``: names."""
    if not node.classes & FITTING[fact.type]:
        return False
    when = fact.when
    same_date = bool(when) and any(overlap(date, when) for date in node.dates if when)
    if node.dates and when and not same_date:
        return False
    event = bool(node.classes & _EVENTS)
    by_name = bool(subject & node.names)
    if not by_name and not (fact.type in DATED and event and same_date):
        return False
    if not value or value & node.names or folded(fact.object or "") in ("virtual", ""):
        return True
    return by_name and (fact.type == "milestone" or (fact.type == "participation" and event))


def answers_directly(gold: Annotation, subject: Set[str], value: Set[str]) -> bool:
    """Whether a property between things of these (folded) names answers one of the annotations."""
    aliases = _aliases(gold.entities)
    return any(
        fact.type in DIRECTLY
        and fact.object
        and _names(fact.subject, aliases) & subject
        and _names(fact.object, aliases) & value
        for fact in gold.facts
    )


def _aliases(entities: Iterable[GoldEntity]) -> dict[str, set[str]]:
    """Each folded name of an entity → all of that entity's; a shared name has those of all."""
    aliases: dict[str, set[str]] = {}
    for entity in entities:
        names = {folded(name) for name in entity.names}
        for name in names:
            aliases.setdefault(name, set()).update(names)
    return aliases


def _names(name: str, aliases: Mapping[str, set[str]]) -> set[str]:
    return aliases.get(folded(name), {folded(name)}) - {""}


def _tallies(counted: Counter[tuple[str, bool]]) -> dict[str, Tally]:
    return {
        name: Tally(counted[name, True], counted[name, True] + counted[name, False])
        for name in sorted({name for name, _ in counted})
    }


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally(0, 0))
