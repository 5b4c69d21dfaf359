"""The words of all names, to find what a misspelt or partial name may be."""

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.reconcile.spelling import Spelling

NEAR = 60  # names that are looked at more closely
COMMON = 2_000  # names that a word may stand in and still help to find them
MOST = 24  # words of a name that are looked for
READINGS = 8  # words that one may be a misspelling of
REMEMBERED = 20_000  # words whose readings are kept: columns repeat themselves


@dataclass(frozen=True)
class Texts:
    """Different texts with the places where each stands, to be found by what is like them."""

    places: Mapping[str, "array[int]"] = field(default_factory=dict)
    _lengths: Mapping[int, Sequence[str]] = field(default_factory=dict)
    _remembered: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def alike(self, text: str) -> tuple[str, ...]:
        """The text itself, or those that are few edits away, the nearest first."""
        if text in self.places:
            return (text,)
        found = self._remembered.get(text)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[text] = self._search(text)
        return found

    def _search(self, text: str) -> tuple[str, ...]:
        edits = 0 if len(text) < 4 else 1 if len(text) < 8 else 2 if len(text) < 20 else 3
        lengths = range(len(text) - edits, len(text) + edits + 1)
        known = chain.from_iterable(self._lengths.get(length, ()) for length in lengths)
        near = process.extract_iter(text, known, scorer=OSA.distance, score_cutoff=edits)
        ranked = sorted((distance, other) for other, distance, _ in near)
        return tuple(other for _, other in ranked[:READINGS])


@dataclass(frozen=True)
class Vocabulary:
    """The words of names, and whole names without spaces."""

    words: Texts = field(default_factory=Texts)
    wholes: Texts = field(default_factory=Texts)

    def near(self, asked: Spelling) -> list[int]:
        """The places of names like this one, at most `NEAR`, the most promising first."""
        weights: dict[int, float] = defaultdict(float)
        for whole in self.wholes.alike(asked.joined):
            for place in self.wholes.places[whole]:
                weights[place] += 100
        # "Bepi Columbo" may be one word of a longer name.
        for word in dict.fromkeys((*asked.telling[:MOST], asked.joined)):
            for reading in self.words.alike(word):
                places = self.words.places[reading]
                if len(places) <= COMMON:
                    weight = 1 / (1 + math.log(len(places)))
                    for place in places:
                        weights[place] += weight
        return heapq.nsmallest(NEAR, weights, key=lambda place: (-weights[place], place))


def vocabulary(spellings: Sequence[Spelling]) -> Vocabulary:
    """The vocabulary of names, each of which stands at its place in the sequence."""
    return Vocabulary(
        words=_texts((word, n) for n, spelt in enumerate(spellings) for word in set(spelt.telling)),
        wholes=_texts((spelt.joined, place) for place, spelt in enumerate(spellings)),
    )


def _texts(pairs: Iterable[tuple[str, int]]) -> Texts:
    places: dict[str, array[int]] = {}
    for text, place in pairs:
        places.setdefault(text, array("I")).append(place)
    lengths: dict[int, list[str]] = defaultdict(list)
    for text in sorted(places):
        lengths[len(text)].append(text)
    return Texts(places, dict(lengths))
