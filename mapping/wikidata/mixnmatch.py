"""The entities of a release as a catalogue for Mix'n'match.

https://meta.wikimedia.org/wiki/Mix%27n%27match/Import : a row an entry, with the columns below.
"""

from __future__ import annotations

from mapping.wikidata.published import Entity, Published
from mapping.wikidata.tables import tsv

_TITLES = ("id", "name", "desc", "url", "type", "q", "autoq")


def text(release: Published) -> str:
    """Tab-separated. ``q`` is the verified item; ``type`` and ``autoq`` would be guesses: empty."""
    base = release.base
    rows = (
        (e.path, e.label, _description(e), f"{base}id/{e.path}", "", e.item, "")
        for e in release.entities
        if e.kind != "collective"  # a group that is only described: "French industry"
    )
    return tsv((_TITLES, *rows))


def _description(entity: Entity) -> str:
    others = dict.fromkeys(name.text for name in entity.names if name.text != entity.label)
    return "; ".join((entity.kind, *others))
