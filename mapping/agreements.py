"""Which findings of a document tell of one agreement, told in full here and in passing there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from mapping.facts import Finding, may_be_same
from mapping.grammar import expand
from mapping.news import is_of_before

# Fields of work, which tell less of what an agreement is on than the name of a mission does.
_FIELDS = ("body/", "concept/", "place/")
_FEW = 3  # parties that a name is made of


def joined(findings: list[Finding]) -> Iterator[Finding]:
    """Findings, where an agreement cited without date or topic is the one told of in full.

    What was signed one day on Mars, and is on ExoMars where it is told again, is one agreement too.
    """
    unnamed = [f for f in findings if f.type == "Agreement" and not f.named]
    read = {id(f): _readings(f) for f in unnamed}
    kinds = {id(f): _kind(f.label or "") for f in unnamed}
    dated: dict[frozenset[str], list[Finding]] = defaultdict(list)
    for finding in unnamed:
        if finding.date and not _is_of_before(finding):
            dated[frozenset(finding.role("party"))].append(finding)
    told: dict[int, Finding] = {}
    for finding in unnamed:
        is_about = (finding.date or "").endswith("~")  # the month of the news
        if finding.date and not is_about:
            continue
        own = read[id(finding)]
        others = dated[frozenset(finding.role("party"))]
        same = [f for f in others if any(map(may_be_same, read[id(f)], own))]
        if kind := kinds[id(finding)]:  # a letter of intent is no framework agreement
            same = [f for f in same if kinds[id(f)] in ("", kind)]
        if is_about:
            same = [f for f in same if not (f.date or "").endswith("~")]
        full = [told.get(id(f), f) for f in same if f is not finding]
        about = {(f.role("topic"), f.label) for f in full}
        if len(about) == 1 and finding not in same:
            topics = tuple(dict.fromkeys((*full[0].role("topic"), *_missions(finding))))
            for one in (*same, finding):
                roles = {**one.roles, "topic": topics}
                date = full[0].date if one is finding and is_about else one.date
                told[id(one)] = one.changed(roles=roles, label=full[0].label, date=date)
    yield from (told.get(id(finding), finding) for finding in findings)


def _is_of_before(finding: Finding) -> bool:
    """Is it told of as an earlier one: "the initial agreement, signed in 2021"?"""
    return finding.rule == "agreement-earlier" or is_of_before("", finding.label or "")


def called(findings: list[Finding]) -> tuple[str, ...]:
    """What the text calls an agreement without a name: "Implementing Arrangement".

    Nouns that any agreement may be called by ("agreement", "MoU") tell nothing of it, neither does
    what several are called together, nor what was agreed without a document.
    """
    told = (f.label for f in findings if f.type == "Agreement" and not f.named and f.label)
    words = (_QUOTED.sub("", label).strip() for label in told)
    return tuple(dict.fromkeys(label for label in words if _title().fullmatch(label)))


def are_called_otherwise(known: Finding, finding: Finding) -> bool:
    """Do two findings bear names apart: "the Framework Agreement", "the ECS Agreement"?"""
    if finding.type != "Agreement":
        return False
    other = _names_in(finding.label or "")
    own = _names_in(known.label or "") | {*(known.named or "/").split("/")[1].split("-")} - {""}
    return bool(own and other) and own.isdisjoint(other)


def _names_in(label: str) -> set[str]:
    """The words with a capital, in small letters, that name no kind of document."""
    words = _documents().sub("", label).split()
    return {word.casefold() for word in words if word[:1].isupper()}


@cache
def _documents() -> re.Pattern[str]:
    # Match: "Agreement", "Joint Statement"    No match: "Framework"
    return re.compile(expand(r"(?i:joint )?(?i:{accord})"))


def by_parties(parties: Sequence[str], titles: Sequence[str]) -> Iterator[str]:
    """How the field calls an agreement of two or three by its parties: "CNES-ISRO agreement".

    The parties as they are called for short, in the order of the text. What the text calls the
    agreement takes the noun's place: "CNES-ISRO framework agreement".
    """
    if 2 <= len(parties) <= _FEW:
        for title in titles or ("agreement",):
            yield f"{'-'.join(parties)} {title}"


def _kind(label: str) -> str:
    """What kind of document it is: the noun of its title; nothing where the text says no title."""
    return label.rsplit(maxsplit=1)[-1].casefold() if _title().fullmatch(label) else ""


# Match: '"', " (MoU)"    No match: "MoU"
_QUOTED = re.compile(r'"| \(\w+\)')


@cache
def _title() -> re.Pattern[str]:
    # Match: "framework agreement", "letter of intent"    No match: "agreement", "two agreements"
    return re.compile(expand(r"(?=\S+ )(?:[\w'-]+ ){0,5}{accord}(?<!s)"))


def _missions(finding: Finding) -> tuple[str, ...]:
    return tuple(path for path in finding.role("topic") if not path.startswith(_FIELDS))


def _readings(finding: Finding) -> tuple[Finding, Finding]:
    """What is compared of an agreement: with all its topics, and without its fields of work."""
    whole = finding.changed(date=(finding.date or "").rstrip("~"))
    return whole, whole.changed(roles={**whole.roles, "topic": _missions(whole)})
