"""One finding of several values as several facts of one value each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from mapping.facts import FLIGHT, Finding
from mapping.patterns import Pattern, compiled
from mapping.phrases import ENDEAVOURS
from mapping.tagging import Tagged, items_in, sort_class

#: Properties of which one fact has one value: several captured values make several facts.
SINGLE = {
    "Milestone": ("endeavour",),
    "Contribution": ("contributor", "contributionType", "endeavour", "item"),
    "Membership": ("member", "organization"),
    "Statement": ("subject", "object"),
}


def distributed(finding: Finding, *, in_order: bool = False) -> Iterator[Finding]:
    """The finding once for each combination of values of its single-valued properties.

    ``in_order``: lists of one length go together one by one, "A and B built C and D respectively".
    """
    if partners := _partners(finding):
        signer = finding.role("signatory")
        for other in partners:
            yield finding.changed(roles={**finding.roles, "party": (*signer, other)})
        return
    own = ("agent",) if finding.label == FLIGHT else ()
    single = [name for name in (*SINGLE.get(finding.type, ()), *own) if finding.role(name)]
    if finding.type != "Statement" and all(len(finding.role(name)) == 1 for name in single):
        yield _as_post(finding)
        return
    for values in _combined([finding.role(name) for name in single], in_order=in_order):
        chosen = {name: (value,) for name, value in zip(single, values, strict=True)}
        if "locatedIn" in finding.role("property"):
            where = values[single.index("object")]
            if where.startswith("region/"):
                continue
            if where.startswith("country/"):
                chosen["property"] = ("country",)
        yield _as_post(finding.changed(roles={**finding.roles, **chosen}))


def _partners(finding: Finding) -> tuple[str, ...]:
    """With whom one signed agreements that are several: each is one with one of them."""
    parties, signers = finding.role("party"), finding.role("signatory")
    if finding.type != "Agreement" or finding.named or len(parties) < 3 or len(signers) != 1:
        return ()
    is_party = parties[:1] == signers and not signers[0].startswith("person/")
    return parties[1:] if is_party and _SEVERAL.search(finding.label or "") else ()


# Match: "cooperation agreements", "MoUs", "Memorandums of Understanding"    No match: "agreement"
_SEVERAL = re.compile(
    r"(?i:\b(?:agreements|arrangements|memorand(?:a|ums)|protocols|contracts|treaties|letters)\b)|MoUs|MOUs"
)


def _combined(lists: list[tuple[str, ...]], *, in_order: bool) -> Iterator[tuple[str, ...]]:
    """All combinations of one value of each list; in order, the first of each go together."""
    several = [values for values in lists if len(values) > 1]
    if not in_order or len(several) < 2 or len({len(values) for values in several}) > 1:
        yield from product(*lists)
        return
    for place in range(len(several[0])):
        yield tuple(values[place if len(values) > 1 else 0] for values in lists)


def is_in_order(tagged: Tagged, start: int, stop: int) -> bool:
    """Does a stretch of a sentence, or what comes right behind it, say "respectively"?"""
    return "respectively" in tagged.text[start : stop + len(", and respectively")]


def _as_post(finding: Finding) -> Finding:
    """A person who leads an endeavour contributes nothing to it, but heads it."""
    who, what = finding.role("contributor"), finding.role("endeavour")
    leads = finding.type == "Contribution" and "leads" in finding.role("contributionType")
    if not leads or not what or finding.role("item") or not who[0].startswith("person/"):
        return finding
    return finding.changed(
        type="Membership", roles={"member": who, "organization": what}, post="Head"
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
        yield finding.changed(roles={**finding.roles, "endeavour": (thing,)}, date=date)


def own_dates(tagged: Tagged) -> dict[str, str]:
    """The dates of those that a list tells each with its own: "SWOT in 2031 and NISAR in 2032"."""
    found: dict[str, str] = {}
    for match in _each_dated().finditer(tagged):
        items = items_in(tagged, match.group())
        for thing, date in zip(items[::2], items[1::2], strict=True):
            found |= dict.fromkeys(thing.paths, date.edtf or "")
    return found


@cache
def _each_dated() -> Pattern:
    # Match: "<SWOT> <in 2031>, and <NISAR> <in 2032>"    No match: "<SWOT> <in 2031>"
    one = rf"{sort_class(ENDEAVOURS)} {sort_class(['date'])}"
    return compiled(rf"{one}(?:(?:,|,? and) (?:the )?{one})+")


def on_own_date(finding: Finding, dates: Mapping[str, str]) -> Finding:
    """The milestone of one of those at its own date, where it was told with that of another."""
    own = {dates[path] for path in finding.role("endeavour") if path in dates}
    is_of_one = finding.type == "Milestone" and finding.date in dates.values()
    return finding.changed(date=own.pop()) if is_of_one and len(own) == 1 else finding
