"""Other spellings of names that the gazetteer holds: "Ministry of Science, and Technology",
"India Space Research Organisation", "Chandrayaan I".

What only differs from a known name in commas, articles, British letters or the way in which it is
numbered is that thing, and no new one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from mapping.entities import Entity

_SMALL: Final = frozenset(("the", "of", "and", "for", "on", "de", "la", "des", "du"))
_LETTERS: Final = (("isation", "ization"), ("centre", "center"), ("programme", "program"))
_MORE: Final = (("defence", "defense"), ("laboratories", "laboratory"))
_ROMAN: Final = MappingProxyType(
    {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
)
_STEM: Final = 4  #: letters that words have in common which differ in their ending
_ENDING: Final = 3
_MANY: Final = 4  #: words of a name one of which may differ


def index(entities: Iterable[Entity]) -> dict[str, str]:
    """Where the names of several words and numbers lead, as ``folded``; what is shared is left."""
    found: dict[str, str | None] = {}
    for entity in entities:
        if entity.kind in ("person", "country", "concept"):
            continue
        for name in (entity.label, *entity.aliases):
            if re.search(r"[ -]", name):
                key = folded(name)
                found[key] = entity.path if found.get(key, entity.path) == entity.path else None
    return {key: path for key, path in found.items() if path}


def folded(name: str) -> str:
    """The words of a name that tell it from others, in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    for british, american in (*_LETTERS, *_MORE):
        plain = plain.replace(british, american)
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL]
    if len(words) > 1 and words[-1] in _ROMAN:
        words[-1] = _ROMAN[words[-1]]
    return " ".join(word.removesuffix("s") if len(word) > _STEM else word for word in words)


def known(names: Iterable[str], kind: str, by_name: Mapping[str, str]) -> str | None:
    """The path of what the longest of ``names`` is another spelling of, if it is of the ``kind``.

    The longest tells whose it is: a "Utopian Academy of Science" is not every one.
    """
    path = by_name.get(folded(max(names, key=len, default="")))
    return path if path and path.startswith(f"{kind}/") else None


def is_alike(name: str, others: Iterable[str]) -> bool:
    """Is it one of the ``others`` but for the endings of words?  "India" is alike "Indian"."""
    words = folded(name).split()
    return any(_are_alike(words, folded(other).split()) for other in others)


def _are_alike(words: list[str], others: list[str]) -> bool:
    if len(words) != len(others) or len(words) < _ENDING:
        return False
    pairs = list(zip(words, others, strict=True))
    differing = sum(not _same_stem(*pair) for pair in pairs)
    return differing <= (len(words) >= _MANY) and all(one[0] == other[0] for one, other in pairs)


def _same_stem(word: str, other: str) -> bool:
    stem = max(_STEM, max(len(word), len(other)) - _ENDING)
    return word == other or (min(len(word), len(other)) >= stem and word[:stem] == other[:stem])
