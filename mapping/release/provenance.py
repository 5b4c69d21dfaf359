"""How a release came about: the build, what it read and what it ran with, in PROV-O.

Terms: W3C Recommendation "PROV-O: The PROV Ontology", sections 3.1 and 3.3. A build has no time
here: the same documents give the same release on any day; ``history.json`` says when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import URIRef

from ontology import DCTERMS, OWL, PROV, RDF, RDFS

# What is no program: named by the hash of what it holds.
_INPUTS: Final = ("gazetteer", "ontology", "rules", "shapes")


def provenance(
    dataset: NamedNode, documents: Iterable[NamedNode], versions: Mapping[str, str]
) -> Iterator[Triple]:
    """The triples on the activity that made ``dataset``; ``versions`` are those of the manifest."""
    home = dataset.value.partition("#")[0]
    build, association = NamedNode(f"{home}#build"), NamedNode(f"{home}#association")
    yield _triple(dataset, RDF.type, PROV.Entity)
    yield _triple(dataset, PROV.wasGeneratedBy, build)
    yield _triple(build, RDF.type, PROV.Activity)
    yield _triple(build, RDFS.label, Literal("The build of this release", language="en"))
    for document in documents:
        yield _triple(build, PROV.used, document)
    for name, version in versions.items():
        if name in _INPUTS:
            yield from _input(NamedNode(f"{home}#input-{name}"), name, version, build)
        else:
            yield from _tool(NamedNode(f"{home}#tool-{name}"), name, version, build)
    yield _triple(build, PROV.qualifiedAssociation, association)
    yield _triple(association, RDF.type, PROV.Association)
    yield _triple(association, PROV.agent, NamedNode(f"{home}#tool-spacecoop"))
    yield _triple(association, PROV.hadPlan, NamedNode(f"{home}#input-rules"))


def _input(node: NamedNode, name: str, digest: str, build: NamedNode) -> Iterator[Triple]:
    yield _triple(build, PROV.used, node)
    yield _triple(node, RDF.type, PROV.Plan if name == "rules" else PROV.Entity)
    yield _triple(node, RDFS.label, Literal(name, language="en"))
    yield _triple(node, DCTERMS.identifier, Literal(digest))


def _tool(node: NamedNode, name: str, version: str, build: NamedNode) -> Iterator[Triple]:
    yield _triple(build, PROV.wasAssociatedWith, node)
    yield _triple(node, RDF.type, PROV.SoftwareAgent)
    yield _triple(node, RDFS.label, Literal(name, language="en"))
    yield _triple(node, OWL.versionInfo, Literal(version))


def _triple(subject: NamedNode, predicate: URIRef, value: URIRef | NamedNode | Literal) -> Triple:
    term = NamedNode(str(value)) if isinstance(value, URIRef) else value
    return Triple(subject, NamedNode(str(predicate)), term)
