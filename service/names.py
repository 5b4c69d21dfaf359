"""Our terms as the store's nodes, and where on this service an IRI is found."""

import re
from urllib.parse import quote

from pyoxigraph import NamedNode

from ontology import CONCEPT, DCTERMS, ITSRDF, RDF, RDFS, SC, SKOS

KIND = re.compile(r"[a-z]{1,40}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,400}")

A = NamedNode(str(RDF.type))
LABEL = NamedNode(str(RDFS.label))
ALT_LABEL = NamedNode(str(SKOS.altLabel))
EXACT_MATCH = NamedNode(str(SKOS.exactMatch))
PREF_LABEL = NamedNode(str(SKOS.prefLabel))
MENTIONS = NamedNode(str(ITSRDF.taIdentRef))
DESCRIPTION = NamedNode(str(DCTERMS.description))
TITLE = NamedNode(str(DCTERMS.title))


def sc(name: str) -> NamedNode:
    """The term of the ontology with this local name."""
    return NamedNode(str(SC) + name)


def local(iri: str) -> str:
    """The last part of an IRI, for want of a label."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def clipped(text: str, length: int = 160) -> str:
    """A name of any length in so many characters; the data has all of it."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def kind_of(iri: str, base: str) -> str | None:
    """`mission` of `{base}id/mission/svom`; None for an IRI that is no entity of ours."""
    kind, _, slug = iri.removeprefix(f"{base}id/").partition("/")
    ours = iri.startswith(f"{base}id/") and KIND.fullmatch(kind) and SLUG.fullmatch(slug)
    return kind if ours else None


def address(iri: str, base: str) -> str:
    """Where a browser finds what an IRI names: host-relative for whatever is served here."""
    rest = iri.removeprefix(f"{base}id/")
    if not base:  # files are served, without pages
        return iri if iri.startswith(("http://", "https://")) else ""
    if rest != iri:
        return "/page/" + quote(rest, safe="/#=,")
    if iri.startswith(str(SC)):
        return f"/ontology#{quote(iri.removeprefix(str(SC)))}"
    if iri.startswith(str(CONCEPT)):
        return f"/concept/{quote(iri.removeprefix(str(CONCEPT)))}"
    if iri.startswith(f"{base}graph/"):
        return "/graph/" + quote(iri.removeprefix(f"{base}graph/"), safe="/#")
    # Only what cannot run anything may become a link: the data is as hostile as its sources.
    return iri if iri.startswith(("http://", "https://")) else ""
