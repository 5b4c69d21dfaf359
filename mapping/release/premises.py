"""What documents say of each fact, group by group: what the queries across documents look at.

A query for discrepancies joins reports of one fact, or of the facts about one post; a query for
inferences, what is said of one fact. So the groups can be asked one after another, some thousand at
a time, and an archive need not fit into memory. A line is the group's number and a quad.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from mapping.inference import terms_of
from mapping.release import sorting
from ontology import RDF, SC, inference_queries
from shapes import discrepancies

_TYPE, _FACT = str(RDF.type), str(SC.Fact)
_REPORT_OF, _IN_DOCUMENT = str(SC.reportOf), str(SC.inDocument)
_EVIDENCE, _COUNT = str(SC.evidence), str(SC.statedCount)
_POST, _ORGANIZATION = str(SC.post), str(SC.organization)
_NUMBER = 16  # characters of a group's number
_BATCH = 60_000  # lines: some 40 MB in the engine

_Described = dict[str, list[Triple]]


def premises(graph: NamedNode, triples: Iterable[Triple]) -> bytes:
    """The lines of one document's graph, sorted."""
    said = _described(triples)
    quads: dict[Quad, set[str]] = defaultdict(set)
    for fact, reports in _facts(said).items():
        groups = _groups(fact, said[fact])
        for triple in _about(fact, reports, said):
            quad = Quad(triple.subject, triple.predicate, triple.object, graph)
            quads[quad] |= groups
    lines = serialize(quads, format=RdfFormat.N_QUADS) or b""
    numbered = (
        b"%s %s" % (number.encode(), line)
        for groups, line in zip(quads.values(), lines.splitlines(), strict=True)
        for number in groups
    )
    return b"".join(line + b"\n" for line in sorted(numbered))


def batches(lines: Iterable[bytes], folder: Path, size: int = _BATCH) -> Iterator[Path]:
    """Files of N-Quads, in each all lines of some groups, that ``sorting.read`` reads.

    Raises OSError where they have no room.
    """
    held: list[bytes] = []
    number = 0
    ordered = sorting.sorted_lines(lines, folder)
    for _, group in groupby(ordered, key=lambda line: line[:_NUMBER]):
        held += (line[_NUMBER + 1 :] for line in group)
        if len(held) >= size:
            yield _written(held, folder / f"batch-{number}")
            number, held = number + 1, []
    yield _written(held, folder / f"batch-{number}")


def _written(lines: Sequence[bytes], path: Path) -> Path:
    sorting.write(path, lines)
    return path


@cache
def _terms() -> frozenset[str]:
    queries = (*discrepancies.queries(), *inference_queries())
    return frozenset[str]().union(*(terms_of(text) for _, text in queries))


def _described(triples: Iterable[Triple]) -> _Described:
    """What the queries can see of each subject."""
    said: _Described = defaultdict(list)
    terms = _terms()
    for triple in triples:
        if triple.predicate.value in terms and (
            triple.predicate.value != _TYPE or _value(triple) in terms | {_FACT}
        ):
            said[str(triple.subject)].append(triple)
    return said


def _facts(said: _Described) -> dict[str, list[str]]:
    """The facts of a document, each with its reports."""
    found: dict[str, list[str]] = defaultdict(list)
    for subject, triples in said.items():
        for triple in triples:
            if triple.predicate.value == _REPORT_OF:
                found[str(triple.object)].append(subject)
            elif triple.predicate.value == _TYPE and _value(triple) == _FACT:
                found.setdefault(subject, [])
    return found


def _groups(fact: str, triples: Sequence[Triple]) -> set[str]:
    """The numbers of the groups that a fact belongs to: its own, or those of its posts."""
    posts = [_value(t).casefold() for t in triples if t.predicate.value == _POST]
    organizations = [_value(t) for t in triples if t.predicate.value == _ORGANIZATION]
    keys = [f"{place} {post}" for place in organizations for post in posts] or [fact]
    return {blake2b(key.encode(), digest_size=_NUMBER // 2).hexdigest() for key in keys}


def _about(fact: str, reports: Iterable[str], said: _Described) -> Iterator[Triple]:
    """The fact, its reports with their documents, and those who take part.

    Of the passages only those are seen that an account of numbers rests on: no query asks others.
    """
    yield from said[fact]
    for triple in said[fact]:
        yield from said.get(str(triple.object), ())
    for report in reports:
        is_counted = any(t.predicate.value == _COUNT for t in said[report])
        for triple in said[report]:
            predicate = triple.predicate.value
            if predicate != _EVIDENCE or is_counted:
                yield triple
                if predicate in (_IN_DOCUMENT, _EVIDENCE):
                    yield from said.get(str(triple.object), ())


def _value(triple: Triple) -> str:
    return triple.object.value if isinstance(triple.object, NamedNode | Literal) else ""
