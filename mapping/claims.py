"""What Wikidata says of linked items, as people found it: a reviewed table beside the links.

Such values contradict documents or agree with them; they are never taken for facts. Each row is
published as a claim (`sc:Claim`) in the links graph, where a query finds the reports that differ.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mapping import links, reviewed
from mapping.errors import InputError
from mapping.graph import dated, typed
from ontology import SC, WD, XSD

TABLE = "wikidata.claims.tsv"
COLUMNS = ("item", "property", "value", "retrieved", "reviewer")
# By which documents can be compared with Wikidata: launch and landing.
PROPERTIES = ("P619", "P620")

# Must match "Q16677669"; must not match "q1", "Q0", "http://www.wikidata.org/entity/Q1".
_ITEM = re.compile(r"Q[1-9]\d*", re.ASCII)
# Must match "+2018-10-00T00:00:00Z/10", as `check` prints it; must not match "2018-10".
_VALUE = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(9|10|11)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Claim:
    """One row: numbers of item ("Q16677669") and property ("P619"), and the date in EDTF.

    `retrieved` is the day on which `reviewer` found it so.
    """

    item: str
    property: str
    date: str
    retrieved: str
    reviewer: str


def load(path: Path | None = None) -> tuple[Claim, ...]:
    """The claims of a table, by default of the one that ships, in its order.

    InputError names the line of what is no such row, repeats another, or is about no linked item.
    """
    found: dict[tuple[str, str, str], Claim] = {}
    for place, cells in reviewed.rows(path, TABLE, COLUMNS):
        claim = _claim(cells, place)
        if found.setdefault((claim.item, claim.property, claim.date), claim) is not claim:
            raise InputError(place, "says again what a row above says")
    return tuple(found.values())


def triples(claims: Sequence[Claim], linked: Collection[str], base: str) -> list[Triple]:
    """The claims of the items whose IRIs are `linked`."""
    kept = (claim for claim in claims if f"{WD}{claim.item}" in linked)
    return [triple for claim in kept for triple in _triples(claim, base)]


def _triples(claim: Claim, base: str) -> Iterator[Triple]:
    node = NamedNode(f"{base}graph/links#{claim.item}-{claim.property}-{claim.date}")
    yield from typed(node, "Claim")
    yield from dated(node, claim.date)
    for name, number in (("wikidataItem", claim.item), ("wikidataProperty", claim.property)):
        yield Triple(node, NamedNode(str(SC[name])), NamedNode(f"{WD}{number}"))
    day = Literal(claim.retrieved, datatype=NamedNode(str(XSD.date)))
    yield Triple(node, NamedNode(str(SC.retrieved)), day)


def _claim(cells: list[str], place: str) -> Claim:
    item, property_, value, retrieved, reviewer = cells
    if not _ITEM.fullmatch(item):
        raise InputError(place, f"{item!r} is no item, such as Q16677669")
    if f"{WD}{item}" not in _matched():
        raise InputError(place, f"{item} is no item that an entry matches exactly")
    if property_ not in PROPERTIES:
        known = ", ".join(PROPERTIES)
        raise InputError(place, f"{property_!r} cannot be compared; known are {known}")
    if not _DAY.fullmatch(retrieved) or not _is_day(retrieved):
        raise InputError(place, f"{retrieved!r} is no day, such as 2026-11-22")
    return Claim(item, property_, _edtf(value, place), retrieved, reviewer)


def _matched() -> set[str]:
    return {link.item for link in links.load() if link.predicate == "exactMatch"}


def _edtf(value: str, place: str) -> str:
    """A date of Wikidata with its precision (9 year, 10 month, 11 day) in EDTF."""
    found = _VALUE.fullmatch(value)
    if found:
        year, month, day, precision = found.groups()
        text = "-".join((year, month, day)[: int(precision) - 8])
        if _is_day(f"{text}-01-01"[:10]):
            return text
    reason = "is no date of Wikidata with its precision, such as +2018-10-29T00:00:00Z/11"
    raise InputError(place, f"{value!r} {reason}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
