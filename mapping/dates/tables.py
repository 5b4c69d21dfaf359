"""The tables beside the code, in English and French: words, nouns, names, cues, phenomena."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

_FOLDER: Final = resources.files(__package__)


class Word(NamedTuple):
    """What a word is in the grammar: its kind, its value ("March" → "3") and its language."""

    kind: str
    value: str
    language: str


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of a table beside this module, by column."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def text(name: str) -> str:
    """The content of a file beside this module."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def words() -> dict[tuple[str, str], Word]:
    """Words of the grammar by (lower-case spelling, "capital" | "lower" | "any")."""
    return {
        (row["word"], row["case"]): Word(row["kind"], row["value"], row["language"])
        for row in rows("words.tsv")
    }


@cache
def word(spelling: str) -> Word | None:
    """The entry of a spelling; one for its capitalisation wins over one for any."""
    lower = spelling.lower()
    exact = "capital" if spelling[:1].isupper() else "lower"
    return words().get((lower, exact)) or words().get((lower, "any"))


@cache
def nouns(kind: str) -> frozenset[str]:
    """Nouns of a kind: "dated" (what a year may stand before) or "counted" (what is counted)."""
    return frozenset(row["noun"] for row in rows("nouns.tsv") if row["kind"] == kind)


@cache
def cues() -> dict[str, str]:
    """Cue words → "future", "past", "event" or "none" (looks like a verb and is not)."""
    return {row["cue"]: row["direction"] for row in rows("cues.tsv")}
