"""A name as several keys, each blind to one more way of writing it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import yaml

from service.search.words import words

# "MMX (Martian Moons eXploration)" -> two parts; "CNES – France", "JAXA / Japan"; not "Jean-Yves"
_PARTING = re.compile(r"\s*[()\[\];|/]\s*|\s+[-–—]\s+|,\s+")


@dataclass(frozen=True)
class Spelling:
    """What a name is compared by.

    `text` differs in white space only, `plain` also in case, accents, punctuation and the words of
    `spellings`, `joined` also in where words end, `sorted` in their order and in joining words.
    """

    text: str
    words: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The words."""
        return " ".join(self.words)

    @property
    def joined(self) -> str:
        """The words without spaces."""
        return "".join(self.words)

    @property
    def sorted(self) -> str:
        """The telling words, by the alphabet."""
        return " ".join(sorted(self.telling))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words without articles, and without those that join two others or more."""
        tables = _tables()
        nouns = tuple(word for word in self.words if word not in tables.articles) or self.words
        telling = tuple(word for word in nouns if word not in tables.joining)
        return telling if len(telling) > 1 else nouns

    @property
    def numbers(self) -> tuple[str, ...]:
        """The digits in the words: what tells Ariane 5 from Ariane 6."""
        return tuple(re.findall(r"\d+", self.plain))


def spelling(name: str) -> Spelling:
    """How a name is spelt."""
    variants = _tables().spellings
    text = " ".join(unicodedata.normalize("NFC", name).split())
    return Spelling(text, tuple(variants.get(word, word) for word in words(text)))


def parts(name: str) -> tuple[str, ...]:
    """What brackets, dashes and the like divide a name into; itself alone where they do not."""
    return tuple(part for part in _PARTING.split(name) if part.strip())


@dataclass(frozen=True)
class _Tables:
    """What `words.yaml` says."""

    articles: frozenset[str]
    joining: frozenset[str]
    spellings: Mapping[str, str]


@cache
def _tables() -> _Tables:
    text = files("service.reconcile").joinpath("words.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return _Tables(frozenset(read["articles"]), frozenset(read["joining"]), read["spellings"])
