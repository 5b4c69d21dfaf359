"""What a change did: facts gained, lost and changed between two builds of annotated documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from mapping.evaluation.annotations import Annotation
from mapping.evaluation.scoring import Score
from mapping.evaluation.telling import Build, Told
from mapping.release.graphs import Graphs

Sort = Literal["gained", "lost", "changed"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True)
class Change:
    """A property of a fact that has other values now; values in words."""

    property: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A fact of one document that only one of two builds tells, or both, but differently.

    ``fact`` is as told last, ``before`` and ``now`` as each build tells it. Changes are those of a
    fact that both tell.
    """

    sort: Sort
    fact: Told
    before: Told | None
    now: Told | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Compared:
    """One document in two builds; ``same`` facts are told alike. ``is_new``: not in the earlier."""

    stem: str
    differences: tuple[Difference, ...]
    same: int
    is_new: bool

    def count(self, sort: Sort) -> int:
        """How many differences are of a sort."""
        return sum(difference.sort == sort for difference in self.differences)


@dataclass(frozen=True)
class Comparison:
    """All annotated documents in two builds, and the score of the earlier one."""

    documents: tuple[Compared, ...]
    before: Score


def compare(annotations: Mapping[str, Annotation], before: Graphs, now: Graphs) -> Comparison:
    """What differs between two builds. Raises ValueError for a date in either that is none."""
    earlier, later = Build(before, annotations), Build(now, annotations)
    documents = tuple(
        _document(
            annotation.stem,
            earlier.told(slug, annotation),
            later.told(slug, annotation),
            is_new=f"document/{slug}" not in before.named,
        )
        for slug, annotation in annotations.items()
    )
    return Comparison(documents, earlier.score)


def _document(
    stem: str, before: Mapping[str, Told], now: Mapping[str, Told], *, is_new: bool
) -> Compared:
    differences = tuple(_differences(before, now))
    same = len(before.keys() | now.keys()) - len(differences)
    return Compared(stem, differences, same, is_new)


def _differences(before: Mapping[str, Told], now: Mapping[str, Told]) -> Iterator[Difference]:
    """The gained ones, then the lost, then the changed, each in the order of classes and paths."""
    for path, fact in now.items():
        if path not in before:
            yield Difference("gained", fact, None, fact)
    for path, fact in before.items():
        if path not in now:
            yield Difference("lost", fact, fact, None)
    for path, fact in now.items():
        if path in before and (changes := tuple(_changes(before[path], fact))):
            yield Difference("changed", fact, before[path], fact, changes)


def _changes(before: Told, now: Told) -> Iterator[Change]:
    for name in sorted({*before.details, *now.details}):
        then, today = (fact.details.get(name, {}) for fact in (before, now))
        # Addresses are compared: a gazetteer that corrects a label changes no fact.
        if then.keys() != today.keys():
            gone = tuple(words for address, words in then.items() if address not in today)
            come = tuple(words for address, words in today.items() if address not in then)
            yield Change(name, gone, come)
