"""The candidates of a release: entities that its documents name and no gazetteer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mapping import Mapped
from mapping.documents import Document
from mapping.entities import Entity
from mapping.reading import blocks
from mapping.sentences import sentences
from ontology import ITSRDF

TABLE = "candidates.tsv"
_TITLES = (
    "path",
    "class",
    "label",
    "other_names",
    "documents",
    "mentions",
    "first_document",
    "first_sentence",
)
_MENTION = str(ITSRDF.taIdentRef)


@dataclass(frozen=True)
class _Candidate:
    """An entity in one document; ``begins`` are the published offsets of its mentions."""

    entity: Entity
    document: Document
    begins: tuple[int, ...]


def table(documents: Iterable[Mapped], base: str) -> str:
    """The candidates as tab-separated text, a row each, most mentioned first, then by path.

    A meeting or an agreement is a fact and no candidate. Other names are parted by `` | ``. The
    first document is, by slug, the first with a passage that names the entity, and the sentence is
    that passage's; it is empty where there is none, as with a publisher that only metadata name.
    """
    found: dict[str, list[_Candidate]] = defaultdict(list)
    for mapped in sorted(documents, key=lambda m: m.document.slug):
        for candidate in _candidates(mapped, base):
            found[candidate.entity.path].append(candidate)
    ranked = sorted(found.items(), key=lambda item: (-_mentions(item[1]), item[0]))
    rows = [_TITLES, *(_row(path, candidates) for path, candidates in ranked)]
    return "".join("\t".join(_line(cell) for cell in row) + "\n" for row in rows)


def _candidates(mapped: Mapped, base: str) -> Iterator[_Candidate]:
    begins: dict[str, list[int]] = defaultdict(list)
    for triple in mapped.triples:
        passage, value = triple.subject, triple.object
        if triple.predicate.value == _MENTION and isinstance(passage, NamedNode):
            # The address of a passage ends in "#char=begin,end" (RFC 5147).
            begin = passage.value.rpartition("=")[2].split(",")[0]
            path = value.value.removeprefix(f"{base}id/") if isinstance(value, NamedNode) else ""
            begins[path].append(int(begin))
    for entity in mapped.candidates:
        if "Fact" not in entity.types:
            yield _Candidate(entity, mapped.document, tuple(sorted(begins[entity.path])))


def _mentions(candidates: Iterable[_Candidate]) -> int:
    return sum(len(candidate.begins) for candidate in candidates)


def _row(path: str, candidates: Sequence[_Candidate]) -> tuple[str, ...]:
    # A document that only tells of it, without a passage that names it, shows nobody what it is.
    first = next((c for c in candidates if c.begins), candidates[0])
    names = (name for c in candidates for name in (c.entity.label, *c.entity.aliases))
    others = [name for name in dict.fromkeys(names) if name != first.entity.label]
    return (
        path,
        first.entity.types[0],
        first.entity.label,
        " | ".join(others),
        str(len(candidates)),
        str(_mentions(candidates)),
        first.document.slug,
        _sentence(first.document.text, first.begins[0]) if first.begins else "",
    )


def _sentence(text: str, offset: int) -> str:
    """The sentence around an offset of a published text."""
    spans = (sentence.published for block in blocks(text) for sentence in sentences(block))
    return next((text[begin:end] for begin, end in spans if begin <= offset < end), "")


def _line(cell: str) -> str:
    """The cell without tabs and line breaks."""
    return " ".join(cell.split())
