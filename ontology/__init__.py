"""The vocabulary of space cooperation: terms, concepts, alignments, context and queries.

Everybody else takes names from here: ``SC.participant`` rather than a string, ``load()`` rather
than a path to a Turtle file.
"""

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

from ontology.errors import UnknownClassError
from ontology.namespaces import (
    CONCEPT,
    DCAT,
    DEFAULT_BASE,
    EDTF,
    ITSRDF,
    NIF,
    OA,
    PREFIXES,
    SC,
    SCHEMA,
    WD,
)
from ontology.terms import (
    alignments,
    context,
    examples,
    inference_queries,
    load,
    questions,
    superclasses,
)

__all__ = [
    "CONCEPT",
    "DCAT",
    "DCTERMS",
    "DEFAULT_BASE",
    "EDTF",
    "FOAF",
    "ITSRDF",
    "NIF",
    "OA",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SC",
    "SCHEMA",
    "SH",
    "SKOS",
    "VANN",
    "VOID",
    "WD",
    "XSD",
    "UnknownClassError",
    "alignments",
    "context",
    "examples",
    "inference_queries",
    "load",
    "questions",
    "superclasses",
]
