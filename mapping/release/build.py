"""A build: from documents to a release that is current, or to the reasons why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mapping import gazetteer as gazetteers
from mapping.documents import MAX_BYTES, Document, discover, shipped
from mapping.errors import InputError
from mapping.reader import has_rules
from mapping.release import history
from mapping.release.assembly import assemble
from mapping.release.content import Content
from mapping.release.description import described
from mapping.release.folder import Folder, locked, writing
from mapping.release.graphs import rdflib_graph
from mapping.release.intake import Intake, Progress, Quarantined, mapper, take_in, violations
from mapping.release.report import combined
from mapping.release.statistics import count
from shapes.findings import Finding
from shapes.validation import validate_dataset


@dataclass(frozen=True)
class Request:
    """What to build a release from, and where. No paths: the documents that ship with the project.

    ``date`` (EDTF) and ``source`` are for documents that state none; ``gazetteer`` is a folder in
    the place of the shipped one; ``keep`` is how many releases stay, None for all; ``max_bytes`` is
    the size of the largest file that is read.
    """

    paths: tuple[Path, ...]
    out: Path
    base: str
    strict: bool = False
    keep: int | None = None
    date: str | None = None
    source: str | None = None
    gazetteer: Path | None = None
    max_bytes: int = MAX_BYTES


@dataclass(frozen=True)
class Outcome:
    """What a build came to.

    ``identifier`` is None where nothing was published; ``obstacle`` then says why, ``violations``
    which shapes about all documents together are violated. ``changed`` is False where the same
    release was current before. ``unread`` are documents in languages that the rules do not read:
    published with their mentions only.
    """

    documents: int
    quarantined: tuple[Quarantined, ...]
    identifier: str | None = None
    changed: bool = False
    facts: int = 0
    removed: tuple[str, ...] = ()
    violations: tuple[Finding, ...] = ()
    obstacle: str = ""
    unread: tuple[Document, ...] = ()

    @property
    def status(self) -> int:
        """The exit code: 0 all is well, 1 something does not conform, 2 nothing could be read."""
        if self.documents == 0 and all(q.step == "reading" for q in self.quarantined):
            return InputError.exit_code
        return 1 if self.identifier is None or self.quarantined else 0


def build(request: Request, progress: Progress = iter) -> Outcome:
    """Build a release and make it current. Until the last step the one before stays as it was.

    Raises InputError for what cannot be used: a path, the gazetteer, the output folder.
    """
    paths = discover(request.paths) if request.paths else shipped()
    gazetteer = gazetteers.load(request.gazetteer)
    with locked(request.out) as folder:
        using = mapper(gazetteer, request.base)
        intake = take_in(
            paths,
            using,
            date=request.date,
            source=request.source,
            max_bytes=request.max_bytes,
            named=[path for path in request.paths if not path.is_dir()],
            progress=progress,
        )
        if not intake.mapped:
            return _stopped(intake, "no document is left")
        if request.strict and intake.quarantined:
            return _stopped(intake, "--strict allows no quarantined document")
        graphs = described(assemble(intake.mapped, gazetteer, request.base))
        report = validate_dataset(
            {graphs.iri(name).value: rdflib_graph(t) for name, t in graphs.named.items()}
        )
        if not report.conforms:
            found = f"{len(violations(report))} violations across documents"
            return replace(_stopped(intake, found), violations=violations(report))
        report = combined(intake, report, request.base)
        content = Content(graphs, intake, report, gazetteer)
        return _publish(content, folder, request.keep)


def _stopped(intake: Intake, obstacle: str) -> Outcome:
    return Outcome(len(intake.mapped), intake.quarantined, obstacle=obstacle)


def _publish(content: Content, folder: Folder, keep: int | None) -> Outcome:
    identifier = content.identifier
    log = folder.path / "history.json"
    order = [entry.id for entry in history.read(log)]
    with writing(folder.path):
        try:
            staging = folder.staging()
            content.write(staging)
            changed = folder.publish(staging, identifier)
        finally:
            folder.clean()
        # A build killed between the switch and this line left the release unnoted.
        if order[-1:] != [identifier]:
            before = history.published_facts(folder.releases / order[-1]) if order else set()
            history.append(log, identifier, before, history.facts(content.graphs.union()))
            order.append(identifier)
        removed = folder.prune(order, keep) if keep else []
    return Outcome(
        identifier=identifier,
        changed=changed,
        documents=len(content.intake.mapped),
        facts=count(content.graphs.union()).facts,
        quarantined=content.intake.quarantined,
        removed=tuple(removed),
        unread=tuple(m.document for m in content.intake.mapped if not has_rules(m.document)),
    )
