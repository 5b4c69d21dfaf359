"""Two releases, compared quad by quad, and what that means for facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal as OneOf
from typing import get_args

from pyoxigraph import Literal, NamedNode, Quad

from mapping.diff.releases import Dump
from ontology import RDF, SC, SKOS

Sort = OneOf["added", "removed", "changed"]
SORTS: tuple[Sort, ...] = get_args(Sort)
CLASSES = ("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership")
# What of a fact people read; labels and bounds follow from the rest.
_SHOWN = frozenset(
    "date status participant organizer witness party signatory agent recipient contributor "
    "contributionType item member organization post endeavour milestoneType place virtual topic "
    "withinEvent series".split()
)
_TYPE, _FACT, _LABEL = str(RDF.type), str(SC.Fact), str(SKOS.prefLabel)
_REPORT_OF = str(SC.reportOf)


@dataclass(frozen=True)
class Change:
    """The values of a property that a fact no longer has, and those that it has now."""

    property: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A fact that only one release holds, or both, but with other statements or reports."""

    sort: Sort
    cls: str
    iri: str
    label: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What the second of two releases holds beyond the first (added), and the reverse."""

    differences: tuple[Difference, ...]
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]

    def count(self, cls: str, sort: Sort) -> int:
        """How many facts of a class were added, removed or changed."""
        return sum(d.cls == cls and d.sort == sort for d in self.differences)


@dataclass(frozen=True)
class _Index:
    """What stays of a release in memory: a digest a quad, and each fact's class and label."""

    quads: frozenset[bytes]
    facts: dict[str, tuple[str, str]]


def compare(before: Dump, now: Dump) -> Comparison:
    """What came and went between two releases. Raises InputError where one cannot be read."""
    old, new = _index(before), _index(now)
    removed = tuple(q for q in before.quads() if _digest(q) not in new.quads)
    added = tuple(q for q in now.quads() if _digest(q) not in old.quads)
    found = [
        *_differences("added", new.facts, new.facts.keys() - old.facts.keys()),
        *_differences("removed", old.facts, old.facts.keys() - new.facts.keys()),
        *_changed(new.facts, new.facts.keys() & old.facts.keys(), removed, added),
    ]
    found.sort(key=lambda d: (CLASSES.index(d.cls), SORTS.index(d.sort), d.label, d.iri))
    return Comparison(tuple(found), added, removed)


def _index(dump: Dump) -> _Index:
    digests: set[bytes] = set()
    facts: set[str] = set()
    classes: dict[str, str] = {}
    labels: dict[str, str] = {}
    known = {str(SC[name]): name for name in CLASSES}
    for quad in dump.quads():
        digests.add(_digest(quad))
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if quad.predicate.value == _TYPE and isinstance(value, NamedNode):
            if value.value == _FACT:
                facts.add(subject.value)
            elif value.value in known:
                classes[subject.value] = known[value.value]
        elif quad.predicate.value == _LABEL and subject.value in classes:
            # A dump gives the classes of a subject before its labels.
            labels[subject.value] = _words(value)
    told = {iri: (classes[iri], labels.get(iri, iri)) for iri in facts if iri in classes}
    return _Index(frozenset(digests), told)


def _digest(quad: Quad) -> bytes:
    return blake2b(str(quad).encode(), digest_size=16).digest()


def _differences(
    sort: Sort, facts: dict[str, tuple[str, str]], iris: set[str]
) -> Iterator[Difference]:
    return (Difference(sort, *_named(facts, iri)) for iri in iris)


def _named(facts: dict[str, tuple[str, str]], iri: str) -> tuple[str, str, str]:
    cls, label = facts[iri]
    return cls, iri, label


def _changed(
    facts: dict[str, tuple[str, str]],
    both: set[str],
    removed: tuple[Quad, ...],
    added: tuple[Quad, ...],
) -> Iterator[Difference]:
    gone, come = _values(removed), _values(added)
    retold = {
        quad.object.value
        for quad in (*removed, *added)
        if quad.predicate.value == _REPORT_OF and isinstance(quad.object, NamedNode)
    }
    for iri in both & (gone.keys() | come.keys() | retold):
        then, today = gone.get(iri, {}), come.get(iri, {})
        changes = tuple(
            Change(name, tuple(sorted(then.get(name, ()))), tuple(sorted(today.get(name, ()))))
            for name in sorted(then.keys() | today.keys())
            # Another document that says the same changes nothing.
            if then.get(name) != today.get(name)
        )
        if changes or iri in retold:
            yield Difference("changed", *_named(facts, iri), changes)


def _values(quads: tuple[Quad, ...]) -> dict[str, dict[str, set[str]]]:
    """subject → property → values, of the properties that are shown."""
    found: dict[str, dict[str, set[str]]] = {}
    for quad in quads:
        name = quad.predicate.value.removeprefix(str(SC))
        if name in _SHOWN and isinstance(quad.subject, NamedNode):
            values = found.setdefault(quad.subject.value, {}).setdefault(name, set())
            values.add(_words(quad.object))
    return found


def _words(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.partition("/id/")[2] or term.value.replace("#", "/").rpartition("/")[2]
    return term.value if isinstance(term, Literal) else str(term)
