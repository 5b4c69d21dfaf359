"""The noun frames of ``rules/nominals.yaml``, and the constructions that their nouns stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mapping.grammar import expand, sorts_named
from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table


@dataclass(frozen=True)
class NounFrame:
    """One noun frame; what may stand before the noun and behind it so that it is another thing."""

    name: str
    states: str
    role: str
    needs: tuple[str, ...]
    constants: Mapping[str, str]
    theme: frozenset[str]
    roles: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    is_labelled: bool
    match: tuple[str, ...]
    but_not: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """One construction for the nouns of one frame."""

    frame: NounFrame
    pattern: Pattern
    is_near: bool
    may_be_bare: bool


@cache
def noun_frames() -> tuple[NounFrame, ...]:
    """All noun frames, in the order of their file."""
    return tuple(_frame(entry) for entry in table("nominals")["noun frames"])


def _frame(entry: dict[str, Any]) -> NounFrame:
    told = ("recipient", "place", "topic", "station", "organizer", "participant", "party")
    roles = {*(name for name in told if name in entry)}
    roles |= {"agent"} if "states" not in entry else set()
    return NounFrame(
        name=f"noun-{entry['frame']}",
        states=entry.get("states", "Milestone"),
        role=entry.get("role", "endeavour"),
        needs=tuple(entry.get("needs", ())),
        constants=entry.get("set", {}),
        theme=frozenset(sort for name in entry["theme"] for sort in sorts_named(name)),
        roles=frozenset(roles),
        before=re.compile(rf"\b(?:{entry.get('before', '(?!)')}) $"),
        after=re.compile(rf"(?:-| (?:{entry.get('after', '(?!)')})\b)"),
        is_labelled="label" in entry,
        match=tuple(entry["match"]),
        but_not=tuple(entry["but not"]),
    )


@cache
def heads() -> tuple[tuple[Head, ...], PatternSet]:
    """All constructions with the nouns of all frames, and their patterns in that order."""
    content = table("nominals")
    found = []
    for entry, frame in zip(content["noun frames"], noun_frames(), strict=True):
        for row in content["constructions"]:
            if entry["frame"] in row.get("only", [entry["frame"]] if "set" in entry else ()):
                pattern = row["head"]
                for name in ("theme", "theme2"):
                    sorts = "|".join(entry["theme"])
                    pattern = pattern.replace(f"{{{name}}}", f"{{{name}:{sorts}}}")
                noun = rf"(?<![\w-])(?P<noun>(?i:{entry['nouns']}))(?![\w'])"
                pattern = pattern.replace("{noun}", noun)
                found.append(Head(frame, _compiled(pattern), "to" in row, "bare" in row))
    return tuple(found), PatternSet([head.pattern for head in found])


def _compiled(pattern: str) -> Pattern:
    for name, words in table("nominals")["words"].items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return Pattern(expand(pattern))
