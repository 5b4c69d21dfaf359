"""What the package gives out: dates in a text, and the day that they are reckoned from."""

from dataclasses import dataclass
from typing import Literal

Basis = Literal["literal", "elided-year", "relative", "weekday"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of text that names a date, with the date as an EDTF literal.

    `begin` and `end` are offsets in Unicode code points into the text that was searched. `basis`
    tells how the value came about: written in full, its year left out, relative to the anchor
    ("last month"), or a bare weekday.
    """

    begin: int
    end: int
    surface: str
    edtf: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date of a document, which relative dates are reckoned from, and where it was read.

    `edtf` is a day; with basis "event" it is the month of the latest day told of as past, and with
    "metadata" as precise as stated. `latest_past_year` is the latest that the text speaks of so,
    `days` are those that it names in full.
    """

    edtf: str | None
    basis: Literal["metadata", "dateline", "weekday", "event", "none"]
    latest_past_year: int | None
    days: tuple[str, ...] = ()
