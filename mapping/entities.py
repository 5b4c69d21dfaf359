"""Things that documents name: those of the gazetteer, and those minted from a document."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ontology import superclasses

_FOLDED = str.maketrans(
    {"µ": "u", "μ": "u", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae"}
)

#: The path segment of each class that a document can bring forth.
KINDS = {
    "Organization": "organization",
    "SpaceAgency": "organization",
    "CoordinationBody": "organization",
    "ResearchOrganization": "organization",
    "Company": "organization",
    "GovernmentBody": "organization",
    "Person": "person",
    "Collective": "collective",
    "Place": "place",
    "Programme": "programme",
    "Mission": "mission",
    "Spacecraft": "spacecraft",
    "Instrument": "instrument",
    "Initiative": "initiative",
    "Concept": "concept",
    "Meeting": "meeting",
    "Agreement": "agreement",
}


@dataclass(frozen=True)
class Entity:
    """A thing with an address. ``path`` is kind and slug, ``types`` sc: local names, nearest first.

    ``short`` is its acronym, or its label where there is none. ``is_minted``: not in the gazetteer;
    ``is_series``: a recurring meeting, whose editions are what takes place. ``parties``: those
    whom the title of an agreement names, "Agreement between Utopia and Erewhon on Plasma".
    """

    path: str
    types: tuple[str, ...]
    label: str
    short: str
    aliases: tuple[str, ...] = ()
    is_minted: bool = False
    is_series: bool = False
    parties: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> str:
        return self.path.split("/")[0]

    @property
    def slug(self) -> str:
        return self.path.split("/")[1]


@dataclass(frozen=True)
class Found:
    """A new name: the entity, and the spellings of it that this document uses."""

    entity: Entity
    spellings: tuple[str, ...]


# Match: " ", "'s "    No match: "venus"
_GAP = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """ASCII, lower case, words joined by hyphens: "VENµS" → "venus", "Le Gall" → "le-gall"."""
    text = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return _GAP.sub("-", text.encode("ascii", "ignore").decode().lower()).strip("-")


def mint(name: str, type_: str, *, acronym: str | None = None, label: str | None = None) -> Entity:
    """An entity of class ``type_`` for a name that no gazetteer holds.

    The slug comes from the name as first written, never from a cleaned form, so that a better
    label does not change the address.
    """
    label = label or name
    types = (type_, *superclasses(type_)) if type_ != "Concept" else ("Concept",)
    aliases = tuple(alias for alias in (name, acronym) if alias and alias != label)
    return Entity(
        path=f"{KINDS[type_]}/{slugify(acronym or name)}",
        types=types,
        label=label,
        short=acronym or label,
        aliases=aliases,
        is_minted=True,
    )
