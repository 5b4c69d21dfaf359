"""Everything that can be found in a release, in an SQLite database in memory."""

import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from service.index import Index
from service.names import ALT_LABEL, LABEL, clipped, sc
from service.release import Release
from service.search.words import words
from service.statements import Statements, described

UNSOUGHT = ("report", "discrepancy", "concept", "correction")
Row = tuple[str | int | float, ...]


@dataclass(frozen=True)
class Catalogue:
    """The database, its vocabulary (folded words, for misspellings) and who is called what.

    `named` maps the words of a name to those that bear it, the most mentioned first.
    """

    vocabulary: tuple[str, ...]
    named: Mapping[tuple[str, ...], tuple[str, ...]]
    database: sqlite3.Connection
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, sql: str, values: Mapping[str, str | int]) -> list[Row]:
        """The rows of a query file's text."""
        with self.lock:
            return self.database.execute(sql, values).fetchall()


@dataclass(frozen=True)
class Item:
    """Something to be found, as the database holds it."""

    iri: str
    kind: str
    name: str
    names: str
    text: str
    year: str
    weight: int
    countries: Iterable[str]


def catalogue(release: Release, index: Index) -> Catalogue:
    """The catalogue of a release; some seconds for a million triples."""
    # Used by one thread at a time, whichever; in memory, so that a fork takes it along.
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.executescript(_text("schema.sql"))
    named: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    rows: list[Row] = []
    places: list[Row] = []
    bodies: list[Row] = []
    for number, item in enumerate(_items(release, index), 1):
        rows.append((number, item.iri, item.kind, item.name, item.year, item.weight))
        places += [(number, country) for country in sorted(set(item.countries))]
        bodies.append((number, item.names, item.text))
        if item.kind != "document" and not item.year:
            for name in item.names.split("\n"):
                named[words(name)][item.iri] = item.weight
    database.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.executemany("INSERT INTO country VALUES (?, ?)", places)
    database.executemany("INSERT INTO body (rowid, names, text) VALUES (?, ?, ?)", bodies)
    vocabulary = tuple(row[0] for row in database.execute("SELECT term FROM vocabulary"))
    database.commit()
    bearers = {
        name: tuple(sorted(iris, key=lambda iri: (-iris[iri], iri)))
        for name, iris in named.items()
        if name
    }
    found = Catalogue(vocabulary, bearers, database)
    weakref.finalize(found, database.close)
    return found


def query_text(name: str) -> str:
    """The text of `{name}.sql`."""
    return _text(f"{name}.sql")


def _text(name: str) -> str:
    return files("service.search").joinpath(name).read_text(encoding="utf-8")


def _items(release: Release, index: Index) -> Iterator[Item]:
    names = _names(release)
    facts = {iri: position for position, iri in enumerate(index.facts)}
    countries = _countries(release, index)
    quotes = _quotes(release)
    for kind, members in release.kinds.items():
        if kind in UNSOUGHT:
            continue
        for iri in members:
            name = clipped(release.label(iri))
            position = facts.get(iri)
            if kind == "document":
                slug = iri.rpartition("/")[2]
                text = _document(release, slug, quotes.get(iri, ()))
                year, weight = release.dates.get(iri, "")[:4], 0
            elif position is not None:
                told = index.reports_of.get(iri, ())
                text, year, weight = "", index.days[position][:4], len(told)
            else:
                text, year, weight = "", "", release.mentions.get(iri, 0)
            yield Item(
                iri, kind, name, "\n".join(names.get(iri, (name,))), text, year, weight,
                countries.get(iri, ()),
            )  # fmt: skip


def _names(release: Release) -> dict[str, tuple[str, ...]]:
    """Labels in all languages, aliases and acronyms of everything."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for predicate in (LABEL, sc("acronym"), ALT_LABEL):
        for quad in _all(release, predicate):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject.value][quad.object.value] = None
    return {iri: tuple(names) for iri, names in found.items()}


def _all(release: Release, predicate: NamedNode) -> Iterator[Quad]:
    return release.store.quads_for_pattern(None, predicate, None, DefaultGraph())


def _document(release: Release, slug: str, quotes: Iterable[str]) -> str:
    """The text, or, where that may not be shown, what may be quoted from it."""
    path = release.path / "documents" / f"{slug}.txt"
    if not release.shows(slug):
        return "\n".join(quotes)
    return path.read_bytes().decode(errors="replace") if path.is_file() else ""


def _quotes(release: Release) -> dict[str, list[str]]:
    """The quoted sentences of documents whose texts may not be shown."""
    found: dict[str, list[str]] = {}
    for slug in release.documents:
        if not release.shows(slug):
            found[f"{release.base}id/document/{slug}"] = []
    passages = _all(release, sc("evidence")) if found else ()
    for passage in sorted({q.object.value for q in passages if isinstance(q.object, NamedNode)}):
        quotes = found.get(passage.partition("#")[0])
        if quotes is not None:
            told = Statements(described(release.store, [passage]))
            quotes.append(told.text(passage, sc("quote")))
    return found


def _countries(release: Release, index: Index) -> dict[str, set[str]]:
    """The countries of entities, of what acts in facts, and of what documents mention."""
    found: dict[str, set[str]] = defaultdict(set)
    known = set(release.kinds.get("country", ()))
    for country in known:
        found[country].add(country)
    for entity, theirs in index.countries.items():
        found[entity].update(theirs)
    for position, iri in enumerate(index.facts):
        found[iri].update(actor for actor in index.actors[position] if actor in known)
    for entity, documents in index.mentioned.items():
        for country in known & found.get(entity, set()):
            for mentioned in documents:
                found[mentioned.document].add(country)
    return found
