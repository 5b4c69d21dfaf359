"""Telling facts apart: findings of one key become one fact with an address.

Keys are those of the vocabulary ("One fact, several documents"): what identifies a fact makes its
IRI, so that documents which tell of the same thing share the node. Keys never hold anything that
was counted.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mapping import agreements, dates, occasions
from mapping.discourse import THIS_MEETING
from mapping.entities import Entity, slugify
from mapping.facts import FLIGHT, Evidence, Finding

_LABELLED = ("review", "test", "delivery", "publication", "operation", "decision", "award")
_MAX_SLUG = 100


@dataclass(frozen=True)
class Fact:
    """A fact as one document states it. ``path`` is kind and slug, ``roles`` hold paths."""

    type: str
    path: str
    label: str
    roles: Mapping[str, tuple[str, ...]]
    evidence: tuple[Evidence, ...]
    rules: tuple[str, ...]
    date: str | None = None
    status: str | None = None
    count: int | None = None
    post: str | None = None
    is_virtual: bool = False
    resolved: tuple[str, ...] = ()
    is_named: bool = False
    is_occasion: bool = False
    aliases: tuple[str, ...] = ()


def facts(
    findings: Iterable[Finding],
    entities: Mapping[str, Entity],
    series: Mapping[str, str],
    day: str | None,
) -> list[Fact]:
    """The facts that ``findings`` amount to, sorted by address.

    ``series`` leads from editions of meetings to their series, ``day`` is the document's date
    (EDTF).
    """
    named = _Names(entities, day)
    dated = occasions.with_event_dates(list(findings))
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in agreements.joined(list(_meetings_joined(dated))):
        if (key := named.key(finding)) is not None:
            groups[key].append(finding)
    merged = (_merge(path, found, named, day) for path, found in sorted(groups.items()))
    told = [
        _as_news(fact, groups[fact.path])
        for fact in merged
        if _is_fact(fact) and not _is_cited(fact, entities)
    ]
    paths = {fact.path for fact in told}
    return [_in_series(_of_facts(fact, entities, paths), series) for fact in told]


def _as_news(fact: Fact, found: list[Finding]) -> Fact:
    """The fact, where it is a meeting without a date that the text tells as its news, about then.

    Its address goes on telling only the day on which it was told.
    """
    date = occasions.news_of(found) if fact.type == "Meeting" else None
    if date is None or fact.date or fact.is_named or fact.status != "achieved":
        return fact
    return replace(fact, date=date, resolved=tuple(sorted({*fact.resolved, "relative"})))


def is_untold(path: str, entities: Mapping[str, Entity], told: Container[str]) -> bool:
    """Is it a meeting or an agreement of the document's own of which no fact is among ``told``?

    Such are facts themselves, and what is published of them has evidence.
    """
    entity = entities.get(path)
    if entity is None or not entity.is_minted or path in told:
        return False
    return entity.kind in ("meeting", "agreement")


def _of_facts(fact: Fact, entities: Mapping[str, Entity], told: Container[str]) -> Fact:
    """The fact without meetings and agreements in its roles of which nothing is told."""
    if not any(is_untold(p, entities, told) for paths in fact.roles.values() for p in paths):
        return fact
    kept = {
        name: tuple(path for path in paths if not is_untold(path, entities, told))
        for name, paths in fact.roles.items()
    }
    return replace(fact, roles={name: paths for name, paths in kept.items() if paths})


def _is_cited(fact: Fact, entities: Mapping[str, Entity]) -> bool:
    """Does the document do no more than name what the gazetteer knows? That is a mention."""
    known = entities.get(fact.path)
    return fact.rules == ("named",) and known is not None and not known.is_minted


def _in_series(fact: Fact, series: Mapping[str, str]) -> Fact:
    if fact.path not in series:
        return fact
    return replace(fact, roles={**fact.roles, "series": (series[fact.path],)})


def _is_fact(fact: Fact) -> bool:
    if fact.type == "Cooperation":
        parties = fact.roles.get("party", ())
        return len(parties) > 1 or bool(parties and fact.roles.get("endeavour"))
    if fact.type == "Meeting" and not fact.is_named:
        present = {*fact.roles.get("participant", ()), *fact.roles.get("organizer", ())}
        # "ESA welcomes AfSA" is no meeting; where persons meet, or agencies at a place, it is.
        told = fact.date or fact.roles.get("place") or fact.is_virtual
        is_met = told or any(path.startswith("person/") for path in present)
        is_there = fact.roles.get("place") or fact.is_virtual or present
        is_held = fact.is_occasion and fact.date and is_there
        return bool(is_met and (len(present) > 1 or (fact.count or 0) > 1)) or bool(is_held)
    if fact.type == "Agreement":
        # Naming an agreement states that there is one: what is published has evidence.
        dated = fact.date and fact.roles.get("topic")
        met = len(fact.roles.get("participant", ())) > 1  # leaders who agreed
        known = fact.roles.get("party") or fact.roles.get("signatory") or met or dated
        return bool(known) or fact.is_named
    return True


def _meetings_joined(findings: list[Finding]) -> Iterator[Finding]:
    """Findings of one unnamed meeting as one finding, since its key needs all of them."""
    unnamed: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.type == "Meeting" and (finding.named or "").startswith("#"):
            unnamed[finding.named or ""].append(finding)
        elif finding.named != THIS_MEETING:
            yield finding
    for found in unnamed.values():
        roles = _joined_roles(found)
        date = _best_date(found)
        is_virtual = any(finding.is_virtual for finding in found)
        label = next((finding.label for finding in found if finding.label), None)
        present = {*roles.get("participant", ()), *roles.get("organizer", ())}
        label = None if label in _OF_ONE and len(present) > 1 else label
        for finding in found:
            yield replace(
                finding, roles=roles, date=date, named=None, is_virtual=is_virtual, label=label
            )


# What tells one occasion from others only where no two are said to have met.
_OF_ONE = ("event", "meeting", "press conference", "session", "visit")


class _Names:
    """Keys and labels of facts."""

    def __init__(self, entities: Mapping[str, Entity], told: str | None) -> None:
        self._entities = entities
        self._told = told
        self._makers: Mapping[str, Callable[[Finding], tuple[str, str] | None]] = {
            "Meeting": self._meeting,
            "Agreement": self._agreement,
            "Milestone": self._milestone,
            "Contribution": self._contribution,
            "Cooperation": self._cooperation,
            "Membership": self._membership,
        }

    def key(self, finding: Finding) -> str | None:
        """Kind and slug of the fact; None for a finding that lacks what identifies it."""
        if finding.type not in self._makers:  # a direct property is no fact of its own
            return None
        made = self._makers[finding.type](finding)
        return f"{finding.type.lower()}/{_cut(made[0])}" if made and made[0] else None

    def label(self, finding: Finding) -> str:
        """What people call the fact; empty for a finding that has no key."""
        made = self._makers[finding.type](finding)
        return made[1] if made else ""

    def aliases(self, path: str) -> tuple[str, ...]:
        """The other names of a fact that has a name of its own and that no gazetteer holds."""
        entity = self._entities.get(path)
        return entity.aliases if entity is not None and entity.is_minted else ()

    def titles(self, found: list[Finding]) -> tuple[str, ...]:
        """What an agreement without a name is called, by its kind and by its parties."""
        if found[0].type != "Agreement" or found[0].named:
            return ()
        titles = agreements.called(found)
        parties = dict.fromkeys(path for finding in found for path in finding.role("party"))
        return (*titles, *agreements.by_parties([*map(self._short, parties)], titles))

    def _slug(self, path: str) -> str:
        return path.split("/")[1]

    def _short(self, path: str) -> str:
        return self._entities[path].short if path in self._entities else self._slug(path)

    def _slugs(self, paths: Iterable[str]) -> str:
        return "-".join(sorted(self._slug(path) for path in paths))

    def _shorts(self, paths: Iterable[str]) -> str:
        names = [self._short(path) for path in sorted(paths, key=self._slug)]
        return (
            ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""
        )

    def _meeting(self, finding: Finding) -> tuple[str, str] | None:
        if finding.named:
            return self._named_meeting(finding)
        day = re.sub(r"[^\d-]", "", finding.date or "")
        if not day and self._told:  # no date: known by the day on which it is told
            day = f"told-{self._told}"
        if not day:
            return None
        parties = [p for p in finding.role("participant") if not p.startswith("person/")]
        organizations = [p for p in parties if p.startswith("organization/")]
        pair = organizations if len(organizations) == 2 else parties
        if len(pair) == 2:
            return f"{day}-{self._slugs(pair)}", f"Meeting of {self._shorts(pair)}, {day}"
        where = (finding.role("organizer") or finding.role("place"))[:1]
        if finding.label == "visit" and finding.role("place"):
            who, there = (parties or finding.role("participant"))[:1], finding.role("place")[:1]
            slug = "-".join(("visit", *map(self._slug, (*who, *there)), day))
            return slug, f"Visit of {self._shorts(who)} to {self._shorts(there)}, {day}"
        if finding.label:  # "an information day": what it was called is its name
            whose = (parties or where)[:1]
            slug = "-".join((slugify(finding.label), *map(self._slug, whose), day))
            return slug, f"{finding.label}, {', '.join((*map(self._short, whose), day))}"
        if where:
            how = "organized by" if finding.role("organizer") else "at"
            return (
                f"{day}-{self._slugs(where)}",
                f"Meeting {how} {self._short(where[0])}, {day}",
            )
        persons = finding.role("participant")
        if finding.is_virtual or not persons:
            return (f"{day}-virtual", f"Virtual meeting, {day}") if finding.is_virtual else None
        return (
            f"{day}-{self._slugs(persons[:3])}",
            f"Meeting of {self._shorts(persons[:3])}, {day}",
        )

    def _named_meeting(self, finding: Finding) -> tuple[str, str]:
        path = finding.named or ""
        entity = self._entities.get(path)
        return self._slug(path), entity.label if entity else self._slug(path)

    def _agreement(self, finding: Finding) -> tuple[str, str] | None:
        if finding.named:
            return self._named_meeting(finding)
        names = ("party", "signatory", "participant")
        parties = next((finding.role(name) for name in names if finding.role(name)), ())
        topics = finding.role("topic")
        label = finding.label or "agreement"
        if not parties:
            return self._signed_on(finding, label)
        about = self._slugs(topics[:3]) if topics else slugify(label)
        # Documents call one agreement by many names: its label says no more than its key.
        words = f"agreement on {self._shorts(topics[:3])}" if topics else label
        return f"{self._slugs(parties)}-{about}", f"{self._shorts(parties)}: {words}"

    def _signed_on(self, finding: Finding, label: str) -> tuple[str, str] | None:
        """An agreement whose parties are not told is known by what it is on and its date."""
        topics = finding.role("topic")
        if not topics or not finding.date:
            return None
        about = f"{self._slugs(topics[:3])}-{slugify(label)}-{slugify(finding.date)}"
        return about, f"{label} on {self._shorts(topics[:3])}, {finding.date}"

    def _milestone(self, finding: Finding) -> tuple[str, str] | None:
        if not finding.role("endeavour"):
            return None
        endeavour, kind = finding.role("endeavour")[0], finding.role("milestoneType")[0]
        label = finding.label if kind in _LABELLED and finding.label else ""
        if label == FLIGHT:  # of whom: of one endeavour there may be many
            label = f"{label} of {self._shorts(finding.role('agent'))}"
        slug = f"{self._slug(endeavour)}-{slugify(label) if label else kind}"
        return slug, f"{self._short(endeavour)}: {label or kind.replace('-', ' ')}"

    def _contribution(self, finding: Finding) -> tuple[str, str] | None:
        if not finding.role("contributor") or not (
            finding.role("endeavour") or finding.role("item")
        ):
            return None
        who, how = finding.role("contributor")[0], finding.role("contributionType")[0]
        what = (*finding.role("endeavour"), *finding.role("item"))
        slug = "-".join((self._slug(who), how, *(self._slug(path) for path in what)))
        words = " for ".join(self._short(path) for path in reversed(what))
        return slug, f"{self._short(who)} {how.replace('-', ' ')} {words}"

    def _cooperation(self, finding: Finding) -> tuple[str, str] | None:
        parties = finding.role("party")
        if not parties:
            return None
        about = finding.role("endeavour") or finding.role("topic")
        slug = self._slugs(parties) + (f"-{self._slugs(about)}" if about else "")
        return slug, f"Cooperation of {self._shorts(parties)}" + (
            f" on {self._shorts(about)}" if about else ""
        )

    def _membership(self, finding: Finding) -> tuple[str, str] | None:
        member, organization = finding.role("member")[0], finding.role("organization")[0]
        if member == organization:
            return None
        post = f"-{slugify(finding.post)}" if finding.post else ""
        what = f", {finding.post} of " if finding.post else ", member of "
        return f"{self._slug(member)}-{self._slug(organization)}{post}", self._short(
            member
        ) + what + self._short(organization)


def _merge(path: str, found: list[Finding], named: _Names, day: str | None) -> Fact:
    date = _best_date(found)
    return Fact(
        type=found[0].type,
        path=path,
        label=named.label(found[0]),
        roles=_joined_roles(found),
        evidence=tuple(
            sorted({e for f in found for e in f.evidence}, key=lambda e: (e.begin, e.end))
        ),
        rules=tuple(sorted({rule for f in found for rule in (f.rule, *f.also)})),
        date=date,
        status=_status(found, date, day),
        count=next((f.count for f in found if f.count is not None), None),
        post=next((f.post for f in found if f.post), None),
        is_virtual=any(f.is_virtual for f in found),
        resolved=tuple(sorted({reason for f in found for reason in f.resolved})),
        is_named=any(f.named for f in found),
        is_occasion=any(f.label for f in found),
        aliases=(*named.aliases(path), *named.titles(found)),
    )


def _joined_roles(found: list[Finding]) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(name for f in found for name in f.roles)
    return {
        name: tuple(dict.fromkeys(value for f in found for value in f.role(name)))
        for name in names
        if any(f.role(name) for f in found)
    }


def _best_date(found: list[Finding]) -> str | None:
    """The first date stated, or a later one that is more precise within it."""
    stated = [f.date for f in found if f.date]
    best = stated[0] if stated else None
    for date in stated[1:]:
        if best and date.startswith(best) and len(date) > len(best):
            best = date
    return best


def _status(found: list[Finding], date: str | None, day: str | None) -> str | None:
    """Planned or achieved as told; where the words leave it open, as the dates say."""
    told = next((f.status for f in found if f.status), None)
    if not date or not day:
        return told
    earliest, latest = dates.bounds(date)
    _, today = dates.bounds(day)
    if told == "achieved" and today and earliest and earliest > today:
        return None  # nothing is achieved after the day on which it is told
    if told:
        return told
    if today and latest and latest <= today:
        return "achieved"
    if today and earliest and earliest > today:
        return "planned"
    # "later this year": a period that is not over, told relative to today.
    later = any("relative" in f.resolved for f in found)
    return "planned" if later else None


def _cut(slug: str) -> str:
    """At most 100 characters; what is cut off stays told apart by a hash of the whole."""
    if len(slug) <= _MAX_SLUG:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:10]
    return f"{slug[: _MAX_SLUG - 11].rsplit('-', 1)[0]}-{digest}"
