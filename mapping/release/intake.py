"""Documents on their way into a release: read, mapped, validated, and let in or quarantined."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

import rdflib
from pyoxigraph import Literal

from mapping import Mapped, map_document
from mapping.documents import MAX_BYTES, Document, read, slug_of
from mapping.errors import InputError
from mapping.gazetteer import Gazetteer, authority
from mapping.release.graphs import rdflib_graph
from shapes.findings import Finding, Severity
from shapes.reports import Report
from shapes.validation import validate_document

Step = OneOf["reading", "serialising", "validation"]
Progress = Callable[[Sequence[Path]], Iterable[Path]]

# XML 1.0, section 2.2: characters that no RDF/XML file can hold, escaped or not.
# Must match "a\fb" (a page break, as in texts taken out of PDF files); must not match "a\tb".
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
class Intake:
    """The documents let in, those left out, and what validation found in either."""

    mapped: tuple[Mapped, ...]
    quarantined: tuple[Quarantined, ...]
    reports: tuple[Report, ...]

    @property
    def unreadable(self) -> list[Quarantined]:
        """The documents that are no text, or not one that can be read."""
        return [document for document in self.quarantined if document.step == "reading"]


@dataclass(frozen=True)
class Mapper:
    """What mapping one document takes, the same for each document of a build."""

    gazetteer: Gazetteer
    base: str
    authority: rdflib.Graph

    def admit(self, document: Document) -> tuple[Mapped, Report]:
        """The mapped document and what validation says about it."""
        mapped = map_document(document, self.gazetteer, self.base)
        graph = rdflib_graph(mapped.triples)
        report = validate_document(graph, self.authority, slug=document.slug, text=document.text)
        return mapped, report


def mapper(gazetteer: Gazetteer, base: str) -> Mapper:
    """The mapper of a gazetteer, for IRIs below a base."""
    return Mapper(gazetteer, base, rdflib_graph(authority(gazetteer, base)))


def take_in(
    paths: Sequence[Path],
    using: Mapper,
    *,
    date: str | None = None,
    source: str | None = None,
    max_bytes: int = MAX_BYTES,
    named: Container[Path] = (),
    progress: Progress = iter,
) -> Intake:
    """What becomes of the documents in ``paths``; ``progress`` sees each pass by.

    Raises InputError where two documents would have the same address, and for an unreadable
    document that was ``named`` as such rather than found in a folder.
    """
    _check_slugs(paths)
    mapped: list[Mapped] = []
    quarantined: list[Quarantined] = []
    reports: list[Report] = []
    for path in progress(paths):
        try:
            document = read(path, date=date, source=source, max_bytes=max_bytes)
        except InputError as error:
            if path in named:
                raise
            reason = str(error).removeprefix(f"{path}: ")
            quarantined.append(Quarantined(str(path), path.name, reason, "reading"))
            continue
        admitted, report = using.admit(document)
        reports.append(report)
        if found := objection(admitted, report):
            quarantined.append(Quarantined(str(path), path.name, *found))
        else:
            mapped.append(admitted)
    return Intake(tuple(mapped), tuple(quarantined), tuple(reports))


def _check_slugs(paths: Sequence[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        first = seen.setdefault(slug_of(path), path)
        if first != path and slug_of(path):
            reason = f"would have the same address as {first}; rename one of them"
            raise InputError(str(path), reason)


def objection(mapped: Mapped, report: Report) -> tuple[str, Step] | None:
    """Why the document cannot be published and which step says so, or None."""
    for triple in mapped.triples:
        if isinstance(triple.object, Literal) and (bad := _NOT_XML.search(triple.object.value)):
            code = f"U+{ord(bad.group()):04X}"
            reason = f"a quotation holds the control character {code}; remove it from the text"
            return reason, "serialising"
    if report.conforms:
        return None
    first, *others = violations(report)
    node = str(first.focus_node).rpartition("/id/")[2]
    more = f" ({len(others) + 1} violations, see the report)" if others else ""
    return f"{node}: {first.message}{more}", "validation"


def violations(report: Report) -> tuple[Finding, ...]:
    """The findings that keep a graph from being published."""
    return tuple(f for f in report.findings if f.severity == Severity.VIOLATION)
