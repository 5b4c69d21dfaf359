"""The report of a release: what validation found, and which documents were left out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import URIRef

from mapping.documents import slug_of
from mapping.release.intake import Intake, Quarantined
from shapes import SHAPE
from shapes.engine import PROGRAM
from shapes.findings import Finding, Severity
from shapes.reports import Report


def combined(intake: Intake, dataset: Report, base: str) -> Report:
    """The findings in single documents, across documents, and about those that are no data yet."""
    left_out = Report.of(_finding(q, base) for q in intake.quarantined if q.step != "validation")
    return Report.of((*dataset.findings, *left_out.findings, *intake.findings()))


def text(quarantined: Iterable[Quarantined], report: Report) -> str:
    """The report for people: the documents left out, then all findings."""
    lines = [f"  {q.file}: {q.reason}\n" for q in quarantined]
    return "".join(("Left out:\n", *lines, "\n") if lines else ()) + report.to_text()


def _finding(left_out: Quarantined, base: str) -> Finding:
    slug = slug_of(Path(left_out.file)) or None
    return Finding(
        severity=Severity.VIOLATION,
        focus_node=URIRef(f"{base}id/document/{slug or ''}"),
        path=None,
        value=None,
        message=f"{left_out.file}: {left_out.reason}",
        source_shape=SHAPE["publishable-document"],
        component=PROGRAM,
        document=slug,
    )
