"""When it was that a rule has read of, where the sentence tells it elsewhere, or not at all.

The date that opens the sentence, the day of the meeting told of, or that of the release; and
whether it is told of what the text has told of before.
"""

from __future__ import annotations

import re
from functools import cache

from mapping import news
from mapping.asides import is_of_another
from mapping.discourse import THIS_MEETING
from mapping.facts import Finding
from mapping.grammar import expand
from mapping.instructions import Instructed
from mapping.tagging import Item, items_in, sort_class


class Dated(Instructed):
    """A match whose date may stand elsewhere than in what the rule has read."""

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
        is_then = is_theirs or self._is_at(meeting) or self._is_during()
        return meeting.date if is_then else None

    def _is_during(self) -> bool:
        """Does the sentence say that something was signed "during the meeting"?"""
        told = self._whole.text[: self._stretch.stop]
        events = [item for item in items_in(self._whole, told) if item.sort == "event"]
        is_there = bool(events) and all(item.paths[0] == THIS_MEETING for item in events)
        return is_there and _DONE.search(told) is not None

    def _is_at(self, meeting: Finding) -> bool:
        """Is what is signed signed at the congress or show of which, and no other, the text tells?

        A release about it tells what was signed there, and on which days it was held.
        """
        days, day = (meeting.date or "").split("/"), self._scene.day or ""
        is_event = (meeting.named or "#")[0] != "#" and len(days) > 1 and len(days[-1]) == _DAY
        if not is_event or len(self._scene.discourse.meetings) > 1 or self._attaches():
            return False
        told = self._whole.text[self._stretch.start : self._stretch.stop]
        is_soon = days[0] <= day and day[:7] in (days[0][:7], days[-1][:7], _next(days[-1]))
        return is_soon and _SIGNED.search(told) is not None and not self._is_since()


def _next(day: str) -> str:
    """The month after that of a day."""
    year, month = int(day[:4]) + day[5:7].count("12"), int(day[5:7]) % 12 + 1
    return f"{year:04}-{month:02}"


_DAY = len("2031-05-03")
# Match: "<agents> signed an agreement"    No match: "the agreement between <agents>", "was signed"
_SIGNED = re.compile(r"(?<!was )(?<!were )(?<!been )\b(?:signed|concluded|initialled)\b")


# Match: "was signed", "<agents> signed"    No match: "to be signed", "the agreement"
_DONE = re.compile(r"(?<!to be )(?<!will be )\b(?:signed|concluded|initialled|inked)\b")
_ONE_DATE = sort_class(("date",))
# Match: "Two years after the launch in 2022, <agents> signed"    No match: "On 3 May, <agents>"
_APART = re.compile(r"\b(?:[Aa]fter|[Bb]efore|[Ss]ince|[Uu]ntil|[Ff]ollowing|launch)\b[^;]*,? ?$")
# Match: "<agents> joined, NASA announced on <date>", "<agents> signed, according to <org>, <date>",
# "<agents> signed, said Jan Roe at a briefing <date>"    No match: "<agents> signed on <date>"
_SAID = re.compile(
    r"\b(?:announced|said|told|reported)(?: \w+)? ?$|\baccording to (?:the )?[^;,]{1,40},? ?$"
    r'|[,"] (?:said|says) [^;]{1,80}$'
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
_THE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Bb]oth|[Tt]hese)(?: (?:two|three|same))? $")
_DEFINITE = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Bb]oth) ")


@cache
def _deed() -> re.Pattern[str]:
    # Match: "agreement", "MoU"    No match: "framework agreement"
    return re.compile(expand("{deed}"))
