"""What one document adds to a release, worked out from that document alone, and kept as bytes.

The bytes are a frame (checksum, lengths), a head in JSON and the bodies, each compressed: the
graph as a Turtle file, the published text, and what the document adds to each dump, ready to be
copied. So the steps that see all documents read what they need and hold one document at a time.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple, Self
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from mapping import Mapped
from mapping.gazetteer import Gazetteer
from mapping.reader import has_rules
from mapping.release.candidates import Candidate, candidates
from mapping.release.deflated import Part
from mapping.release.dumps import parts, turtle
from mapping.release.finding_rows import finding_of, row
from mapping.release.graphs import Form, kinds, ordered, own_starts, prefixes
from mapping.release.premises import premises
from mapping.release.quickstatements import Linked, Telling, tellings
from mapping.release.statistics import Statistics, count
from mapping.release.tombstones import paths
from mapping.release.verdicts import Verdict
from ontology import CONCEPT
from shapes.crossing import Crossing
from shapes.findings import Finding

Step = OneOf["reading", "limits", "serialising", "validation"]
Body = Form | OneOf["file", "text", "premises"]

# N-Quads are sorted, and begin with what is the document's own: passages, itself, reports.
_BODIES: tuple[Body, ...] = ("nq", "trig", "jsonld", "ttl", "nt", "rdf", "file", "text", "premises")
_COPIED_BY_NONE: frozenset[Body] = frozenset(("file", "text", "premises"))
_OWN = 3
# Checksum, length of the head, lengths of the N-Quads about its own; of each body the length
# compressed, CRC-32, and length.
_FRAME = struct.Struct(f">32sI{_OWN}I{3 * len(_BODIES)}I")
_LEVEL = 3  # of what no dump copies: twice as fast as the usual 6, a tenth larger


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
    validation across documents asks of it. ``own`` counts what is its own, ``addresses`` are the
    paths of that below ``id/``. ``verdict`` is the key of what validation said.
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
    own: Statistics = field(default_factory=Statistics)
    addresses: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True)
class Stored:
    """A contribution in a file. Its methods raise ValueError or OSError where that is damaged."""

    path: Path

    def head(self) -> Head:
        """The head, after the whole file was compared with its checksum."""
        return unpacked(self.path.read_bytes())

    def nquads(self) -> bytes:
        """The graph's lines: those about its own, then the others, each sorted."""
        return self.part("nq").content()

    def own(self) -> tuple[bytes, ...]:
        """The lines about its passages, about itself, and about its reports."""
        with self.path.open("rb") as file:
            sizes = _Sizes.of(file.read(_FRAME.size)).own
        lines = self.nquads()
        ends = tuple(accumulate(sizes, initial=0))
        return tuple(lines[begin:end] for begin, end in pairwise(ends))

    def shared(self) -> bytes:
        """The lines about what other documents may speak of too."""
        with self.path.open("rb") as file:
            sizes = _Sizes.of(file.read(_FRAME.size)).own
        return self.nquads()[sum(sizes) :]

    def turtle(self) -> bytes:
        """The graph as a Turtle file of its own."""
        return self.part("file").content()

    def premises(self) -> bytes:
        """What the queries across documents see of the graph; see ``mapping.release.premises``."""
        return self.part("premises").content()

    def text(self) -> bytes:
        """The published text, in UTF-8."""
        return self.part("text").content()

    def part(self, form: Body) -> Part:
        """What the document adds to a dump, or one of its own files."""
        with self.path.open("rb") as file:
            sizes = _Sizes.of(file.read(_FRAME.size))
            place = _BODIES.index(form)
            before = sum(length for length, _, _ in sizes.bodies[:place])
            file.seek(_FRAME.size + sizes.head + before)
            length, crc, size = sizes.bodies[place]
            return Part(file.read(length), crc, size)


class _Sizes(NamedTuple):
    """What a frame says: checksum, length of the head, of its own N-Quads, and of the bodies."""

    digest: bytes
    head: int
    own: tuple[int, ...]
    bodies: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, content: bytes) -> Self:
        """The frame that bytes begin with. Raises ValueError where they are too few."""
        try:
            digest, head, *sizes = _FRAME.unpack_from(content)
        except struct.error as error:
            raise ValueError("is no packed contribution") from error
        return cls(digest, head, tuple(sizes[:_OWN]), tuple(_threes(sizes[_OWN:])))


def _threes(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The numbers by threes."""
    each = iter(numbers)
    return zip(each, each, each, strict=True)


def pack(
    mapped: Mapped,
    verdict: Verdict,
    refusal: Refusal | None,
    gazetteer: Gazetteer,
    linked: Linked,
    base: str,
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
        findings=verdict.report.findings,
        unapplied=unapplied,
        crossing=verdict.crossing,
        verdict=verdict.key,
    )
    if refusal:  # nothing of it will be asked for
        return head, _framed(head, {}, ())
    bodies, lines = _bodies(head, triples, base, document.text.encode())
    own = count(_by_subject(bodies["nt"]))
    head = replace(head, own=own, addresses=tuple(sorted(paths(_subjects(lines[:_OWN])))))
    return head, _framed(head, bodies, lines)


def rewritten(
    stored: Stored, triples: Iterable[Triple], across: Crossing, base: str
) -> tuple[Head, bytes]:
    """A contribution whose document is the same but says ``triples``."""
    head = replace(stored.head(), crossing=across)
    return head, _framed(head, *_bodies(head, ordered(triples), base, stored.text()))


def unpacked(content: bytes) -> Head:
    """The head of packed bytes; raises ValueError where a byte of them is not as it was."""
    digest, length, *_ = _Sizes.of(content)
    if hashlib.sha256(content[len(digest) :]).digest() != digest:
        raise ValueError("is damaged")
    known: dict[str, Any] = json.loads(content[_FRAME.size : _FRAME.size + length])
    refusal = known.pop("refusal")
    listed = known.pop("candidates")
    told = known.pop("tellings")
    found = known.pop("findings")
    across = known.pop("crossing")
    own = known.pop("own")
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
        own=Statistics.of(own),
    )


def _bodies(
    head: Head, triples: tuple[Triple, ...], base: str, text: bytes
) -> tuple[dict[Body, bytes], tuple[bytes, ...]]:
    """The bodies, and the parts that the N-Quads among them consist of."""
    graph = NamedNode(f"{base}graph/document/{head.slug}")
    known, starts = prefixes(base, head.kinds), own_starts(base, head.slug)
    own = [t for t in triples if f"{t.subject} ".encode().startswith(starts)]
    quads = (Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    lines = sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    parted = (
        *(b"".join(line for line in lines if line.startswith(start)) for start in starts),
        b"".join(line for line in lines if not line.startswith(starts)),
    )
    bodies: dict[Body, bytes] = {"nq": b"".join(parted), "text": text}
    bodies["file"] = turtle(triples, known)
    bodies["premises"] = premises(graph, triples)
    bodies.update(dict(parts(graph, triples, own, known).items()))
    return bodies, parted


def _by_subject(lines: bytes) -> Iterator[list[bytes]]:
    for _, group in groupby(lines.splitlines(), key=lambda line: line.partition(b" ")[0]):
        yield list(group)


def _subjects(parts: Iterable[bytes]) -> Iterator[bytes]:
    return (line.partition(b" ")[0] for part in parts for line in part.splitlines())


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


def _framed(head: Head, bodies: Mapping[Body, bytes], lines: Sequence[bytes]) -> bytes:
    known = {name: getattr(head, name) for name in head.__dataclass_fields__}
    known["refusal"] = asdict(head.refusal) if head.refusal else None
    known["candidates"] = [astuple(candidate) for candidate in head.candidates]
    known["tellings"] = [astuple(telling) for telling in head.tellings]
    known["crossing"] = head.crossing.row()
    known["findings"] = [row(finding) for finding in head.findings]
    known["own"] = head.own.row()
    first = json.dumps(known, ensure_ascii=False).encode()
    packed = [_part(name, bodies.get(name, b"")) for name in _BODIES]
    own = [len(part) for part in lines[:_OWN]] or [0] * _OWN
    sizes = [number for part in packed for number in (len(part.packed), part.crc, part.size)]
    frame = _FRAME.pack(bytes(32), len(first), *own, *sizes)
    content = b"".join((frame[32:], first, *(part.packed for part in packed)))
    return hashlib.sha256(content).digest() + content


def _part(name: Body, content: bytes) -> Part:
    return Part.of(content, _LEVEL) if name in _COPIED_BY_NONE else Part.of(content)
