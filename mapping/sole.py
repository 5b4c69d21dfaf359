"""What a clause must tell where it has but one of each: whatever its construction.

"Pens were wielded by X and Y over an agreement": a clause that speaks of signing an agreement and
names persons of several organizations, and none in another part, tells that they signed, in
whichever construction. So slots were filled before syntax was read (the template filling of the
Message Understanding Conferences). Only what neither rule nor frame has told is told so, and only
where nothing in the clause could fill a role in another way. Table: ``rules/sole.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mapping.captures import Scene
from mapping.distribution import distributed
from mapping.facts import Evidence, Finding
from mapping.grammar import expand, sorts_named
from mapping.guards import is_stated
from mapping.patterns import Pattern, PatternSet
from mapping.phrases import AGENTS
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged
from mapping.topics import is_launcher, is_station_path


@dataclass(frozen=True)
class Sole:
    """One row of the table.

    Each of ``roles`` is filled by the one item of its sorts; ``together`` by several persons.
    """

    name: str
    states: str
    constants: dict[str, str]
    trigger: Pattern
    needs: re.Pattern[str] | None
    never: re.Pattern[str]
    roles: dict[str, frozenset[str]]
    is_together: bool
    has_date: bool
    match: tuple[str, ...]
    but_not: tuple[str, ...]


def told(
    tagged: Tagged, evidence: Evidence, scene: Scene, said: list[Finding]
) -> Iterator[Finding]:
    """What the clauses of a sentence tell besides what has been ``said`` of it."""
    rows, several = soles()
    for number in several.candidates(tagged):
        row = rows[number]
        if not any(_tells(row, finding) for finding in said):
            for begin, end in _clauses(tagged.text):
                found = _of_clause(row, tagged, begin, end, evidence, scene)
                if found is not None:
                    yield from distributed(found)
                    break


def _tells(row: Sole, finding: Finding) -> bool:
    """Has that been told, or something of the kind?"""
    kind = row.constants.get("milestoneType")
    if finding.type != row.states or finding.rule == "named":
        return False
    if kind:
        return kind in finding.role("milestoneType") and finding.date is not None
    return any(finding.role(name) for name in ("party", "signatory"))


def _of_clause(
    row: Sole, tagged: Tagged, begin: int, end: int, evidence: Evidence, scene: Scene
) -> Finding | None:
    clause = tagged.text[begin:end]
    triggers = list(row.trigger.regex.finditer(clause))
    if not triggers or row.never.search(clause):
        return None
    if row.needs and not row.needs.search(clause):
        return None
    told_of = _patterns()["apart"].sub("", clause)
    items = [tagged.items[char] for char in told_of if char in tagged.items]
    roles = _several(row, items) if row.is_together else _one(row, items, tagged)
    dates = [item for item in items if item.sort == "date"]
    if roles is None or len(dates) > 1 or (row.has_date and not dates):
        return None
    if any("/" in (item.edtf or "") for item in dates):  # "in orbit since 2019": a state, no event
        return None
    # "signed a charter that defines how they will work": what is planned is not the signing
    is_act = row.states == "Agreement"
    status = _status(clause[: triggers[-1].end()] if is_act else clause)
    if status is None or _patterns()["doubt"].search(tagged.text[:end]):
        return None
    # What denies or doubts stands before the trigger, or around those who fill the roles.
    start = begin + triggers[0].start()
    around = [(i, i + 1) for i in range(begin, end) if tagged.items.get(tagged.text[i]) in items]
    if not all(is_stated(tagged, *stretch, status) for stretch in ((start, end), *around)):
        return None
    constants = {name: (value,) for name, value in row.constants.items()}
    entities = scene.discourse.entities
    at = [path for item in items if item.sort == "at" for path in item.paths]
    places = [path for path in at if "Place" in entities[path].types]
    if places:
        roles["place"] = (places[0],)
    events = [item.paths[0] for item in items if item.sort == "event"]
    if len(events) == 1 and row.states != "Milestone":
        roles["withinEvent"] = (scene.discourse.edition(events[0]),)
    return Finding(
        type=row.states,
        rule=row.name,
        evidence=(evidence,),
        roles=roles | constants,
        date=dates[0].edtf if dates else None,
        status=status,
    )


def _several(row: Sole, items: list[Item]) -> dict[str, tuple[str, ...]] | None:
    """Two who sign at least: persons of known organizations, of two at least, or organizations."""
    (sorts,) = row.roles.values()
    agents = [item for item in items if item.sort in AGENTS]
    signing = [item for item in agents if item.sort in (*sorts, "agents")]
    people = tuple(dict.fromkeys(path for item in signing for path in item.paths))
    if len(people) < 2 or len({path.startswith("person/") for path in people}) > 1:
        return None
    if not people[0].startswith("person/"):
        is_all = len(signing) == len(agents) and "person" not in sorts
        return {"signatory": people, "party": people} if is_all else None
    served = tuple(dict.fromkeys(path for item in signing for path in item.affiliation))
    is_known = all(item.affiliation for item in signing) and len(served) > 1
    return {"signatory": people, "party": served} if is_known and "person" in sorts else None


def _one(row: Sole, items: list[Item], tagged: Tagged) -> dict[str, tuple[str, ...]] | None:
    """For each role the one item that can fill it; what flies goes up on its launcher."""
    roles: dict[str, tuple[str, ...]] = {}
    for role, sorts in row.roles.items():
        able = [item for item in items if item.sort in sorts]
        able = [item for item in able if not any(map(is_station_path, item.paths))]
        launchers = [item for item in able if is_launcher(item, tagged)]
        others = {item.paths for item in able if item not in launchers}
        if len(others) != 1 or len(launchers) > 1:
            return None
        roles[role] = others.pop()
        if launchers:
            roles["topic"] = launchers[0].paths[:1]
    return roles


def _status(clause: str) -> str | None:
    """Planned or achieved, by the verbs of the clause."""
    patterns = _patterns()
    if patterns["planned"].search(clause):
        return "planned"
    return "achieved" if patterns["achieved"].search(clause) else None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that tell one thing each."""
    begin = 0
    for match in _patterns()["parts"].finditer(text):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


@cache
def soles() -> tuple[tuple[Sole, ...], PatternSet]:
    """All rows, in the order of their file, and their triggers."""
    rows = tuple(_row(entry) for entry in table("sole")["rows"])
    return rows, PatternSet([row.trigger for row in rows])


def _row(entry: dict[str, Any]) -> Sole:
    return Sole(
        name=f"sole-{entry['sole']}",
        states=entry["states"],
        constants=entry.get("set", {}),
        trigger=Pattern(expand(entry["trigger"])),
        needs=re.compile(expand(entry["needs"])) if "needs" in entry else None,
        never=re.compile(expand(entry["never"])),
        roles={
            role: frozenset(sort for name in names for sort in sorts_named(name))
            for role, names in entry["roles"].items()
        },
        is_together="together" in entry,
        has_date="dated" in entry,
        match=tuple(entry["match"]),
        but_not=tuple(entry["but not"]),
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content = table("sole")["words"]
    return {name: re.compile(expand(source)) for name, source in content.items()}
