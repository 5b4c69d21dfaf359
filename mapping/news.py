"""When what a release tells as its news was done: about then, where it gives no other date."""

from __future__ import annotations

import re
from dataclasses import replace

from mapping.captures import Scene
from mapping.facts import Finding
from mapping.tagging import Tagged, items_in

_LEAD = 6  # blocks: title, date line, perhaps the sender, and the first paragraph
_MONTH = len("2031-07")
# Match: "<agents> have signed"    No match: "<agents> had signed", "<agents> have long signed"
_NEWS = re.compile(
    r"\b(?:has|have) (?:(?!long|already|previously|since|ever|never|not|once)[a-z]+ ){0,3}?"
    r"(?:been )?"
    r"(?:signed|concluded|awarded|finali[sz]ed|reached|entered into|renewed|extended|initialled"
    r"|agreed|announced|formali[sz]ed|sealed|struck)\b"
)
# Match: "<agents> signed", "<agents> ink", "under a new agreement"
# No match: "<agents> had signed", "signed earlier"
_LEAD_NEWS = re.compile(
    r"(?<!had )(?<!had been )(?<!once )(?<!already )(?<!previously )(?<!first )(?<!the )"
    r"\b(?:(?:re-)?sign(?:s|ed)?|ink(?:s|ed)?|conclude[sd]?|seal(?:s|ed)?|finali[sz]e[sd]?"
    r"|formali[sz]e[sd]?|announce[sd]?|reach(?:es|ed)?|enter(?:s|ed)? into|renew(?:s|ed)?"
    r"|extend(?:s|ed)?|str(?:ikes?|uck)|establish(?:es|ed)?|issue[sd]?|adopt(?:s|ed)?"
    r"|exchange[sd]?|release[sd]?|initial(?:s|led)|award(?:s|ed)?|w[io]ns?|agree[sd]?)\b"
    r"(?! (?:earlier|previously|before|years|decades|months|upon|on)\b)"
)
# Match: "<agents> signed the agreement", "it was signed by"
# No match: "an agreement signed by <agents>", "<agents> had signed the agreement"
_DONE = r"(?:(?:re-)?signed|inked|initialled|finali[sz]ed|concluded|sealed)\b"
_SIGNED = re.compile(
    rf"\b(?:was|were|has been|have been) (?:[a-z]+ ){{0,2}}?{_DONE}"
    rf"|(?<!had )(?<!once )(?<!previously )\b{_DONE} (?:the|this|that|these|both|it|an?|two)\b"
)
# Match: "They had signed", "the agreement of 2018"    No match: "They have signed"
_PAST = re.compile(
    r"\b(?:had|earlier|previously|formerly|already|ago|since|until|former|previous|existing"
    r"|anniversary|originally|replac\w+|last|built? on|rests? on|based on|in the past|years"
    r"|first)\b"
)
# Match: "will soon sign an agreement", "in talks on a new agreement"    No match: "will build it"
_PLAN = re.compile(
    r"\b(?:(?:will|would|shall|should|may|could|to|soon|plans?|hopes?|expect\w*)\b[^;,]{0,40}"
    r"\b(?:sign|conclude|finali[sz]e|reach|enter|renew|extend|negotiate|agree|adopt|award)\b"
    r"|negotiat\w+|talks|if|be (?:signed|concluded|finali[sz]ed|renewed|extended|awarded))\b"
)
# Match: "The signing ceremony was held"    No match: "The signing parties were there"
_CEREMONY = re.compile(r"\b[Ss]igning (?:ceremony|event|took|was)\b")
# Match: "new agreement", "newly signed charter"    No match: "renewed agreement"
_NEW = re.compile(r"^(?:[Nn]ew|[Nn]ewly|[Ll]atest|[Jj]ust|[Ll]andmark|[Hh]istoric)\b")


def date_of(told: str, scene: Scene, *, is_agreed: bool = False) -> str | None:
    """The month (EDTF, about) in which what is ``told`` was done, where the text tells it as news.

    That is what the text says "has been" done, and in its lead what "was"; where it ``is_agreed``
    without a document, only what the lead says.
    """
    day, discourse = scene.day or "", scene.discourse
    if len(day) < _MONTH or "/" in day or discourse.blocks > _LEAD:
        return None
    in_lead = discourse.is_lead and _LEAD_NEWS.search(told)
    is_news = in_lead or (not is_agreed and _NEWS.search(told))
    return f"{day[:_MONTH]}~" if is_news else None


def dated(finding: Finding, tagged: Tagged, scene: Scene) -> Finding:
    """A finding of an agreement, dated where the sentence that tells of it tells news.

    Where the lead told an agreement as news, what the text later calls signed without a date was
    signed then, and the ceremony of signing held.
    """
    discourse = scene.discourse
    if finding.type == "Meeting":
        return _ceremony(finding, tagged, discourse.news)
    is_new = discourse.is_lead and bool(_NEW.search(finding.label or ""))
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
    if _PAST.search(said) or _PLAN.search(said):
        return finding
    is_of_its_own = is_new or not finding.attaches  # else what the text has told before may date it
    date = date_of("has signed" if is_new else said, scene) if is_of_its_own else None
    if date is None and discourse.news and _SIGNED.search(said):
        date = discourse.news
    if date is None:
        return finding
    return replace(finding, date=date, resolved=(*finding.resolved, "relative"))


def _ceremony(finding: Finding, tagged: Tagged, news: str | None) -> Finding:
    """The ceremony at which what is news was signed was held on the day of the signing."""
    is_other = finding.named or finding.date or finding.status != "achieved"
    if is_other or news is None or not _CEREMONY.search(tagged.text) or _PAST.search(tagged.text):
        return finding
    return replace(finding, date=news, resolved=(*finding.resolved, "coreference"))


def is_known(named: str | None, scene: Scene) -> bool:
    """Is it the path of an agreement of the gazetteer, which others have signed before?"""
    entity = scene.discourse.entities.get(named or "")
    return entity is not None and not entity.is_minted


def _tells_when(tagged: Tagged, scene: Scene) -> bool:
    """Does the sentence name a day before the month of the document, which may be its own?"""
    dates = [item.edtf or "" for item in items_in(tagged, tagged.text) if item.sort == "date"]
    return any(date[:_MONTH] < (scene.day or "")[:_MONTH] for date in dates)


def _is_recent(date: str, day: str) -> bool:
    """Is a date of the document's month?"""
    return len(day) >= _MONTH and date[:_MONTH] == day[:_MONTH]
