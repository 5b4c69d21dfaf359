"""Links from the gazetteer to Wikidata, from one reviewed table (SSSOM/TSV).

https://mapping-commons.github.io/sssom/ : a YAML header in comment lines with the prefixes of
the table (`curie_map`), then one mapping a row.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from mapping.errors import InputError
from ontology import DEFAULT_BASE

_SAME_AS = NamedNode("http://schema.org/sameAs")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
# Our own identifiers in the table are below the default base; a release may have another.
_IDS = f"{DEFAULT_BASE}id/"
_NOT_FOUND = "https://w3id.org/sssom/NoTermFound"
_BY_HAND = "https://w3id.org/semapv/vocab/ManualMappingCuration"
# Must match "http://www.wikidata.org/entity/Q48756"; must not match an https or /wiki/ address.
_ITEM = re.compile(r"http://www\.wikidata\.org/entity/Q[1-9]\d*")
# Must match "#  skos: http://www.w3.org/2004/02/skos/core#"; must not match "#curie_map:".
_PREFIX = re.compile(r"#\s+(?P<prefix>\w+):\s+(?P<iri>\S+)")


@dataclass(frozen=True)
class Link:
    """One mapping: an entry's path, the predicate's local name in SKOS, the item's IRI.

    `confidence` lies between 0 and 1; `comment` may be empty. Where no item was found (SSSOM calls
    it sssom:NoTermFound), `item` is empty and `confidence` 0.
    """

    path: str
    label: str
    predicate: str
    item: str
    item_label: str
    confidence: float
    comment: str


def load(file: Path | Traversable | None = None) -> tuple[Link, ...]:
    """The links of a table, by default the shipped one, in its order.

    InputError names the line of a row that is no link, or that repeats an entry or an item.
    """
    return tuple(link for link in rows(file) if link.item)


def rows(file: Path | Traversable | None = None) -> tuple[Link, ...]:
    """The links of a table, and with an empty `item` the entries that were looked for in vain."""
    return _shipped() if file is None else tuple(_read(file))


@cache
def _shipped() -> tuple[Link, ...]:
    return tuple(_read(files("mapping") / "wikidata.sssom.tsv"))


def link_triples(links: tuple[Link, ...], base: str) -> list[Triple]:
    """Triples of the links graph: each exact match as skos:exactMatch and schema:sameAs.

    A close match says less than either and gives skos:closeMatch alone.
    """
    return [triple for link in links for triple in _triples(link, base)]


def _triples(link: Link, base: str) -> Iterator[Triple]:
    subject, item = NamedNode(f"{base}id/{link.path}"), NamedNode(link.item)
    yield Triple(subject, NamedNode(_SKOS + link.predicate), item)
    if link.predicate == "exactMatch":
        yield Triple(subject, _SAME_AS, item)


def _read(file: Path | Traversable) -> Iterator[Link]:
    lines = file.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    prefixes = {m["prefix"]: m["iri"] for line in header if (m := _PREFIX.fullmatch(line))}
    seen: set[str] = set()
    table = csv.DictReader(lines[len(header) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(table, start=len(header) + 2):
        place = f"{file.name}:{number}"
        link = _link(row, prefixes, place)
        if link.path in seen or link.item in seen:
            what = f"{link.path} or {link.item}" if link.item else link.path
            raise InputError(place, f"{what} has a row already")
        seen.update({link.path, link.item} - {""})
        yield link


def _link(row: dict[str, str | None], prefixes: dict[str, str], place: str) -> Link:
    def cell(name: str) -> str:
        value = row.get(name)
        if value is None:
            raise InputError(place, f"has no column {name}")
        return value

    subject = _expand(cell("subject_id"), prefixes, place)
    predicate = _expand(cell("predicate_id"), prefixes, place)
    item = _expand(cell("object_id"), prefixes, place)
    if not subject.startswith(_IDS):
        raise InputError(place, f"subject must be an entry below {_IDS}: {subject}")
    if predicate not in (_SKOS + "exactMatch", _SKOS + "closeMatch"):
        raise InputError(
            place, f"predicate must be skos:exactMatch or skos:closeMatch: {predicate}"
        )
    is_found = item != _NOT_FOUND
    if is_found and not _ITEM.fullmatch(item):
        raise InputError(place, f"object is no Wikidata item: {item}")
    if _expand(cell("mapping_justification"), prefixes, place) != _BY_HAND:
        reason = "nobody has reviewed this row: look at the item's page, then write"
        raise InputError(place, f"{reason} semapv:ManualMappingCuration")
    return Link(
        path=subject.removeprefix(_IDS),
        label=cell("subject_label"),
        predicate=predicate.removeprefix(_SKOS),
        item=item if is_found else "",
        item_label=cell("object_label"),
        confidence=_confidence(cell("confidence"), place) if is_found else 0,
        comment=cell("comment"),
    )


def _expand(curie: str, prefixes: dict[str, str], place: str) -> str:
    prefix, _, local = curie.partition(":")
    if prefix not in prefixes:
        raise InputError(place, f"prefix of {curie!r} is not in the header's curie_map")
    return prefixes[prefix] + local


def _confidence(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(place, f"confidence is no number: {text!r}") from error
    if not 0 <= value <= 1:
        raise InputError(place, f"confidence is not between 0 and 1: {text}")
    return value
