"""Triples of one document's named graph, as the rules read it; corrections change them later.

They are collected as lines of N-Triples, whose terms are strings, and read by pyoxigraph at the
end: making its objects one by one takes twice as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from mapping import dates
from mapping.documents import Document
from mapping.entities import Entity, mint, slugify
from mapping.facts import DIRECT, Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.mentions import entity_of
from mapping.mint import Fact
from mapping.outcome import Reading
from ontology import CONCEPT, DCTERMS, EDTF, ITSRDF, RDF, RDFS, SC, SKOS, XSD, superclasses

#: A node or literal, or a triple of them without its full stop, in N-Triples.
Term = str
Line = str

_TYPE: Term = RDF.type.n3()
_LABEL: Term = RDFS.label.n3()
_PREFERRED, _ALTERNATIVE = SKOS.prefLabel.n3(), SKOS.altLabel.n3()
_TITLE, _ISSUED, _PUBLISHER, _SOURCE, _RIGHTS = (
    DCTERMS[name].n3() for name in ("title", "issued", "publisher", "source", "rights")
)
_NAMES: Term = ITSRDF.taIdentRef.n3()
_INTEGER, _DAY, _EDTF = XSD.integer.n3(), XSD.date.n3(), EDTF.n3()
STATUS = {"planned": SC.Planned, "achieved": SC.Achieved, "cancelled": SC.Cancelled}
_TRIPLE = attrgetter("triple")
_CONCEPT_ROLES = ("milestoneType", "contributionType")


@cache
def _sc(name: str) -> Term:
    return SC[name].n3()


@cache
def _concept(name: str) -> Term:
    return CONCEPT[name].n3()


@cache
def _classes(name: str) -> tuple[Term, ...]:
    return tuple(_sc(class_) for class_ in (name, *superclasses(name)))


_BEGIN, _END, _QUOTE, _IN_DOCUMENT = _sc("begin"), _sc("end"), _sc("quote"), _sc("inDocument")


class DocumentGraph:
    """Collects the triples of one document; addresses are below ``base``."""

    def __init__(self, document: Document, base: str) -> None:
        self._document = document
        self._base = base
        self._lines: set[Line] = set()
        self._passages: dict[tuple[int, int], Term] = {}
        self._nodes: dict[str, Term] = {}
        self._iri = self._id(f"document/{document.slug}")

    def triples(self) -> tuple[Triple, ...]:
        """All triples so far, sorted, each once."""
        return tuple(_triples(sorted(self._lines)))

    def describe(self, reading: Reading, publisher: Entity | None) -> None:
        """The document itself: title, date, publisher, address, rights."""
        document = self._document
        self._type(self._iri, "Document")
        title = _literal(document.title, document.language)
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
            self._add(self._iri, _RIGHTS, _literal(document.rights, "en"))

    def entity(self, entity: Entity) -> None:
        """An entity that no gazetteer holds: classes and names."""
        iri = self._id(entity.path)
        for name in entity.types:
            self._add(iri, _TYPE, _class(name))
        label = _literal(entity.label, "en")
        self._add(iri, _PREFERRED, label)
        self._add(iri, _LABEL, label)
        for alias in entity.aliases:
            if alias == entity.short and entity.short != entity.label:
                self._add(iri, _sc("acronym"), _literal(alias))
            elif alias != entity.label:
                self._add(iri, _ALTERNATIVE, _literal(alias, "en"))

    def mention(self, begin: int, end: int, path: str) -> None:
        """A passage that names the entity ``path``."""
        self._add(self._passage(Evidence(begin, end)), _NAMES, self._id(path))

    def fact(self, fact: Fact) -> None:
        """The fact node with what this document states of it, and the document's report."""
        iri = self._id(fact.path)
        self._type(iri, fact.type)
        label = _literal(fact.label, "en")
        self._add(iri, _PREFERRED, label)
        self._add(iri, _LABEL, label)
        for alias in fact.aliases:
            if alias != fact.label:
                self._add(iri, _ALTERNATIVE, _literal(alias, "en"))
        for name, values in fact.roles.items():
            for value in values:
                self._add(iri, _sc(name), self._value(name, value))
        if fact.is_virtual:
            self._add(iri, _sc("virtual"), str(Literal(True)))
        if fact.post:
            self._add(iri, _sc("post"), _literal(fact.post))
        report = self._report(fact.path.replace("/", "-"), fact.evidence, fact.rules, fact.resolved)
        self._add(report, _sc("reportOf"), iri)
        if fact.count is not None:
            self._add(report, _sc("statedCount"), _integer(fact.count))
        self._when(iri, fact)
        self._when(report, fact)
        for evidence in fact.evidence:
            self._add(iri, _sc("evidence"), self._passage(evidence))

    def _when(self, node: Term, fact: Fact) -> None:
        if fact.date:
            self._date(node, fact.date)
        if fact.status:
            self._add(node, _sc("status"), STATUS[fact.status].n3())

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
    ) -> Term:
        report = self._id(f"report/{self._document.slug}--{key}")
        self._type(report, "Report")
        self._add(report, _sc("inDocument"), self._iri)
        for passage in evidence:
            self._add(report, _sc("evidence"), self._passage(passage))
        for rule in rules:
            self._add(report, _sc("rule"), _literal(rule))
        for reason in resolved:
            self._add(report, _sc("resolvedBy"), _literal(reason))
        return report

    def _passage(self, span: Evidence) -> Term:
        known = self._passages.get((span.begin, span.end))
        if known is not None:
            return known
        passage = f"{self._iri[:-1]}#char={span.begin},{span.end}>"
        self._passages[span.begin, span.end] = passage
        self._type(passage, "Passage")
        self._add(passage, _BEGIN, _integer(span.begin))
        self._add(passage, _END, _integer(span.end))
        self._add(passage, _QUOTE, _literal(self._document.text[span.begin : span.end]))
        self._add(passage, _IN_DOCUMENT, self._iri)
        return passage

    def _value(self, name: str, value: str) -> Term:
        return _concept(value) if name in _CONCEPT_ROLES else self._id(value)

    def _date(self, node: Term, edtf: str) -> None:
        self._lines.update(_dated(node, edtf))

    def _type(self, node: Term, name: str) -> None:
        self._lines.update(_typed(node, name))

    def _id(self, path: str) -> Term:
        node = self._nodes.get(path)
        if node is None:
            node = self._nodes[path] = str(NamedNode(f"{self._base}id/{path}"))
        return node

    def _add(self, subject: Term, predicate: Term, value: Term) -> None:
        self._lines.add(f"{subject} {predicate} {value}")


def dated(node: NamedNode, edtf: str) -> Iterator[Triple]:
    """A node's date with its bounds."""
    return _triples(_dated(str(node), edtf))


def typed(node: NamedNode, name: str) -> Iterator[Triple]:
    """A node's class with all classes above it."""
    return _triples(_typed(str(node), name))


def _triples(lines: Iterable[Line]) -> Iterator[Triple]:
    # As bytes: where memory ends, encoding says so, and the parser would ask for a file instead.
    text = "".join([f"{line} .\n" for line in lines]).encode()
    # Lenient: every term has been made, and so held to its syntax, before it was written here.
    return map(_TRIPLE, parse(text, RdfFormat.N_TRIPLES, lenient=True))


def _dated(node: Term, edtf: str) -> Iterator[Line]:
    yield f"{node} {_sc('date')} {_literal(edtf)}^^{_EDTF}"
    for name, bound in zip(("earliest", "latest"), dates.bounds(edtf), strict=True):
        if bound is not None:
            yield f'{node} {_sc(name)} "{bound.isoformat()}"^^{_DAY}'


def _typed(node: Term, name: str) -> list[Line]:
    return [f"{node} {_TYPE} {class_}" for class_ in _classes(name)]


def _literal(text: str, language: str | None = None) -> Term:
    return str(Literal(text, language=language))


def _integer(number: int) -> Term:
    return f'"{number}"^^{_INTEGER}'


def publisher_of(document: Document, gazetteer: Gazetteer) -> Entity | None:
    """The document's publisher: the gazetteer's entry of that name, else an entity of its own."""
    name = re.sub(r"\s*\(.*?\)", "", document.publisher or "").strip()
    if not slugify(name):
        return None
    found = gazetteer.organizations_called(name)
    return entity_of(found[0]) if len(found) == 1 else mint(name, "Organization")


def _class(name: str) -> Term:
    return SKOS.Concept.n3() if name == "Concept" else _sc(name)


def _issued(edtf: str) -> Term | None:
    """A day, month or year in the types of XML Schema; None for what these cannot say."""
    datatype = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}.get(
        dates.precision(edtf)
    )
    if datatype is None or not _PLAIN.fullmatch(edtf):
        return None
    return f"{_literal(edtf)}^^{datatype.n3()}"


# Match: "2021-03-09", "2021"    No match: "2021-03~", "2021-21"
_PLAIN = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)


def _address(source: str) -> Term:
    try:
        is_address = source.startswith(("https://", "http://"))
        return str(NamedNode(source)) if is_address else _literal(source)
    except ValueError:
        return _literal(source)


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
