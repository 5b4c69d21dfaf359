"""Namespaces and prefixes that every part of the project writes and reads."""

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VANN,
    VOID,
    XSD,
)

DEFAULT_BASE: Final = "https://w3id.org/spacecoop/"

SC: Final = Namespace("https://w3id.org/spacecoop/ontology#")
CONCEPT: Final = Namespace("https://w3id.org/spacecoop/concept/")
WD: Final = Namespace("http://www.wikidata.org/entity/")

# rdflib bundles an old DCAT and neither Web Annotation nor NIF nor ITS.
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
ITSRDF: Final = Namespace("http://www.w3.org/2005/11/its/rdf#")
NIF: Final = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
# rdflib's own SDO namespace is https://schema.org/; Wikidata and the published graph use http.
SCHEMA: Final = Namespace("http://schema.org/")

EDTF: Final = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")

PREFIXES: Final[dict[str, str]] = {
    "concept": str(CONCEPT),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": str(FOAF),
    "itsrdf": str(ITSRDF),
    "nif": str(NIF),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sc": str(SC),
    "schema": str(SCHEMA),
    "sh": str(SH),
    "skos": str(SKOS),
    "vann": str(VANN),
    "void": str(VOID),
    "wd": str(WD),
    "xsd": str(XSD),
}
