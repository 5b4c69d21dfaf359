"""Validation of RDF files and of a release on disk, each graph by its kind."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from rdflib.namespace import OWL

from shapes.context import Authority
from shapes.engine import Engine, compiled
from shapes.errors import InputError
from shapes.findings import Finding
from shapes.processes import spread
from shapes.reading import Graphs, read
from shapes.reports import Report
from shapes.statements import TYPE, Statements, united
from shapes.tokens import token
from shapes.validation import (
    AUTHORITY_GRAPH,
    described_documents,
    document_slug,
    validate_dataset,
    validate_document,
    validate_vocabulary,
)

_ONTOLOGY: Final = token(OWL.Ontology)

# Called with the names of the documents, gives them back: where a caller shows progress.
Track = Callable[[list[str]], Iterable[str]]


def validate_files(
    paths: Iterable[Path],
    authority: Statements | None = None,
    *,
    track: Track = iter,
    by: Engine = compiled,
    jobs: int = 1,
) -> Report:
    """Return what is wrong in RDF files (.ttl .nt .trig .nq, each also .gz).

    A document's graph, and what stands in no named graph, is validated as one document; an
    ontology as an ontology; then all together. ``authority`` stands in where the files hold no
    authority graph; nothing is reported about it. ``by`` is the engine; it looks at documents in
    ``jobs`` processes. Raises InputError, with file and line.
    """
    return _validate(read(paths), authority or Statements(), {}, track, by, jobs)


def validate_release(
    folder: Path, *, track: Track = iter, by: Engine = compiled, jobs: int = 1
) -> Report:
    """Return what is wrong in a release: its graphs, and its quotes against its own texts.

    ``folder`` holds ``spacecoop.nq.gz`` and ``documents/{slug}.txt``. Raises InputError.
    """
    graphs = read([folder / "spacecoop.nq.gz"])
    texts = {
        path.stem: path.read_bytes().decode("utf-8")
        for path in sorted(folder.glob("documents/*.txt"))
    }
    return _validate(graphs, Statements(), texts, track, by, jobs)


def release_authority(folder: Path) -> Statements:
    """Return the authority graph of a release, empty where it has none. Raises InputError."""
    return _authority(read([folder / "spacecoop.nq.gz"]))


def _validate(
    graphs: Graphs,
    stand_in: Statements,
    texts: Mapping[str, str],
    track: Track,
    by: Engine,
    jobs: int,
) -> Report:
    known = _authority(graphs)
    authority = known if known.described else stand_in
    ontologies = {name for name, graph in graphs.items() if _is_ontology(graph)}
    documents = {
        name: slug
        for name, graph in graphs.items()
        if name not in ontologies and (slug := _slug(name, graph)) is not None
    }
    prepared = Authority(authority)

    def found(name: str) -> tuple[Finding, ...]:
        slug = documents[name]
        report = validate_document(graphs[name], prepared, slug=slug, text=texts.get(slug), by=by)
        return report.findings

    names = sorted(documents)
    several = spread(found, names, jobs)
    findings = [finding for _ in track(names) for finding in next(several)]
    for name in ontologies:
        findings += validate_vocabulary(graphs.pop(name), by=by).findings
    return Report.of(findings) | _validate_together(graphs, authority, by)


def _validate_together(graphs: Graphs, authority: Statements, by: Engine) -> Report:
    named = {term for graph in graphs.values() for s, _, o in graph for term in (s, o)}
    everything = graphs
    if not _authority(graphs).described:
        everything = {**graphs, "stand-in": authority}
    report = validate_dataset(everything, by=by)
    return Report.of(finding for finding in report.findings if token(finding.focus_node) in named)


def _authority(graphs: Graphs) -> Statements:
    return united(graph for name, graph in graphs.items() if name.endswith(AUTHORITY_GRAPH))


def _is_ontology(graph: Statements) -> bool:
    return any(_ONTOLOGY in said.get(TYPE, ()) for said in graph.described.values())


def _slug(name: str, graph: Statements) -> str | None:
    """Return the slug of the document in a graph, or the name of a file without one."""
    if "/graph/" in name and "://" in name:
        return document_slug(name)
    documents = sorted(described_documents(graph))
    if len(documents) > 1:
        reason = (
            f"holds {len(documents)} documents in one graph, where their dates collide; "
            "give the .nq or .trig file, which keeps them apart"
        )
        raise InputError(name, reason)
    if documents:
        return documents[0].rpartition("/")[2]
    return Path(name).name.partition(".")[0]
