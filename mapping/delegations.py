"""Those who come to a meeting for others: "representatives of ISRO", "a JAXA delegation led by A".

Where people meet, whom they come for meets. In a sentence that speaks of meeting, such a phrase is
the one item that it comes for; one who leads it is a person who serves that. Elsewhere it stays a
phrase: what "engineers of CNES" do is not always done by CNES. Words: ``rules/phrases.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, positions, sort_class

_KINDS = {"country": "country", "region": "region"}
# The noun of persons who lead others to a meeting.
_DELEGATION = "delegation"
# What tells who is in a delegation, not what it does.
_MADE_UP = (
    r" (?:(?:was|is|were|are) (?:co-)?(?:led|headed|chaired|made up)"
    r"|(?:also )?(?:included?s?|comprised?s?|consist(?:s|ed)?))\b"
)


def delegations(tagged: Tagged) -> Tagged:
    """The sentence with those who come to a meeting as the one organization or nation they serve.

    Those whose leader is named are that leader.
    """
    if _meeting().search(tagged) is None:
        return tagged

    again = [match.span("again") for match in _of_each().finditer(tagged)]
    tagged = tagged.without(again) if again else tagged

    def sent(match: re.Match[str]) -> Item | None:
        return _of(tagged, match)

    for pattern in (_sent(), _own()):
        tagged = tagged.rewrite(pattern, sent)
    tagged = tagged.rewrite(_unnamed(), sent)
    tagged = tagged.reduced_to(_counterpart(), "who")
    return tagged.rewrite(_accompanied(), sent)


def led(tagged: Tagged) -> Tagged:
    """The sentence with those whom one leads to a meeting, and who accompanies whom, as a group.

    "ISRO and KARI, led by A", "A, accompanied by B,"; so is who leads a delegation alone.
    """
    if any(item.noun == _DELEGATION for item in tagged.items.values()):
        tagged = tagged.fold(
            (position, position + 1, replace(item, sort="agents"))
            for position, item in positions(tagged)
            if item.sort == "person" and item.noun == _DELEGATION
        )
    if _meeting().search(tagged) is None:
        return tagged
    tagged = tagged.rewrite(_led(), lambda match: _of(tagged, match))
    return tagged.rewrite(_beside(), lambda match: _together(tagged, match))


def _of(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """Whom those of a match come for, or who leads them and serves that."""
    groups = match.groupdict()
    whom = tagged.items.get(match["whom"] or groups.get("nation") or "")
    leaders = (tagged.items.get(groups.get(name) or "") for name in ("led", "apart", "atop"))
    leader = next(filter(None, leaders), None)
    if leader is not None:
        serves = tuple(dict.fromkeys((*(whom.paths if whom else ()), *leader.affiliation)))
        return replace(tagged.over(match, leader), affiliation=serves, noun=_DELEGATION)
    if whom is None or whom.sort != "demonym":
        return tagged.over(match, whom) if whom else None
    if (other := tagged.item(match, "other")) is not None:
        whom = replace(whom, paths=tuple(dict.fromkeys((*whom.paths, *other.paths))))
    is_one = len(whom.paths) == 1
    sort = _KINDS.get(whom.paths[0].split("/")[0]) if is_one else "agents"
    return replace(tagged.over(match, whom), sort=sort) if sort else None


def _together(tagged: Tagged, match: re.Match[str]) -> Item:
    """Somebody with those who come along."""
    who, along = tagged.items[match["who"]], tagged.items[match["along"]]
    return replace(
        tagged.over(match, who),
        sort="agents",
        paths=tuple(dict.fromkeys((*who.paths, *along.paths))),
        affiliation=tuple(dict.fromkeys((*who.affiliation, *along.affiliation))),
    )


@cache
def _meeting() -> Pattern:
    # Match: "held talks with", "visited"    No match: "built the instrument"
    return compiled(rf"\b{any_of(table('phrases')['words of meetings'], ignore_case=True)}")


@cache
def _of_each() -> Pattern:
    # Match: "of <ESA>, of <JAXA> and of the <ASI>"    No match: "of <ESA>, the head of <ASI>"
    one = sort_class(["org", "country", "region"])
    return compiled(
        rf"(?:(?<=\bof {one})|(?<=\bof the {one}))(?:,| and|, and) (?P<again>of )(?=(?:the )?{one})"
    )


@cache
def _nouns() -> tuple[str, str]:
    """What stands before nouns for people, and the nouns: "a team of scientists and engineers"."""
    words = table("phrases")
    few = rf"(?:(?:{any_of(words['of envoys'])}|[a-z0-9]+-[a-z]+|{sort_class(['demonym'])}) )"
    first = any_of([word.capitalize() for word in words["of envoys"]])
    number = any_of(table("numbers"), ignore_case=True)
    before = (
        rf"(?<![\w'-])(?:(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|{number}|\d+) )?"
        rf"(?:{first} )?{few}{{0,3}}"
    )
    noun = any_of(words["envoys"])
    name = any_of([word.capitalize() for word in words["envoys"]])
    more = rf"{few}{{0,2}}{noun}\b"
    nouns = (
        rf"(?:{noun}|{name})\b(?:(?:,| and|, and) {more}){{0,2}}"
        rf"(?: (?:of|from) {more}(?: and {more})?)?"
    )
    return before, nouns


def _leader() -> str:
    one = sort_class(["person"])
    by = (
        r"(?:(?:which (?:was|is) )?(?:led|headed|chaired) by"
        r"|under(?: the (?:leadership|direction|guidance|chairmanship) of)?)(?: the)?"
    )
    head = r",? at (?:its|their) head\b(?:,(?= ))?"
    return (
        rf"(?:, {by} (?P<apart>{one})(?:,(?= ))?| {by} (?P<led>{one})(?:,(?= ))?"
        rf"|,? with (?:the |its |their )?(?P<atop>{one}){head})"
    )


@cache
def _sent() -> Pattern:
    # Match: "senior officials of <ISRO>", "A team of engineers from <ASI>, led by <person>,"
    # No match: "officials of <ISRO>'s centres", "members of the <CNES> team"
    before, nouns = _nouns()
    whom = sort_class(["org", "country", "region"])
    return compiled(
        rf"{before}{nouns} (?:of|from|representing|at) (?:the )?(?P<whom>{whom})"
        rf"(?!['-]| [A-Z]| (?:{any_of(table('phrases')['behind envoys'])})|{_MADE_UP}){_leader()}?"
    )


@cache
def _own() -> Pattern:
    # Match: "an <ISRO> delegation led by <person>", "<JAXA>'s leadership", "a <Kazakh> delegation"
    # No match: "<Kazakh> engineers", "the <ISRO> team of"
    before, nouns = _nouns()
    org, nation = sort_class(["org"]), sort_class(["demonym"])
    of_nation = any_of(table("phrases")["envoys of nations"])
    return compiled(
        rf"{before}(?:(?P<whom>{org})(?:'s)? (?:[a-z-]+ )??(?!members){nouns}"
        rf"|(?P<nation>{nation})(?:,? and (?P<other>{nation}))? (?:[a-z-]+ )??(?:{of_nation}))"
        rf"(?!['-]| (?:of|from|for)\b|{_MADE_UP}){_leader()}?"
    )


@cache
def _unnamed() -> Pattern:
    # Match: "a high-level delegation led by <person>"    No match: "a mission led by <person>"
    before, nouns = _nouns()
    return compiled(rf"{before}{nouns}(?P<whom>){_leader()}")


@cache
def _counterpart() -> Pattern:
    # Match: "his counterpart <person>", "his <Indian> counterpart, <person>"
    # No match: "his counterpart at <NASA>"
    nation = sort_class(["demonym", "country", "region"])
    return compiled(
        rf"\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:(?:[a-z]+|{nation}) )?counterparts?,? "
        rf"(?P<who>{sort_class(['person'])})"
    )


@cache
def _accompanied() -> Pattern:
    # Match: "<person> and his team", "<person>, accompanied by a delegation,"
    # No match: "<person> and the team of <ISRO>"
    before, nouns = _nouns()
    return compiled(
        rf"(?P<whom>)(?P<apart>)(?P<led>{sort_class(['person'])})(?P<comma>,)? "
        rf"(?:and|with|together with|along with|accompanied by) {before}{nouns}"
        r"(?! (?:of|from|for|led|headed|under)\b)(?(comma),?(?= )|)"
    )


@cache
def _led() -> Pattern:
    # Match: "<ISRO and KARI>, led by <person>,"    No match: "<ISRO>, led by <person>", its head
    whom, one = sort_class(["agents"]), sort_class(["person", "agents"])
    by = r"(?:led|headed) by(?: the)?"
    return compiled(rf"(?P<whom>{whom})(?:, {by} (?P<apart>{one})(?:,(?= ))?| {by} (?P<led>{one}))")


@cache
def _beside() -> Pattern:
    # Match: "<person>, accompanied by <person>, visited"
    # No match: "<person>, replaced by <person>, visited"
    one, whom = sort_class(["person", "agents"]), sort_class(["person", "agents", "org"])
    when = sort_class(["date", "at", "event"])
    return compiled(
        rf"(?P<who>{one}), (?:who was )?(?:(?:accompanied|joined|flanked) by|together with"
        rf"|along with|alongside) (?:the )?(?P<along>{whom}),(?= (?:[a-z]|{when}))"
    )
