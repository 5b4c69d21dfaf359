"""Facts as rules find them: one statement of one sentence, before they are merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What a milestone is called that is the flight of a person.
FLIGHT = "flight"
FACT_CLASSES = ("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership")

#: Direct properties, which a document states without a fact of their own.
DIRECT = ("partOf", "destination", "country", "locatedIn", "orbits")

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Evidence:
    """The published stretch [begin, end) that states something."""

    begin: int
    end: int


@dataclass(frozen=True)
class Finding:
    """One reading of one sentence: a fact of class ``type``, or a direct property ("Statement").

    ``roles`` maps local property names to entity paths (or concept slugs for types); ``label`` is
    what tells this fact from others of its key ("first operational review"), ``post`` a person's
    post. ``attaches``: it adds to the fact of its class that the text told of "last", or just
    "before", or to the "same" where one told of earlier can be it; of its "own" it adds only to
    what its sentence has told of the same day; ``also`` names the rules of what was added so.
    ``named`` is the path of the entity that the fact is itself, for meetings and agreements
    with a name. ``news`` is the month (EDTF) in which the text tells of a meeting as its news.
    """

    type: str
    rule: str
    evidence: tuple[Evidence, ...]
    roles: Values = field(default_factory=dict)
    date: str | None = None
    status: str | None = None
    count: int | None = None
    label: str | None = None
    post: str | None = None
    named: str | None = None
    is_virtual: bool = False
    attaches: str | None = None
    also: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    news: str | None = None

    def role(self, name: str) -> tuple[str, ...]:
        return tuple(self.roles.get(name, ()))

    def changed(self, **fields: Any) -> Finding:  # noqa: ANN401
        """The finding with other values of some fields.

        As ``dataclasses.replace`` would, in a fifth of its time: a finding changes many times.
        """
        return Finding(**{**vars(self), **fields})


def may_be_same(first: Finding, second: Finding) -> bool:
    """Can two findings of agreements tell of one: no parties, topics or dates that part them?"""
    for name in ("party", "topic"):
        one, other = set(first.role(name)), set(second.role(name))
        if one and other and not (one <= other or other <= one):
            return False
    dates = ((first.date or "").rstrip("~"), (second.date or "").rstrip("~"))
    return dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])


def joined(first: Finding, second: Finding) -> Finding:
    """The first finding with what the second adds to it; the month of the news yields to a date."""
    names = dict.fromkeys((*first.roles, *second.roles))
    roles = {name: tuple(dict.fromkeys(first.role(name) + second.role(name))) for name in names}
    date = second.date if second.date and (first.date or "~").endswith("~") else first.date
    return first.changed(
        roles=roles,
        date=date,
        named=first.named or second.named,
        also=tuple(dict.fromkeys((*first.also, second.rule, *second.also))),
        evidence=tuple(dict.fromkeys(first.evidence + second.evidence)),
        resolved=tuple(dict.fromkeys(first.resolved + second.resolved)),
    )
