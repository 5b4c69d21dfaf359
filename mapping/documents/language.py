"""The language of a text, by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from mapping.rules.tables import table

_MOST = 20_000


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language whose small words the text uses most; "en" if none."""
    return known_language(text) or "en"


def known_language(text: str, least: int = 1) -> str | None:
    """The same; None where it uses less than ``least`` small words of any language."""
    words = Counter(_written_small(text[:_MOST]))
    counts = dict.fromkeys(table("languages"), 0)
    for word in words.keys() & _small():
        for code in _small()[word]:
            counts[code] += words[word]
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] >= least else None


def _written_small(text: str) -> list[str]:
    """The words in lower case: "Le Gall" is no French; of capitals alone, all of them."""
    words = re.findall(r"[^\W\d_]+", text)
    return [word for word in words if word.islower()] or [word.casefold() for word in words]


@cache
def _small() -> dict[str, tuple[str, ...]]:
    """The small words of all languages, each with the codes of those that use it."""
    found: dict[str, tuple[str, ...]] = {}
    for code, words in table("languages").items():
        for word in words:
            found[word] = (*found.get(word, ()), code)
    return found
