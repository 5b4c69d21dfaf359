"""Lists that a text goes on with: what is told of each of their entries."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.facts import Evidence


@dataclass(frozen=True)
class Payload:
    """A list of instruments being read: the mission that they fly on, and whose they are."""

    whole: str
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Enumeration:
    """A list of projects being read: the class of fact told of each, its roles, and where."""

    rule: str
    states: str
    roles: dict[str, tuple[str, ...]]
    evidence: Evidence
