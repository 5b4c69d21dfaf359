"""The files of a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Triple

from mapping.gazetteer import Gazetteer
from mapping.release import candidates, catalogue, dumps, linkset, manifest, quickstatements, report
from mapping.release.assembly import subjects
from mapping.release.graphs import METADATA, Graphs
from mapping.release.intake import Intake
from shapes.reports import Report


@dataclass(frozen=True)
class Content:
    """All that a release holds, ready to be written."""

    graphs: Graphs
    intake: Intake
    report: Report
    gazetteer: Gazetteer

    @property
    def identifier(self) -> str:
        """The release's identifier."""
        return self.graphs.identifier()

    def write(self, folder: Path) -> None:
        """Write every file into an empty folder. Raises OSError where there is no room."""
        documents = folder / "documents"
        documents.mkdir()
        dumps.write(self.graphs, folder)
        dumps.write_documents(self.graphs, documents)
        for mapped in self.intake.mapped:
            # newline="": offsets of passages count the text as it is.
            path = documents / f"{mapped.document.slug}.txt"
            path.write_text(mapped.document.text, encoding="utf-8", newline="")
        for name, text in self._texts().items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        catalogue.write(self.graphs.base, self.identifier, folder)

    def _texts(self) -> Mapping[str, str]:
        return {
            "void.ttl": self._turtle(self.graphs.named[METADATA]),
            "report.ttl": self.report.to_turtle(self.graphs.base),
            "report.txt": report.text(self.intake.quarantined, self.report),
            linkset.TABLE: linkset.table(
                subjects(self.graphs.named["authority"], self.graphs.base), self.graphs.base
            ),
            quickstatements.FILE: quickstatements.text(self.graphs),
            candidates.TABLE: candidates.table(self.intake.mapped, self.graphs.base),
            "manifest.json": manifest.text(
                self.identifier,
                self.graphs,
                self.intake.mapped,
                self.intake.quarantined,
                self.gazetteer,
            ),
        }

    def _turtle(self, triples: tuple[Triple, ...]) -> str:
        return dumps.turtle(triples, self.graphs.prefixes()).decode()
