"""The table of frames: verbs, who may fill their roles, and what fact that makes.

Table: ``rules/frames.yaml``; ``frames`` reads sentences with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mapping.alternatives import any_of
from mapping.grammar import expand, sorts_named
from mapping.inflection import forms
from mapping.patterns import Pattern
from mapping.rules.tables import table


@dataclass(frozen=True)
class Slot:
    """An object's role: of which sorts, after which prepositions ("" for none)."""

    role: str
    sorts: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True)
class Frame:
    """One frame of the table; ``passive`` tells the roles that the voices exchange."""

    name: str
    states: str
    constants: Mapping[str, str]
    subject: Slot
    objects: tuple[Slot, ...]
    needs: tuple[str, ...]
    after: re.Pattern[str] | None
    passive: Mapping[str, str]
    patient: Slot | None
    agent: Slot | None
    represents: str | None
    only: str | None
    label: str | None
    match: tuple[str, ...]
    but_not: tuple[str, ...]


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, in the order of their file."""
    return tuple(_frame(entry) for entry in table("frames")["frames"])


def _frame(entry: dict[str, Any]) -> Frame:
    ((subject, of),) = entry["subject"].items()
    passive = entry.get("passive", {})
    return Frame(
        name=f"verb-{entry['frame']}",
        states=entry["states"],
        constants=entry.get("set", {}),
        subject=Slot(subject, _sorts(of), frozenset()),
        objects=tuple(
            Slot(o["role"], _sorts(o["of"]), frozenset(o["after"])) for o in entry["objects"]
        ),
        needs=tuple(entry["needs"]),
        after=re.compile(expand(entry["after"])) if "after" in entry else None,
        passive=passive,
        patient=Slot(passive["object"], _sorts(passive["of"]), frozenset()) if passive else None,
        agent=Slot(passive["by"], _sorts(passive.get("by of", of)), frozenset())
        if passive
        else None,
        represents=entry.get("represents"),
        only=entry.get("only"),
        label=entry.get("label"),
        match=tuple(entry["match"]),
        but_not=tuple(entry["but not"]),
    )


def _sorts(names: list[str]) -> frozenset[str]:
    return frozenset(sort for name in names for sort in sorts_named(name))


@cache
def by_form() -> dict[str, tuple[Frame, ...]]:
    """The frames of each form of their verbs."""
    found: dict[str, tuple[Frame, ...]] = {}
    for entry, frame in zip(table("frames")["frames"], frames(), strict=True):
        for verb in entry["verbs"]:
            for form in forms(verb):
                found[form] = (*found.get(form, ()), frame)
    return found


@cache
def pasts() -> frozenset[str]:
    """The past forms of all verbs."""
    return frozenset(
        form
        for entry in table("frames")["frames"]
        for verb in entry["verbs"]
        for form in (forms(verb)[2], *forms(verb)[4:])
    )


@cache
def bases() -> frozenset[str]:
    """The base forms of all verbs, as a set."""
    return frozenset(verbs())


@cache
def finite_verbs() -> str:
    """A regular expression for auxiliaries and the finite forms of all verbs of the frames."""
    finite = sorted(form for form in by_form() if not form.endswith("ing"))
    auxiliaries = "will|would|shall|should|can|could|may|might|has|have|had|is|are|was|were"
    return rf"(?:{'|'.join(finite)}|{auxiliaries}|said|says)"


@cache
def verbs() -> tuple[str, ...]:
    """The base forms of all verbs of the frames."""
    found = (verb for entry in table("frames")["frames"] for verb in entry["verbs"])
    return tuple(dict.fromkeys(found))


@cache
def any_verb() -> Pattern:
    """A pattern for any form of any verb."""
    return Pattern(rf"(?<![\w'-]){any_of(by_form(), ignore_case=True)}\b(?![-'])")
