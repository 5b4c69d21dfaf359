"""What queries have in common, so that a crowd of them can be told from the others.

A client that asks one query over and over changes what costs nothing: names of variables, numbers,
values that nothing has. Queries that differ in no more than that are of one kind. Lookups with a
single pattern are of one kind only where its terms are the same, for these decide what it costs,
and the data has few that make it costly.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from service import light
from service.scan import Token, tokens

LENGTH = light.LENGTH  # characters; what follows them makes no difference
# "<http://h/a>" matches; "<../a>", which could be written in many ways, doesn't
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Kind:
    """The name of what a query has in common with others; a light one's number of patterns."""

    name: bytes
    patterns: int | None = None


def kind(query: str) -> Kind:
    """The kind of a query, or of what is none."""
    asked = light.read(query)
    if asked is None:
        return Kind(_named(map(_form, tokens(query[:LENGTH]))))
    if len(asked.patterns) > 1:
        return Kind(_named(sorted(p for _, p, _ in asked.patterns)), len(asked.patterns))
    names: dict[str, str] = {}
    terms = (*asked.described, *chain.from_iterable(asked.patterns))
    return Kind(_named(_term(term, names) for term in terms), 1)


def _term(term: str, names: dict[str, str]) -> str:
    """A constant as it is, a variable by the order in which it appears."""
    if light.variable(term):
        return names.setdefault(term, f"?{len(names)}")
    return term if term[0] != "<" or _ABSOLUTE.match(term) else "<>"


def _form(token: Token) -> str:
    """A keyword or mark as it is, a name or value by its sort."""
    if token.kind == "mark":
        return token.text
    if token.kind != "word" or ":" in token.text:
        return "name" if token.kind == "word" else token.kind
    return "number" if token.text[0].isdigit() else token.text.upper()


def _named(parts: Iterable[str]) -> bytes:
    return blake2b("\0".join(parts).encode(errors="replace"), digest_size=16).digest()
