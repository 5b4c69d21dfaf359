"""Validation of RDF files and of a release on disk, each graph by its kind."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import OWL, RDF

from ontology import SC
from shapes.errors import InputError
from shapes.reading import Graphs, read
from shapes.reports import Report
from shapes.validation import (
    AUTHORITY_GRAPH,
    document_slug,
    union,
    validate_dataset,
    validate_document,
    validate_vocabulary,
)

# Called with the names of the documents, gives them back: where a caller shows progress.
Track = Callable[[list[str]], Iterable[str]]


def validate_files(
    paths: Iterable[Path], authority: Graph | None = None, *, track: Track = iter
) -> Report:
    """Return what is wrong in RDF files (.ttl .nt .trig .nq, each also .gz).

    A document's graph, and what stands in no named graph, is validated as one document; an
    ontology as an ontology; then all together. ``authority`` stands in where the files hold no
    authority graph; nothing is reported about it. Raises InputError, with file and line.
    """
    return _validate(read(paths), authority or Graph(), {}, track)


def validate_release(folder: Path, *, track: Track = iter) -> Report:
    """Return what is wrong in a release: its graphs, and its quotes against its own texts.

    ``folder`` holds ``spacecoop.nq.gz`` and ``documents/{slug}.txt``. Raises InputError.
    """
    graphs = read([folder / "spacecoop.nq.gz"])
    texts = {
        path.stem: path.read_bytes().decode("utf-8")
        for path in sorted(folder.glob("documents/*.txt"))
    }
    return _validate(graphs, Graph(), texts, track)


def release_authority(folder: Path) -> Graph:
    """Return the authority graph of a release, empty where it has none. Raises InputError."""
    return _authority(read([folder / "spacecoop.nq.gz"]))


def _validate(graphs: Graphs, stand_in: Graph, texts: Mapping[str, str], track: Track) -> Report:
    authority = _authority(graphs) or stand_in
    ontologies = {name for name in graphs if (None, RDF.type, OWL.Ontology) in graphs[name]}
    documents = {
        name: slug
        for name, graph in graphs.items()
        if name not in ontologies and (slug := _slug(name, graph)) is not None
    }
    findings = [
        finding
        for name in track(sorted(documents))
        for finding in validate_document(
            graphs[name], authority, slug=documents[name], text=texts.get(documents[name])
        ).findings
    ]
    for name in ontologies:
        findings += validate_vocabulary(graphs.pop(name)).findings
    return Report.of(findings) | _validate_together(graphs, authority)


def _validate_together(graphs: Graphs, authority: Graph) -> Report:
    named = {term for graph in graphs.values() for triple in graph for term in triple[::2]}
    everything = graphs
    if not len(_authority(graphs)):
        everything = {**graphs, "stand-in": authority}
    report = validate_dataset(everything)
    return Report.of(finding for finding in report.findings if finding.focus_node in named)


def _authority(graphs: Graphs) -> Graph:
    return union(graph for name, graph in graphs.items() if name.endswith(AUTHORITY_GRAPH))


def _slug(name: str, graph: Graph) -> str | None:
    """Return the slug of the document in a graph, or the name of a file without one."""
    if "/graph/" in name and "://" in name:
        return document_slug(name)
    documents = sorted({str(node) for node in graph.subjects(RDF.type, SC.Document)})
    if len(documents) > 1:
        reason = (
            f"holds {len(documents)} documents in one graph, where their dates collide; "
            "give the .nq or .trig file, which keeps them apart"
        )
        raise InputError(name, reason)
    if documents:
        return documents[0].rpartition("/")[2]
    return Path(name).name.partition(".")[0]
