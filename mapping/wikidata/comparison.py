"""How what documents say differs from what Wikidata says of the same things."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from mapping.claims import COLUMNS, PROPERTIES
from mapping.release.quickstatements import Statement, statements
from mapping.wikidata import moments
from mapping.wikidata.items import Item
from mapping.wikidata.proposals import Proposals
from mapping.wikidata.published import Entity, Published
from mapping.wikidata.tables import tsv

Outcome = Literal["contradicting", "missing", "more-precise", "agreeing"]
OUTCOMES: tuple[Outcome, ...] = ("contradicting", "missing", "more-precise", "agreeing")
_TITLES = ("outcome", "path", "item", "what", "ours", "wikidata", "reports")
# Must match "(launcher)" in "Soyuz (launcher)"; must not match the whole of "(433) Eros".
_ASIDE = re.compile(r"\s+\([^()]*\)$")


@dataclass(frozen=True)
class Difference:
    """One thing compared: the item itself, its names, its type, or a statement by its property.

    ``missing`` is what Wikidata lacks, ``more-precise`` a date of ours within a vaguer one there; a
    date of ours that is vaguer than Wikidata's agrees. ``reports`` are those behind a statement.
    """

    outcome: Outcome
    path: str
    item: str
    what: str
    ours: str
    theirs: str
    reports: tuple[str, ...] = ()


def compared(release: Published, items: Mapping[str, Item]) -> tuple[Difference, ...]:
    """Everything that can be compared, entity by entity. ``items`` are all that are linked."""
    told = _told(release)
    found: list[Difference] = []
    for entity in release.entities:
        number = release.items.get(entity.path) or release.near.get(entity.path)
        if not number:
            continue
        item = items[number]
        found += _identity(entity, item)
        if item.id and entity.item:
            found += (_names(entity, item), *_type(entity, item))
            for statement, reports in told.get(number, {}).items():
                found.append(_statement(entity, statement, reports, item, items))
    return tuple(found)


def table(differences: Sequence[Difference], *, agreeing: bool) -> str:
    """Tab-separated, in the order of outcomes and paths; what agrees only where it is asked for."""
    kept = [d for d in differences if agreeing or d.outcome != "agreeing"]
    kept.sort(key=lambda d: (OUTCOMES.index(d.outcome), d.path, d.what, d.ours))
    rows = (
        (d.outcome, d.path, d.item, d.what, d.ours, d.theirs, " ".join(d.reports)) for d in kept
    )
    return tsv((_TITLES, *rows))


def claims(items: Iterable[Item], day: str) -> str:
    """What items say by the properties that a table of claims has, as rows of one for reviewers.

    ``day`` is when they were asked; the last column is left to whoever looks at the item's page.
    """
    rows = sorted(
        (item.id, name, value, day, "")
        for item in items
        for name, value in item.claims
        if name in PROPERTIES and item.id == item.asked and moments.span(value)
    )
    return tsv((COLUMNS, *rows))


def counts(differences: Sequence[Difference]) -> str:
    """How many there are of each outcome, in words."""
    count = Counter(d.outcome for d in differences)
    return ", ".join(f"{count[outcome]} {outcome}" for outcome in OUTCOMES)


def normal(name: str) -> str:
    """A name without accents, case, punctuation and a bracket at its end."""
    plain = unicodedata.normalize("NFKD", _ASIDE.sub("", name)).casefold()
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def _told(release: Published) -> dict[str, dict[Statement, tuple[str, ...]]]:
    """What documents state of each item, disputed dates too, and the reports that do."""
    proposals = Proposals(release)
    told = {
        proposal.statement: {r for reports in proposal.support.values() for r in reports}
        for proposal in proposals.all()
    }
    for fact in proposals.contested():
        for statement, telling in statements(fact):
            if moments.span(statement.value):  # what is disputed is the date
                told.setdefault(statement, set()).add(telling.report)
    found: dict[str, dict[Statement, tuple[str, ...]]] = {}
    for statement in sorted(told):
        found.setdefault(f"Q{statement.item}", {})[statement] = tuple(sorted(told[statement]))
    return found


def _identity(entity: Entity, item: Item) -> Iterator[Difference]:
    if not item.id:
        yield Difference("contradicting", entity.path, item.asked, "item", item.asked, "deleted")
    elif item.id != item.asked:
        theirs = f"redirects to {item.id}"
        yield Difference("contradicting", entity.path, item.asked, "item", item.asked, theirs)


def _names(entity: Entity, item: Item) -> Difference:
    theirs = [name for names in item.names.values() for name in names]
    known = {normal(name) for name in theirs}
    outcome: Outcome = "missing" if not theirs else "contradicting"
    if any(normal(name.text) in known for name in entity.names):
        outcome = "agreeing"
    listed = " | ".join(dict.fromkeys(theirs))
    return Difference(outcome, entity.path, item.asked, "name", entity.label, listed)


def _type(entity: Entity, item: Item) -> Iterator[Difference]:
    words = _words().get(entity.kind)
    if not words:
        return  # of concepts and initiatives anything may be a class
    outcome: Outcome = "contradicting"
    if not item.types:
        outcome = "missing"
    elif any(words & set(normal(name).split()) for name in item.types):
        outcome = "agreeing"
    yield Difference(outcome, entity.path, item.asked, "type", entity.kind, " | ".join(item.types))


@cache
def _words() -> dict[str, set[str]]:
    """Words by which the classes of things of a kind are known."""
    lines = (files("mapping.wikidata") / "types.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["kind"]: set(row["words"].split()) for row in rows}


def _statement(
    entity: Entity,
    statement: Statement,
    reports: tuple[str, ...],
    item: Item,
    items: Mapping[str, Item],
) -> Difference:
    number = f"P{statement.property}"
    theirs = [value for name, value in item.claims if name == number]
    if statement.value.startswith("Q"):
        known = items.get(statement.value)
        same = {statement.value, known.id if known else ""}
        outcome: Outcome = "agreeing" if same & set(theirs) else "missing"
    else:
        outcome = _dated(statement.value, theirs)
    listed = " ".join(value or "unknown" for value in theirs)
    return Difference(outcome, entity.path, item.asked, number, statement.value, listed, reports)


def _dated(ours: str, theirs: Sequence[str]) -> Outcome:
    own = moments.span(ours)
    known = [found for value in theirs if (found := moments.span(value))]
    if own is None or not known:
        return "missing"
    if any(moments.is_within(other, own) for other in known):
        return "agreeing"
    if any(moments.is_within(own, other) for other in known):
        return "more-precise"
    return "contradicting"
