"""What verbs say: frames with roles that subject and objects fill, whatever stands between them.

Rules are patterns over whole phrases; frames are about verbs. A frame names its verbs, what their
subject and their objects may be, and what fact that makes (after Fillmore's frame semantics, as in
FrameNet). Each verb form of a frame in a clause is looked at: who stands before it, in which voice
and tense it is, and which items follow it after which prepositions. Frames: ``rules/frames.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mapping.frame_table import Frame, any_verb, bases, by_form, pasts
from mapping.grammar import sorts_named
from mapping.seams import Seams, around, group_start, near
from mapping.tagging import Item, Tagged, items_in, sort_class

_ANY: Final = "\U000f0000-\U000ffffd"
_ITEM: Final = re.compile(f"[{_ANY}]")
_FAR: Final = 60
_CHAIN: Final = 600
#: What a frame needs that is told only together with a date or place.
WHEN: Final = "when"
# Match: " and built by the "    No match: " in "
_BY: Final = re.compile(r" by (?:the )?$")
# Match: "<SuperCam> for the " before "<Mars 2020>"    No match: "<CNES> for the "
_HEAD: Final = re.compile(rf"(?P<head>{sort_class(('instrument',))}) (?:for|of) (?:the )?\Z")
_NAMES: Final = ("org", "country", "agents")
_ADJUNCTS: Final = ("date", "at", "event", "adjunct")


@dataclass(frozen=True)
class Telling:
    """What a verb says: who fills which role, and the stretch [start, stop) that says it.

    ``status`` is "planned", "achieved" or None where the tense leaves it open; ``label`` is what
    an agreement or event is called; ``verb`` is where the verb stands, ``when`` the stretch whose
    dates and places are those of the verb.
    """

    frame: Frame
    roles: Mapping[str, tuple[Item, ...]]
    status: str | None
    start: int
    stop: int
    verb: int
    label: str | None = None
    when: range = range(0)


def tellings(tagged: Tagged) -> Iterator[Telling]:
    """What the verbs of a tagged sentence say, in order."""
    verbs = list(any_verb().finditer(tagged))
    seams = Seams(tagged.text, verbs)
    for match in verbs:
        clause = _Clause(tagged, match, seams)
        for frame in by_form()[match.group().casefold()]:
            told = clause.telling(frame)
            if told is not None:
                yield told


class _Clause:
    """One form of a verb in its clause, and what it tells in each of the verb's frames."""

    def __init__(self, tagged: Tagged, verb: re.Match[str], seams: Seams) -> None:
        self._tagged = tagged
        self._text = tagged.text
        self._seams = seams
        self._verb = verb
        self._form = verb.group().casefold()
        self._words = around()
        self._start = seams.group_start(verb.start())
        self._group = self._text[self._start : verb.start()]
        self._joint: str | None = None  # the group of the verb whose subject this one shares
        self._joint_end = 0

    def telling(self, frame: Frame) -> Telling | None:
        """What the verb says in one of its frames; None where that is nothing."""
        label = self._form if frame.label == "verb" else frame.label
        if frame.after is not None:
            found = frame.after.match(self._text[self._verb.end() :].lstrip(" "))
            if found is None:
                return None
            label = found.groupdict().get("label", label)
        if self._subject is None or self._is_doubtful:
            return None
        roles = self._passive(frame) if self._is_passive(frame) else self._active(frame)
        if roles is None or not _suffices(roles, frame.needs):
            return None
        status = self._status()
        if frame.only not in (None, status):
            return None
        begin = min(self._position(roles), self._start)
        told = begin if self._joint is None else self._start
        # "takes off in May and lands in June": another verb of the same subject follows.
        end = self._end
        when = range(told, self._seams.next_joint(self._verb.end(), end))
        return Telling(frame, roles, status, begin, end, self._verb.start(), label, when)

    @property
    def _end(self) -> int:
        end = self._seams.clause_end(self._verb.end())
        if self._words.of_which.search(near(self._text, self._start)):
            comma = self._text.find(",", self._verb.end(), end)
            return comma if comma >= 0 else end  # "X, which A builds, and B's Y"
        return end

    @cached_property
    def _is_doubtful(self) -> bool:
        return self._words.doubt.search(self._group) is not None

    def _is_passive(self, frame: Frame) -> bool:
        if not self._form.endswith(("ed", "t", "n", "d", "g")) or self._form.endswith("ing"):
            return False
        if self._words.passive.search(self._group):
            return True
        if frame.patient is None:  # "swung by Venus"
            return False
        return self._words.by.match(self._text, self._verb.end()) is not None

    @property
    def _is_plan(self) -> bool:
        """ "X will land"; in a headline "X to land"."""
        is_headline = self._group == "to " and self._start == len("X ")
        return is_headline or self._words.plan.search(self._group) is not None

    @property
    def _is_awaited(self) -> bool:
        """ "Once X is launched", "after X lands": what the sentence tells comes afterwards."""
        is_past = not self._group and self._form in pasts()
        if is_past or not self._words.present.search(self._group):
            return False
        return self._words.awaited.search(near(self._text, self._start)) is not None

    def _status(self) -> str | None:
        governing = self._joint or ""
        # "will land and send images", "will be flown there and launched"
        shares = self._form in bases() or (
            not self._group and self._words.passive.search(governing) is not None
        )
        if self._is_plan or (shares and self._words.plan.search(governing)):
            return "planned"
        if self._is_awaited:
            return "planned"
        if self._words.past.search(self._group):
            return "achieved"
        return "achieved" if self._form in pasts() else None

    def _active(self, frame: Frame) -> dict[str, tuple[Item, ...]] | None:
        subject = self._subject
        if subject is None or subject.sort not in frame.subject.sorts:
            return None
        if not self._is_plan and re.search(r"\bto $", self._group):
            return None  # "to build": what for, not what is done
        if self._form.endswith("ing") and not self._words.being.search(self._group):
            return None
        who = self._persons if "persons" in frame.constants else (subject,)
        roles: dict[str, tuple[Item, ...]] = {frame.subject.role: who}
        for preposition, item in self._objects:
            for slot in frame.objects:
                if item.sort in slot.sorts and preposition in slot.after:
                    roles[slot.role] = (*roles.get(slot.role, ()), item)
                    break
        return roles

    def _passive(self, frame: Frame) -> dict[str, tuple[Item, ...]] | None:
        patient, agent, subject = frame.patient, frame.agent, self._subject
        if patient is None or agent is None:
            return None
        if subject is None or subject.sort not in patient.sorts or self._is_of_active:
            return None
        roles: dict[str, tuple[Item, ...]] = {patient.role: (subject,)}
        is_by = False
        for preposition, item in self._objects:
            is_by = preposition == "by" or (is_by and preposition in ("and", ""))
            if is_by and item.sort in agent.sorts:
                roles[agent.role] = (*roles.get(agent.role, ()), item)
                continue
            for slot in frame.objects:
                if (
                    slot.role != patient.role
                    and item.sort in slot.sorts
                    and preposition in slot.after
                ):
                    roles[slot.role] = (*roles.get(slot.role, ()), item)
                    break
        return roles if agent.role in (*roles, "agent", "topic") else None

    @property
    def _is_of_active(self) -> bool:
        """ "X has placed Y, paid for and built by Z": who acts in one verb is not built by Z."""
        if self._joint is None:
            return False
        if any(map(self._words.passive.search, (self._joint, self._group))):
            return False
        between = items_in(self._tagged, self._text[self._joint_end : self._start])
        return any(item.sort in sorts_named("endeavour") for item in between)

    @cached_property
    def _subject(self) -> Item | None:
        """The item right before the verb group; of "A does x and does y", A."""
        before = near(self._text, self._start, _CHAIN)
        found = self._words.subject.search(near(before))
        # "takes off on a Soyuz, flies past Mars": what stands before the comma flies nowhere.
        if found is not None and not self._words.adjunct.search(near(before)):
            # "the instrument for the rover will be delivered": the instrument is
            head = _HEAD.search(before, 0, found.start("item"))
            char = head["head"] if head else found["item"]
            return None if found["possessed"] else self._tagged.items[char]
        joint = self._words.joint.search(near(before))
        if joint is None:
            return None
        earlier = before[: len(before) - len(joint.group())]
        for verb in reversed(list(any_verb().regex.finditer(earlier))):
            if self._words.clause_end.search(before, verb.end()):
                return None
            start = group_start(before, verb.start())
            self._joint = before[start : verb.start()]
            self._joint_end = self._start - len(before) + verb.end()
            found = self._words.subject.search(near(before, start))
            if found is not None and not found["possessed"]:
                if self._words.adjunct.search(near(before, start)):
                    continue
                return self._tagged.items[found["item"]]
        return None

    @cached_property
    def _persons(self) -> tuple[Item, ...]:
        """The subject, and the persons listed before it: "A, B, and C lifted off"."""
        if self._subject is None:
            return ()
        found = [self._subject]
        char = next(c for c, item in self._tagged.items.items() if item is self._subject)
        begin = self._text.rfind(char, 0, self._start)
        while listed := self._words.listed.search(near(self._text, begin)):
            item = self._tagged.items[listed["item"]]
            if item.sort not in ("person", "agents"):
                break
            begin -= len(listed.group())
            found.insert(0, item)
        return tuple(found)

    @cached_property
    def _objects(self) -> list[tuple[str, Item]]:
        return list(self._behind())

    def _behind(self) -> Iterator[tuple[str, Item]]:
        """The items after the verb up to the clause's end, each with the preposition before it."""
        position = begun = self._verb.end()
        last, owner, joint = "", "", self._seams.next_joint(position, self._end)
        for found in _ITEM.finditer(self._text, position, self._end):
            between = self._text[position : found.start()]
            if len(between) > _FAR:
                return
            if begun < position and joint < found.start() and _BY.search(between):
                return  # "was launched in May and built by A"
            position = found.end()
            item = self._tagged.items[found.group()]
            if item.sort in _NAMES and self._begins_thing(position):
                return  # "A built X and B Y"
            preposition = self._words.preposition.search(between)
            word = (preposition["word"] or "and") if preposition else ""
            if item.sort in _ADJUNCTS or self._words.noun_after.match(self._text, found.end()):
                owner = word if self._text.startswith("'s ", found.end()) else ""
                continue
            if owner and between == "'s ":  # "by NASA's Bill Nelson"
                word = owner
            owner = ""
            # What is listed stands after the same preposition.
            last = (last or "and") if word == "and" else word
            yield last, item

    def _begins_thing(self, position: int) -> bool:
        """Does the name of an endeavour follow right there?"""
        item = self._tagged.items.get(self._text[position + 1 : position + 2])
        return (
            self._text[position : position + 1] == " "
            and item is not None
            and (item.sort in sorts_named("endeavour"))
        )

    def _position(self, roles: Mapping[str, tuple[Item, ...]]) -> int:
        """Where the first of the items in the roles stands; 0 where there is none."""
        taking = {id(item) for items in roles.values() for item in items}
        items = self._tagged.items
        found = (m.start() for m in _ITEM.finditer(self._text) if id(items[m.group()]) in taking)
        return next(found, 0)


def _suffices(roles: Mapping[str, tuple[Item, ...]], needs: tuple[str, ...]) -> bool:
    """Are the roles needed filled?  "a|b": either; "a+": by two or more; "when" is no role."""
    for need in needs:
        if need == WHEN:
            continue
        names = need.rstrip("+").split("|")
        count = sum(len(item.paths) for name in names for item in roles.get(name, ()))
        if count < (2 if need.endswith("+") else 1):
            return False
    return True
