"""What a release says about itself: its VoID description, also its metadata graph.

Terms and their meaning: W3C Interest Group Note "Describing Linked Datasets with the VoID
Vocabulary", sections 2 to 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import URIRef

from mapping.release.canonical import Canonical
from mapping.release.dumps import DUMPS
from mapping.release.graphs import METADATA, Graphs
from mapping.release.provenance import provenance
from mapping.release.statistics import Statistics, count
from ontology import DCTERMS, FOAF, PREFIXES, RDF, SC, SKOS, VOID, WD, XSD

TITLE = "spacecoop: international cooperation in space, as press releases tell it"
SUMMARY = (
    "Meetings, agreements, milestones, contributions and memberships of space agencies and their "
    "partners, each with the passage of the text that states it."
)
LICENSE = NamedNode("http://creativecommons.org/publicdomain/zero/1.0/")
_LINKSETS = (
    ("wikidata", "Links to Wikidata", SKOS.exactMatch),
    ("wikidata-near", "Links to what is near in Wikidata, not the same", SKOS.closeMatch),
)
_WIKIDATA = NamedNode("http://www.wikidata.org/entity/")
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = ("N-Quads", "TriG", "JSON-LD", "Turtle", "N-Triples", "RDF_XML")


@dataclass(frozen=True)
class Described:
    """The graphs of a release with their metadata graph, in canonical order, and counted."""

    graphs: Graphs
    canonical: Canonical
    statistics: Statistics

    @property
    def identifier(self) -> str:
        """The release's identifier."""
        return self.canonical.identifier

    def union(self) -> Iterator[list[bytes]]:
        """The N-Triples lines of the default graph, subject by subject, each once.

        Those of stored documents' own are not among them.
        """
        return self.canonical.union(self.graphs.only(METADATA))


def described(graphs: Graphs, canonical: Canonical, versions: Mapping[str, str]) -> Described:
    """The graphs with their metadata graph, whose counts include the metadata graph itself.

    The counts are therefore those of the endpoint's default graph and of the Turtle dump.
    ``canonical`` are the quads of ``graphs``, ``versions`` those of programs and inputs.
    """
    data, own = count(canonical.union()) + graphs.stored_own, Statistics()
    documents = (name for name in graphs.names() if name.startswith("document/"))
    sources = [NamedNode(f"{graphs.base}id/{name}") for name in documents]
    made = tuple(provenance(dataset_iri(graphs.base), sources, versions))
    while True:
        # A round may add classes and properties of the description; the numbers never add any.
        triples = (*_description(graphs, canonical.identifier, data + own), *made)
        metadata = graphs.with_graph(METADATA, triples)
        if metadata.named[METADATA] == graphs.named.get(METADATA):
            return Described(metadata, canonical, data + own)
        # Nothing else says anything of the dataset: its IRI and its parts' are only used here.
        own = count(_by_subject(metadata.ntriples(METADATA)))
        graphs = metadata


def _by_subject(lines: list[bytes]) -> Iterator[list[bytes]]:
    for _, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        yield list(group)


def dataset_iri(base: str) -> NamedNode:
    """The dataset's IRI, in the document that describes it."""
    return NamedNode(f"{base}.well-known/void#spacecoop")


def _description(graphs: Graphs, identifier: str, statistics: Statistics) -> Iterator[Triple]:
    base, dataset = graphs.base, dataset_iri(graphs.base)
    yield from _header(base, dataset, identifier)
    for predicate, number in (
        (VOID.triples, statistics.triples),
        (VOID.distinctSubjects, statistics.subjects),
        (VOID.documents, statistics.documents),
        (VOID.classes, len(statistics.classes)),
        (VOID.properties, len(statistics.properties)),
    ):
        yield _triple(dataset, predicate, integer(number))
    for iri, number in sorted(statistics.classes.items()):
        part = _part(base, "class", iri)
        yield _triple(dataset, VOID.classPartition, part)
        yield _triple(part, VOID["class"], NamedNode(iri))
        yield _triple(part, VOID.entities, integer(number))
    for iri, number in sorted(statistics.properties.items()):
        part = _part(base, "property", iri)
        yield _triple(dataset, VOID.propertyPartition, part)
        yield _triple(part, VOID.property, NamedNode(iri))
        yield _triple(part, VOID.triples, integer(number))
    yield from _linksets(graphs)


def _header(base: str, dataset: NamedNode, identifier: str) -> Iterator[Triple]:
    yield _triple(dataset, RDF.type, NamedNode(str(VOID.Dataset)))
    yield _triple(dataset, DCTERMS.title, Literal(TITLE, language="en"))
    yield _triple(dataset, DCTERMS.description, Literal(SUMMARY, language="en"))
    yield _triple(dataset, DCTERMS.identifier, Literal(identifier))
    yield _triple(dataset, DCTERMS.license, LICENSE)
    yield _triple(dataset, FOAF.homepage, NamedNode(base))
    yield _triple(dataset, VOID.sparqlEndpoint, NamedNode(f"{base}sparql"))
    yield _triple(dataset, VOID.uriSpace, Literal(f"{base}id/"))
    yield _triple(dataset, VOID.vocabulary, NamedNode(str(SC).removesuffix("#")))
    for dump in DUMPS:
        yield _triple(dataset, VOID.dataDump, NamedNode(f"{base}dump/{dump.name}"))
    for name in _FORMAT_NAMES:
        yield _triple(dataset, VOID.feature, NamedNode(_FORMATS + name))


def _linksets(graphs: Graphs) -> Iterator[Triple]:
    """Links by exact match, and those by close match where there are any."""
    for name, title, predicate in _LINKSETS:
        links = sum(
            triple.predicate.value == str(predicate) and str(triple.object).startswith(f"<{WD}")
            for triple in graphs.named.get("links", ())
        )
        if links or predicate == SKOS.exactMatch:
            part = NamedNode(f"{graphs.base}.well-known/void#{name}")
            yield _triple(dataset_iri(graphs.base), VOID.subset, part)
            worded = Literal(title, language="en")
            matches = NamedNode(str(predicate))
            yield from linkset(graphs.base, name, worded, matches, links)


def linkset(
    base: str, name: str, title: Literal, predicate: NamedNode, links: int
) -> Iterator[Triple]:
    """The VoID description of so many links of the dataset to Wikidata by one predicate."""
    part = NamedNode(f"{base}.well-known/void#{name}")
    yield _triple(part, RDF.type, NamedNode(str(VOID.Linkset)))
    yield _triple(part, DCTERMS.title, title)
    yield _triple(part, DCTERMS.license, LICENSE)
    yield _triple(part, VOID.subjectsTarget, dataset_iri(base))
    yield _triple(part, VOID.objectsTarget, _WIKIDATA)
    yield _triple(part, VOID.linkPredicate, predicate)
    yield _triple(part, VOID.triples, integer(links))


def integer(number: int) -> Literal:
    """An xsd:integer literal."""
    return Literal(str(number), datatype=NamedNode(str(XSD.integer)))


def _part(base: str, sort: str, iri: str) -> NamedNode:
    # Vocabularies share local names (dcterms:title, foaf:title): the prefix keeps them apart.
    name = next(
        (f"{p}-{iri.removeprefix(ns)}" for p, ns in PREFIXES.items() if iri.startswith(ns)), iri
    )
    name = re.sub(r"[^A-Za-z0-9]+", "-", name)
    return NamedNode(f"{base}.well-known/void#{sort}-{name}")


def _triple(subject: NamedNode, predicate: URIRef, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(str(predicate)), value)
