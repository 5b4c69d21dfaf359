"""When what a release tells as its news was done: about then, where it gives no other date.

How it tells so: ``rules/news.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.captures import Scene
from mapping.facts import Finding
from mapping.rules.tables import table
from mapping.tagging import Tagged, items_in, sort_class

_LEAD = 6  # blocks: title, date line, perhaps the sender, and the first paragraph
_MONTH = len("2031-07")
_CLAUSE = 40  # characters in which a verb is looked for


def date_of(told: str, scene: Scene, *, is_agreed: bool = False) -> str | None:
    """The month (EDTF, about) in which what is ``told`` was done, where the text tells it as news.

    That is what the text says "has been" done, and in its lead what "was"; where it ``is_agreed``
    without a document, only what the lead says.
    """
    day, discourse = scene.day or "", scene.discourse
    if len(day) < _MONTH or "/" in day or discourse.blocks > _LEAD:
        return None
    in_lead = discourse.is_lead and _says("done in the lead", told)
    is_news = in_lead or (not is_agreed and _says("done", told))
    return f"{day[:_MONTH]}~" if is_news else None


def said_on(tagged: Tagged) -> str | None:
    """The month (EDTF, about) in which those who signed said so: "announced on 3 May that they"."""
    found = _SAID_ON.search(tagged.text)
    date = tagged.items[found["date"]].edtf if found else None
    return f"{date[:_MONTH]}~" if date and len(date) == len("2031-07-03") else None


# Match: "announced <date> that they had signed", "said <date> it has signed"
# No match: "announced <date> that others had signed"
_SAID_ON = re.compile(
    rf"\b(?:announced|said|confirmed|reported)(?: on)? (?P<date>{sort_class(('date',))})"
    r"(?: that)? (?:they|it) (?:have|has|had) (?:[a-z]+ ){0,2}?"
    r"(?:signed|concluded|entered into|reached|finali[sz]ed|agreed)\b"
)


def dated(finding: Finding, tagged: Tagged, scene: Scene) -> Finding:
    """A finding of an agreement, dated where the sentence that tells of it tells news.

    Where the lead told an agreement as news, what the text later calls signed without a date was
    signed then, and the ceremony of signing held.
    """
    discourse = scene.discourse
    finding = _in_time(finding, scene.day or "")
    if finding.type == "Meeting":
        is_visit = finding.label == "visit"
        found = (_visit if is_visit else _ceremony)(finding, tagged, scene)
        return found.changed(news=_met_in(found, tagged, scene))
    is_new = discourse.is_lead and _says("new", finding.label or "")
    is_done = finding.status == "achieved" or (finding.status is None and is_new)
    if finding.type != "Agreement" or is_known(finding.named, scene) or not is_done:
        return finding
    if finding.date:
        if discourse.is_lead and _is_recent(finding.date, scene.day or ""):
            discourse.news = finding.date
        return finding
    said = tagged.text
    if finding.attaches not in (None, "same") or _tells_when(tagged, scene):
        return finding
    if _says("past", said) or _says("plan", said):
        return finding
    is_of_its_own = is_new or not finding.attaches  # else what the text has told before may date it
    date = date_of("has signed" if is_new else said, scene) if is_of_its_own else None
    if date is None and discourse.news and _says("signed", said):
        date = discourse.news
    if date is None:
        return finding
    return finding.changed(date=date, resolved=(*finding.resolved, "relative"))


def _in_time(finding: Finding, day: str) -> Finding:
    """A milestone or an agreement without a date that it cannot have on the day of the text."""
    if finding.type not in ("Milestone", "Agreement"):
        return finding
    if finding.type == "Agreement" or "award" in finding.role("milestoneType"):
        finding = _done_by(finding, day)
    return _yet_to_come(finding, day) if finding.type == "Milestone" else finding


def _yet_to_come(finding: Finding, day: str) -> Finding:
    """A milestone that is planned, without a date and place that are of the past.

    "At the end of last year, X, set to fly on Y, arrived in India" says not when X will fly.
    """
    date = finding.date or ""
    is_past = _DAY.fullmatch(date) is not None and date < day[: len(date)]
    if finding.status != "planned" or not is_past:
        return finding
    roles = {name: paths for name, paths in finding.roles.items() if name != "place"}
    return finding.changed(date=None, roles=roles)


def _done_by(finding: Finding, day: str) -> Finding:
    """What is done, without a date that is still to come, which is that of something else.

    "A signed an agreement with B on X, which will fly in 2035" says not when they signed.
    """
    date = finding.date or ""
    is_later = _DAY.fullmatch(date) is not None and date[: len(day)] > day[: len(date)] > ""
    return finding.changed(date=None) if finding.status == "achieved" and is_later else finding


# Match: "2031", "2031-05-03"    No match: "2031-05/..", "[..2031]"
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")


def _ceremony(finding: Finding, tagged: Tagged, scene: Scene) -> Finding:
    """The ceremony at which what is news was signed was held on the day of the signing."""
    news = scene.discourse.news
    is_other = finding.named or finding.date or finding.status != "achieved"
    if is_other or news is None or not _says("ceremony", tagged.text) or _says("past", tagged.text):
        return finding
    return finding.changed(date=news, resolved=(*finding.resolved, "coreference"))


def _met_in(finding: Finding, tagged: Tagged, scene: Scene) -> str | None:
    """The month (EDTF) in which a meeting is told of as news, by a sentence that dates nothing.

    That is whom "A has met", and in the lead whom "A met".
    """
    named, day, discourse = finding.named or "#", scene.day or "", scene.discourse
    is_own = named[0] == "#" and finding.date is None and finding.status == "achieved"
    is_own = is_own and "coreference" not in finding.resolved
    if not is_own or len(day) < _MONTH or "/" in day or discourse.blocks > _LEAD:
        return None
    said = tagged.text
    is_told = _says("met", said) or (discourse.is_lead and _says("met in the lead", said))
    is_before = _tells_when(tagged, scene) or _says("past", said) or _says("later", said)
    return day[:_MONTH] if is_told and not is_before else None


def _visit(finding: Finding, tagged: Tagged, scene: Scene) -> Finding:
    """A visit was about when what was done on its occasion was, else about when the lead tells it.

    That is the one day or past year that the sentence names, or that of the signing that is news.
    """
    is_told = finding.status == "achieved" and _says("visit", tagged.text)
    if finding.date or not is_told or _says("past", tagged.text):
        return finding
    days = {
        item.edtf or ""
        for char, item in tagged.items.items()
        if item.sort == "date" and f" of {char}" not in tagged.text  # "the treaty of 1998"
    }
    discourse, today = scene.discourse, (scene.day or "")[:_MONTH]
    told = days.pop() if len(days) == 1 else ""
    is_past = _DAY.fullmatch(told) is not None and told < today[: len(told)]
    if not is_past and not re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        is_now = discourse.is_lead or _says("now", tagged.text)
        told = discourse.news or (today if is_now and len(today) == _MONTH else "")
    if days or not told:
        return finding
    date = f"{told.removesuffix('~')}~"
    return finding.changed(date=date, resolved=(*finding.resolved, "coreference"))


def is_known(named: str | None, scene: Scene) -> bool:
    """Is it the path of an agreement of the gazetteer, which others have signed before?"""
    entity = scene.discourse.entities.get(named or "")
    return entity is not None and not entity.is_minted


def is_of_before(before: str, told: str) -> bool:
    """Is what is ``told`` behind ``before`` another document than the one that the text is about?

    That "builds on the MoU signed in 2012", or on "the initial MoU".
    """
    return _says("goes back to", before[-_CLAUSE:]) or _says("of before", told)


def tells_of_later(said: str) -> bool:
    """Does a sentence count from another event: "Three years later"?"""
    return _says("later", said)


def _tells_when(tagged: Tagged, scene: Scene) -> bool:
    """Does the sentence name a day before the month of the document, which may be its own?"""
    dates = [item.edtf or "" for item in items_in(tagged, tagged.text) if item.sort == "date"]
    return any(date[:_MONTH] < (scene.day or "")[:_MONTH] for date in dates)


def _is_recent(date: str, day: str) -> bool:
    """Is a date of the document's month?"""
    return len(day) >= _MONTH and date[:_MONTH] == day[:_MONTH]


def _says(what: str, text: str) -> bool:
    """Does a sentence hold an expression of the table?"""
    return _expressions()[what].search(text) is not None


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    return {what: re.compile(source) for what, source in table("news").items()}
