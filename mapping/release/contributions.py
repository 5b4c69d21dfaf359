"""What one document adds to a release, worked out from that document alone, and kept as bytes.

The bytes are a frame (checksum, lengths), a head in JSON and the bodies, each compressed: the
graph as N-Triples, Turtle and JSON-LD, and the published text. So the steps that see all documents
read what they need and hold one document at a time.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from mapping import Mapped
from mapping.gazetteer import Gazetteer
from mapping.reader import has_rules
from mapping.release.candidates import Candidate, candidates
from mapping.release.dumps import turtle
from mapping.release.finding_rows import finding_of, row
from mapping.release.graphs import kinds, ordered, prefixes
from mapping.release.quickstatements import Linked, Telling, tellings
from ontology import CONCEPT, jsonld
from shapes.crossing import Crossing
from shapes.findings import Finding
from shapes.reports import Report

Step = OneOf["reading", "limits", "serialising", "validation"]
Body = OneOf["ntriples", "turtle", "jsonld", "text"]

_BODIES: tuple[Body, ...] = ("ntriples", "turtle", "jsonld", "text")
_FRAME = struct.Struct(f">32sI{len(_BODIES)}I")
_LEVEL = 3  # of zlib: twice as fast as the usual 6, a tenth larger


@dataclass(frozen=True)
class Refusal:
    """Why a document cannot be published, and which step says so."""

    reason: str
    step: Step


@dataclass(frozen=True)
class Head:
    """What is known of a document beside its graph and text.

    ``unread`` is its language where the rules do not read it. ``entries`` are the paths of the
    gazetteer that its graph leads to, ``concepts`` the IRIs of the concepts, ``kinds`` those of
    the entities that it describes. ``tellings`` are for Wikidata,
    ``findings`` those of validation.
    ``unapplied`` are the lines of the corrections that name no report of it. ``crossing`` is what
    validation across documents asks of it.
    """

    slug: str
    file: str
    sha256: str
    title: str
    text_rights: str
    unread: str | None
    facts: int
    refusal: Refusal | None
    entries: tuple[str, ...]
    concepts: tuple[str, ...]
    kinds: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    tellings: tuple[Telling, ...]
    findings: tuple[Finding, ...]
    crossing: Crossing
    unapplied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stored:
    """A contribution in a file. Its methods raise ValueError or OSError where that is damaged."""

    path: Path

    def head(self) -> Head:
        """The head, after the whole file was compared with its checksum."""
        return unpacked(self.path.read_bytes())

    def ntriples(self) -> bytes:
        """The graph's lines in the order in which releases write them."""
        return self._body("ntriples")

    def turtle(self) -> bytes:
        """The graph as a Turtle file of its own."""
        return self._body("turtle")

    def jsonld(self) -> str:
        """The named graph as a node of a JSON-LD document, in one line."""
        return self._body("jsonld").decode()

    def text(self) -> bytes:
        """The published text, in UTF-8."""
        return self._body("text")

    def _body(self, name: Body) -> bytes:
        with self.path.open("rb") as file:
            _, head, *lengths = _FRAME.unpack(file.read(_FRAME.size))
            place = _BODIES.index(name)
            file.seek(_FRAME.size + head + sum(lengths[:place]))
            return zlib.decompress(file.read(lengths[place]))


def pack(
    mapped: Mapped,
    report: Report,
    refusal: Refusal | None,
    gazetteer: Gazetteer,
    linked: Linked,
    base: str,
    across: Crossing,
    unapplied: tuple[int, ...] = (),
) -> tuple[Head, bytes]:
    """The contribution of a mapped document, as a head and as bytes that hold it all."""
    document, triples = mapped.document, ordered(mapped.triples)
    values = {t.object.value for t in triples if isinstance(t.object, NamedNode)}
    named = {iri.removeprefix(f"{base}id/") for iri in values if iri.startswith(f"{base}id/")}
    head = Head(
        slug=document.slug,
        file=document.file,
        sha256=document.sha256,
        title=document.title,
        text_rights=document.text_rights,
        unread=None if has_rules(document) else document.language,
        facts=mapped.facts,
        refusal=refusal,
        entries=tuple(sorted(named & gazetteer.entries.keys())),
        concepts=tuple(sorted(iri for iri in values if iri.startswith(str(CONCEPT)))),
        kinds=tuple(sorted(kinds(triples, base))),
        candidates=tuple(candidates(mapped, base)),
        tellings=tuple(tellings(triples, linked)),
        findings=report.findings,
        unapplied=unapplied,
        crossing=across,
    )
    if refusal:  # nothing of it will be asked for
        return head, _framed(head, [b""] * len(_BODIES))
    return head, _framed(head, _bodies(head, triples, base, document.text.encode()))


def rewritten(
    stored: Stored, triples: Iterable[Triple], across: Crossing, base: str
) -> tuple[Head, bytes]:
    """A contribution whose document is the same but says ``triples``."""
    head = replace(stored.head(), crossing=across)
    return head, _framed(head, _bodies(head, ordered(triples), base, stored.text()))


def unpacked(content: bytes) -> Head:
    """The head of packed bytes; raises ValueError where a byte of them is not as it was."""
    try:
        digest, length, *_ = _FRAME.unpack_from(content)
    except struct.error as error:
        raise ValueError("is no packed contribution") from error
    if hashlib.sha256(content[len(digest) :]).digest() != digest:
        raise ValueError("is damaged")
    known: dict[str, Any] = json.loads(content[_FRAME.size : _FRAME.size + length])
    refusal = known.pop("refusal")
    listed = known.pop("candidates")
    told = known.pop("tellings")
    found = known.pop("findings")
    across = known.pop("crossing")
    texts: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in known.items()
    }
    return Head(
        **texts,
        refusal=Refusal(**refusal) if refusal else None,
        candidates=tuple(
            Candidate(path, cls, label, tuple(names), mentions, sentence)
            for path, cls, label, names, mentions, sentence in listed
        ),
        tellings=tuple(map(_telling, told)),
        findings=tuple(map(finding_of, found)),
        crossing=Crossing.of(across),
    )


def _bodies(head: Head, triples: tuple[Triple, ...], base: str, text: bytes) -> tuple[bytes, ...]:
    graph = NamedNode(f"{base}graph/document/{head.slug}")
    [node] = jsonld.nodes([Quad(t.subject, t.predicate, t.object, graph) for t in triples])
    return _ntriples(triples), turtle(triples, prefixes(base, head.kinds)), node.encode(), text


def _telling(row: list[Any]) -> Telling:
    fact, report, dates, is_cancelled, reference, statements = row
    return Telling(
        fact,
        report,
        tuple(dates),
        is_cancelled,
        None if reference is None else tuple((name, value) for name, value in reference),
        tuple((number, tuple(items), tuple(values)) for number, items, values in statements),
    )


def _framed(head: Head, bodies: Iterable[bytes]) -> bytes:
    known = {name: getattr(head, name) for name in head.__dataclass_fields__}
    known["refusal"] = asdict(head.refusal) if head.refusal else None
    known["candidates"] = [astuple(candidate) for candidate in head.candidates]
    known["tellings"] = [astuple(telling) for telling in head.tellings]
    known["crossing"] = head.crossing.row()
    known["findings"] = [row(finding) for finding in head.findings]
    first = json.dumps(known, ensure_ascii=False).encode()
    packed = [zlib.compress(body, _LEVEL) for body in bodies]
    frame = _FRAME.pack(bytes(32), len(first), *map(len, packed))
    content = b"".join((frame[32:], first, *packed))
    return hashlib.sha256(content).digest() + content


def _ntriples(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
