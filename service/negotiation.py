"""Which of several media types answers an `Accept` header (RFC 9110, sections 12.4.2, 12.5.1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

_SHORT = re.compile(r"(;[ \t]*q=)(?=\.\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Range:
    """One media range of an `Accept` header, with the parameters before its weight."""

    kind: str
    subtype: str
    parameters: Mapping[str, str]
    weight: float

    def matches(self, media_type: str) -> bool:
        """Whether it covers a type that we give, always in UTF-8.

        Other parameters are hints: RFC 9110 leaves open what an unknown one asks for, and JSON-LD
        1.1 (section 6) wants `profile` answered even by a document that has another form.
        """
        if self.parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return False
        kind, _, subtype = media_type.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)

    @property
    def precision(self) -> tuple[bool, bool, int]:
        """How specific the range is; the most specific one decides on a type's weight."""
        return self.kind != "*", self.subtype != "*", len(self.parameters)


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offered media type that the header prefers; of equals, the one offered first.

    A missing or empty header accepts everything, as does one without a single valid range. None
    says that the header excludes every offer.
    """
    # Old Java clients send "*; q=.2" for "*/*; q=0.2".
    header = _SHORT.sub(r"\g<1>0", accept or "")
    ranges = [_range(value, weight) for value, weight in parse_accept_header(header, MIMEAccept)]
    if not ranges:
        return offers[0]
    weights = {offer: _weight(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: weights[offer])
    return best if weights[best] > 0 else None


def _weight(offer: str, ranges: Sequence[Range]) -> float:
    matching = [given for given in ranges if given.matches(offer)]
    return max(matching, key=lambda given: given.precision).weight if matching else 0


def _range(value: str, weight: float) -> Range:
    name, parameters = parse_options_header(value)
    kind, _, subtype = ("*/*" if name == "*" else name.lower()).partition("/")
    return Range(kind, subtype, parameters, weight)
