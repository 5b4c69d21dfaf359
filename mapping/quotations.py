"""Whom "we" means in what somebody is quoted as saying: whatever organization that one serves."""

from __future__ import annotations

import re
from functools import cache

from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, sort_class


def spoken(tagged: Tagged) -> Tagged:
    """ "'We built the radar,' said Jane Roe of JAXA": "we" are JAXA, where no other speaks."""
    if not _we().may_match(tagged) or '"' not in tagged.text:
        return tagged
    speakers = [
        tagged.items[match["after"] or match["before"] or match["opening"]]
        for match in _speaker().finditer(tagged)
    ]
    served = {path for item in speakers for path in item.affiliation}
    if len(speakers) != 1 or len(served) != 1:
        return tagged
    (path,) = served
    if not path.startswith("organization/"):
        return tagged

    def make(match: re.Match[str]) -> Item | None:
        is_quoted = tagged.text.count('"', 0, match.start()) % 2 == 1
        resolved = ("coreference",)
        return Item("org", *tagged.span(match), (path,), resolved=resolved) if is_quoted else None

    return tagged.rewrite(_we(), make)


@cache
def _we() -> Pattern:
    # Match: "We" of "We are building", "we" of "we have signed"    No match: "we" of "we hope to"
    return compiled(
        r"\b[Ww]e(?= (?:(?:are|were|have|had|will|also|now|already|just|today|recently|jointly"
        r"|currently|successfully|then|been) )*(?:provid(?:e|ed|ing)|suppl(?:y|ied|ying)|"
        r"contribut(?:e|ed|ing)|buil(?:d|t|ding)|develop(?:ed|ing)?|design(?:ed|ing)?|"
        r"manufactur(?:e|ed|ing)|deliver(?:ed|ing)?|operat(?:e|ed|ing)|lead(?:ing)?|led|"
        r"manag(?:e|ed|ing)|fund(?:ed|ing)?|host(?:ed|ing)?|tak(?:e|ing) part|took part|"
        r"participat(?:e|ed|ing)|responsible for|in charge of|sign(?:ed|ing)?|conclud(?:e|ed)|"
        r"work(?:ed|ing)? (?:closely |together )*with|cooperat(?:e|ed|ing) with|"
        r"collaborat(?:e|ed|ing) with|partner(?:ed|ing)? with|met with|join(?:ed|ing)?)\b)"
    )


@cache
def _speaker() -> Pattern:
    # Match: "\" said <person>", "<person> said:", "\" <person> explained"
    # No match: "said that <person>", "\" said the team of <person>"
    person = sort_class(["person"])
    said = r"(?:said|says|added|adds|explained|explains|stated|noted|commented|remarked|declared)"
    return compiled(
        rf"\"(?: {said},? (?:the )?(?P<after>{person})| (?:also )?(?P<before>{person}),? {said}\b)"
        rf"|(?:^|[.;,] )(?P<opening>{person}),? {said}[:,] \""
    )
