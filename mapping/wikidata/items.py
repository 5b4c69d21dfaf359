"""What Wikidata says of items: names, classes, statements, redirects, deletions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mapping.errors import InputError
from mapping.wikidata.cache import Cache
from mapping.wikidata.client import AT_ONCE, Client
from ontology import WD

LANGUAGES = ("en", "fr", "mul")
_BATCH = 50  # the most items that the API gives at once
# Must match "http://www.wikidata.org/entity/Q42"; must not match "…/entity/P31".
_ITEM = re.compile(re.escape(str(WD)) + r"(Q[1-9]\d*)", re.ASCII)
# Must match "2018-10-29T00:00:00Z", "-0044-03-15T00:00:00Z"; must not match "2018-10".
_TIME = re.compile(r"\+?(-?\d{4,})-(\d\d)-(\d\d)T\S*", re.ASCII)
_QUERIES = ("statements", "types", "versions")

Progress = Callable[[Sequence[Any]], Iterable[Any]]


@dataclass(frozen=True)
class Item:
    """What Wikidata says of the item that was asked for, at one revision.

    ``id`` is another one where ``asked`` redirects, and empty where it was deleted. ``names`` are,
    by language, the label and the aliases; ``types`` the English names of its classes; ``claims``
    pairs of property and value, items as "Q42", dates as "+2018-10-00T00:00:00Z/10", else empty.
    """

    asked: str
    id: str
    revision: int
    names: Mapping[str, tuple[str, ...]]
    types: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]


class Reader:
    """Reads items, those that have not changed from a cache."""

    def __init__(
        self, client: Client, properties: Sequence[str], cache: Cache, progress: Progress
    ) -> None:
        self._client, self._progress = client, progress
        self._properties = sorted(set(properties))
        known = (client.api, client.sparql, *self._properties, *LANGUAGES, *map(_query, _QUERIES))
        self._cache = cache.generation(*known)

    def read(self, ids: Iterable[str]) -> dict[str, Item]:
        """The items by the numbers asked for. InputError where an answer cannot be had or read."""
        batches = _batches(sorted(set(ids), key=_number))
        found: dict[str, Item] = {}
        waiting: dict[str, tuple[str, int]] = {}
        for heads in self._each(self._heads, batches):
            for asked, (target, revision) in heads.items():
                kept = self._kept(asked, target, revision)
                if kept:
                    found[asked] = kept
                else:
                    waiting[asked] = target, revision
        described = self._each(self._described, _batches(list(waiting.items())))
        for items in described:
            found |= {item.asked: item for item in items}
        return found

    def _each(self, ask: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            answers = pool.map(ask, batches)
            for _ in self._progress(batches):
                yield next(answers)
        finally:
            pool.shutdown(cancel_futures=True)

    def _heads(self, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Where each number leads, "" for nowhere, and the revision there."""
        heads: dict[str, tuple[str, int]] = {}
        for asked, entity in self._entities(ids, props="info").items():
            is_missing = "missing" in entity
            revision = 0 if is_missing else entity.get("lastrevid")
            target = "" if is_missing else entity.get("id")
            if not isinstance(revision, int) or not isinstance(target, str):
                raise self._unreadable(self._client.api, f"{asked} has no revision")
            heads[asked] = target, revision
        return heads

    def _kept(self, asked: str, target: str, revision: int) -> Item | None:
        if not target:
            return Item(asked, "", 0, {}, (), ())
        record = self._cache.load(target, revision)
        return _item(asked, target, revision, record) if record else None

    def _described(self, batch: Sequence[tuple[str, tuple[str, int]]]) -> list[Item]:
        targets = sorted({target for _, (target, _) in batch}, key=_number)
        names = self._names(targets)
        versions = {_local(r["item"]): r["version"] for r in self._rows("versions", item=targets)}
        types, claims = self._types(targets), self._claims(targets)
        items = [
            Item(
                asked,
                target,
                revision,
                names[target],
                tuple(sorted(types[target])),
                tuple(sorted(claims[target])),
            )
            for asked, (target, revision) in batch
        ]
        for item in items:
            # What the query service says of an older revision must not be kept as this one's.
            if versions.get(item.id) == str(item.revision):
                self._cache.store(item.id, item.revision, _record(item))
        return items

    def _names(self, ids: Sequence[str]) -> dict[str, dict[str, tuple[str, ...]]]:
        entities = self._entities(ids, props="labels|aliases", languages="|".join(LANGUAGES))
        try:
            return {
                asked: {
                    language: tuple(
                        str(name["value"])
                        for name in (*_one(entity, "labels", language), *_all(entity, language))
                    )
                    for language in LANGUAGES
                }
                for asked, entity in entities.items()
            }
        except (AttributeError, KeyError, TypeError) as error:
            raise self._unreadable(self._client.api, "names have another form") from error

    def _types(self, ids: Sequence[str]) -> defaultdict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._rows("types", item=ids):
            found[_local(row["item"])].add(row["label"])
        return found

    def _claims(self, ids: Sequence[str]) -> defaultdict[str, set[tuple[str, str]]]:
        found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in self._rows("statements", item=ids, property=self._properties):
            found[_local(row["item"])].add((_local(row["property"]), _value(row)))
        return found

    def _entities(self, ids: Sequence[str], **parameters: str) -> dict[str, dict[str, Any]]:
        answer = self._client.ask_api(
            action="wbgetentities", ids="|".join(ids), redirects="yes", **parameters
        )
        entities = answer.get("entities")
        if not isinstance(entities, dict):
            raise self._unreadable(self._client.api, "has no entities")
        lost = [q for q in ids if not isinstance(entities.get(q), dict)]
        if lost:
            raise self._unreadable(self._client.api, f"says nothing of {lost[0]}")
        return {q: entities[q] for q in ids}

    def _rows(self, name: str, **values: Sequence[str]) -> Iterator[dict[str, str]]:
        answer: Any = self._client.ask_sparql(_filled(_query(name), values))
        try:
            for binding in answer["results"]["bindings"]:
                yield {variable: str(term["value"]) for variable, term in binding.items()}
        except (AttributeError, KeyError, TypeError) as error:
            raise self._unreadable(self._client.sparql, "has no bindings") from error

    def _unreadable(self, address: str, reason: str) -> InputError:
        return InputError(address, f"its answer {reason} (nothing was changed)")


def _query(name: str) -> str:
    return (files("mapping.wikidata") / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def _filled(query: str, values: Mapping[str, Sequence[str]]) -> str:
    """The query with the empty lists of values filled; raises ValueError for what is no number."""
    for variable, numbers in values.items():
        empty = f"VALUES ?{variable} {{ }}"
        if empty not in query or not all(
            re.fullmatch(r"[QP][1-9]\d*", n, re.ASCII) for n in numbers
        ):
            raise ValueError(f"?{variable} cannot be filled")
        listed = " ".join(f"<{WD}{number}>" for number in numbers)
        query = query.replace(empty, f"VALUES ?{variable} {{ {listed} }}")
    return query


def _value(row: Mapping[str, str]) -> str:
    if "time" in row and (found := _TIME.fullmatch(row["time"])):
        year, month, day = found.groups()
        return f"{'' if year[0] == '-' else '+'}{year}-{month}-{day}T00:00:00Z/{row['precision']}"
    return _local(row["value"]) if _ITEM.fullmatch(row["value"]) else ""


def _one(entity: Mapping[str, Any], part: str, language: str) -> Iterator[Mapping[str, str]]:
    # The API says [] for an empty object.
    terms = entity.get(part) or {}
    if language in terms:
        yield terms[language]


def _all(entity: Mapping[str, Any], language: str) -> Iterator[Mapping[str, str]]:
    for aliases in _one(entity, "aliases", language):
        yield from aliases  # type: ignore[misc]


def _record(item: Item) -> dict[str, Any]:
    names = {language: list(names) for language, names in item.names.items()}
    return {"names": names, "types": list(item.types), "claims": [list(c) for c in item.claims]}


def _item(asked: str, target: str, revision: int, record: Mapping[str, Any]) -> Item:
    return Item(
        asked,
        target,
        revision,
        {language: tuple(names) for language, names in record["names"].items()},
        tuple(record["types"]),
        tuple((number, value) for number, value in record["claims"]),
    )


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def _number(item: str) -> int:
    return int(item[1:])


def _batches(things: Sequence[Any]) -> list[Sequence[Any]]:
    return [things[begin : begin + _BATCH] for begin in range(0, len(things), _BATCH)]
