"""Findings from what verbs say: the items of a frame's roles as entities, with date and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from mapping.asides import in_aside, is_of_another
from mapping.captures import Scene
from mapping.discourse import THIS_MEETING
from mapping.distribution import distributed, is_in_order
from mapping.entities import Entity
from mapping.facts import FLIGHT, Evidence, Finding
from mapping.frames import WHEN, Telling, tellings
from mapping.guards import is_stated
from mapping.tagging import Item, Tagged, sort_class
from mapping.topics import is_launcher, is_launcher_path, may_be_launched

_ABOUT = {
    "Contribution": ("endeavour", "item"),
    "Cooperation": ("party",),
    "Agreement": ("party", "signatory"),
    "Meeting": ("participant",),
    "Milestone": ("endeavour",),
}
_ARRIVING = ("verb-arriving", "verb-impacting", "verb-landing")
_HOME = "body/earth"
_NO_DESTINATIONS = (_HOME, "body/sun")
# Match: "James Webb Space Telescope", "Chandra X-ray Observatory"    No match: "Hera mission"
_FROM_AFAR = re.compile(r"(?i:telescope|observatory)")
_AROUND = ("place", "topic", "agent")
_EVENTS = ("Meeting", "Agreement", "Milestone")
_ADJUNCT = sort_class(("date", "at", "event"))
# Match: "<date>, <at> the "    No match: "<date> it was said that "
# Match: "<at> <date>, "    No match: "<date> it was said that "
_OPENED = re.compile(
    rf"(?:{_ADJUNCT},? )*(?P<date>{sort_class(('date',))})(?:,? {_ADJUNCT})*,? ?(?:[Tt]he )?"
    rf"(?:{sort_class(('org', 'country'))}'s (?:(?:[a-z-]+|{sort_class(('concept',))}) ){{1,3}})?$"
)

# Match: "<at>, <date>, the "    No match: "<at> it was said that "
_SOMEWHERE = re.compile(rf"(?P<at>{sort_class(('at',))})(?:,? {_ADJUNCT})*,? ?(?:[Tt]he )?$")


def framed(
    readings: Sequence[Tagged], whole: Tagged, evidence: Evidence, scene: Scene
) -> Iterator[Finding]:
    """What the verbs of a sentence say: in each of its ``readings`` those that it has more.

    ``whole`` is all of the sentence.
    """
    known: set[int] = set()
    found: list[Finding] = []
    for number, reading in enumerate(readings):
        if number and reading is readings[number - 1]:
            continue
        found += _framed(reading, known, whole, evidence, scene)
        known.update(reading.begins)
    aboard = {path for one in found if one.label == FLIGHT for path in _crew_of(one)}
    # Who flies on something does not fly once more, on nothing.
    yield from (f for f in found if f.label != FLIGHT or _crew_of(f) or not _flown(f) & aboard)


def _flown(found: Finding) -> set[str]:
    return set(found.role("agent"))


def _crew_of(found: Finding) -> set[str]:
    """Who flies, where it is told on what or where to."""
    return _flown(found) if found.role("endeavour") else set()


def _framed(
    tagged: Tagged, known: set[int], whole: Tagged, evidence: Evidence, scene: Scene
) -> Iterator[Finding]:
    for told in tellings(tagged):
        if tagged.begins[told.verb] in known or _misplaces_launcher(told, tagged):
            continue
        begin, end = tagged.begins[told.start], tagged.ends[told.stop - 1]
        start, stop = whole.stretch(begin, end)
        if is_stated(whole, start, stop, told.status):
            first, last = whole.stretch(
                tagged.begins[told.when.start], tagged.ends[told.when.stop - 1]
            )
            when = range(first, _with_adjuncts(whole, last))
            found = _finding(told, tagged.begins[told.verb], whole, when, evidence, scene)
            if found.date is None and found.type in _EVENTS:
                found = found.changed(date=_opening(whole, start))
            if found.type == "Meeting" and not found.role("place"):
                found = _placed(found, whole, start, scene)
            if found.type == "Statement":
                found = _beyond(found, scene)
            found = _put_up(found)
            if not _is_nobodys(found) and not _lacks_when(told, found):
                yield from distributed(found, in_order=is_in_order(whole, start, last))
                yield from _bound_for(found)


def _with_adjuncts(whole: Tagged, stop: int) -> int:
    """Where a clause is over with the dates and places right behind it: " <on 3 May>, but"."""
    found = _ADJUNCTS.match(whole.text, stop)
    return found.end() if found else stop


# Match: " <on 3 May> <in Oslo>" before ", but", ", where"    No match: before " and", ", it"
_ADJUNCTS = re.compile(
    rf"(?: {sort_class(['date', 'at'])})+(?=, (?:but|which|where|who|while|whereas|although)\b)"
)


def _is_nobodys(found: Finding) -> bool:
    """Is it an agreement of one with nobody, on nothing, at no time?  "CNES signed agreements".

    Nor does anybody cooperate alone, and only persons are a crew.
    """
    if found.type == "Cooperation" and len(found.role("party")) < 2:
        return True
    if found.type == "Statement" and not (found.role("subject") and found.role("object")):
        return True
    if found.label == FLIGHT and not found.role("agent"):
        return True
    told = {path for name in _ABOUT["Agreement"] for path in found.role(name)}
    particular = found.date or any(found.role(n) for n in ("topic", "place", "withinEvent"))
    return found.type == "Agreement" and len(told) < 2 and not particular


def _beyond(found: Finding, scene: Scene) -> Finding:
    """What a verb says of a destination, without the Earth, and without telescopes, which stay."""
    entities = scene.discourse.entities
    bodies = tuple(path for path in found.role("object") if path not in _NO_DESTINATIONS)
    goers = tuple(p for p in found.role("subject") if not _stays(entities[p]))
    fixed = {"property": found.role("property")}
    return found.changed(roles={"subject": goers, "object": bodies, **fixed}, date=None)


def _put_up(found: Finding) -> Finding:
    """Who brings something into orbit around the Earth launches it."""
    if found.rule != "verb-bringing-into-orbit" or _HOME not in found.role("place"):
        return found
    roles = {name: paths for name, paths in found.roles.items() if name != "place"}
    return found.changed(roles={**roles, "milestoneType": ("launch",)})


def _stays(entity: Entity) -> bool:
    """Does it look at bodies from afar, by its name?"""
    return any(_FROM_AFAR.search(name) for name in (entity.label, *entity.aliases))


def _lacks_when(told: Telling, found: Finding) -> bool:
    """Is it an event without date and place, of a verb that tells none but such?"""
    return WHEN in told.frame.needs and not (found.date or found.role("place"))


def _opening(whole: Tagged, start: int) -> str | None:
    """The date that a sentence opens with, where only adjuncts part it from who acts: of plans too.

    "In 2032 X is to reach Mars"; but "In 2012 it was decided that X would" tells no date of X's.
    """
    opened = _OPENED.match(whole.text[:start])
    return whole.items[opened["date"]].edtf if opened else None


def _placed(found: Finding, whole: Tagged, start: int, scene: Scene) -> Finding:
    """A meeting of whose place a sentence speaks first: "In Tokyo, A met B"."""
    opened = _SOMEWHERE.match(whole.text[:start])
    item = whole.items[opened["at"]] if opened else None
    if item is None or "Place" not in scene.discourse.entities[item.paths[0]].types:
        return found
    return found.changed(roles={**found.roles, "place": item.paths[:1]})


def confirmed(said: Iterable[Finding], verbs: list[Finding]) -> Iterator[Finding]:
    """What rules have read, and then what verbs say besides; of what both tell, the rule's version.

    Rules are read one after the other, since what the first tell the next may refer to.
    """
    left = list(verbs)
    about = [_about(verb) for verb in verbs]
    for finding in said:
        own = _about(finding)
        same = [
            verb
            for verb, others in zip(verbs, about, strict=True)
            if not own.isdisjoint(others)
            and _tell_of_same(verb, finding)
            and not _brings_others(verb, finding)
        ]
        if not same:
            yield finding
            continue
        if any(_is_farther(verb, finding) for verb in same):
            continue
        left = [verb for verb in left if verb not in same]
        also = dict.fromkeys((*finding.also, *(verb.rule for verb in same)))
        yield replace(reduce(_completed, same, finding), also=tuple(also))
    yield from left


def _bound_for(found: Finding) -> Iterator[Finding]:
    """Where something arrives or lands beyond the Earth is its destination."""
    bodies = tuple(p for p in found.role("place") if p.startswith("body/") and p != _HOME)
    if found.rule in _ARRIVING and bodies:
        roles = {
            "subject": found.role("endeavour"),
            "property": ("destination",),
            "object": bodies,
        }
        yield from distributed(Finding("Statement", found.rule, found.evidence, roles))


def _brings_others(verb: Finding, finding: Finding) -> bool:
    """ "visited B, where he was received by C": a verb may tell of more of those who met."""
    if verb.type != "Meeting":
        return False
    persons = {path for path in verb.role("participant") if path.startswith("person/")}
    return not persons <= set(finding.role("participant"))


def _is_farther(verb: Finding, finding: Finding) -> bool:
    """ "will fly past Mars and reach Didymos": what arrives there is only on its way at Mars."""
    if "arrival" not in finding.role("milestoneType") or verb.rule != "verb-arriving":
        return False
    places = (finding.role("place"), verb.role("place"))
    return all(places) and places[0] != places[1]


def _completed(finding: Finding, verb: Finding) -> Finding:
    """What a rule tells of a milestone with the when, where and on what that its verb tells."""
    if finding.type != "Milestone" or finding.status not in (None, verb.status):
        return finding
    told = (name for name in _AROUND if verb.role(name) and not finding.role(name))
    roles = {name: verb.role(name) for name in told}
    return finding.changed(
        date=finding.date or verb.date,
        status=finding.status or verb.status,
        roles={**finding.roles, **roles},
    )


def _misplaces_launcher(told: Telling, tagged: Tagged) -> bool:
    """Is a launcher what is launched, or something else what launches?"""
    if told.frame.constants.get("milestoneType") != "launch":
        return False
    if told.frame.subject.role == "topic":  # who carries others up has to be a launcher
        return not any(is_launcher(item, tagged) for item in told.roles["topic"])
    return not all(may_be_launched(item, tagged) for item in told.roles.get("endeavour", ()))


def tell_of_same(one: Finding, other: Finding) -> bool:
    """Do two findings of a sentence tell of one thing, one perhaps with less?"""
    if one.type != other.type:
        return False
    if one.type in ("Contribution", "Membership", "Statement"):
        return all(set(other.role(name)) <= set(one.role(name)) for name in other.roles)
    if one.named is not None or other.named is not None:
        return one.named == other.named and not _brings_others(other, one)
    return _tell_of_same(one, other) and not _about(one).isdisjoint(_about(other))


def _tell_of_same(one: Finding, other: Finding) -> bool:
    """Do two findings of a sentence that are about the same seem to tell of one thing?"""
    if one.type != other.type:
        return False
    return one.type != "Milestone" or one.role("milestoneType") == other.role("milestoneType")


def _about(finding: Finding) -> set[str]:
    """What a finding of its type is about."""
    return {path for name in _ABOUT.get(finding.type, ()) for path in finding.role(name)}


def _finding(
    told: Telling, verb: int, whole: Tagged, stretch: range, evidence: Evidence, scene: Scene
) -> Finding:
    """What a ``verb`` at an offset says; its dates and places are those in the ``stretch``."""
    roles = {name: _paths(items) for name, items in told.roles.items()}
    if told.frame.represents in roles:
        _represent(told, roles)
    if of_whom := told.frame.constants.get("persons"):
        roles[of_whom] = tuple(p for p in roles[of_whom] if p.startswith("person/"))
    fixed = {name: value for name, value in told.frame.constants.items() if name != "persons"}
    roles |= {name: (value,) for name, value in fixed.items()}
    if told.label == FLIGHT:
        vehicle = roles.get("topic", ())
        whereon = roles.get("endeavour", vehicle)
        roles |= {"endeavour": whereon} if whereon else {}
    elif told.frame.constants.get("milestoneType") == "launch" and "topic" in roles:
        carriers = tuple(filter(is_launcher_path, roles.pop("topic")))
        roles |= {"topic": carriers} if carriers else {}
    told_of = [(n, whole.items[whole.text[n]]) for n in stretch if whole.text[n] in whole.items]
    items = [
        item
        for number, item in told_of
        if told.frame.states != "Agreement" or not is_of_another(whole.text[:number], item)
        if told.frame.states != "Milestone"
        or not in_aside(whole.text, stretch.start, number, stretch.stop)
    ]
    dates = [item for item in items if item.sort == "date"]
    if told.frame.states == "Milestone":  # "A, who took off in May, landed in June"
        dates = [item for item in dates if item.begin > verb] or dates
    date = next((item.edtf for item in dates), None)
    if told.frame.states in _EVENTS:
        first = whole.items.get(whole.text.lstrip('"')[:1])
        if date is None and told.status == "achieved" and first is not None:
            date = first.edtf
        where = [item for item in items if item.sort == "at" and not _is_whence(told, item)]
        at = [path for item in where for path in item.paths]
        places = [(p,) for p in at if "Place" in scene.discourse.entities[p].types]
        if places and "place" not in roles:
            roles["place"] = places[0]
        events = [i.paths for i in items if i.sort == "event" and i.paths[0] != THIS_MEETING]
        if events:
            roles["withinEvent"] = tuple(map(scene.discourse.edition, events[0]))
    filling = [item for items in told.roles.values() for item in items]
    return Finding(
        type=told.frame.states,
        rule=told.frame.name,
        evidence=(evidence,),
        roles=roles,
        date=date,
        status=told.status if told.frame.states in (*_EVENTS, "Cooperation") else None,
        label=told.label,
        count=next((item.count for item in filling if item.count is not None), None),
        resolved=tuple(dict.fromkeys(reason for item in filling for reason in item.resolved)),
    )


def _is_whence(told: Telling, item: Item) -> bool:
    """ "back from Oslo, A met B": who meets does not meet whence somebody came."""
    return told.frame.states == "Meeting" and item.noun == "from"


def _represent(told: Telling, roles: dict[str, tuple[str, ...]]) -> None:
    """Who signs or meets binds or brings the organization that he or she serves."""
    name = told.frame.represents or ""
    served = tuple(path for item in told.roles[name] for path in item.affiliation)
    if name == "signatory":
        parties = tuple(path for path in roles[name] if not path.startswith("person/"))
        roles["party"] = tuple(dict.fromkeys((*parties, *served, *roles.get("party", ()))))
    else:
        own = (path for path in roles[name] if name != "party" or not path.startswith("person/"))
        roles[name] = tuple(dict.fromkeys((*own, *served)))


def _paths(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for item in items for path in item.paths))
