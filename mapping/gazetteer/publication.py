"""The gazetteer as triples of the authority graph."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from mapping.gazetteer.entries import Entry, Gazetteer
from mapping.gazetteer.reading import CONCEPT, DCTERMS, RDF_TYPE, SC, SCHEMA, SKOS

_RDF_TYPE = NamedNode(RDF_TYPE)
_RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_SOURCE = NamedNode(DCTERMS + "source")
# Hidden spellings serve matching only and are not published.
_NAMES = {
    "label": NamedNode(SKOS + "prefLabel"),
    "alias": NamedNode(SKOS + "altLabel"),
    "acronym": NamedNode(SC + "acronym"),
}


def authority(gazetteer: Gazetteer, base: str, only: Iterable[str] | None = None) -> list[Triple]:
    """Triples of the authority graph below a base IRI, in the order of the entries' paths.

    With `only`, those paths and whatever they refer to, directly or not (a centre, its city,
    the city's country); paths that are no entries are passed over.
    """
    chosen = gazetteer.entries.keys() if only is None else _closure(gazetteer, only)
    kept = (entry for path, entry in gazetteer.entries.items() if path in chosen)
    return [triple for entry in kept for triple in _triples(entry, base)]


def _closure(gazetteer: Gazetteer, paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path in gazetteer.entries and path not in found:
            found.add(path)
            waiting.extend(target for _, target in gazetteer.entries[path].properties)
    return found


def _triples(entry: Entry, base: str) -> Iterator[Triple]:
    subject = NamedNode(f"{base}id/{entry.path}")
    for name in entry.types:
        if name == "Fact":  # which an agreement is where a document reports it
            continue
        iri = CONCEPT if name == "Concept" else SC + name
        yield Triple(subject, _RDF_TYPE, NamedNode(iri))
    yield Triple(subject, _RDFS_LABEL, Literal(entry.label, language="en"))
    for given in entry.names:
        if given.sort in _NAMES:
            text = Literal(given.text, language=given.language)
            yield Triple(subject, _NAMES[given.sort], text)
    for local, target in entry.properties:
        namespace = SCHEMA if local == "areaServed" else SC
        yield Triple(subject, NamedNode(namespace + local), NamedNode(f"{base}id/{target}"))
    for source in entry.sources:
        yield Triple(subject, _SOURCE, _source(source))


def _source(text: str) -> NamedNode | Literal:
    return NamedNode(text) if text.startswith(("http://", "https://")) else Literal(text)
