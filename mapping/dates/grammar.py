"""The grammar of dates: which phrases of tokens are dates, and the rule that resolves each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import yaml

from mapping.dates import tables
from mapping.dates.tokens import Token, kinds
from mapping.openings import openings

# Kinds are written as one private-use character each, so that a form is an ordinary pattern.
_FIRST_CODE: Final = 0xE000
# "WEEKDAY" and "ISO" match in a form; "{day}" does not
_KIND: Final = re.compile(r"[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `first` to before `last` of a sentence that a form of the grammar fits."""

    first: int
    last: int
    rule: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form as grammar.yaml has it, with an example that it fits and one that it does not."""

    form: str
    rule: str
    match: str
    no_match: str


@cache
def forms() -> tuple[Form, ...]:
    """The forms of the grammar with their parts filled in, most specific first."""
    content = yaml.safe_load(tables.text("grammar.yaml"))
    return tuple(
        Form(_filled(row["form"], content["parts"]), row["rule"], row["match"], row["not"])
        for row in content["phrases"]
    )


def phrases(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """The phrases of a sentence that look like dates, in order, none overlapping another."""
    known = _codes()
    codes = "".join([known[token.kind] for token in tokens])
    for found in _pattern().finditer(codes):
        rule = forms()[(found.lastindex or 1) - 1].rule
        yield Phrase(found.start(), found.end(), rule)


def _filled(form: str, parts: dict[str, str]) -> str:
    for name, content in parts.items():
        form = form.replace(f"{{{name}}}", content)
    return form


@cache
def _pattern() -> re.Pattern[str]:
    # Most tokens begin no date: the lookahead spares them a try of every form.
    every = "|".join(f"({_compiled(form.form)})" for form in forms())
    return re.compile(f"(?=[{''.join(sorted(openings(every) or ()))}])(?:{every})")


def _compiled(form: str) -> str:
    """A form with its kinds as codes; KeyError for a kind that no token has."""
    return _KIND.sub(lambda kind: _codes()[kind[0]], form).replace(" ", "")


@cache
def _codes() -> dict[str, str]:
    return {kind: chr(_FIRST_CODE + number) for number, kind in enumerate(sorted(kinds()))}
