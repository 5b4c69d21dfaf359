"""The annotated texts themselves, mapped as a build would map them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mapping import Mapped
from mapping.documents import read
from mapping.evaluation.annotations import Annotation
from mapping.gazetteer import Gazetteer
from mapping.release.assembly import assemble
from mapping.release.graphs import Graphs
from mapping.release.intake import mapper, objection


@dataclass(frozen=True)
class Trial:
    """Annotations by the slug of the document they read, the graphs, and what was left out.

    ``refused`` maps the stem of an annotation to why a build would not publish its document; such
    a document counts as one in which nothing was found.
    """

    annotations: dict[str, Annotation]
    graphs: Graphs
    refused: dict[str, str]


def run(
    annotations: Sequence[Annotation],
    gazetteer: Gazetteer,
    base: str,
    progress: Callable[[Sequence[Annotation]], Iterable[Annotation]] = iter,
) -> Trial:
    """Map the annotated texts. Raises InputError for a text that cannot be read.

    Publisher and address go in, as metadata of a document does; the date does not, because
    finding it is part of what is measured.
    """
    using = mapper(gazetteer, base)
    by_slug: dict[str, Annotation] = {}
    admitted: list[Mapped] = []
    refused: dict[str, str] = {}
    for annotation in progress(annotations):
        document = read(annotation.text, source=annotation.source)
        document = replace(document, publisher=document.publisher or annotation.publisher)
        by_slug[document.slug] = annotation
        mapped, report = using.admit(document)
        if found := objection(mapped, report):
            refused[annotation.stem] = found.reason
        else:
            admitted.append(mapped)
    return Trial(by_slug, assemble(admitted, gazetteer, base), refused)
