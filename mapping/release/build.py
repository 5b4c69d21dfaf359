"""A build: from documents to a release that is current, or to the reasons why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from mapping import claims, corrections
from mapping import gazetteer as gazetteers
from mapping.dates import is_valid
from mapping.documents import MAX_BYTES, discover, shipped
from mapping.errors import InputError
from mapping.release import history, manifest, tombstones
from mapping.release.assembly import completed
from mapping.release.cache import Cache
from mapping.release.canonical import Canonical
from mapping.release.checked import checked
from mapping.release.content import Content
from mapping.release.description import described
from mapping.release.fingerprints import of_program, of_validation
from mapping.release.folder import Folder, locked, writing
from mapping.release.intake import (
    Admitted,
    Intake,
    Progress,
    Quarantined,
    Reading,
    mapper,
    take_in,
    violations,
)
from mapping.release.report import combined
from mapping.release.spelling import one_spelling
from mapping.release.verdicts import Verdicts
from mapping.release.workers import Limits
from shapes.findings import Finding
from shapes.validation import validate_dataset


@dataclass(frozen=True)
class Request:
    """What to build a release from, and where. No paths: the documents that ship with the project.

    ``date`` (EDTF) and ``source`` are for documents that state none; ``gazetteer`` is a folder in
    the place of the shipped one, ``corrections`` and ``claims`` are files likewise; ``keep`` is how
    many releases stay, None for all. ``jobs`` processes read documents within ``limits``; what they
    read is kept for the next build where it is ``cached``. ``max_bytes`` is the size of the largest
    file that is read.
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
    corrections: Path | None = None
    claims: Path | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    cached: bool = True


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
    unread: tuple[Admitted, ...] = ()

    @property
    def status(self) -> int:
        """The exit code: 0 all is well, 1 something does not conform, 2 nothing could be read."""
        steps = {document.step for document in self.quarantined}
        if self.documents == 0 and steps <= {"reading", "limits"}:
            return InputError.exit_code
        return 1 if self.identifier is None or self.quarantined else 0


def build(request: Request, progress: Progress) -> Outcome:
    """Build a release and make it current. Until the last step the one before stays as it was.

    Raises InputError for what cannot be used: a path, the gazetteer, the output folder.
    """
    if request.date is not None and not is_valid(request.date):
        raise InputError("--date", f"{request.date!r} is not EDTF, such as 2019-05-03 or 2019-05")
    paths = discover(request.paths) if request.paths else shipped()
    gazetteer = gazetteers.load(request.gazetteer)
    rows = corrections.load(request.corrections)
    vouched = claims.load(request.claims)
    with locked(request.out) as folder, writing(request.out), folder.work() as work:
        generation = (of_program(), gazetteer.fingerprint)
        kept = folder.path if request.cached else work
        cache = Cache.within(kept, *generation)
        judged = of_validation(), gazetteer.fingerprint, request.base
        verdicts = Verdicts(Cache.within(kept, *judged, name="verdicts"))
        reading = Reading(
            mapper(gazetteer, request.base),
            verdicts,
            rows,
            request.date,
            request.source,
            request.max_bytes,
        )
        intake = take_in(
            paths,
            reading,
            cache,
            jobs=request.jobs,
            limits=request.limits,
            progress=progress,
            named=[path for path in request.paths if not path.is_dir()],
        )
        if not intake.admitted:
            return _stopped(intake, "no document is left")
        if request.strict and intake.quarantined:
            return _stopped(intake, "--strict allows no quarantined document")
        intake = one_spelling(intake, request.base)
        graphs = completed(
            intake.graphs(request.base), intake.reached, gazetteer, work, request.jobs, vouched
        )
        canonical = Canonical.of(graphs, work)
        report = validate_dataset(checked(graphs, intake.crossings()))
        if not report.conforms:
            found = f"{len(violations(report))} violations across documents"
            return replace(_stopped(intake, found), violations=violations(report))
        report = combined(intake, report, request.base)
        content = Content(
            described(graphs, canonical, manifest.versions(gazetteer)), intake, report, gazetteer
        )
        return _publish(content, folder, request, work, verdicts)


def _stopped(intake: Intake, obstacle: str) -> Outcome:
    return Outcome(len(intake.admitted), tuple(intake.quarantined), obstacle=obstacle)


def _publish(
    content: Content, folder: Folder, request: Request, work: Path, verdicts: Verdicts
) -> Outcome:
    identifier, intake = content.identifier, content.intake
    log = folder.path / "history.json"
    order = [entry.id for entry in history.read(log)]
    try:
        staging = folder.staging()
        content.write(staging, request.jobs)
        before = folder.current_path if folder.current != identifier else None
        tombstones.update(folder.path, before, content.addresses(), work)
        changed = folder.publish(staging, identifier)
    finally:
        folder.clean()
    # A build killed between the switch and this line left the release unnoted.
    if order[-1:] != [identifier]:
        earlier = history.published_facts(folder.releases / order[-1]) if order else set()
        history.append(log, identifier, earlier, content.facts())
        order.append(identifier)
    removed = folder.prune(order, request.keep) if request.keep else []
    if request.cached:
        intake.cache.prune(identifier, intake.keys, folder.present())
        verdicts.cache.prune(identifier, intake.verdicts, folder.present())
    return Outcome(
        identifier=identifier,
        changed=changed,
        documents=len(intake.admitted),
        facts=content.described.statistics.facts,
        quarantined=tuple(intake.quarantined),
        removed=tuple(removed),
        unread=tuple(document for document in intake.admitted if document.unread),
    )
