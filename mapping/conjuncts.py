"""Verbs that share a subject or objects, each as if it stood there alone.

"A discussed the matter and signed B" says that A signed B, "A designed and built B" that A did each
of the two to B: a rule or frame that looks for who signs or builds what need not know what else
was done. So a sentence with such verbs is read once more for each of them, without the others
(conjuncts share what stands around them; Huddleston and Pullum 2002, chapter 15). Which words are
verbs: ``rules/reduction.yaml`` and ``rules/frames.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from mapping.alternatives import any_of
from mapping.frame_table import verbs as verbs_of_frames
from mapping.inflection import forms
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import SORTS, Tagged, sort_class

_ITEM: Final = sort_class(SORTS)
_AUXILIARIES: Final = (
    r"(?:(?:will|would|shall|should|has|have|had|is|are|was|were|be|been|being|to"
    r"|due|set|planned|scheduled|expected|agreed|plans?|intends?|aims?) )*"
)
# Match: "signed an ", "signed with ", "flew to <place>"    No match: "related activities"
_OBJECT: Final = (
    r"(?= (?:(?:the|an?|its|their|his|her|this|that|these|two|three|four|five|several|all|both|some"
    r"|more|joint|with|by|on|in|at|to|for|from|into|off|as|under|aboard|up|over|out|of|what|how)\b"
    rf"|{_ITEM}|\d|[A-Z]))"
)
_FAR: Final = 200
_MOST: Final = 5  #: alternatives of a sentence


def apart(tagged: Tagged) -> Iterator[Tagged]:
    """The sentence for each of its coordinated verbs alone; none where it has none."""
    if not _and().may_match(tagged):
        return
    found: dict[str, Tagged] = {}
    groups = _groups(tagged)
    for spans in (*_contiguous(tagged, groups), *_phrases(tagged, groups)):
        alone = tagged.without(spans)
        found.setdefault(alone.text, alone)
    yield from list(found.values())[:_MOST]


@dataclass(frozen=True)
class _Group:
    """A verb with its auxiliaries: where they begin, where the verb does, where it ends."""

    start: int
    verb: int
    stop: int
    word: str
    auxiliaries: str

    @property
    def shapes(self) -> frozenset[str]:
        return _shapes()[self.word]


def _groups(tagged: Tagged) -> list[_Group]:
    return [
        _Group(m.start(), m.start("verb"), m.end(), verb, m["auxiliaries"] or _being(verb))
        for m in _group().finditer(tagged)
        for verb in (m["verb"],)
    ]


def _being(word: str) -> str:
    """A form of "be" is as surely a verb as one with an auxiliary: "and is the first"."""
    return f"{word} " if word in _FORMS_OF_BE else ""


def _contiguous(tagged: Tagged, groups: list[_Group]) -> Iterator[list[tuple[int, int]]]:
    """ "designed, built and tested": what to leave out for each of them."""
    text = tagged.text
    first = 0
    while first < len(groups):
        last = first
        while last + 1 < len(groups) and _JOINT.fullmatch(
            text[groups[last].stop : groups[last + 1].start]
        ):
            last += 1
        run = groups[first : last + 1]
        first = last + 1
        if len(run) < 2 or not _AND.search(text[run[-2].stop : run[-1].start]):
            continue
        if not run[0].shapes & run[-1].shapes and not run[-1].auxiliaries:
            continue
        for group in run:
            # "will build and operate": the auxiliary is that of both
            kept = group.start if group.auxiliaries else group.verb
            begin = run[0].start if group.auxiliaries else run[0].verb
            yield [(a, b) for a, b in ((begin, kept), (group.stop, run[-1].stop)) if a < b]


def _phrases(tagged: Tagged, groups: list[_Group]) -> Iterator[list[tuple[int, int]]]:
    """ "discussed the matter and signed": what to leave out for the verb behind "and"."""
    text = tagged.text
    for number, group in enumerate(groups):
        joint = _BEFORE.search(text, max(0, group.start - 8), group.start)
        if joint is None or not _FOLLOWED.match(text, group.stop):
            continue
        first: int | None = None
        for earlier in reversed(groups[:number]):
            between = text[earlier.stop : joint.start()]
            if not between or len(between) > _FAR or _END.search(between):
                break
            shared = _shared(earlier, group, text)
            first = shared if shared is not None else first
            # "will take off on <rocket>, fly past Mars and land": the rocket does not fly past.
            if shared is not None and not text.endswith(", ", 0, earlier.start):
                break
        if first is not None:
            yield [(first, group.start)]


def _shared(earlier: _Group, later: _Group, text: str) -> int | None:
    """Where what an earlier verb says of its own begins; None where the later has no part in it."""
    subject = _SUBJECT.search(text[: earlier.start])
    if later.auxiliaries:
        return earlier.start if subject else None
    if not earlier.shapes & later.shapes:
        return None
    if "base" in later.shapes and earlier.auxiliaries:
        return earlier.verb
    if subject is None:
        return None
    is_object = _DIRECT.match(text, later.stop) is not None
    if not earlier.auxiliaries and text.startswith(" by ", earlier.stop) and is_object:
        return None  # "the satellite built by A and launched B"
    if _BE.search(earlier.auxiliaries) and is_object:
        return earlier.start  # "was founded in 1961 and signed the Accords"
    return earlier.verb


_AND = re.compile(r"\b(?:and|or|but|then)\b")
_JOINT = re.compile(r", |,? (?:and|or|but)(?: then| also)? ")
_BEFORE = re.compile(r",? (?:and|but)(?: then| also)? $")
_END = re.compile(
    r"[;:]|, (?:which|who|whose|where|while|when)\b|\b(?:said|because|although|that)\b"
)
_SUBJECT = re.compile(
    rf"(?:{_ITEM}(?:'s?)?,?|\b(?:[Ww]hich|[Ww]ho|[Tt]hat|[Ii]t|[Tt]hey|[Hh]e|[Ss]he|[Ww]e|I)"
    r"|(?<!\bto )(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bof )(?<!\band )\b[a-z]{3,}[a-z]) $"
)
_FOLLOWED = re.compile(_OBJECT)
_DIRECT = re.compile(rf" (?:(?:the|an?|its|their|his|her|two|three|several) |{_ITEM})")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being) $")
_FORMS_OF_BE: Final = {"is": "third", "are": "base", "was": "past", "were": "past", "been": "past"}


@cache
def _and() -> Pattern:
    return Pattern(r"\b(?:and|but)\b")


@cache
def _group() -> Pattern:
    verbs = any_of(_shapes())
    return Pattern(rf"(?<![\w'-])(?P<auxiliaries>{_AUXILIARIES})(?P<verb>{verbs})\b(?![-'])")


@cache
def group_of_verb() -> str:
    """A regular expression for a finite verb with its auxiliaries."""
    finite = [f for f, shapes in _shapes().items() if shapes != {"active"}]
    return rf"{_AUXILIARIES}{any_of(finite)}\b(?![-'])"


@cache
def _shapes() -> dict[str, frozenset[str]]:
    """Which forms of a verb each word can be."""
    found: dict[str, set[str]] = {}
    for verb in dict.fromkeys((*table("reduction")["verbs"], *verbs_of_frames())):
        base, third, past, active, *participle = forms(verb)
        for shape, form in (("base", base), ("third", third), ("past", past), ("active", active)):
            found.setdefault(form, set()).add(shape)
        for form in participle or [past]:
            found.setdefault(form, set()).update(("past",))
    for form, shape in _FORMS_OF_BE.items():
        found.setdefault(form, set()).add(shape)
    return {form: frozenset(shapes) for form, shapes in found.items()}
