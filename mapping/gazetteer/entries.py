"""Entries of the gazetteer: things the field names, and the names it gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mapping.gazetteer.validity import span

_SERVED = ("country", "areaServed")
_MISSIONS = ("mission", "satellite", "satellites", "spacecraft", "probe", "telescope")
Sort = Literal["label", "alias", "acronym", "hidden"]


@dataclass(frozen=True)
class Name:
    """One way of writing an entry's name; acronyms and hidden spellings have no language."""

    text: str
    language: str | None
    sort: Sort


@dataclass(frozen=True)
class Entry:
    """One thing of the field.

    `types` are local names in the `sc:` namespace, the most specific first, superclasses
    included. `properties` are the direct properties as (local name, path); `country` repeats
    the one that is asked for most. `valid` is an EDTF interval, None where always valid.
    `sources` are IRIs or the plain names of public lists. `is_series`: its editions are meetings.
    """

    kind: str
    slug: str
    types: tuple[str, ...]
    names: tuple[Name, ...]
    country: str | None
    valid: str | None
    properties: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    is_series: bool = False

    @property
    def path(self) -> str:
        """Kind and slug as in the IRI: `organization/cnes`."""
        return f"{self.kind}/{self.slug}"

    @property
    def label(self) -> str:
        """The preferred English name."""
        return next(n.text for n in self.names if n.sort == "label" and n.language == "en")

    @property
    def short(self) -> str:
        """The first acronym, or the preferred English name where there is none."""
        return next((n.text for n in self.names if n.sort == "acronym"), self.label)


@dataclass(frozen=True)
class Gazetteer:
    """All entries by path, the adjectives of countries and regions, and the files' SHA-256."""

    entries: Mapping[str, Entry]
    demonyms: Mapping[str, str]
    fingerprint: str

    @cached_property
    def _agencies(self) -> Mapping[str, tuple[Entry, ...]]:
        """The space agencies of each country or region, by its path."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            if "SpaceAgency" in entry.types:
                for place in dict.fromkeys(p for name, p in entry.properties if name in _SERVED):
                    found[place] = (*found.get(place, ()), entry)
        return found

    @cached_property
    def _organizations(self) -> Mapping[str, tuple[Entry, ...]]:
        """The organizations of each name, case folded."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            if entry.kind == "organization":
                for name in dict.fromkeys(known.text.casefold() for known in entry.names):
                    found[name] = (*found.get(name, ()), entry)
        return found

    def organizations_called(self, name: str) -> tuple[Entry, ...]:
        """The organizations that bear a name, in whatever case."""
        return self._organizations.get(name.casefold(), ())

    @cached_property
    def _missions(self) -> Mapping[str, tuple[Entry, ...]]:
        """The missions and craft of each name without its noun, case folded: "planck"."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            if entry.kind in ("mission", "spacecraft"):
                names = {known.text.casefold() for known in entry.names}
                for name in sorted({name.rpartition(" ")[0] for name in names if _is_noun(name)}):
                    found[name] = (*found.get(name, ()), entry)
        return found

    def missions_called(self, name: str) -> tuple[Entry, ...]:
        """The missions and craft called so with a noun behind: "Planck" of the Planck satellite."""
        return self._missions.get(name.casefold(), ())

    def agency_of(self, place_path: str, on: str | None) -> Entry | None:
        """The one space agency of a country or region on an EDTF date.

        None where there is none, where several qualify, or where the date is so vague that
        the agency changed within it. Without a date, only an agency that never had a
        predecessor or successor in the gazetteer qualifies.
        """
        agencies = self._agencies.get(place_path, ())
        if on is not None:
            agencies = tuple(e for e in agencies if _existed(e, on))
        return agencies[0] if len(agencies) == 1 else None


def _is_noun(name: str) -> bool:
    """Does a name end with what is named? "planck satellite" does."""
    return name.rpartition(" ")[2] in _MISSIONS


def _existed(entry: Entry, on: str) -> bool:
    return entry.valid is None or span(entry.valid).covers(span(on))


def ties(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Names that several entries share, each with the paths: mentions of them stay unlinked.

    Names are compared ignoring case, acronyms among themselves exactly, as mentions are found.
    """
    users: dict[str, dict[str, set[str]]] = {}
    for entry in gazetteer.entries.values():
        for name in entry.names:
            folded = users.setdefault(name.text.casefold(), {})
            spelling = name.text if name.sort == "acronym" else ""
            folded.setdefault(spelling, set()).add(entry.path)
    return {
        text: tuple(sorted(shared))
        for text, spellings in sorted(users.items())
        if len(shared := _shared(spellings)) > 1
    }


def _shared(spellings: Mapping[str, set[str]]) -> set[str]:
    """Paths in conflict: every one if a plain name takes part, else those of one spelling."""
    if "" in spellings:
        return set().union(*spellings.values())
    return max(spellings.values(), key=len)
