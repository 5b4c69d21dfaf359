"""Applying rules to a tagged sentence: each match becomes findings, told apart party by party."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache

from mapping import news
from mapping.captures import Scene, is_of_another, joined
from mapping.discourse import THIS_MEETING
from mapping.distribution import distributed, in_turn
from mapping.facts import FLIGHT, Evidence, Finding
from mapping.grammar import candidates, expand
from mapping.guards import is_stated
from mapping.instructions import Instructed
from mapping.phrases import ENDEAVOURS
from mapping.tagging import Item, Tagged, items_in, sort_class
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
    clauses = [found.span() for found in _RELATIVE.finditer(tagged.text)]
    for rule in candidates(tagged, scene.language, stage):
        if rule.name in done and rule.states != "Agreement":
            continue
        for match in rule.pattern.regex.finditer(tagged.text):
            if any(begin < match.start() < end < match.end() for begin, end in clauses):
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
                    yield from distributed(found)
                    continue
                for one in in_turn(found, dates_in_turn(whole, start, stop)):
                    yield from distributed(one)


def dates_in_turn(tagged: Tagged, start: int, stop: int) -> tuple[str, ...]:
    """The dates of "launched in June 2008 and January 2016" in a stretch; none for one date."""
    found = _DATES.search(tagged.text, start)
    items = items_in(tagged, found.group()) if found and found.start() < stop else []
    return tuple(item.edtf or "" for item in items)


#: Who has things built by others.
_ORDERING = frozenset(("SpaceAgency", "GovernmentBody"))


class _Match(Instructed):
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

    def _attaches(self) -> str | None:
        """How the finding attaches; "the": where its words are definite, to the same one."""
        how = self._rule.constants.get("attach")
        before = self._tagged.text[: self._match.start()]
        if how in ("the", "same", None) and news.is_of_before(before, self._match.group()):
            return "own"
        if how == "the":
            return "same" if _DEFINITE.match(self._match.group()) else None
        return "same" if how is None and self._is_the_agreement() else how

    def _is_the_agreement(self) -> bool:
        """Is it "the agreement" and no more, of which the text must have told before?"""
        if self._rule.states != "Agreement" or "label" not in self._words or self._roles["topic"]:
            return False
        before = self._tagged.text[: self._match.start("label")]
        return bool(_deed().fullmatch(self._words["label"]) and _THE.search(before))

    def _opening_date(self) -> str | None:
        """The date that the sentence opens with, or its only one: when people met or signed."""
        if self._rule.states == "Milestone" or self._rule.status == "planned":
            return self._first_date()
        if self._rule.status != "achieved":
            return None
        if self._rule.states not in ("Meeting", "Agreement") or "undated" in self._rule.constants:
            return None
        text = self._tagged.text
        before = text[: self._match.start()]
        if self._rule.states == "Agreement" and _APART.search(before):
            return None
        if before[:1] == '"' and '"' in before[1:]:
            return None  # what is quoted tells of another day
        known = [item for item in items_in(self._tagged, before) if item.sort == "date"]
        if self._rule.states == "Agreement" and len(known) > 1:
            nearest = re.split(r"[,;]", before)[-1]
            known = [item for item in items_in(self._tagged, nearest) if item.sort == "date"]
            return known[-1].edtf if known else None
        first = self._tagged.items.get(text.lstrip('"')[:1])
        if first is not None and first.edtf:
            return first.edtf
        stated = [i for i in items_in(self._tagged, text) if i.sort == "date"]
        if len(stated) != 1 or (self._rule.states == "Meeting" and stated[0].text != "today"):
            return None
        if (stated[0].edtf or "").startswith("[.."):  # "as it is to land by 2030"
            return None
        position = text.index(next(c for c, i in self._tagged.items.items() if i is stated[0]))
        return None if self._is_of_another(position) else self._day(stated[0], position)

    def _day(self, date: Item, position: int) -> str | None:
        """When it was, of a date there: "since 2010, when A met B" is a term, they met in 2010."""
        is_term = self._tagged.text.startswith(", when ", position + 1)
        return date.edtf.removesuffix("/..") if date.edtf and is_term else date.edtf

    def _is_of_another(self, position: int) -> bool:
        """Is the date there that of another deed: of saying so, of a quotation, of approving?"""
        text = self._tagged.text
        if position < self._match.start() and text.startswith(", where ", position + 1):
            return False  # "the visit in June, where he signed"
        if news.tells_of_later(text[self._match.end() - 1 :]):  # "signed the month after"
            return True
        begun = self._match.start() if self._match.start() < position else 0
        if is_of_another(text[begun:position], self._tagged.items[text[position]]):
            return True
        if _SAID.search(text[:position]) or _DEED.search(text[position : self._match.start()]):
            return True
        return self._opens_quotation(position)

    def _opens_quotation(self, position: int) -> bool:
        """Does somebody begin to speak between what the rule has read and a character?"""
        end = self._match.end()
        return end < position and '"' in self._tagged.source_of(end - 1, position)

    def _first_date(self) -> str | None:
        """The date that opens the sentence, where nobody stands between it and what happened."""
        text = self._tagged.text
        first = self._tagged.items.get(text[:1])
        if first is None or first.sort != "date" or not _OPENED.match(text[: self._match.start()]):
            return None
        return first.edtf

    def _news_date(self, named: str | None) -> str | None:
        """What a release says "has been signed", or in its lead "was signed", was so about then."""
        if self._rule.states != "Agreement" or self._rule.status != "achieved":
            return None
        if news.is_known(named, self._scene) or self._attaches() is not None:
            return None  # another sentence may tell its date
        if news.tells_of_later(self._whole.text) or self._is_since():
            return None  # "one year since <agents> signed"
        if said_on := news.said_on(self._whole):
            return said_on
        told = self._whole.text[self._stretch.start : self._stretch.stop]
        is_agreed = "undated" in self._rule.constants
        date = news.date_of(told, self._scene, is_agreed=is_agreed)
        if date is not None:
            self._resolved.append("relative")
        return date

    def _is_since(self) -> bool:
        """Is what is told that since which time has passed?"""
        return self._whole.text[: self._stretch.start].endswith(("since ", "since the "))

    def _occasion(self) -> str | None:
        """Those who meet sign when they meet."""
        meeting = self._scene.discourse.meeting
        if self._rule.states != "Agreement" or self._rule.status != "achieved" or meeting is None:
            return None
        if self._rule.constants.get("needs") == "occasion":
            return meeting.date
        signatories = set(self._roles["signatory"])
        is_theirs = len(signatories) > 1 and signatories <= set(meeting.role("participant"))
        return meeting.date if is_theirs else None


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

# Match: "Two years after the launch in 2022, <agents> signed"    No match: "On 3 May, <agents>"
_APART = re.compile(r"\b(?:[Aa]fter|[Bb]efore|[Ss]ince|[Uu]ntil|[Ff]ollowing|launch)\b[^;]*,? ?$")
# Match: "<agents> joined, NASA announced on <date>", "<agents> signed, according to <org>, <date>"
# No match: "<agents> signed on <date>"
_SAID = re.compile(
    r"\b(?:announced|said|told|reported)(?: \w+)? ?$|\baccording to (?:the )?[^;,]{1,40},? ?$"
)
# Match: "<date> approved the agreement"    No match: "<date> in <place>, <agents>"
_DEED = re.compile(
    r"^.,? (?:[a-z]+ )?(?:approved|cleared|discussed|endorsed|hailed|noted|praised|ratified"
    r"|reviewed|welcomed)\b"
)
# Match: "<date>, <at>, the ", "<date> <org>'s radar mission "
# No match: "<date> <agent> said that "
_OPENED = re.compile(
    rf"{_ONE_DATE}(?:,? {sort_class(('at', 'event', 'date'))})*,? ?(?:the )?"
    rf"(?:{sort_class(('org', 'country'))}'s (?:(?:[a-z-]+|{sort_class(('concept',))}) ){{1,3}})?$"
)
# Match: "The previous bilateral, <in Tokyo>, "    No match: "Their first meeting ", "previous work"
_ANOTHER = re.compile(
    r"\b(?:[Tt]he|[Tt]heir|[Aa]n?|[Aa]t|[Aa]ny) (?:previous|preceding|earlier|next|following|last)"
    r" (?:[a-z-]+ ){0,2}(?:meeting|bilateral|talks|round|session|visit|edition|summit|dialogue)\b"
)
# Match: "signed on this occasion", "concluded during their visit"    No match: "signed on 3 May"
_OCCASION = re.compile(r"\b(?:on|during|sidelines of) (?:the|this|that|their) [a-z]+")
# Match: "statement", "public statement"    No match: "joint statement", "Paris Declaration"
_SPOKEN = re.compile(r"(?:(?!joint )[a-z]+ )?statements?")
_THE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Bb]oth|[Tt]hese)(?: (?:two|three|same))? $")
_DEFINITE = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Bb]oth) ")
# Dates and places that follow right after what a rule has read.
_AFTER = re.compile(rf"(?:,? {sort_class(('date', 'at', 'event'))})*")


@cache
def _deed() -> re.Pattern[str]:
    # Match: "agreement", "MoU"    No match: "framework agreement"
    return re.compile(expand("{deed}"))
