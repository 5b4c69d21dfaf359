"""What one graph adds to validation across graphs, in a kilobyte: kept, it spares reading it again.

Of what can be at most once, a graph keeps hashes of node, predicate and value. Where graphs differ
in one, as many are looked at as show each value once, and no others; so the graphs that did not
change cost next to nothing, however many there are.
"""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple, Self

from shapes.statements import TYPE, Description, Statements
from shapes.tokens import Token, is_literal, suffix
from shapes.watching import watched

_NUMBERS: Final = "Q"  # of array: 64 bits, unsigned
_SHARES: Final = 32


class Crossing(NamedTuple):
    """What a graph adds: hashed pairs of key and value that must not differ, and nodes' classes.

    Both are packed, pair after pair. ``is_seen`` says that the graph has to be looked at whatever
    the others say.
    """

    pairs: bytes = b""
    classes: bytes = b""
    is_seen: bool = False

    def row(self) -> tuple[str, str, bool]:
        """Return the same for JSON."""
        return b64encode(self.pairs).decode(), b64encode(self.classes).decode(), self.is_seen

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """Return the crossing of a row. Raises ValueError where it is none."""
        pairs, classes, is_seen = row
        return cls(b64decode(pairs, validate=True), b64decode(classes, validate=True), is_seen)


def crossing(graph: Statements) -> Crossing:
    """Return what a graph adds to validation across graphs."""
    by = watched()
    places = _places()
    pairs, classes, is_seen = array(_NUMBERS), array(_NUMBERS), False
    for node, description in graph.described.items():
        types = description.get(TYPE, {})
        seen = [places[each] for each in types if each in places]
        if seen:
            number = _number(node)
            for place in seen:
                classes.extend((number, place))
        is_seen = is_seen or not by.always.isdisjoint((*description, *types))
        for key, value in _pairs(node, description):
            pairs.extend((_number(key), _number(value)))
    return Crossing(pairs.tobytes(), classes.tobytes(), is_seen)


def suspects(parts: Mapping[str, Crossing]) -> set[str]:
    """Return the names of graphs that together show all that differs, the first ones that do."""
    names = list(parts)
    # A key needs a hundred bytes while its values are compared, and there may be millions.
    shares = [array(_NUMBERS) for _ in range(_SHARES)]
    for place, part in enumerate(parts.values()):
        for key, value in _read(part.pairs):
            shares[key % _SHARES].extend((key, value, place))
    found = {place for place, part in enumerate(parts.values()) if part.is_seen}
    while shares:
        found |= _differing(shares.pop())
    return {names[place] for place in found}


def _differing(share: "array[int]") -> set[int]:
    """Return the places of the graphs that show each value of the keys that have several."""
    first: dict[int, tuple[int, int]] = {}
    shown: set[tuple[int, int]] = set()
    found: set[int] = set()
    each = iter(share)
    for key, value, place in zip(each, each, each, strict=True):
        known, where = first.setdefault(key, (value, place))
        if known != value and (key, value) not in shown:
            shown.add((key, value))
            found |= {where, place}
    return found


def naming(parts: Mapping[str, Crossing], graph: Statements) -> set[str]:
    """Return the names of graphs that say something of what ``graph`` says something else of."""
    keys = {_number(key) for node, said in graph.described.items() for key, _ in _pairs(node, said)}
    return {
        name for name, part in parts.items() if any(key in keys for key, _ in _read(part.pairs))
    }


def types(parts: Iterable[Crossing], nodes: Iterable[Token]) -> Statements:
    """Return the classes of these nodes in the graphs, as far as a global shape sees them."""
    wanted = {_number(node): node for node in nodes}
    names = sorted(_places(), key=_places().__getitem__)
    found: dict[Token, dict[Token, None]] = {}
    for part in parts:
        for number, place in _read(part.classes):
            if number in wanted:
                found.setdefault(wanted[number], {})[names[place]] = None
    return Statements({node: {TYPE: classes} for node, classes in found.items()})


def seen(graph: Statements) -> Statements:
    """Return what of a graph a global shape mentions: a fraction of it."""
    by = watched().seen
    kept: dict[Token, Description] = {}
    for node, description in graph.described.items():
        said = {
            predicate: dict.fromkeys(o for o in objects if predicate != TYPE or o in by)
            for predicate, objects in description.items()
            if predicate in by
        }
        if any(said.values()):
            kept[node] = {predicate: objects for predicate, objects in said.items() if objects}
    return Statements(kept)


def _pairs(node: Token, description: Description) -> Iterator[tuple[str, str]]:
    by = watched()
    for predicate, objects in description.items():
        for value in objects if predicate in by.single else ():
            yield f"{node} {predicate}", value
        for value in objects if predicate in by.tagged else ():
            tag = suffix(value) if is_literal(value) else ""
            yield f"{node} {predicate} {tag}", value
        for value in objects if predicate in by.shared else ():
            yield f"{predicate} {value}", node


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _read(pairs: bytes) -> Iterator[tuple[int, int]]:
    numbers = array(_NUMBERS)
    numbers.frombytes(pairs)
    each = iter(numbers)
    return zip(each, each, strict=True)


@cache
def _places() -> dict[Token, int]:
    """The number of each class that a global shape sees."""
    return {name: place for place, name in enumerate(sorted(watched().seen))}
