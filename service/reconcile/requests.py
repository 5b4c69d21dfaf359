"""What clients ask, read strictly: batches of queries, and data extensions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Never, get_args

from service.errors import BadRequestError, BatchTooLargeError
from service.reconcile.properties import properties

BATCH = 50  # queries
CANDIDATES = 10  # given where a query sets no limit
MOST_CANDIDATES = 100
VALUES = 30  # of properties in a query
ROWS = 1_000  # entities in a data extension

Strictness = Literal["any", "all", "should"]
STRICTNESS: tuple[Strictness, ...] = get_args(Strictness)


@dataclass(frozen=True)
class Given:
    """A value that the entity should have for a property: its text, or the id of an entity."""

    property: str
    text: str
    id: str = ""


@dataclass(frozen=True)
class Query:
    """A name or properties, or both, and which types the entity should have."""

    text: str
    types: tuple[str, ...] = ()
    strict: Strictness = "any"
    limit: int = CANDIDATES
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Extension:
    """The ids of entities and of the properties wanted of them, each once."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys; BadRequestError where it is none.

    Raises BatchTooLargeError for more than `BATCH` of them.
    """
    queries = _object(_parsed(text, "queries"), "queries")
    if len(queries) > BATCH:
        raise BatchTooLargeError(
            f"There are {len(queries):,} queries; send {BATCH} at a time at most.", batchSize=BATCH
        )
    return {key: _query(value, f"queries.{key[:40]}") for key, value in queries.items()}


def extension(text: str) -> Extension:
    """The data extension query; BadRequestError and BatchTooLargeError likewise."""
    asked = _object(_parsed(text, "extend"), "extend")
    ids = [_text(value, "extend.ids") for value in _array(asked.get("ids"), "extend.ids")]
    wanted = [
        _property(_object(value, "extend.properties").get("id"), "extend.properties.id")
        for value in _array(asked.get("properties"), "extend.properties")
    ]
    if len(ids) > ROWS:
        raise BatchTooLargeError(f"There are {len(ids):,} ids; send {ROWS:,} at a time at most.")
    return Extension(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(wanted)))


def _query(value: object, place: str) -> Query:
    asked = _object(value, place)
    text = _text(asked.get("query", ""), f"{place}.query")
    given = tuple(
        one
        for row in _array(asked.get("properties", []), f"{place}.properties")
        for one in _given(_object(row, f"{place}.properties"), f"{place}.properties")
    )
    if len(given) > VALUES:
        _refuse(f"{place}.properties", f"has more than {VALUES} values")
    if "query" not in asked and not given:
        _refuse(place, "has neither a query nor properties")
    types = asked.get("type", [])
    return Query(
        text=text,
        types=tuple(
            _text(one, f"{place}.type")
            for one in _array([types] if isinstance(types, str) else types, f"{place}.type")
        ),
        strict=_strictness(asked.get("type_strict", "any"), f"{place}.type_strict"),
        limit=limit(asked.get("limit", CANDIDATES), f"{place}.limit"),
        given=given,
    )


def _strictness(value: object, place: str) -> Strictness:
    known = next((one for one in STRICTNESS if one == value), None)
    if known is None:
        _refuse(place, f"is none of {', '.join(STRICTNESS)}")
    return known


def _given(row: Mapping[str, object], place: str) -> list[Given]:
    name = _property(row.get("pid"), f"{place}.pid")
    if "v" not in row:
        _refuse(place, f"has no v for {name}")
    values = row["v"] if isinstance(row["v"], list) else [row["v"]]
    found = []
    for value in values:
        if isinstance(value, dict):
            named = _text(value.get("name", ""), f"{place}.v.name")
            found.append(Given(name, named, _text(value.get("id"), f"{place}.v.id")))
        elif isinstance(value, bool):
            found.append(Given(name, str(value).lower()))
        elif isinstance(value, str | int | float):
            found.append(Given(name, str(value)))
        else:
            _refuse(f"{place}.v", "is no text, number, truth value or entity")
    return found


def limit(value: object, place: str) -> int:
    """A positive whole number, at most `MOST_CANDIDATES`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _refuse(place, "is no positive whole number")
    return min(value, MOST_CANDIDATES)


def _property(value: object, place: str) -> str:
    name = _text(value, place)
    if name not in properties():
        _refuse(place, f"is {name[:40]!r}; there are {', '.join(properties())}")
    return name


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text, parse_constant=lambda _: _refuse(name, "has a number that is none"))
    except RecursionError as error:
        raise BadRequestError(f"{name} is nested too deeply.") from error
    except ValueError as error:
        raise BadRequestError(f"{name} is no JSON: {error}.") from error


def _object(value: object, place: str) -> dict[str, object]:
    if not isinstance(value, dict):
        _refuse(place, "is no object")
    return value


def _array(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        _refuse(place, "is no array")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        _refuse(place, "is no text")
    return value


def _refuse(place: str, reason: str) -> Never:
    raise BadRequestError(f"{place} {reason}.")
