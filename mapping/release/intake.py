"""Documents on their way into a release: read, mapped, validated, and let in or quarantined."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal

from mapping import Mapped, map_document
from mapping.corrections import Corrections, applied
from mapping.documents import MAX_BYTES, Document, read, slug_of
from mapping.errors import InputError
from mapping.gazetteer import Gazetteer, authority
from mapping.release import linkset, workers
from mapping.release.assembly import Reached
from mapping.release.cache import Cache, Key, key_of
from mapping.release.contributions import Head, Refusal, Step, Stored, pack
from mapping.release.graphs import Graphs
from mapping.release.quickstatements import Linked
from mapping.release.statistics import Statistics
from mapping.release.verdicts import Verdicts
from shapes.context import Authority
from shapes.crossing import Crossing, crossing
from shapes.findings import Finding, Severity
from shapes.reports import Report
from shapes.statements import Statements
from shapes.validation import validate_document

# XML 1.0, section 2.2: characters that no RDF/XML file can hold, escaped or not.
# Must match "a\fb" (a page break, as in texts taken out of PDF files); must not match "a\tb".
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A headline, a name that nobody knows, somebody to contact: each asks for patterns of its own.
_OF_ALL_KINDS = """CNES, JAXA sign agreement

CNES and JAXA signed an agreement on Zenith in Paris.

Contact: Jane Roe, CNES, Tel. 33 1 44 76 75 00
"""


class Progress(Protocol):
    """Where a build says how far it is."""

    def begin(self, total: int) -> None:
        """So many documents are to come."""

    def advance(self, facts: int, *, failed: bool) -> None:
        """One more document is done, with so many facts, or is left out."""


@dataclass(frozen=True)
class Quarantined:
    """A document left out: its file's path and name, why, and at which step.

    Only the shapes' objections are findings of validation; the report has to add the others.
    """

    path: str
    file: str
    reason: str
    step: Step


@dataclass(frozen=True)
class Admitted:
    """A document let in: its slug, the key of its contribution, and what `Head` says of it."""

    slug: str
    key: str
    file: str
    unread: str | None
    crossing: Crossing


@dataclass
class Intake:
    """The documents let in by slug, those left out, and what the former lead to.

    ``keys`` are those of all contributions, also of documents that violate a shape, ``verdicts``
    those of what validation said of them.
    """

    cache: Cache
    admitted: list[Admitted] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    own: Statistics = field(default_factory=Statistics)

    @property
    def reached(self) -> Reached:
        """What the documents let in lead to."""
        return Reached(frozenset(self.entries), frozenset(self.concepts))

    def graphs(self, base: str) -> Graphs:
        """The graphs of the documents let in."""
        stored = {f"document/{d.slug}": self.cache.stored(d.key) for d in self.admitted}
        return Graphs(base, {}, stored, frozenset(self.kinds), self.own)

    def crossings(self) -> dict[str, Crossing]:
        """What the documents let in add to validation across documents, by name of their graph."""
        return {f"document/{document.slug}": document.crossing for document in self.admitted}

    def stored(self) -> Iterator[tuple[str, Stored]]:
        """(slug, contribution) of the documents let in, in order of slugs."""
        return ((document.slug, self.cache.stored(document.key)) for document in self.admitted)

    def findings(self) -> Iterator[Finding]:
        """What validation found in single documents, those left out included."""
        for key in self.keys:
            yield from self.cache.stored(key).head().findings


@dataclass(frozen=True)
class Mapper:
    """What mapping one document takes, the same for each document of a build."""

    gazetteer: Gazetteer
    base: str
    authority: Authority
    linked: Linked

    def admit(self, document: Document) -> tuple[Mapped, Report]:
        """The mapped document and what validation says about it."""
        mapped = map_document(document, self.gazetteer, self.base)
        return mapped, self.validated(mapped)[0]

    def validated(self, mapped: Mapped) -> tuple[Report, Crossing]:
        """What validation says about a mapped document, and what it asks of all together."""
        graph, document = Statements.of_triples(mapped.triples), mapped.document
        report = validate_document(graph, self.authority, slug=document.slug, text=document.text)
        return report, crossing(graph)


def mapper(gazetteer: Gazetteer, base: str) -> Mapper:
    """The mapper of a gazetteer, for IRIs below a base."""
    entries = authority(gazetteer, base)
    links = linkset.triples(gazetteer.entries.keys(), base)
    linked = Linked.of(entries, links, base)
    return Mapper(gazetteer, base, Authority(Statements.of_triples(entries)), linked)


@dataclass(frozen=True)
class Reading:
    """How documents are read.

    ``date`` (EDTF) and ``source`` are for those that state none, ``max_bytes`` is the size of the
    largest file.
    """

    mapper: Mapper
    verdicts: Verdicts
    corrections: Corrections
    date: str | None = None
    source: str | None = None
    max_bytes: int = MAX_BYTES

    def warm(self) -> None:
        """Load what documents need, so that workers share it rather than load it each."""
        gc.disable()  # what is loaded stays: to look for garbage takes a fifth of the time
        try:
            self.mapper.admit(Document("warm", "warm.txt", "", _OF_ALL_KINDS, _OF_ALL_KINDS))
        finally:
            gc.enable()

    def is_known(self, path: Path, cache: Cache) -> bool:
        """Whether what a document adds seems to be in the cache."""
        found = self._key(path)
        return found is not None and cache.stored(found.key).path.exists()

    def _key(self, path: Path) -> Key | None:
        rows = self.corrections.of(slug_of(path))
        given = (self.mapper.base, self.date, self.source, [row.cells for row in rows])
        return key_of(path, given, self.max_bytes)

    def contribution(self, path: Path, cache: Cache) -> Taken:
        """What one document adds, from the cache or read now. Raises InputError, OSError."""
        rows = self.corrections.of(slug_of(path))
        found = self._key(path)
        if found and (head := cache.head(found.key)):
            return Taken.of(found.key, head)
        document = read(path, date=self.date, source=self.source, max_bytes=self.max_bytes)
        if found is None or found.sha256 != document.sha256:
            raise InputError(str(path), "was written to while it was read; build again")
        mapped = map_document(document, self.mapper.gazetteer, self.mapper.base)
        mapped, unapplied = applied(mapped, rows, self.mapper.base, self.mapper.gazetteer.entries)
        verdict = self.verdicts.of(mapped, self.mapper.validated)
        refusal, lines = objection(mapped, verdict.report), tuple(row.line for row in unapplied)
        using = self.mapper
        head, content = pack(
            mapped, verdict, refusal, using.gazetteer, using.linked, using.base, lines
        )
        cache.store(found.key, content)
        return Taken.of(found.key, head)


@dataclass(frozen=True)
class Taken:
    """A document that was read: its contribution's key, and what `Head` says of it."""

    key: str
    slug: str
    file: str
    unread: str | None
    facts: int
    refusal: Refusal | None
    unapplied: tuple[int, ...]
    entries: tuple[str, ...]
    concepts: tuple[str, ...]
    kinds: tuple[str, ...]
    crossing: Crossing
    own: Statistics
    verdict: str

    @classmethod
    def of(cls, key: str, head: Head) -> Taken:
        """The document whose contribution has this key and head."""
        names = (f.name for f in fields(cls) if f.name != "key")
        return cls(key, **{name: getattr(head, name) for name in names})


@dataclass(frozen=True)
class _Unreadable:
    """A document that could not be read: the file to blame, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class _NoRoom:
    """What the system said when a contribution could not be written."""

    reason: str


def take_in(
    paths: Sequence[Path],
    reading: Reading,
    cache: Cache,
    *,
    jobs: int,
    limits: workers.Limits,
    progress: Progress,
    named: Collection[Path] = (),
) -> Intake:
    """What becomes of the documents in ``paths``.

    Raises InputError where two documents would have the same address, for an unreadable document
    that was ``named`` as such rather than found in a folder, for a correction of a report that is
    not there, and where the cache cannot be written.
    """
    slugs = _slugs(paths)
    intake = Intake(cache)
    unapplied: list[int] = []
    if not all(reading.is_known(path, cache) for path in paths):
        reading.warm()
    progress.begin(len(paths))
    with closing(workers.run(_work(paths, reading, cache), len(paths), jobs, limits)) as results:
        for item, result in results:
            if isinstance(result, Taken):
                _let_in(result, paths[item], intake)
                unapplied += result.unapplied
                progress.advance(result.facts, failed=result.refusal is not None)
            else:
                intake.quarantined.append(_left_out(paths[item], result, cache, named))
                progress.advance(0, failed=True)
    reading.corrections.check(unapplied, slugs)
    # Documents came as they were done; from here on they go in an order that is always the same.
    intake.admitted.sort(key=lambda document: document.slug)
    intake.quarantined.sort(key=lambda document: Path(document.path))
    intake.keys.sort()
    return intake


def _work(
    paths: Sequence[Path], reading: Reading, cache: Cache
) -> Callable[[int], Taken | _Unreadable | _NoRoom]:
    def work(item: int) -> Taken | _Unreadable | _NoRoom:
        try:
            return reading.contribution(paths[item], cache)
        except InputError as error:
            return _Unreadable(error.path, error.reason)
        except OSError as error:
            return _NoRoom(error.strerror or str(error))

    return work


def _let_in(taken: Taken, path: Path, intake: Intake) -> None:
    intake.keys.append(taken.key)
    intake.verdicts.append(taken.verdict)
    if taken.refusal:
        why = taken.refusal
        intake.quarantined.append(Quarantined(str(path), path.name, why.reason, why.step))
        return
    intake.admitted.append(
        Admitted(taken.slug, taken.key, taken.file, taken.unread, taken.crossing)
    )
    intake.entries.update(taken.entries)
    intake.concepts.update(taken.concepts)
    intake.kinds.update(taken.kinds)
    intake.own += taken.own


def _left_out(
    path: Path,
    result: _Unreadable | _NoRoom | workers.Failure,
    cache: Cache,
    named: Collection[Path],
) -> Quarantined:
    if isinstance(result, _NoRoom):
        raise InputError(str(cache.folder.parent), f"cannot be written: {result.reason}")
    if isinstance(result, workers.Failure):
        return Quarantined(str(path), path.name, result.reason, "limits")
    if path in named:
        raise InputError(result.path, result.reason)
    reason = str(InputError(result.path, result.reason)).removeprefix(f"{path}: ")
    return Quarantined(str(path), path.name, reason, "reading")


def _slugs(paths: Sequence[Path]) -> set[str]:
    seen: dict[str, Path] = {}
    for path in paths:
        first = seen.setdefault(slug_of(path), path)
        if first != path and slug_of(path):
            reason = f"would have the same address as {first}; rename one of them"
            raise InputError(str(path), reason)
    return set(seen)


def objection(mapped: Mapped, report: Report) -> Refusal | None:
    """Why the document cannot be published and which step says so, or None."""
    for triple in mapped.triples:
        if isinstance(triple.object, Literal) and (bad := _NOT_XML.search(triple.object.value)):
            code = f"U+{ord(bad.group()):04X}"
            reason = f"a quotation holds the control character {code}; remove it from the text"
            return Refusal(reason, "serialising")
    if report.conforms:
        return None
    first, *others = violations(report)
    node = str(first.focus_node).rpartition("/id/")[2]
    more = f" ({len(others) + 1} violations, see the report)" if others else ""
    return Refusal(f"{node}: {first.message}{more}", "validation")


def violations(report: Report) -> tuple[Finding, ...]:
    """The findings that keep a graph from being published."""
    return tuple(f for f in report.findings if f.severity == Severity.VIOLATION)
