"""The files of a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mapping.gazetteer import Gazetteer
from mapping.release import (
    candidates,
    catalogue,
    disagreements,
    dumps,
    history,
    linkset,
    manifest,
    quickstatements,
    report,
    tombstones,
    workers,
)
from mapping.release.assembly import subjects
from mapping.release.description import Described
from mapping.release.graphs import METADATA
from mapping.release.intake import Intake
from shapes.reports import Report


@dataclass(frozen=True)
class Content:
    """All that a release holds, ready to be written."""

    described: Described
    intake: Intake
    report: Report
    gazetteer: Gazetteer

    @property
    def identifier(self) -> str:
        """The release's identifier."""
        return self.described.identifier

    def addresses(self) -> Iterator[str]:
        """The paths below ``id/`` of what the release describes, in no order."""
        for lines in self.described.union():
            yield from tombstones.paths([lines[0].partition(b" ")[0]])
        for _, stored in self.intake.stored():
            yield from stored.head().addresses

    def facts(self) -> set[str]:
        """The IRIs of its facts."""
        lines = (line for lines in self.described.union() for line in lines)
        return {iri for line in lines if (iri := history.fact(line))}

    def write(self, folder: Path, jobs: int = 1) -> None:
        """Write every file into an empty folder, in ``jobs`` processes.

        Raises OSError where there is no room.
        """
        own = (partial(self._write_documents, folder), partial(self._write_texts, folder))
        graphs, union = self.described.graphs, self.described.union
        workers.run_all([*own, *dumps.writers(graphs, union, folder)], jobs)
        catalogue.write(graphs.base, self.identifier, folder)

    def _write_documents(self, folder: Path) -> None:
        documents = folder / "documents"
        documents.mkdir()
        for slug, stored in self.intake.stored():
            (documents / f"{slug}.ttl").write_bytes(stored.turtle())
            (documents / f"{slug}.txt").write_bytes(stored.text())

    def _write_texts(self, folder: Path) -> None:
        for name, text in self._texts():
            (folder / name).write_text(text, encoding="utf-8", newline="")

    def _texts(self) -> Iterator[tuple[str, str]]:
        graphs, base = self.described.graphs, self.described.graphs.base
        yield "void.ttl", dumps.turtle(graphs.named[METADATA], graphs.prefixes()).decode()
        yield "report.ttl", self.report.to_turtle(base)
        found = report.text(self.intake.quarantined, self.report)
        yield "report.txt", f"{found}\n{disagreements.text(graphs)}"
        known = subjects(graphs.named["authority"], base)
        yield linkset.TABLE, linkset.table(known, base)
        yield quickstatements.FILE, quickstatements.text(self._tellings)
        listed = ((slug, stored.head().candidates) for slug, stored in self.intake.stored())
        yield candidates.TABLE, candidates.table(listed)
        heads = (stored.head() for _, stored in self.intake.stored())
        quarantined = self.intake.quarantined
        yield "manifest.json", manifest.text(self.described, heads, quarantined, self.gazetteer)

    def _tellings(self) -> Iterator[quickstatements.Telling]:
        for _, stored in self.intake.stored():
            yield from stored.head().tellings
