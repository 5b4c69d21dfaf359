"""What a release on disk says that matters to Wikidata: entities, names, mentions and links."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store

from mapping.diff import dump
from mapping.errors import InputError
from mapping.release.linkset import TABLE
from ontology import SC, SKOS, WD

_LABEL, _ACRONYM = str(SKOS.prefLabel), str(SC.acronym)
_DOCUMENTS = "/graph/document/"


@dataclass(frozen=True)
class Name:
    """One name; acronyms have no language."""

    text: str
    language: str | None
    is_label: bool


@dataclass(frozen=True)
class Entity:
    """An entity by its path (``organization/cnes``), with its names, the English label first.

    ``mentions`` are slugs of documents and offsets in their texts, in order; ``item`` is the number
    of its item at Wikidata ("Q48756"), or empty.
    """

    path: str
    names: tuple[Name, ...]
    mentions: tuple[tuple[str, int], ...]
    item: str

    @property
    def kind(self) -> str:
        """The class in lower case, as in the IRI."""
        return self.path.partition("/")[0]

    @property
    def label(self) -> str:
        """The preferred name in English, or whatever name there is."""
        return self.names[0].text

    @property
    def documents(self) -> int:
        """How many documents name it."""
        return len({slug for slug, _ in self.mentions})


@dataclass(frozen=True)
class Published:
    """A release in a folder, in memory."""

    path: Path
    store: Store
    base: str

    @classmethod
    def current(cls, out: Path) -> Published:
        """The current release of an output folder. InputError where there is no whole one."""
        link = out / "current"
        if not link.is_dir():
            raise InputError(str(out), "holds no release; make one with `spacecoop build`")
        store = Store()
        store.bulk_extend(dump(str(link), out).quads())
        try:
            manifest = json.loads((link / "manifest.json").read_text(encoding="utf-8"))
            return cls(link.resolve(), store, str(manifest["base_iri"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(str(link / "manifest.json"), "is missing or damaged") from error

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of their paths."""
        names: defaultdict[str, list[Name]] = defaultdict(list)
        for row in self._rows("entities"):
            path = self._path(row["entity"])
            if not path.startswith("https:"):
                names[path].append(_name(row))
        mentions: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in self._rows("mentions"):
            slug = self._path(row["document"]).partition("/")[2]
            mentions[self._path(row["entity"])].append((slug, int(_text(row["begin"]))))
        return tuple(
            Entity(path, _ordered(names[path]), tuple(mentions[path]), self.items.get(path, ""))
            for path in sorted(names)
        )

    @cached_property
    def items(self) -> Mapping[str, str]:
        """The item of each path that has an exact match, as its number with a Q."""
        return self._matches(str(SKOS.exactMatch))

    @cached_property
    def near(self) -> Mapping[str, str]:
        """The item of each path that has a close match: of a mission, its spacecraft."""
        return self._matches(str(SKOS.closeMatch))

    @cached_property
    def vain(self) -> frozenset[str]:
        """The paths of entities that the table of links says were looked for in vain."""
        lines = [line for line in self.table().splitlines() if not line.startswith("#")]
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(
            str(row["subject_id"]).partition(":")[2]
            for row in rows
            if row.get("object_id") == "sssom:NoTermFound"
        )

    def documents(self) -> dict[str, list[Quad]]:
        """The quads of each document's graph, by slug."""
        graphs = sorted(
            graph.value
            for graph in self.store.named_graphs()
            if isinstance(graph, NamedNode) and _DOCUMENTS in graph.value
        )
        return {
            iri.rpartition(_DOCUMENTS)[2]: list(
                self.store.quads_for_pattern(None, None, None, NamedNode(iri))
            )
            for iri in graphs
        }

    def graph(self, name: str) -> list[Quad]:
        """The quads of another named graph, such as ``authority``."""
        node = NamedNode(f"{self.base}graph/{name}")
        return list(self.store.quads_for_pattern(None, None, None, node))

    def text(self, slug: str) -> str:
        """The published text of a document, empty where the release holds none."""
        path = self.path / "documents" / f"{slug}.txt"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def table(self) -> str:
        """The SSSOM table of the release."""
        try:
            return (self.path / TABLE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(self.path / TABLE), "cannot be read") from error

    def _matches(self, predicate: str) -> dict[str, str]:
        return {
            self._path(row["entity"]): _text(row["item"]).removeprefix(str(WD))
            for row in self._rows("links")
            if _text(row["match"]) == predicate
        }

    def _path(self, node: object) -> str:
        return _text(node).removeprefix(f"{self.base}id/")

    def _rows(self, query: str) -> list[QuerySolution]:
        text = (files("mapping.wikidata") / "queries" / f"{query}.rq").read_text(encoding="utf-8")
        found = self.store.query(text, use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise TypeError(f"{query}.rq must be a SELECT query")
        return list(found)


def _text(node: object) -> str:
    if not isinstance(node, NamedNode | Literal):
        raise TypeError(f"neither an IRI nor a literal: {node}")
    return node.value


def _name(row: QuerySolution) -> Name:
    literal = row["name"]
    language = literal.language if isinstance(literal, Literal) else None
    return Name(_text(literal), language, _text(row["property"]) == _LABEL)


def _ordered(names: list[Name]) -> tuple[Name, ...]:
    return tuple(sorted(names, key=lambda n: (not n.is_label, n.language != "en", n.text)))
