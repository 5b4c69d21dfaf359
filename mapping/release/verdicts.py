"""What validation said of a graph, kept by all that it depends on.

That is the graph, the text that it quotes, the shapes, and what the gazetteer says. So where a rule
has changed, and a document says the same by the new one, it is not validated again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from mapping import Mapped
from mapping.release.finding_rows import finding_of, row
from shapes.crossing import Crossing
from shapes.reports import Report

if TYPE_CHECKING:
    from mapping.release.cache import Cache


@dataclass(frozen=True)
class Verdict:
    """What validation said, what it asks of all documents together, and the key of its entry."""

    report: Report
    crossing: Crossing
    key: str


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of one generation: of the same shapes and the same gazetteer."""

    cache: Cache

    def of(self, mapped: Mapped, judge: Callable[[Mapped], tuple[Report, Crossing]]) -> Verdict:
        """The verdict on a mapped document, known or given by ``judge`` now. Raises OSError."""
        key = _key(mapped)
        try:
            return _read(key, self.cache.stored(key).path.read_bytes())
        except (OSError, ValueError, TypeError, KeyError):  # absent or damaged
            report, crossing = judge(mapped)
        verdict = Verdict(report, crossing, key)
        self.cache.store(key, _written(verdict))
        return verdict


def _key(mapped: Mapped) -> str:
    lines = (serialize(mapped.triples, format=RdfFormat.N_TRIPLES) or b"").splitlines()
    document = mapped.document
    digest = hashlib.sha256(b"\n".join(sorted(lines)))
    digest.update(f"\0{document.slug}\0{document.text}".encode())
    return digest.hexdigest()


def _written(verdict: Verdict) -> bytes:
    findings = [row(finding) for finding in verdict.report.findings]
    content = json.dumps([findings, verdict.crossing.row()], ensure_ascii=False).encode()
    return hashlib.sha256(content).digest() + content


def _read(key: str, packed: bytes) -> Verdict:
    digest, content = packed[:32], packed[32:]
    if hashlib.sha256(content).digest() != digest:
        raise ValueError("is damaged")
    findings, crossing = json.loads(content)
    return Verdict(Report(tuple(map(finding_of, findings))), Crossing.of(crossing), key)
