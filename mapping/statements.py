"""Applying rules to a tagged sentence: each match becomes findings, told apart party by party."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from mapping.captures import Scene, joined
from mapping.dating import Dated
from mapping.discourse import THIS_MEETING
from mapping.distribution import distributed, in_turn, is_in_order
from mapping.facts import FLIGHT, Evidence, Finding
from mapping.grammar import candidates
from mapping.guards import is_stated
from mapping.phrases import ENDEAVOURS
from mapping.tagging import Tagged, items_in, sort_class
from mapping.topics import number


def findings(
    tagged: Tagged,
    less: Sequence[Tagged],
    evidence: Evidence,
    scene: Scene,
    stage: str | None = None,
) -> Iterator[Finding]:
    """What the rules read in the sentence and in ``less``, what is left of it step by step.

    Where a ``stage`` is given, only those read that are read so early (``grammar.candidates``).

    A milestone without a date is held back: what is left of the sentence may tell its date.
    """
    read: set[str] = set()
    last = None
    held: dict[tuple[str, ...], Finding] = {}
    for reading in (tagged, *less):
        if reading is last:
            continue
        last = reading
        said: list[str] = []
        again = {rule for rule, *_ in held}
        for found in _read(reading, tagged, evidence, scene, read - again, stage):
            crew = found.role("agent") if found.label == FLIGHT else ()
            known = (found.rule, *found.role("endeavour"), *crew)
            if known in held:
                if found.date is not None:
                    held[known] = found
            elif found.type == "Milestone" and found.date is None and found.rule not in read:
                held[known] = found
                said.append(found.rule)
            elif found.rule not in read or (found.type == "Agreement" and found.named):
                said.append(found.rule)
                yield found
        read.update(said)
    yield from held.values()


def _read(
    tagged: Tagged,
    whole: Tagged,
    evidence: Evidence,
    scene: Scene,
    done: Container[str],
    stage: str | None,
) -> Iterator[Finding]:
    """What the rules read in a sentence that may be reduced; ``whole`` is all of it.

    Of those that are ``done``, only agreements are read again: their names may show now.
    """
    for rule in candidates(tagged, scene.language, stage):
        if rule.name in done and rule.states != "Agreement":
            continue
        for match in rule.pattern.regex.finditer(tagged.text):
            if any(a < match.start() < b < match.end() for a, b in _relatives(tagged.text)):
                continue  # "X, which is part of Y, signed" tells nothing of Y
            start, stop = whole.stretch(*tagged.span(match))
            is_said = "this" in rule.constants or is_stated(
                whole, start, stop, rule.status, scene.language
            )
            if not is_said:
                continue
            if tagged is not whole:
                after = _AFTER.match(whole.text, stop)
                stop = after.end() if after else stop
            found = _Match(rule, tagged, match, scene, whole, range(start, stop)).finding(evidence)
            if found is not None:
                if found.type != "Milestone":
                    in_order = is_in_order(whole, start, stop)
                    yield from distributed(found, in_order=in_order)
                    continue
                for one in in_turn(found, dates_in_turn(whole, start, stop)):
                    yield from distributed(one)


@lru_cache(maxsize=8)  # each match in a sentence asks for them
def _relatives(text: str) -> list[tuple[int, int]]:
    """Where the relative clauses of a sentence are."""
    return [found.span() for found in _RELATIVE.finditer(text)]


def dates_in_turn(tagged: Tagged, start: int, stop: int) -> tuple[str, ...]:
    """The dates of "launched in June 2008 and January 2016" in a stretch; none for one date."""
    found = _DATES.search(tagged.text, start)
    items = items_in(tagged, found.group()) if found and found.start() < stop else []
    return tuple(item.edtf or "" for item in items)


#: Who has things built by others.
_ORDERING = frozenset(("SpaceAgency", "GovernmentBody"))


class _Match(Dated):
    """One match of one rule, on its way to a finding."""

    def finding(self, evidence: Evidence) -> Finding | None:
        self._date = self._told_date()
        named = next(iter(self._roles.pop("self", ())), None)
        self._nations_of_series()
        if not self._constants():
            return None
        named = next(iter(self._roles.pop("self", ())), named)
        self._unnamed_items()
        if not self._has_needed():
            return None
        if self._tells_nothing(is_named=named is not None):
            return None
        if self._rule.constants.get("this") == "meeting":
            told = self._scene.discourse.meeting_told(self._rule.status)
            if self._is_of_another_meeting():
                return None
            if told is None:
                return self._told_of_signing(evidence)
            named = THIS_MEETING
        if named is not None:
            named = self._scene.discourse.edition(named)
        self._leaves_earth()
        return Finding(
            type=self._rule.states,
            rule=self._rule.name,
            evidence=(evidence,),
            roles={name: values for name, values in self._roles.items() if values},
            date=self._date or self._opening_date() or self._occasion() or self._news_date(named),
            status=self._rule.status,
            count=number(self._words.get("count")) or self._counted,
            label=self._words.get("label") or self._rule.constants.get("label"),
            post=self._words.get("post") or self._rule.constants.get("post"),
            named=named,
            is_virtual=self._rule.constants.get("virtual") == "true",
            attaches=self._attaches(),
            resolved=tuple(dict.fromkeys(self._resolved)),
        )

    def _tells_nothing(self, *, is_named: bool) -> bool:
        """Is what a fact of that class is told of missing?"""
        states, roles = self._rule.states, self._roles
        if states == "Membership" and roles["member"] == roles["organization"]:
            return True  # "<OHB> System, part of <OHB>"
        told_of = _TOLD_OF.get(states)
        if told_of and not roles[told_of]:
            return True
        if states == "Agreement" and not is_named and self._is_nobodys():
            return True
        return "topic" in self._rule.pattern.groupindex and self._tells_topics_only()

    def _told_of_signing(self, evidence: Evidence) -> Finding | None:
        """What is said of a meeting where those met who signed what the text tells of."""
        resolved, topics = ("coreference",), {"topic": self._roles["topic"]}
        said = (self._rule.name, (evidence,), topics)
        meeting = Finding("Meeting", *said, status=self._rule.status, resolved=resolved)
        return self._scene.discourse.meet_to_sign(meeting) if topics["topic"] else None

    def _is_of_another_meeting(self) -> bool:
        """Does the sentence speak of a meeting before or after the one that the text tells of?"""
        return _ANOTHER.search(self._whole.text, 0, self._stretch.stop) is not None

    def _told_date(self) -> str | None:
        """The date that the match captures, else one that it holds; fills in the roles too."""
        date, captured = self._captures()
        around = self._adjuncts(captured)
        if self._rule.states == "Agreement" and "undated" not in self._rule.constants:
            self._opening()
        date = date or around
        if self._rule.constants.get("date") == "end":  # "slipped from May to June 2032"
            return (date or "").partition("/")[2] or None
        return date

    def _is_nobodys(self) -> bool:
        """Is it an agreement of which neither a party nor a topic is told, nor which it is?

        Of one party alone it has to say when, where or by whose hand: "CNES signed agreements".
        """
        names = ("party", "signatory", "participant")
        told = {path for name in names for path in self._roles[name]}
        is_of_one = sum(not path.startswith("person/") for path in told) < 2
        if is_of_one and _SPOKEN.fullmatch(self._words.get("label") or ""):
            return True  # "the Senator issued a statement"
        particular = any(self._roles[name] for name in ("topic", "place", "withinEvent"))
        if len(told) > 1 or particular or self._attaches() is not None:
            return False
        if told and self._rule.language != "en":  # whom the others are is not read as well there
            return False
        return not told or (self._date or self._opening_date()) is None

    def _tells_topics_only(self) -> bool:
        """Is there nothing but topics for it to tell of the meeting, and none?"""
        is_this = self._rule.constants.get("this") == "meeting"
        return self._rule.states == "Meeting" and is_this and not self._roles["topic"]

    def _nations_of_series(self) -> None:
        """A dialogue between France and Japan is one of the two."""
        item = self._tagged.item(self._match, "self") if "self" in self._match.groupdict() else None
        if item is not None and item.nations and self._rule.status == "achieved":
            self._roles["participant"] = joined(self._roles["participant"], [*item.nations])

    def _leaves_earth(self) -> None:
        """What is "sent to the Moon" is launched elsewhere."""
        if self._rule.constants.get("milestoneType") == "launch":
            places = self._roles["place"]
            self._roles["place"] = tuple(p for p in places if not p.startswith("body/"))

    def _has_needed(self) -> bool:
        """Has it what its rule needs: a property, a pair of parties, a body that meets?"""
        if self._rule.constants.get("date") == "end" and self._date is None:
            return False
        needed = self._rule.constants.get("needs")
        if needed == "pair":
            return len(self._roles["party"]) > 1
        if needed == "statement":
            stating = set(self._scene.discourse.stating)
            return len(stating) > 1 and stating == set(self._roles["party"])
        if needed == "occasion":
            return bool(self._roles["party"]) and self._is_on_occasion()
        if needed == "coreference":
            return "coreference" in self._resolved
        if needed == "contractor":
            return self._is_public("recipient") and not self._is_public("contributor")
        if needed == "body":
            types = [self._scene.discourse.entities[p].types for p in self._roles["participant"]]
            return any("CoordinationBody" in own and "SpaceAgency" not in own for own in types)
        return needed is None or bool(self._roles[needed]) or self._is_of_its_own

    def _is_public(self, role: str) -> bool:
        """Is one of those in the role an agency or a body of a government, who give orders?"""
        entities = self._scene.discourse.entities
        return any(not _ORDERING.isdisjoint(entities[p].types) for p in self._roles[role])

    def _is_on_occasion(self) -> bool:
        """Does the match tell of what was done where those met of whom the text tells?"""
        told = self._match.group()
        events = [item for item in items_in(self._tagged, told) if item.sort == "event"]
        is_there = bool(events) or _OCCASION.search(told) is not None
        return is_there and all(item.paths[0] == THIS_MEETING for item in events)


# Without these there is nothing to tell.
_TOLD_OF = {"Milestone": "endeavour", "Contribution": "contributor", "Statement": "object"}
_ONE_DATE = sort_class(("date",))
# Match: ", which is part of <org>, signed", "<instrument>, the telescope on <mission>, was"
# No match: ", which met at <event>, held in <place>", "in <date>, the <mission> was"
# Match: ", for whose camera <org> builds a cooler, and <mission>", ", which it left, and of <y>"
# No match: ", for <org> and"
_RELATIVE = re.compile(
    rf"(?:, (?:which|who|whose|(?:on|during) (?:an?|his|her|its|their))\b"
    rf"|(?<={sort_class(ENDEAVOURS)}), (?:an?|the|its|their|one of)\b)[^;,]{{1,140}}"
    r"(?=, (?:(?:will|has|have|is|was|are|were|would|also) "
    r"|(?:sign|announc|join|agre|provid|conclud|visit)(?:ed|s)\b|met\b))"
    r"|, (?:(?:to|in|into|for|on|with|aboard|of) )?(?:which|whose)\b[^;,]{1,140}"
    rf"(?=,? and (?:the )?{sort_class(ENDEAVOURS)}(?:[,;.]| \()"
    rf"|, and (?:of|on|about|with) (?:the |its )?{sort_class(ENDEAVOURS)})"
)
_DATES = re.compile(rf"{_ONE_DATE}(?:, {_ONE_DATE})*,? and {_ONE_DATE}(?!{_ONE_DATE})")

# Match: "The previous bilateral, <in Tokyo>, "    No match: "Their first meeting ", "previous work"
_ANOTHER = re.compile(
    r"\b(?:[Tt]he|[Tt]heir|[Aa]n?|[Aa]t|[Aa]ny) (?:previous|preceding|earlier|next|following|last)"
    r" (?:[a-z-]+ ){0,2}(?:meeting|bilateral|talks|round|session|visit|edition|summit|dialogue)\b"
)
# Match: "signed on this occasion", "concluded during their visit"    No match: "signed on 3 May"
_OCCASION = re.compile(r"\b(?:on|during|sidelines of) (?:the|this|that|their) [a-z]+")
# Match: "statement", "public statement"    No match: "joint statement", "Paris Declaration"
_SPOKEN = re.compile(r"(?:(?!joint )[a-z]+ )?statements?")
# Dates and places that follow right after what a rule has read.
_AFTER = re.compile(rf"(?:,? {sort_class(('date', 'at', 'event'))})*")
