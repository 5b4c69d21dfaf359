"""The release as an entry of a data catalogue: DCAT 3, in JSON-LD.

Terms and cardinalities: W3C Recommendation "Data Catalog Vocabulary (DCAT) - Version 3", and the
European profile DCAT-AP 3.0.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Namespace, URIRef

from mapping.release.description import LICENSE, SUMMARY, TITLE, dataset_iri
from mapping.release.dumps import DUMPS, Dump
from mapping.release.graphs import ordered
from ontology import DCAT, DCTERMS, FOAF, PREFIXES, RDF, SC, XSD, jsonld

_SPDX = Namespace("http://spdx.org/rdf/terms#")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = NamedNode("http://publications.europa.eu/resource/authority/language/ENG")
_THEME = NamedNode("http://publications.europa.eu/resource/authority/data-theme/TECH")
_USED = ("dcat", "dcterms", "foaf", "xsd")


def write(base: str, identifier: str, folder: Path) -> None:
    """Write ``dcat.jsonld``, which describes the dumps that are in the folder already."""
    triples = ordered(_catalogue(base, identifier, folder))
    context = {"@context": {**{p: PREFIXES[p] for p in _USED}, "spdx": str(_SPDX)}}
    (folder / "dcat.jsonld").write_text(jsonld.document(triples, context), encoding="utf-8")


def _catalogue(base: str, identifier: str, folder: Path) -> Iterator[Triple]:
    catalogue, dataset = NamedNode(f"{base}catalog"), dataset_iri(base)
    publisher = NamedNode(f"{base}catalog#publisher")
    yield from _resource(catalogue, DCAT.Catalog, publisher)
    yield _triple(catalogue, FOAF.homepage, NamedNode(base))
    yield _triple(catalogue, DCAT.dataset, dataset)
    yield _triple(catalogue, DCAT.service, NamedNode(f"{base}sparql"))
    yield _triple(publisher, RDF.type, NamedNode(str(FOAF.Agent)))
    yield _triple(publisher, FOAF.name, _english("spacecoop"))
    yield _triple(LICENSE, RDF.type, NamedNode(str(DCTERMS.LicenseDocument)))
    yield from _resource(dataset, DCAT.Dataset, publisher)
    yield _triple(dataset, DCTERMS.identifier, Literal(identifier))
    yield _triple(dataset, DCAT.theme, _THEME)
    yield _triple(dataset, DCAT.landingPage, NamedNode(base))
    for word in ("space", "international cooperation", "space agencies", "press releases"):
        yield _triple(dataset, DCAT.keyword, _english(word))
    yield from _service(base, dataset, publisher)
    for dump in DUMPS:
        distribution = NamedNode(f"{base}catalog#{dump.suffix}")
        yield _triple(dataset, DCAT.distribution, distribution)
        yield from _distribution(base, distribution, dump, folder / dump.name)


def _resource(subject: NamedNode, cls: URIRef, publisher: NamedNode) -> Iterator[Triple]:
    yield _triple(subject, RDF.type, NamedNode(str(cls)))
    yield _triple(subject, DCTERMS.title, _english(TITLE))
    yield _triple(subject, DCTERMS.description, _english(SUMMARY))
    yield _triple(subject, DCTERMS.publisher, publisher)
    yield _triple(subject, DCTERMS.license, LICENSE)
    yield _triple(subject, DCTERMS.language, _LANGUAGE)


def _service(base: str, dataset: NamedNode, publisher: NamedNode) -> Iterator[Triple]:
    service = NamedNode(f"{base}sparql")
    yield _triple(service, RDF.type, NamedNode(str(DCAT.DataService)))
    yield _triple(service, DCTERMS.title, _english("SPARQL endpoint"))
    yield _triple(service, DCTERMS.publisher, publisher)
    yield _triple(service, DCTERMS.license, LICENSE)
    yield _triple(service, DCTERMS.conformsTo, NamedNode("http://www.w3.org/TR/sparql11-protocol/"))
    yield _triple(service, DCAT.endpointURL, service)
    yield _triple(service, DCAT.servesDataset, dataset)


def _distribution(base: str, subject: NamedNode, dump: Dump, file: Path) -> Iterator[Triple]:
    address = NamedNode(f"{base}dump/{dump.name}")
    yield _triple(subject, RDF.type, NamedNode(str(DCAT.Distribution)))
    yield _triple(subject, DCTERMS.title, _english(f"All triples as {dump.format.name}, gzip"))
    yield _triple(subject, DCTERMS.license, LICENSE)
    yield _triple(subject, DCTERMS.conformsTo, NamedNode(str(SC).removesuffix("#")))
    yield _triple(subject, DCAT.accessURL, address)
    yield _triple(subject, DCAT.downloadURL, address)
    yield _triple(subject, DCAT.mediaType, NamedNode(_MEDIA_TYPES + dump.media_type))
    yield _triple(subject, DCAT.compressFormat, NamedNode(_MEDIA_TYPES + "application/gzip"))
    size = Literal(str(file.stat().st_size), datatype=NamedNode(str(XSD.nonNegativeInteger)))
    yield _triple(subject, DCAT.byteSize, size)
    yield from _checksum(subject, file)


def _checksum(subject: NamedNode, file: Path) -> Iterator[Triple]:
    checksum = NamedNode(f"{subject.value}-checksum")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    yield _triple(subject, _SPDX.checksum, checksum)
    yield _triple(checksum, RDF.type, NamedNode(str(_SPDX.Checksum)))
    yield _triple(checksum, _SPDX.algorithm, NamedNode(str(_SPDX.checksumAlgorithm_sha256)))
    value = Literal(digest, datatype=NamedNode(str(XSD.hexBinary)))
    yield _triple(checksum, _SPDX.checksumValue, value)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _triple(subject: NamedNode, predicate: URIRef, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(str(predicate)), value)
