"""Triples of one document's named graph, as the rules read it; corrections change them later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from mapping import dates
from mapping.documents import Document
from mapping.entities import Entity, mint, slugify
from mapping.facts import DIRECT, Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.mentions import entity_of
from mapping.mint import Fact
from mapping.reader import Reading
from ontology import CONCEPT, DCTERMS, EDTF, ITSRDF, RDF, RDFS, SC, SKOS, XSD, superclasses

_TYPE = NamedNode(str(RDF.type))
_LABEL = NamedNode(str(RDFS.label))
_PREFERRED, _ALTERNATIVE = NamedNode(str(SKOS.prefLabel)), NamedNode(str(SKOS.altLabel))
_TITLE, _ISSUED, _PUBLISHER, _SOURCE, _RIGHTS = (
    NamedNode(str(DCTERMS[name])) for name in ("title", "issued", "publisher", "source", "rights")
)
_NAMES = NamedNode(str(ITSRDF.taIdentRef))
STATUS = {"planned": SC.Planned, "achieved": SC.Achieved, "cancelled": SC.Cancelled}
_CONCEPT_ROLES = ("milestoneType", "contributionType")


@cache
def _sc(name: str) -> NamedNode:
    return NamedNode(str(SC[name]))


@cache
def _classes(name: str) -> tuple[NamedNode, ...]:
    return tuple(_sc(class_) for class_ in (name, *superclasses(name)))


_BEGIN, _END, _QUOTE, _IN_DOCUMENT = _sc("begin"), _sc("end"), _sc("quote"), _sc("inDocument")


class DocumentGraph:
    """Collects the triples of one document; addresses are below ``base``."""

    def __init__(self, document: Document, base: str) -> None:
        self._document = document
        self._base = base
        self._triples: set[Triple] = set()
        self._passages: dict[tuple[int, int], NamedNode] = {}
        self._nodes: dict[str, NamedNode] = {}
        self._iri = self._id(f"document/{document.slug}")

    def triples(self) -> tuple[Triple, ...]:
        """All triples so far, sorted, each once."""
        return tuple(sorted(self._triples, key=str))

    def describe(self, reading: Reading, publisher: Entity | None) -> None:
        """The document itself: title, date, publisher, address, rights."""
        document = self._document
        self._type(self._iri, "Document")
        title = Literal(document.title, language=document.language)
        self._add(self._iri, _TITLE, title)
        self._add(self._iri, _LABEL, title)
        if reading.anchor.edtf:
            self._date(self._iri, reading.anchor.edtf)
            issued = _issued(reading.anchor.edtf)
            if issued is not None and reading.anchor.basis in ("metadata", "dateline"):
                self._add(self._iri, _ISSUED, issued)
        if publisher:
            self._add(self._iri, _PUBLISHER, self._id(publisher.path))
        if document.source:
            self._add(self._iri, _SOURCE, _address(document.source))
        if document.rights:
            self._add(self._iri, _RIGHTS, Literal(document.rights, language="en"))

    def entity(self, entity: Entity) -> None:
        """An entity that no gazetteer holds: classes and names."""
        iri = self._id(entity.path)
        for name in entity.types:
            self._add(iri, _TYPE, _class(name))
        self._add(iri, _PREFERRED, Literal(entity.label, language="en"))
        self._add(iri, _LABEL, Literal(entity.label, language="en"))
        for alias in entity.aliases:
            if alias == entity.short and entity.short != entity.label:
                self._add(iri, _sc("acronym"), Literal(alias))
            elif alias != entity.label:
                self._add(iri, _ALTERNATIVE, Literal(alias, language="en"))

    def mention(self, begin: int, end: int, path: str) -> None:
        """A passage that names the entity ``path``."""
        self._add(self._passage(Evidence(begin, end)), _NAMES, self._id(path))

    def fact(self, fact: Fact) -> None:
        """The fact node with what this document states of it, and the document's report."""
        iri = self._id(fact.path)
        self._type(iri, fact.type)
        self._add(iri, _PREFERRED, Literal(fact.label, language="en"))
        self._add(iri, _LABEL, Literal(fact.label, language="en"))
        for alias in fact.aliases:
            if alias != fact.label:
                self._add(iri, _ALTERNATIVE, Literal(alias, language="en"))
        for name, values in fact.roles.items():
            for value in values:
                self._add(iri, _sc(name), self._value(name, value))
        if fact.is_virtual:
            self._add(iri, _sc("virtual"), Literal(True))
        if fact.post:
            self._add(iri, _sc("post"), Literal(fact.post))
        report = self._report(fact.path.replace("/", "-"), fact.evidence, fact.rules, fact.resolved)
        self._add(report, _sc("reportOf"), iri)
        if fact.count is not None:
            self._add(report, _sc("statedCount"), Literal(fact.count))
        self._when(iri, fact)
        self._when(report, fact)
        for evidence in fact.evidence:
            self._add(iri, _sc("evidence"), self._passage(evidence))

    def _when(self, node: NamedNode, fact: Fact) -> None:
        if fact.date:
            self._date(node, fact.date)
        if fact.status:
            self._add(node, _sc("status"), NamedNode(str(STATUS[fact.status])))

    def statement(self, subject: str, name: str, value: str, found: Iterable[Finding]) -> None:
        """A direct property that the document states, with its report."""
        if name not in DIRECT:
            raise ValueError(f"{name} is not a direct property")
        findings = list(found)
        self._add(self._id(subject), _sc(name), self._id(value))
        evidence = sorted({e for f in findings for e in f.evidence}, key=lambda e: (e.begin, e.end))
        key = f"{name.lower()}-{subject.replace('/', '-')}--{value.replace('/', '-')}"
        rules = sorted({f.rule for f in findings})
        resolved = sorted({reason for f in findings for reason in f.resolved})
        report = self._report(key, evidence, rules, resolved)
        self._add(report, _sc("subject"), self._id(subject))
        self._add(report, _sc("property"), _sc(name))
        self._add(report, _sc("object"), self._id(value))

    def _report(
        self, key: str, evidence: Iterable[Evidence], rules: Iterable[str], resolved: Iterable[str]
    ) -> NamedNode:
        report = self._id(f"report/{self._document.slug}--{key}")
        self._type(report, "Report")
        self._add(report, _sc("inDocument"), self._iri)
        for passage in evidence:
            self._add(report, _sc("evidence"), self._passage(passage))
        for rule in rules:
            self._add(report, _sc("rule"), Literal(rule))
        for reason in resolved:
            self._add(report, _sc("resolvedBy"), Literal(reason))
        return report

    def _passage(self, span: Evidence) -> NamedNode:
        known = self._passages.get((span.begin, span.end))
        if known is not None:
            return known
        iri = NamedNode(f"{self._iri.value}#char={span.begin},{span.end}")
        self._passages[span.begin, span.end] = iri
        self._type(iri, "Passage")
        quote = Literal(self._document.text[span.begin : span.end])
        self._triples.update(
            (
                Triple(iri, _BEGIN, Literal(span.begin)),
                Triple(iri, _END, Literal(span.end)),
                Triple(iri, _QUOTE, quote),
                Triple(iri, _IN_DOCUMENT, self._iri),
            )
        )
        return iri

    def _value(self, name: str, value: str) -> NamedNode:
        return NamedNode(str(CONCEPT[value])) if name in _CONCEPT_ROLES else self._id(value)

    def _date(self, node: NamedNode, edtf: str) -> None:
        self._triples.update(dated(node, edtf))

    def _type(self, node: NamedNode, name: str) -> None:
        self._triples.update(typed(node, name))

    def _id(self, path: str) -> NamedNode:
        node = self._nodes.get(path)
        if node is None:
            node = self._nodes[path] = NamedNode(f"{self._base}id/{path}")
        return node

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self._triples.add(Triple(subject, predicate, value))


def dated(node: NamedNode, edtf: str) -> Iterator[Triple]:
    """A node's date with its bounds."""
    yield Triple(node, _sc("date"), Literal(edtf, datatype=NamedNode(str(EDTF))))
    for name, bound in zip(("earliest", "latest"), dates.bounds(edtf), strict=True):
        if bound is not None:
            day = Literal(bound.isoformat(), datatype=NamedNode(str(XSD.date)))
            yield Triple(node, _sc(name), day)


def typed(node: NamedNode, name: str) -> list[Triple]:
    """A node's class with all classes above it."""
    return [Triple(node, _TYPE, class_) for class_ in _classes(name)]


def publisher_of(document: Document, gazetteer: Gazetteer) -> Entity | None:
    """The document's publisher: the gazetteer's entry of that name, else an entity of its own."""
    name = re.sub(r"\s*\(.*?\)", "", document.publisher or "").strip()
    if not slugify(name):
        return None
    found = gazetteer.organizations_called(name)
    return entity_of(found[0]) if len(found) == 1 else mint(name, "Organization")


def _class(name: str) -> NamedNode:
    return NamedNode(str(SKOS.Concept)) if name == "Concept" else _sc(name)


def _issued(edtf: str) -> Literal | None:
    """A day, month or year in the types of XML Schema; None for what these cannot say."""
    datatype = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}.get(
        dates.precision(edtf)
    )
    if datatype is None or not _PLAIN.fullmatch(edtf):
        return None
    return Literal(edtf, datatype=NamedNode(str(datatype)))


# Match: "2021-03-09", "2021"    No match: "2021-03~", "2021-21"
_PLAIN = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)


def _address(source: str) -> NamedNode | Literal:
    try:
        return NamedNode(source) if source.startswith(("https://", "http://")) else Literal(source)
    except ValueError:
        return Literal(source)


def statements_of(findings: Iterable[Finding]) -> Iterator[tuple[str, str, str, list[Finding]]]:
    """(subject, property, object, findings) for each direct property that ``findings`` state."""
    grouped: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.type == "Statement" and finding.role("subject") and finding.role("object"):
            subject, value = finding.role("subject")[0], finding.role("object")[0]
            if subject != value:
                grouped.setdefault((subject, finding.role("property")[0], value), []).append(
                    finding
                )
    for (subject, name, value), found in sorted(grouped.items()):
        yield subject, name, value, found
