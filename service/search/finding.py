"""Finding things: by name or text, tolerant of typing, with facets."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from service.search.catalogue import Catalogue, query_text
from service.search.words import Wanted, wanted, words

PAGE = 20
SUGGESTED = 8
ALIKE = 0.02  # words this much less like a misspelling than the most alike are meant, too
BEGIN, END = "\x02", "\x03"  # around the words found in a text; they occur in no XML, hence no page


@dataclass(frozen=True)
class Chosen:
    """The facets that a search is narrowed to; an empty one is not."""

    kind: str = ""
    country: str = ""
    year: str = ""


@dataclass(frozen=True)
class Hit:
    """Something found; `excerpt` alternates between other words and the words that were found."""

    iri: str
    kind: str
    name: str
    year: str
    excerpt: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of hits, the number of all of them, and how many there are by facet and value.

    `read_as` is what was searched for where that is not what was typed; `anyway` says that no item
    has all the words, and that these have some. `pair` are two entities that the query names.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] | None = None
    read_as: str = ""
    anyway: bool = False
    pair: tuple[str, str] | None = None
    since: str = ""


def find(catalogue: Catalogue, query: str, chosen: Chosen, page: int = 1) -> Found:
    """What a query finds, `PAGE` hits at a time."""
    asked = wanted(query)
    if not asked.words:
        return Found()
    readings = [_readings(catalogue, word) for word in asked.telling]
    plain = " ".join(asked.telling)
    corrected = " ".join(reading[0] for reading in readings)
    values: dict[str, str | int] = {
        "kind": chosen.kind, "country": chosen.country, "year": chosen.year, "since": asked.since,
        "first": _first(catalogue, asked.words, asked.telling, words(corrected)),
        "limit": PAGE, "offset": (page - 1) * PAGE,
    }  # fmt: skip
    counts = _counted(catalogue, {**values, "expression": _expression(readings, " AND ")})
    joint = " AND "
    if not counts["all"][0][1] and len(readings) > 1:
        joint = " OR "
        counts = _counted(catalogue, {**values, "expression": _expression(readings, joint)})
    rows = catalogue.ask(
        query_text("found"), {**values, "expression": _expression(readings, joint)}
    )
    return Found(
        hits=tuple(_hit(*map(str, row)) for row in rows),
        total=counts["all"][0][1],
        facets={name: rows for name, rows in counts.items() if name != "all"},
        read_as="" if corrected == plain else corrected,
        anyway=joint == " OR ",
        pair=_pair(catalogue, asked),
        since=asked.since,
    )


def suggest(catalogue: Catalogue, query: str) -> list[Hit]:
    """What somebody who has typed this far may mean: entities, then documents by title."""
    asked = wanted(query)
    if not asked.words:
        return []
    readings = [_readings(catalogue, word) for word in asked.words]
    begun = asked.words[-1]
    if _begins(catalogue, begun):
        readings[-1] = (begun,)
    expression = f"names : ({_expression(readings, ' AND ', begun=True)})"
    values: dict[str, str | int] = {
        "expression": expression,
        "first": _first(catalogue, asked.words),
        "limit": SUGGESTED,
    }
    rows = catalogue.ask(query_text("suggested"), values)
    return [Hit(str(iri), str(kind), str(name), "") for iri, kind, name in rows]


def _readings(catalogue: Catalogue, word: str) -> tuple[str, ...]:
    """The word itself if any name or text has it, else words that it may be a misspelling of."""
    place = bisect_left(catalogue.vocabulary, word)
    if catalogue.vocabulary[place : place + 1] == (word,) or len(word) < 4:
        return (word,)
    distance = 1 if len(word) < 8 else 2
    near = process.extract(
        word, catalogue.vocabulary, scorer=OSA.distance, score_cutoff=distance, limit=20
    )
    if near:
        likeness = {text: JaroWinkler.similarity(word, text) for text, _, _ in near}
        best = max(likeness.values())
        return tuple(t for t in sorted(likeness) if likeness[t] > best - ALIKE)[:4]
    begun = catalogue.vocabulary[place : place + 1]
    return begun if begun and begun[0].startswith(word) else (word,)


def _begins(catalogue: Catalogue, word: str) -> bool:
    place = bisect_left(catalogue.vocabulary, word)
    return any(term.startswith(word) for term in catalogue.vocabulary[place : place + 1])


def _expression(readings: Sequence[tuple[str, ...]], joint: str, *, begun: bool = False) -> str:
    """The full-text query: words are letters and digits only, and quoted all the same."""
    parts = ["(" + " OR ".join(f'"{word}"' for word in reading) + ")" for reading in readings]
    if begun:
        parts[-1] = "(" + " OR ".join(f'"{word}" *' for word in readings[-1]) + ")"
    return joint.join(parts)


def _first(catalogue: Catalogue, *names: tuple[str, ...]) -> str:
    """What is called exactly so, the most mentioned if several are; else empty."""
    return next((catalogue.named[name][0] for name in names if name in catalogue.named), "")


def _pair(catalogue: Catalogue, asked: Wanted) -> tuple[str, str] | None:
    """Two entities named one after the other: "France Japan", "CNES and NASA since 2018"."""
    for one, other in _splits(asked.telling):
        first, second = catalogue.named.get(one), catalogue.named.get(other)
        if first and second and first[0] != second[0]:
            return first[0], second[0]
    return None


def _splits(name: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for place in range(1, len(name)):
        yield name[:place], name[place:]


def _counted(
    catalogue: Catalogue, values: Mapping[str, str | int]
) -> dict[str, tuple[tuple[str, int], ...]]:
    counts: dict[str, list[tuple[str, int]]] = {"all": [], "kind": [], "country": [], "year": []}
    for facet, value, number in catalogue.ask(query_text("facets"), values):
        counts[str(facet)].append((str(value), int(number)))
    counts["year"].sort(reverse=True)
    return {facet: tuple(rows) for facet, rows in counts.items()}


def _hit(iri: str, kind: str, name: str, year: str, text: str) -> Hit:
    # A text in which nothing was found gives its beginning, which says nothing.
    parts = tuple(part for piece in text.split(BEGIN) for part in piece.split(END))
    return Hit(iri, kind, name, year, parts if BEGIN in text else ())
