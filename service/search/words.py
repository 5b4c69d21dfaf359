"""A query as words: folded as the index folds them, without what asks for dates or joins names."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 300  # characters of a query that are read
MOST = 12  # words of a query that are looked for

# letters and digits: "Le Gall" -> le, gall; not "_", not right-to-left marks
_WORD = re.compile(r"[^\W_]+")
# "France Japan since 2018" -> 2018; not "SVOM 2022"
_SINCE = re.compile(r"\b(?:since|from|after)\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_JOINING = frozenset({"and", "with", "the", "of", "between", "et", "avec"})


@dataclass(frozen=True)
class Wanted:
    """What a query asks for: its words in order, and the year since which, if it says one."""

    words: tuple[str, ...]
    since: str = ""

    @property
    def telling(self) -> tuple[str, ...]:
        """The words without those that only join others; all of them where nothing else is left."""
        return tuple(word for word in self.words if word not in _JOINING) or self.words


def fold(text: str) -> str:
    """Without accents and case: "Études" -> "etudes"."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(p for p in parts if not unicodedata.combining(p)).casefold()


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(fold(text)))


def wanted(query: str) -> Wanted:
    """What somebody typed, as far as it is read."""
    text = query[:LONGEST]
    since = _SINCE.search(text)
    if since:
        text = text[: since.start()] + " " + text[since.end() :]
    return Wanted(words(text)[:MOST], since["year"] if since else "")
