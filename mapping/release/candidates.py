"""The candidates of a release: entities that its documents name and no gazetteer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mapping import Mapped
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
class Candidate:
    """An entity in one document: path, class and names, how often it is named, and where.

    ``sentence`` names it first; where the text only describes it ("its spectrometer"), it is the
    first that tells something of it.
    """

    path: str
    cls: str
    label: str
    names: tuple[str, ...]
    mentions: int
    sentence: str


@dataclass
class _Summed:
    """A candidate over the documents seen so far."""

    first: Candidate
    slug: str
    names: dict[str, None]
    documents: int = 0
    mentions: int = 0

    def add(self, candidate: Candidate, slug: str) -> None:
        """Count one more document; the first that names it gives label and sentence."""
        if not self.mentions and candidate.mentions:
            self.first, self.slug = candidate, slug
        self.documents += 1
        self.mentions += candidate.mentions
        self.names.update(dict.fromkeys((candidate.label, *candidate.names)))

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        others = [name for name in self.names if name != self.first.label]
        return (
            self.first.path,
            self.first.cls,
            self.first.label,
            " | ".join(others),
            str(self.documents),
            str(self.mentions),
            self.slug,
            self.first.sentence,
        )


def table(documents: Iterable[tuple[str, Iterable[Candidate]]]) -> str:
    """The candidates of documents as tab-separated text, most mentioned first, then by path.

    ``documents`` are pairs of slug and candidates, in order of slugs. A meeting or an agreement is
    a fact and no candidate. Other names are parted by `` | ``. The first document is, by slug, the
    first that names the entity. One that a text only describes ("its spectrometer") has no mention.
    A publisher that only metadata name has no sentence.
    """
    found: dict[str, _Summed] = {}
    for slug, listed in documents:
        for candidate in listed:
            summed = found.setdefault(candidate.path, _Summed(candidate, slug, {}))
            summed.add(candidate, slug)
    ranked = sorted(found.values(), key=lambda c: (-c.mentions, c.first.path))
    rows = [_TITLES, *(candidate.row() for candidate in ranked)]
    return "".join("\t".join(_line(cell) for cell in row) + "\n" for row in rows)


def candidates(mapped: Mapped, base: str) -> Iterator[Candidate]:
    """The entities of one document that no gazetteer holds."""
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
            offsets = mentions[iri] or told
            yield Candidate(
                entity.path,
                entity.types[0],
                entity.label,
                entity.aliases,
                len(mentions[iri]),
                sentence_at(mapped.document.text, min(offsets)) if offsets else "",
            )


def _begin(passage: str) -> int:
    """The offset in the address of a passage, which ends in "#char=begin,end" (RFC 5147)."""
    return int(passage.rpartition("=")[2].split(",")[0])


def sentence_at(text: str, offset: int) -> str:
    """The sentence around an offset of a published text."""
    spans = (sentence.published for block in blocks(text) for sentence in sentences(block))
    return next((text[begin:end] for begin, end in spans if begin <= offset < end), "")


def _line(cell: str) -> str:
    """The cell without tabs and line breaks."""
    return " ".join(cell.split())
