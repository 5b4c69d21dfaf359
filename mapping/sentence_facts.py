"""What a sentence tells whose phrases are folded: by rules, by its verbs and by its nouns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from mapping import clauses, conjuncts, sole, wholes
from mapping.captures import Scene
from mapping.distribution import on_own_date, own_dates
from mapping.facts import Evidence, Finding
from mapping.framing import confirmed, framed, tell_of_same
from mapping.grammar import rule_patterns
from mapping.nominals import nominal
from mapping.noun_frames import heads
from mapping.reduction import begun, reductions
from mapping.rewording import reworded
from mapping.statements import findings
from mapping.tagging import Tagged


def told(tagged: Tagged, evidence: Evidence, scene: Scene) -> Iterator[Finding]:
    """What rules, verbs and nouns tell in a sentence, of parts without a name too."""
    entities = scene.discourse.entities
    plain = reworded(begun(tagged))
    if not _may_tell(plain):
        return
    said, dates = [], own_dates(plain)
    for finding in wholes.told(plain, entities, lambda read: _said(read, evidence, scene)):
        said.append(on_own_date(finding, dates) if dates else finding)
        yield said[-1]
    yield from sole.told(plain, evidence, scene, said)


def _may_tell(tagged: Tagged) -> bool:
    """False where nothing is named that could fill a role, and no pattern can do without."""
    if tagged.items:
        return True
    others = (rule_patterns(), heads()[1], sole.soles()[1])
    return any(patterns.may_match(tagged) for patterns in others)


def _said(tagged: Tagged, evidence: Evidence, scene: Scene) -> Iterator[Finding]:
    """What is said in a sentence, and besides by each of its verbs and clauses alone."""
    said: list[Finding] = []
    less = reductions(tagged)
    for finding in _read(tagged, less, evidence, scene):
        said.append(finding)
        yield finding
    parts = list(clauses.apart(less[0]))
    for alone in chain(parts, *map(conjuncts.apart, (less[0], *parts))):
        for finding in _read(alone, reductions(alone), evidence, scene):
            if all(not tell_of_same(known, finding) for known in said):
                said.append(finding)
                yield finding


def _read(
    tagged: Tagged, less: tuple[Tagged, ...], evidence: Evidence, scene: Scene
) -> Iterator[Finding]:
    events = _events(tagged, less[1], evidence, scene)
    # The main clause alone first, where verbs stand next to who acts; then with its asides.
    verbs = [*framed((less[-1], less[0]), tagged, evidence, scene), *events]
    yield from confirmed(findings(tagged, less, evidence, scene), verbs)


def _events(tagged: Tagged, apart: Tagged, evidence: Evidence, scene: Scene) -> list[Finding]:
    """What nouns say in a sentence, and in what is left of it ``apart`` from its asides.

    "The launch of X, a joint mission, is planned in May": an aside may part a noun from its date.
    """
    events = list(nominal(tagged, evidence, scene))
    if apart is tagged:
        return events
    for event in nominal(apart, evidence, scene, tagged):
        same = [n for n, known in enumerate(events) if _is_event(known, event)]
        if not same:
            events.append(event)
        elif _tells_more(event, events[same[0]]):
            events[same[0]] = event
    return events


def _is_event(one: Finding, other: Finding) -> bool:
    return one.rule == other.rule and tell_of_same(one, other)


def _tells_more(one: Finding, other: Finding) -> bool:
    """Does one tell a date that the other lacks, or all of its and of who and where besides?"""
    if other.date is None:
        return one.date is not None
    return one.date == other.date and set(one.roles) > set(other.roles)
