"""Which way a date without a year points: what the words around it say of past and future."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal

from mapping.dates import tables
from mapping.dates.tokens import Tokens

Direction = Literal["past", "future", "none"]

_BREAKS: Final = frozenset({"COMMA", "STOP"})
# Tokens on each side of a date that may be of its clause; a hostile text has no punctuation.
_LONGEST: Final = 60
# A clause that holds nothing but these and the date takes its tense from the next one.
_LINKS: Final = frozenset({"IN", "ON", "OF", "THE", "AND", "EDGE", "SINCE", "BY", "UNTIL"})
# "by Wednesday" is ahead unless the clause has a past tense.
_AHEAD: Final = frozenset({"BY", "UNTIL", "NOTBEFORE", "FROMNOW"})
_SHIFTED: Final = frozenset({"put", "putting", "push", "pushed"})
# "to speak about the next steps" says nothing of when people spoke.
_STAGES: Final = frozenset({"challenge", "challenges", "phase", "phases", "stage", "step", "steps"})
# Match: "29th", "thirty-first", "latest"    No match: "next"
_RANK: Final = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:[a-z]+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|(?:[a-z]+-)?(?:[a-z]+teenth|[a-z]+tieth)|latest|newest|last|only|youngest|oldest"
)
# "On the occasion of the show in April, they signed" takes its tense from the main clause.
_OPENINGS: Final = frozenset({"as", "at", "during", "in", "on", "under", "with", "within"})
_AUXILIARIES: Final = frozenset({"was", "were", "been", "has", "have", "had", "also"})


def direction(tokens: Tokens, first: int, last: int) -> Direction:
    """Where the date made of tokens `first` to before `last` lies, seen from the writer.

    The nearest cue before the date in its own clause decides, else the nearest after it. Only where
    the clause says nothing at all does the following one.
    """
    cues = _cues(tokens)
    begin, end = _clause(tokens, first, last)
    if "once" in cues[begin:end]:
        return "past"
    before, after = range(begin, first), range(last, end)
    found = _nearest(tokens, reversed(before), cues) or _nearest(tokens, after, cues)
    if found is None and all(tokens[index].kind in _LINKS for index in (*before, *after)):
        following = range(min(end + 1, len(tokens)), _clause(tokens, end, end + 1)[1])
        found = _nearest(tokens, following, cues)
    elif found is None and not begin and not any(cues[:end]) and _opens(tokens):
        found = _nearest(tokens, _rest(tokens, end), cues)
    if found is None and first and tokens[first - 1].kind in _AHEAD:
        return "future"
    if found is None and not any(cues[begin:end]):
        return _before_aside(tokens, begin, cues)
    return found or "none"


def _opens(tokens: Tokens) -> bool:
    return tokens[0].text.lower() in _OPENINGS


def _rest(tokens: Tokens, begin: int) -> range:
    """What follows a clause in its sentence."""
    end = begin
    while end < min(len(tokens), begin + _LONGEST) and tokens[end].kind != "STOP":
        end += 1
    return range(begin, end)


def _before_aside(tokens: Tokens, begin: int, cues: Sequence[str | None]) -> Direction:
    """ "They signed a contract, worth millions, in May with X" goes on with what is past.

    Where anything in the sentence lies ahead, nobody knows.
    """
    before = range(begin - 1, max(0, begin - _LONGEST) - 1, -1)
    if {"future", "infinitive"}.intersection(cues) or any(tokens[n].kind == "STOP" for n in before):
        return "none"
    return "past" if _nearest(tokens, before, cues) == "past" else "none"


def tells_of_event(tokens: Tokens, first: int) -> bool:
    """True right after the noun of an event that may lie ahead: "the launch in 2024"."""
    before = [token for token in tokens[max(0, first - 3) : first] if token.kind not in _LINKS]
    return bool(before) and tables.cues().get(before[-1].text.lower()) == "event"


def tells_of_shift(tokens: Tokens, first: int) -> bool:
    """True where a date moved: "postponed from 2020 to 2022" is two dates and no interval."""
    begin, end = _clause(tokens, first, first)
    return "shift" in _cues(tokens)[begin:end]


def _clause(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    begin, end = min(first, len(tokens)), min(last, len(tokens))
    earliest, latest = max(0, begin - _LONGEST), min(len(tokens), end + _LONGEST)
    while begin > earliest and tokens[begin - 1].kind not in _BREAKS:
        begin -= 1
    while end < latest and tokens[end].kind not in _BREAKS:
        end += 1
    return begin, end


def _nearest(
    tokens: Tokens, indices: Iterable[int], cues: Sequence[str | None]
) -> Direction | None:
    for index in indices:
        match cues[index]:
            case "past":
                return "past"
            case "future":
                return "future"
            case "after":
                return _after(tokens, index)
    return None


def _after(tokens: Tokens, index: int) -> Direction:
    """ "After landing in June, it will …" is ahead; "After landing in June, it …" is not."""
    ahead = any(
        token.text.lower() in ("will", "would") for token in tokens[index : index + _LONGEST]
    )
    return "future" if ahead else "past"


def _cues(tokens: Tokens) -> Sequence[str | None]:
    """What each token says of past and future; found once, for all the dates of a sentence."""
    if tokens.cues is None:
        tokens.cues = [
            _cue(tokens, index) if _may_be_cue(token.text) else None
            for index, token in enumerate(tokens)
        ]
    return tokens.cues


@lru_cache(maxsize=1 << 16)
def _may_be_cue(text: str) -> bool:
    """False for most words, which say nothing whatever stands beside them."""
    word = text.lower()
    cue = tables.cues().get(word)
    return cue is not None or word in _SHIFTED or word == "set" or word.endswith("ed")


def _cue(tokens: Tokens, index: int) -> str | None:
    token = tokens[index]
    word = token.text.lower()
    cue = tables.cues().get(word)
    if token.kind == "MONTH" or cue == "none" or _only_tells(tokens, index):
        return None
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    if word == "next" and following in _STAGES:
        return None
    if word in _SHIFTED and following in ("off", "back"):
        return "shift"
    if word == "set" and following in ("for", "to"):
        return "future"
    if cue in ("infinitive", "event", "past") and index and tokens[index - 1].kind == "TO":
        return None if _is_ranked(tokens, index - 1) else "future"
    if cue is None and token.kind in ("PLAIN", "CAP") and len(word) > 4 and word.endswith("ed"):
        cue = "past"
    # In "will be settled" and "is being held" the tense is in what comes before.
    return None if cue == "past" and _follows_be(tokens, index) else cue


def _is_ranked(tokens: Tokens, index: int) -> bool:
    """True before "to" in "became the 29th country to sign", which looks back."""
    words = [token.text.lower() for token in tokens[max(0, index - 3) : index]]
    return any(_RANK.fullmatch(word) for word in words)


def _follows_be(tokens: Tokens, index: int) -> bool:
    words = [token.text.lower() for token in tokens[max(0, index - 2) : index]]
    if words[-1:] == ["being"] and words[0] not in ("was", "were"):
        return True
    return words[-1:] == ["be"] or (words[:1] == ["be"] and words[1].endswith(("ly", "so")))


def _only_tells(tokens: Tokens, index: int) -> bool:
    """True for "were (also) discussed", which says nothing of when the thing discussed happens."""
    following = tokens[index : index + 3]
    words = [token.text.lower() for token in following]
    for word in words:
        if tables.cues().get(word) == "telling":
            return True
        if word not in _AUXILIARIES:
            return False
    return False
