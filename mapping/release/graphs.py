"""The named graphs of a release: ordered triples, their union, and the release's identifier."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from mapping.errors import InputError
from ontology import PREFIXES, RDF

# RFC 3987, section 2.2, no query and no fragment.
# Must match "http://localhost:8000/", "https://w3id.org/spacecoop"; must not match "https://a b/",
# "https://example.org/?x=".
_BASE = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*)?")
METADATA = "metadata"
_TYPE = str(RDF.type)


@dataclass(frozen=True)
class Graphs:
    """Named graphs below a base IRI: name ("authority", "document/…") → ordered, distinct triples.

    The order is that of subjects, then "a" before other predicates, so that the same triples give
    the same bytes in every format.
    """

    base: str
    named: Mapping[str, tuple[Triple, ...]]

    def iri(self, name: str) -> NamedNode:
        """The IRI of the graph of this name."""
        return NamedNode(f"{self.base}graph/{name}")

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of their names."""
        for name in sorted(self.named):
            graph = self.iri(name)
            for triple in self.named[name]:
                yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def union(self) -> tuple[Triple, ...]:
        """Each distinct triple of all graphs, once."""
        return ordered(triple for triples in self.named.values() for triple in triples)

    def with_graph(self, name: str, triples: Iterable[Triple]) -> Graphs:
        """These graphs and one more, or another one in the place of that name."""
        return Graphs(self.base, {**self.named, name: ordered(triples)})

    def identifier(self) -> str:
        """SHA-256 of the RDFC-1.0 canonical form of all graphs but the metadata, in hexadecimal.

        The metadata graph describes the others, so it adds nothing and may quote the identifier.
        """
        data = Graphs(self.base, {n: t for n, t in self.named.items() if n != METADATA})
        dataset = Dataset(data.quads())
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        canonical = serialize(dataset, format=RdfFormat.N_QUADS) or b""
        return hashlib.sha256(b"".join(sorted(canonical.splitlines(keepends=True)))).hexdigest()

    def prefixes(self) -> dict[str, str]:
        """The ontology's prefixes and one for each kind of entity, as in ``meeting:2018-isef2``."""
        start = f"{self.base}id/"
        kinds = {
            triple.subject.value.removeprefix(start).split("/")[0]
            for triples in self.named.values()
            for triple in triples
            if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(start)
        }
        own = {
            kind: f"{start}{kind}/" for kind in sorted(kinds) if kind.isascii() and kind.isalpha()
        }
        return {**own, **PREFIXES}


def base_iri(text: str) -> str:
    """The base IRI that a text names, with a slash at its end.

    Raises InputError for anything but an absolute http or https IRI without query and fragment.
    """
    if not _BASE.fullmatch(text):
        raise InputError(text, "is not a base IRI such as https://data.example.org/space/")
    return text if text.endswith("/") else f"{text}/"


def ordered(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The distinct triples in the order in which releases write them."""
    return tuple(sorted(set(triples), key=_key))


def rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """The same triples as rdflib's graph, for validation."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


def _key(triple: Triple) -> tuple[str, bool, str, str]:
    # Without the brackets of N-Triples a document comes before its passages: ">" sorts after "#".
    subject, predicate = str(triple.subject).strip("<>"), triple.predicate.value
    return subject, predicate != _TYPE, predicate, str(triple.object)


def _term(term: NamedNode | BlankNode | Literal | Triple) -> rdflib.term.Node:
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal(language=str(language)):
            return rdflib.Literal(term.value, lang=language)
        case Literal():
            return _literal(term)
        case Triple():
            raise TypeError("a triple term (RDF 1.2) has no place in a published graph")


def _literal(literal: Literal) -> rdflib.Literal:
    # rdflib holds "a" and "a"^^xsd:string for two values, RDF 1.1 for one: sh:in would fail.
    datatype = rdflib.URIRef(literal.datatype.value)
    if datatype == rdflib.XSD.string:
        return rdflib.Literal(literal.value)
    return rdflib.Literal(literal.value, datatype=datatype, normalize=False)
