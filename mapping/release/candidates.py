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
from ontology import ITSRDF, SC

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
_EVIDENCE = str(SC.evidence)


@dataclass(frozen=True)
class _Candidate:
    """An entity in one document.

    ``mentions`` are the published offsets of the passages that name it, ``evidence`` those of the
    sentences that tell facts of it, named or not ("its spectrometer").
    """

    entity: Entity
    document: Document
    mentions: tuple[int, ...]
    evidence: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The sentence that names it first, or else the first that tells something of it."""
        offsets = self.mentions or self.evidence
        return _sentence(self.document.text, offsets[0]) if offsets else ""


def table(documents: Iterable[Mapped], base: str) -> str:
    """The candidates as tab-separated text, a row each, most mentioned first, then by path.

    A meeting or an agreement is a fact and no candidate. Other names are parted by `` | ``. The
    first document is, by slug, the first that names the entity. One that a text only describes
    ("its spectrometer") has no mention; its sentence is the first that tells something of it. A
    publisher that only metadata name has none.
    """
    found: dict[str, list[_Candidate]] = defaultdict(list)
    for mapped in sorted(documents, key=lambda m: m.document.slug):
        for candidate in _candidates(mapped, base):
            found[candidate.entity.path].append(candidate)
    ranked = sorted(found.items(), key=lambda item: (-_mentions(item[1]), item[0]))
    rows = [_TITLES, *(_row(path, candidates) for path, candidates in ranked)]
    return "".join("\t".join(_line(cell) for cell in row) + "\n" for row in rows)


def _candidates(mapped: Mapped, base: str) -> Iterator[_Candidate]:
    subjects: dict[str, set[str]] = defaultdict(set)
    mentions, evidence = (defaultdict[str, set[int]](set) for _ in range(2))
    for triple in mapped.triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            subject, value = triple.subject.value, triple.object.value
            if triple.predicate.value == _MENTION:
                mentions[value].add(_begin(subject))
            elif triple.predicate.value == _EVIDENCE:
                evidence[subject].add(_begin(value))
            else:
                subjects[value].add(subject)
    for entity in mapped.candidates:
        if "Fact" not in entity.types:
            iri = f"{base}id/{entity.path}"
            told = {begin for subject in subjects[iri] for begin in evidence.get(subject, ())}
            offsets = (tuple(sorted(found)) for found in (mentions[iri], told))
            yield _Candidate(entity, mapped.document, *offsets)


def _begin(passage: str) -> int:
    """The offset in the address of a passage, which ends in "#char=begin,end" (RFC 5147)."""
    return int(passage.rpartition("=")[2].split(",")[0])


def _mentions(candidates: Iterable[_Candidate]) -> int:
    return sum(len(candidate.mentions) for candidate in candidates)


def _row(path: str, candidates: Sequence[_Candidate]) -> tuple[str, ...]:
    first = next((c for c in candidates if c.mentions), candidates[0])
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
        first.sentence,
    )


def _sentence(text: str, offset: int) -> str:
    """The sentence around an offset of a published text."""
    spans = (sentence.published for block in blocks(text) for sentence in sentences(block))
    return next((text[begin:end] for begin, end in spans if begin <= offset < end), "")


def _line(cell: str) -> str:
    """The cell without tabs and line breaks."""
    return " ".join(cell.split())
