"""What Wikidata suggests for the gazetteer and the table of links; people decide."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mapping import links
from mapping.errors import InputError
from mapping.gazetteer import Entry, Gazetteer
from mapping.wikidata.client import AT_ONCE, Client
from mapping.wikidata.comparison import normal
from mapping.wikidata.items import Item
from mapping.wikidata.published import Published
from ontology import WD

_LANGUAGES = ("en", "fr")
_SHORTEST, _LONGEST = 4, 120  # characters: shorter names are found everywhere


@dataclass(frozen=True)
class Alias:
    """A name that Wikidata has for an entry and the gazetteer lacks."""

    path: str
    text: str
    language: str


@dataclass(frozen=True)
class Match:
    """An item for an entry: found by name, or where its item ``instead_of`` was merged into."""

    path: str
    label: str
    item: str
    item_label: str
    instead_of: str = ""


def aliases(gazetteer: Gazetteer, release: Published, items: Mapping[str, Item]) -> list[Alias]:
    """New names of linked entries, in the order of paths, English before French.

    Left out are names that another entry bears, very short ones, and what Turtle would have to
    escape.
    """
    taken = {normal(n.text) for e in gazetteer.entries.values() for n in e.names}
    found: list[Alias] = []
    for path, number in sorted(release.items.items()):
        if path not in gazetteer.entries:
            continue
        for language in _LANGUAGES:
            for name in items[number].names.get(language, ()):
                if normal(name) not in taken and _is_name(name):
                    taken.add(normal(name))
                    found.append(Alias(path, name, language))
    return found


def merged(release: Published, items: Mapping[str, Item]) -> list[Match]:
    """The entries whose item redirects to another one."""
    linked = sorted({**release.items, **release.near}.items())
    labels = {entity.path: entity.label for entity in release.entities}
    return [
        Match(path, labels[path], item.id, _label(item), instead_of=number)
        for path, number in linked
        if (item := items[number]).id not in ("", number)
    ]


class Finder:
    """Looks for items of entries that have none, by their English names."""

    def __init__(
        self,
        client: Client,
        gazetteer: Gazetteer,
        progress: Callable[[Sequence[Entry]], Iterable[Entry]],
    ) -> None:
        self._client, self._gazetteer, self._progress = client, gazetteer, progress
        self._refused = {link.item.removeprefix(str(WD)) for link in links.load()} | _not_to_use()

    def find(self, release: Published) -> list[Match]:
        """Entries for which one item alone has exactly one of their names.

        Items that other entries have, and those known to be wrong, do not count.
        """
        done = {*release.items, *release.near}
        named = [e.path for e in release.entities if e.path not in done]
        waiting = [self._gazetteer.entries[p] for p in named if p in self._gazetteer.entries]
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            answers = pool.map(self._hits, waiting)
            return [
                Match(entry.path, entry.label, *hits[0])
                for entry in self._progress(waiting)
                if len(hits := next(answers)) == 1
            ]
        finally:
            pool.shutdown(cancel_futures=True)

    def _hits(self, entry: Entry) -> list[tuple[str, str]]:
        known = {normal(name.text) for name in entry.names if name.language in (None, "en")}
        answer: Any = self._client.ask_api(
            action="wbsearchentities", search=entry.label, language="en", type="item", limit="10"
        )
        try:
            hits = {
                str(hit["id"]): str(hit.get("label", ""))
                for hit in answer["search"]
                if normal(str(hit["match"]["text"])) in known
            }
        except (AttributeError, KeyError, TypeError) as error:
            reason = "its answer to a search has another form (nothing was changed)"
            raise InputError(self._client.api, reason) from error
        return [hit for hit in hits.items() if hit[0] not in self._refused]


def by_path(found: Iterable[Alias]) -> Mapping[str, list[Alias]]:
    """Names by the entry that they are of."""
    grouped: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in found:
        grouped[alias.path].append(alias)
    return grouped


def _is_name(text: str) -> bool:
    is_plain = text.isprintable() and not set('"\\') & set(text) and text == " ".join(text.split())
    return is_plain and _SHORTEST <= len(text) <= _LONGEST and any(map(str.isalpha, text))


def _label(item: Item) -> str:
    return next((names[0] for names in item.names.values() if names), "")


def _not_to_use() -> set[str]:
    return {row["item"] for row in _rows()}


def _rows() -> Iterator[dict[str, str]]:
    text = (files("mapping.wikidata") / "not-to-use.tsv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
