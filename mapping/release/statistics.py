"""How much a release holds: triples, facts, entities, mentions, and each class and property."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from ontology import ITSRDF, RDF, SC, SKOS

_TYPE = str(RDF.type)
_LABEL = str(SKOS.prefLabel)
_MENTION = str(ITSRDF.taIdentRef)
_EVIDENCE = str(SC.evidence)
_FACT = str(SC.Fact)
_DOCUMENT = str(SC.Document)


@dataclass(frozen=True)
class Statistics:
    """Counts over distinct triples.

    ``classes`` and ``properties`` map IRIs to numbers of instances and of triples. A fact has
    evidence in a document; an entity is whatever else has a preferred label, the gazetteer's
    entries included; a mention is a passage that names an entity.
    """

    triples: int = 0
    subjects: int = 0
    facts: int = 0
    entities: int = 0
    mentions: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.classes[_DOCUMENT]

    def row(self) -> tuple[int | dict[str, int], ...]:
        """The same for JSON."""
        numbers = (self.triples, self.subjects, self.facts, self.entities, self.mentions)
        return (*numbers, dict(self.classes), dict(self.properties))

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """The statistics of a row."""
        triples, subjects, facts, entities, mentions, classes, properties = row
        counted = Counter(classes), Counter(properties)
        return cls(triples, subjects, facts, entities, mentions, *counted)

    def __add__(self, other: Statistics) -> Statistics:
        """The counts of two graphs without a common subject, taken together."""
        return Statistics(
            self.triples + other.triples,
            self.subjects + other.subjects,
            self.facts + other.facts,
            self.entities + other.entities,
            self.mentions + other.mentions,
            self.classes + other.classes,
            self.properties + other.properties,
        )


def count(subjects: Iterable[list[bytes]]) -> Statistics:
    """The statistics of a graph whose N-Triples lines come subject by subject, each once."""
    triples = number = facts = entities = mentions = 0
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for lines in subjects:
        number += 1
        triples += len(lines)
        said, types = _said(lines)
        classes.update(types)
        properties.update(said)
        told = _FACT in types and _EVIDENCE in said
        facts += told
        entities += _LABEL in said and not told
        mentions += _MENTION in said
    return Statistics(triples, number, facts, entities, mentions, classes, properties)


def _said(lines: Iterable[bytes]) -> tuple[list[str], list[str]]:
    """The predicates and the classes of one subject."""
    parts = [line.split(b" ", 2)[1:] for line in lines]
    said = [predicate[1:-1].decode() for predicate, _ in parts]
    values = (value for name, (_, value) in zip(said, parts, strict=True) if name == _TYPE)
    return said, [value[1:-3].decode() for value in values if value.startswith(b"<")]
