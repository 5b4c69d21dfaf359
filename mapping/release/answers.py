"""What the queries across documents answer, asked of some thousand facts at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from mapping.discrepancies import find
from mapping.inference import infer
from mapping.release import sorting, workers
from ontology import inference_queries
from shapes import discrepancies


@dataclass
class Answers:
    """The triples that describe discrepancies, and those that follow from the facts."""

    discrepancies: set[Triple] = field(default_factory=set)
    inferred: set[Triple] = field(default_factory=set)


def answered(batches: Iterable[Iterable[Quad]], known: Sequence[Quad], base: str) -> Answers:
    """The answers of batches of quads, each seen with what is ``known`` of all entities."""
    answers = Answers()
    for batch in batches:
        quads = (*batch, *known)
        answers.discrepancies |= find(quads, discrepancies.queries(), base)
        answers.inferred |= infer((quad.triple for quad in quads), inference_queries())
    return answers


def gathered(files: Sequence[Path], known: Sequence[Quad], base: str, jobs: int) -> Answers:
    """The answers of batches in files, in ``jobs`` processes: what the engine takes ends with them.

    Raises RuntimeError where a process cannot do it.
    """

    def work(item: int) -> tuple[bytes, bytes]:
        lines = b"\n".join(sorting.read(files[item]))
        batch = parse(lines, RdfFormat.N_QUADS)
        found = answered([batch], known, base)
        return _written(found.discrepancies), _written(found.inferred)

    answers = Answers()
    for item, result in workers.run(work, len(files), jobs, workers.OWN_WORK):
        if isinstance(result, workers.Failure):
            raise RuntimeError(f"the queries across documents failed: {result.reason}")
        told, inferred = result
        answers.discrepancies.update(_read(told))
        answers.inferred.update(_read(inferred))
        files[item].unlink()
    return answers


def _written(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _read(lines: bytes) -> Iterable[Triple]:
    return (quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))
