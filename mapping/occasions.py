"""When a meeting was that the text gives no date of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mapping.facts import Finding

_MONTH = len("2031-07")


def with_event_dates(findings: list[Finding]) -> list[Finding]:
    """A meeting on the sidelines of a dated one took place about then.

    Where that lasted for days of one month, about that month. The ceremony of a text that tells of
    one signing was on the day of that.
    """
    known = {f.named: f.date for f in findings if f.type == "Meeting" and f.named and f.date}
    told = {
        f.named: when
        for f in findings
        if _is_unnamed(f)
        for event in f.role("withinEvent")
        if (when := _about(known.get(event) or ""))
    }
    signed = {f.date for f in findings if f.type == "Agreement" and f.date and _is_day(f.date)}
    if len(signed) == 1:
        told |= {f.named: min(signed) for f in findings if _is_unnamed(f) and _is_ceremony(f)}
    own = {f.named for f in findings if f.type == "Meeting" and f.date}
    return [
        replace(f, date=told[f.named], resolved=(*f.resolved, "coreference"))
        if f.type == "Meeting" and f.named in told and f.named not in own
        else f
        for f in findings
    ]


def may_be_one(known: Finding, finding: Finding) -> bool:
    """Can two findings of meetings without names tell of one, of which one tells the date?

    Not where they tell of other persons, nor where one is of a month before that of the news.
    """
    one, other = (
        {p for p in f.role("participant") if p.startswith("person/")} for f in (known, finding)
    )
    is_before = any(
        (first.date or "9")[:_MONTH] < (second.news or "")
        for first, second in ((known, finding), (finding, known))
    )
    return not is_before and not (one and other and one.isdisjoint(other))


def news_of(findings: Iterable[Finding]) -> str | None:
    """About when (EDTF) a meeting was that a text tells as its news."""
    month = next((finding.news for finding in findings if finding.news), None)
    return f"{month}~" if month else None


def _is_unnamed(finding: Finding) -> bool:
    return finding.type == "Meeting" and (finding.named or "").startswith("#")


_CEREMONIES = ("ceremony", "signing ceremony", "signature ceremony")


def _is_ceremony(finding: Finding) -> bool:
    return (finding.label or "").casefold() in _CEREMONIES


def _is_day(date: str) -> bool:
    return len(date) == len("2031-07-06") and date.replace("-", "").isdigit()


def _about(date: str) -> str | None:
    """About when something was that was in the days of ``date``; None where it tells of years."""
    begin, _, end = date.partition("/")
    if not end:
        return f"{begin.rstrip('~')}~" if begin else None
    is_month = begin[:_MONTH] == end[:_MONTH] and len(begin) > _MONTH
    return f"{begin[:_MONTH]}~" if is_month else None
