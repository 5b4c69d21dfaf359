"""Reading and checking the gazetteer's files.

Each Turtle file is checked as it is read; what it refers to, once all are read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from mapping.gazetteer.entries import Entry, Gazetteer, Name, Sort
from mapping.gazetteer.errors import GazetteerError
from mapping.gazetteer.validity import span
from ontology import superclasses

SC = "https://w3id.org/spacecoop/ontology#"
ID = "https://w3id.org/spacecoop/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"

# Which classes a path segment may hold: the segment is the class, except below Organization.
CLASSES = {
    "organization": (
        "Organization",
        "SpaceAgency",
        "CoordinationBody",
        "ResearchOrganization",
        "Company",
        "GovernmentBody",
    ),
    "person": ("Person",),
    "country": ("Country",),
    "region": ("Region",),
    "place": ("Place",),
    "body": ("CelestialBody",),
    "mission": ("Mission",),
    "programme": ("Programme",),
    "spacecraft": ("Spacecraft",),
    "instrument": ("Instrument",),
    "initiative": ("Initiative",),
    "agreement": ("Agreement",),
    "concept": ("Concept",),
}
# The one class that is not ours, and has no superclass of ours.
CONCEPT = SKOS + "Concept"
NAMES: dict[str, Sort] = {
    SKOS + "prefLabel": "label",
    SKOS + "altLabel": "alias",
    SKOS + "hiddenLabel": "hidden",
    SC + "acronym": "acronym",
}
# Direct properties, with the kinds of entry they may point to.
PROPERTIES = {
    SC + "partOf": ("mission", "programme", "spacecraft", "instrument", "initiative"),
    SC + "destination": ("body",),
    SC + "country": ("country",),
    SC + "locatedIn": ("place", "country", "body"),
    SC + "orbits": ("body",),
    SCHEMA + "areaServed": ("region",),
}
VALID = DCTERMS + "valid"
# What the editions of a series are: only meetings recur under one name.
SERIES_OF = DCTERMS + "type"
SOURCE = DCTERMS + "source"

# Must match "mars-2020", "c-nofs"; must not match "venµs", "Mars-2020" or "a--b".
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class _File:
    name: str
    text: str

    def line(self, path: str, inside: str = "") -> int:
        """Line (from 1) where the entry's block starts, or where it first holds a text."""
        lines = self.text.splitlines()
        start = next((i for i, t in enumerate(lines) if t.startswith(f"<{path}>")), 0)
        return next((i for i in range(start, len(lines)) if inside in lines[i]), start) + 1

    def error(self, path: str, reason: str, inside: str = "") -> GazetteerError:
        return GazetteerError(self.name, self.line(path, inside), f"{path}: {reason}")


def load(folder: Path | Traversable | None = None) -> Gazetteer:
    """The checked gazetteer of a folder of `*.ttl` and `demonyms.tsv`; by default the shipped.

    GazetteerError names the file and line of the first thing that is wrong.
    """
    return _shipped() if folder is None else _read(folder)


@cache
def _shipped() -> Gazetteer:
    return _read(files("mapping.gazetteer"))


def _read(folder: Path | Traversable) -> Gazetteer:
    turtle = _files(folder, ".ttl")
    found: dict[str, tuple[_File, Entry]] = {}
    for file in turtle:
        for entry in _entries(file):
            if entry.path in found:
                first = found[entry.path][0].name
                raise file.error(entry.path, f"defined in {first} already")
            found[entry.path] = file, entry
    for file, entry in found.values():
        _check_references(file, entry, found.keys())
    tables = _files(folder, "demonyms.tsv")
    demonyms = dict(pair for table in tables for pair in _demonyms(table, found.keys()))
    return Gazetteer(
        entries={path: found[path][1] for path in sorted(found)},
        demonyms=demonyms,
        fingerprint=_fingerprint([*turtle, *tables]),
    )


def _files(folder: Path | Traversable, ending: str) -> list[_File]:
    chosen = sorted((f for f in folder.iterdir() if f.name.endswith(ending)), key=lambda f: f.name)
    return [_File(f.name, f.read_text(encoding="utf-8")) for f in chosen]


def _fingerprint(read: Iterable[_File]) -> str:
    digest = hashlib.sha256()
    for file in read:
        content = file.text.encode()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _entries(file: _File) -> Iterator[Entry]:
    statements: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
    try:
        for quad in parse(file.text, RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise GazetteerError(file.name, 1, f"blank node or quoted triple: {quad}")
            statements.setdefault(subject.value, []).append((quad.predicate.value, value))
    except SyntaxError as error:
        raise GazetteerError(file.name, error.lineno or 1, error.msg) from error
    for iri, pairs in statements.items():
        yield _entry(file, iri.removeprefix(ID), pairs)


def _entry(file: _File, path: str, pairs: list[tuple[str, NamedNode | Literal]]) -> Entry:
    kind, _, slug = path.partition("/")
    if kind not in CLASSES:
        raise file.error(path, f"no kind of entry is called {kind!r}")
    if not _SLUG.fullmatch(slug):
        raise file.error(path, "a slug has only a–z, 0–9 and single hyphens", slug)
    values: dict[str, list[NamedNode | Literal]] = {}
    for predicate, value in pairs:
        values.setdefault(predicate, []).append(value)
    plain = {RDF_TYPE, SERIES_OF, SOURCE, VALID}
    for predicate in values.keys() - plain - NAMES.keys() - PROPERTIES.keys():
        local = re.split("[#/]", predicate)[-1]
        raise file.error(path, f"undefined property {predicate}", local)
    properties = tuple(_properties(file, path, values))
    return Entry(
        kind=kind,
        slug=slug,
        types=_types(file, path, kind, values.get(RDF_TYPE, [])),
        names=_names(file, path, values),
        country=next((target for name, target in properties if name == "country"), None),
        valid=_valid(file, path, values.get(VALID, [])),
        properties=properties,
        sources=_sources(file, path, values.get(SOURCE, [])),
        is_series=_is_series(file, path, values.get(SERIES_OF, [])),
    )


def _types(file: _File, path: str, kind: str, values: list[NamedNode | Literal]) -> tuple[str, ...]:
    names = ["Concept" if v.value == CONCEPT else v.value.removeprefix(SC) for v in values]
    # A centre is an organization and the place where it works: meetings are held there.
    is_site = kind == "organization" and "Place" in names
    names = [name for name in names if not (is_site and name == "Place")]
    if len(names) != 1 or names[0] not in CLASSES[kind]:
        expected = " or ".join(CLASSES[kind])
        raise file.error(path, f"its one class must be {expected}, not {names}", " a ")
    above = () if kind == "concept" else superclasses(names[0])
    return (names[0], *above, *(("Place",) if is_site else ()))


def _is_series(file: _File, path: str, values: list[NamedNode | Literal]) -> bool:
    if values and [value.value for value in values] != [SC + "Meeting"]:
        raise file.error(path, "dcterms:type can only be sc:Meeting, for a series of meetings")
    return bool(values)


def _names(
    file: _File, path: str, values: dict[str, list[NamedNode | Literal]]
) -> tuple[Name, ...]:
    names: list[Name] = []
    for predicate, sort in NAMES.items():
        for value in values.get(predicate, []):
            if not isinstance(value, Literal) or not value.value.strip():
                raise file.error(path, f"a name must be a text, not {value}", value.value)
            tagged = sort in ("label", "alias")
            if tagged != bool(value.language):
                rule = "needs a language tag" if tagged else "takes no language tag"
                raise file.error(path, f"{value} {rule}", value.value)
            names.append(Name(value.value, value.language, sort))
    if sum(n.sort == "label" and n.language == "en" for n in names) != 1:
        raise file.error(path, "needs exactly one skos:prefLabel in English")
    return tuple(names)


def _properties(
    file: _File, path: str, values: dict[str, list[NamedNode | Literal]]
) -> Iterator[tuple[str, str]]:
    for predicate, kinds in PROPERTIES.items():
        local = re.split("[#/]", predicate)[-1]
        for value in values.get(predicate, []):
            target = value.value.removeprefix(ID)
            if target.partition("/")[0] not in kinds:
                raise file.error(path, f"{local} cannot point to {target!r}", target)
            yield local, target


def _valid(file: _File, path: str, values: list[NamedNode | Literal]) -> str | None:
    if not values:
        return None
    text = values[0].value
    try:
        span(text)
    except ValueError as error:
        raise file.error(path, str(error), text) from error
    return text


def _sources(file: _File, path: str, values: list[NamedNode | Literal]) -> tuple[str, ...]:
    if not values:
        raise file.error(path, "has no dcterms:source")
    return tuple(value.value for value in values)


def _check_references(file: _File, entry: Entry, known: Iterable[str]) -> None:
    for name, target in entry.properties:
        if target not in known:
            raise file.error(entry.path, f"{name} points to {target}, which is no entry", target)


def _demonyms(table: _File, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, line in enumerate(table.text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        adjective, tab, path = line.partition("\t")
        if not tab or path not in known or adjective in seen:
            reason = f"expected a new adjective, a tab and the path of an entry: {line!r}"
            raise GazetteerError(table.name, number, reason)
        seen.add(adjective)
        yield adjective, path
