"""One finding of several values as several facts of one value each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from mapping.facts import FLIGHT, Finding

#: Properties of which one fact has one value: several captured values make several facts.
SINGLE = {
    "Milestone": ("endeavour",),
    "Contribution": ("contributor", "contributionType", "endeavour", "item"),
    "Membership": ("member", "organization"),
    "Statement": ("subject", "object"),
}


def distributed(finding: Finding) -> Iterator[Finding]:
    """The finding once for each combination of values of its single-valued properties."""
    own = ("agent",) if finding.label == FLIGHT else ()
    single = [name for name in (*SINGLE.get(finding.type, ()), *own) if finding.role(name)]
    if finding.type != "Statement" and all(len(finding.role(name)) == 1 for name in single):
        yield _as_post(finding)
        return
    for values in product(*(finding.role(name) for name in single)):
        chosen = {name: (value,) for name, value in zip(single, values, strict=True)}
        if "locatedIn" in finding.role("property"):
            where = values[single.index("object")]
            if where.startswith("region/"):
                continue
            if where.startswith("country/"):
                chosen["property"] = ("country",)
        yield _as_post(replace(finding, roles={**finding.roles, **chosen}))


def _as_post(finding: Finding) -> Finding:
    """A person who leads an endeavour contributes nothing to it, but heads it."""
    who, what = finding.role("contributor"), finding.role("endeavour")
    leads = finding.type == "Contribution" and "leads" in finding.role("contributionType")
    if not leads or not what or finding.role("item") or not who[0].startswith("person/"):
        return finding
    return replace(
        finding, type="Membership", roles={"member": who, "organization": what}, post="Head"
    )


def in_turn(finding: Finding, dates: tuple[str, ...]) -> Iterator[Finding]:
    """Milestones of several endeavours at as many dates, "launched in June and in July", in turn.

    Where there are more endeavours than dates, the dates are those of the last.
    """
    things = finding.role("endeavour")
    if finding.type != "Milestone" or len(dates) < 2 or len(things) < len(dates):
        yield finding
        return
    for thing, date in zip(things[-len(dates) :], dates, strict=True):
        yield replace(finding, roles={**finding.roles, "endeavour": (thing,)}, date=date)
