"""A phrase of the grammar as it is read: its tokens, its sentence, and the day it reckons from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mapping.dates import direction as tense
from mapping.dates.grammar import Phrase
from mapping.dates.literals import Precision, span
from mapping.dates.mention import Basis
from mapping.dates.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Value:
    """A date read from tokens `first` to before `last`; month and day where the year was elided."""

    first: int
    last: int
    edtf: str
    basis: Basis
    month: int = 0
    day: int = 0


@dataclass(frozen=True)
class Reading:
    """A phrase in its sentence, with the day that relative dates are reckoned from.

    ``told`` are dates (EDTF) of the sentences before.
    """

    tokens: Tokens
    phrase: Phrase
    reference: date | None
    precision: Precision | None
    earlier: Sequence[Value] = ()
    days: Sequence[str] = ()
    told: Sequence[str] = ()

    @cached_property
    def own(self) -> Sequence[Token]:
        """The tokens of the phrase."""
        return self.tokens[self.phrase.first : self.phrase.last]

    @cached_property
    def direction(self) -> tense.Direction:
        """Where the sentence says that the date lies."""
        if self.kind("DERNIER", "PROCHAIN"):
            return "past" if self.kind("DERNIER") else "future"
        return tense.direction(self.tokens, self.phrase.first, self.phrase.last)

    def values(self, *kinds: str) -> list[int]:
        """The numbers of the tokens of some kinds, in order."""
        return [number(token) for token in self.own if token.kind in kinds]

    def kind(self, *kinds: str) -> Token | None:
        """The first token of some kinds."""
        return next((token for token in self.own if token.kind in kinds), None)

    def index(self, *kinds: str) -> list[int]:
        """The places in the sentence of the phrase's tokens of some kinds."""
        places = range(self.phrase.first, self.phrase.last)
        return [index for index in places if self.tokens[index].kind in kinds]

    def value(self, edtf: str | None, basis: Basis, month: int = 0, day: int = 0) -> list[Value]:
        """One value for the whole phrase; none where the literal names no day of the calendar."""
        if edtf is None or span(edtf) is None:
            return []
        return [Value(self.phrase.first, self.phrase.last, edtf, basis, month, day)]


def number(token: Token) -> int:
    """The number that a token stands for: "3rd" → 3, "March" → 3; 0 for a token without one."""
    digits = re.match(r"\d+", token.value or token.text)
    return int(digits[0]) if digits else 0
