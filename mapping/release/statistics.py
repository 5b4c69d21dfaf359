"""How much a release holds: triples, facts, entities, mentions, and each class and property."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from ontology import ITSRDF, RDF, SC, SKOS

_TYPE = NamedNode(str(RDF.type))
_LABEL = NamedNode(str(SKOS.prefLabel))
_MENTION = NamedNode(str(ITSRDF.taIdentRef))
_EVIDENCE = NamedNode(str(SC.evidence))
_FACT = NamedNode(str(SC.Fact))
_DOCUMENT = NamedNode(str(SC.Document))


@dataclass(frozen=True)
class Statistics:
    """Counts over distinct triples.

    ``classes`` and ``properties`` map IRIs to numbers of instances and of triples. A fact has
    evidence in a document; an entity is whatever else has a preferred label, the gazetteer's
    entries included; a mention is a passage that names an entity.
    """

    triples: int
    subjects: int
    documents: int
    facts: int
    entities: int
    mentions: int
    classes: dict[str, int]
    properties: dict[str, int]


def count(triples: Iterable[Triple]) -> Statistics:
    """The statistics of a graph whose triples are distinct."""
    total = 0
    subjects, labelled, facts, evidenced, mentions = (set[object]() for _ in range(5))
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for triple in triples:
        total += 1
        subjects.add(triple.subject)
        properties[triple.predicate.value] += 1
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            classes[triple.object.value] += 1
            if triple.object == _FACT:
                facts.add(triple.subject)
        elif triple.predicate == _LABEL:
            labelled.add(triple.subject)
        elif triple.predicate == _EVIDENCE:
            evidenced.add(triple.subject)
        elif triple.predicate == _MENTION:
            mentions.add(triple.subject)
    return Statistics(
        triples=total,
        subjects=len(subjects),
        documents=classes[_DOCUMENT.value],
        facts=len(facts & evidenced),
        entities=len(labelled - (facts & evidenced)),
        mentions=len(mentions),
        classes=dict(sorted(classes.items())),
        properties=dict(sorted(properties.items())),
    )
