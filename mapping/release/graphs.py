"""The named graphs of a release: ordered triples, their union, and the release's identifier."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf
from typing import Protocol

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from mapping.errors import InputError
from mapping.release.deflated import Part
from mapping.release.statistics import Statistics
from ontology import PREFIXES, RDF

# RFC 3987, section 2.2, no query and no fragment.
# Must match "http://localhost:8000/", "https://w3id.org/spacecoop"; must not match "https://a b/",
# "https://example.org/?x=".
_BASE = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*)?")
METADATA = "metadata"
_TYPE = str(RDF.type)


Form = OneOf["nq", "trig", "jsonld", "ttl", "nt", "rdf"]


class OnDisk(Protocol):
    """A document's graph that is read whenever it is asked for, so that none has to stay.

    Its own are the document, its passages and its reports: no other graph speaks of them.
    """

    def nquads(self) -> bytes:
        """Its lines."""

    def own(self) -> tuple[bytes, ...]:
        """Of these, those about its own, by what ``own_starts`` says they begin with, sorted."""

    def shared(self) -> bytes:
        """The others."""

    def premises(self) -> bytes:
        """What the queries across documents see of it, as ``mapping.release.premises`` has it."""

    def part(self, form: Form) -> Part:
        """What it adds to the dump: the graph where that has graphs, else what is its own."""


@dataclass(frozen=True)
class Graphs:
    """Named graphs below a base IRI: name ("authority", "document/…") → ordered, distinct triples.

    The order is that of subjects, then "a" before other predicates, so that the same triples give
    the same bytes in every format. Graphs of documents may be ``stored`` rather than ``named``;
    ``stored_kinds`` are then the kinds of entity that they speak of, and ``stored_own`` counts what
    is their own.
    """

    base: str
    named: Mapping[str, tuple[Triple, ...]]
    stored: Mapping[str, OnDisk] = field(default_factory=dict)
    stored_kinds: frozenset[str] = frozenset()
    stored_own: Statistics = field(default_factory=Statistics)

    def names(self) -> list[str]:
        """The names of all graphs, sorted."""
        return sorted((*self.named, *self.stored))

    def iri(self, name: str) -> NamedNode:
        """The IRI of the graph of this name."""
        return NamedNode(f"{self.base}graph/{name}")

    def triples(self, name: str) -> tuple[Triple, ...]:
        """The triples of one graph."""
        if name in self.named:
            return self.named[name]
        return tuple(q.triple for q in parse(self.stored[name].nquads(), RdfFormat.N_QUADS))

    def ntriples(self, name: str) -> list[bytes]:
        """The triples of one graph as lines of N-Triples."""
        if name in self.named:
            return (serialize(self.named[name], format=RdfFormat.N_TRIPLES) or b"").splitlines()
        end = len(f"<{self.iri(name).value}> .")
        return [line[:-end] + b"." for line in self.stored[name].nquads().splitlines()]

    def saying(
        self, name: str, predicates: Container[str], classes: Container[str]
    ) -> tuple[Triple, ...]:
        """The triples of one graph with these predicates; of types, those of these classes."""
        wanted = (line for line in self.ntriples(name) if _is_of(line, predicates, classes))
        return tuple(q.triple for q in parse(b"\n".join(wanted), RdfFormat.N_TRIPLES))

    def quads(self) -> Iterator[Quad]:
        """All quads, graph by graph in the order of their names."""
        return (quad for name in self.names() for quad in self.quads_of(name))

    def quads_of(self, name: str) -> Iterator[Quad]:
        """The quads of one graph."""
        graph = self.iri(name)
        return (Quad(t.subject, t.predicate, t.object, graph) for t in self.triples(name))

    def nquads(self) -> Iterator[bytes]:
        """The same as lines of N-Quads."""
        for name in self.names():
            yield from self.nquads_of(name)

    def nquads_of(self, name: str) -> list[bytes]:
        """The quads of one graph as lines of N-Quads."""
        if name in self.stored:
            return self.stored[name].nquads().splitlines()
        end = f"<{self.iri(name).value}> .".encode()
        return [line.removesuffix(b".") + end for line in self.ntriples(name)]

    def shared(self) -> Iterator[bytes]:
        """The N-Quads of what is no stored document's own."""
        for name in self.names():
            if name in self.stored:
                yield from self.stored[name].shared().splitlines()
            else:
                yield from self.nquads_of(name)

    def with_graph(self, name: str, triples: Iterable[Triple]) -> Graphs:
        """These graphs and one more, or another one in the place of that name."""
        return replace(self, named={**self.named, name: ordered(triples)})

    def without(self, name: str) -> Graphs:
        """These graphs but for one."""
        return replace(self, named={n: t for n, t in self.named.items() if n != name})

    def only(self, name: str) -> Graphs:
        """One of these graphs."""
        return Graphs(self.base, {name: self.named[name]})

    def prefixes(self) -> dict[str, str]:
        """The ontology's prefixes and one for each kind of entity, as in ``meeting:2018-isef2``."""
        own = {kind for triples in self.named.values() for kind in kinds(triples, self.base)}
        return prefixes(self.base, {*own, *self.stored_kinds})


def own_starts(base: str, slug: str) -> tuple[bytes, ...]:
    """What lines of N-Quads about a document's passages, itself and its reports begin with.

    Nothing else begins so: no slug holds "#", ">" or "--".
    """
    place, report = f"<{base}id/document/{slug}", f"<{base}id/report/{slug}--"
    return f"{place}#".encode(), f"{place}>".encode(), report.encode()


def kinds(triples: Iterable[Triple], base: str) -> set[str]:
    """The kinds of entity ("mission") among the subjects and objects of triples."""
    start = f"{base}id/"
    nodes = (node for triple in triples for node in (triple.subject, triple.object))
    return {
        node.value.removeprefix(start).split("/")[0]
        for node in nodes
        if isinstance(node, NamedNode) and node.value.startswith(start)
    }


def prefixes(base: str, named: Iterable[str]) -> dict[str, str]:
    """The ontology's prefixes and those of kinds of entity."""
    words = (kind for kind in sorted(named) if kind.isascii() and kind.isalpha())
    return {**{kind: f"{base}id/{kind}/" for kind in words}, **PREFIXES}


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


def _is_of(line: bytes, predicates: Container[str], classes: Container[str]) -> bool:
    # Neither subject nor predicate holds a space: they are IRIs.
    _, predicate, value = line.split(b" ", 2)
    name = predicate[1:-1].decode()
    return name in predicates and (name != _TYPE or value[1:-3].decode() in classes)


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
