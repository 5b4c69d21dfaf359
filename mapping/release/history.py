"""The order of releases: when each became current, and which facts came and went."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from mapping.errors import InputError
from mapping.release.folder import write_atomically
from ontology import RDF, SC

_TYPE = NamedNode(str(RDF.type))
_FACT = NamedNode(str(SC.Fact))


@dataclass(frozen=True)
class Entry:
    """A release that became current: when (UTC), and the IRIs of facts added and removed."""

    id: str
    built: str
    facts: int
    added: list[str]
    removed: list[str]


def read(path: Path) -> list[Entry]:
    """The entries of ``history.json``, oldest first; none where there is no such file."""
    if not path.exists():
        return []
    try:
        return [Entry(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        reason = "is not a history that a build wrote; move it away to begin a new one"
        raise InputError(str(path), reason) from error


def append(path: Path, identifier: str, before: set[str], after: set[str]) -> None:
    """Note that a release became current now, with the facts before it and in it."""
    entry = Entry(
        id=identifier,
        # The one place that reads the clock: nothing inside a release may depend on it.
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        facts=len(after),
        added=sorted(after - before),
        removed=sorted(before - after),
    )
    entries = [asdict(e) for e in (*read(path), entry)]
    write_atomically(path, json.dumps(entries, ensure_ascii=False, indent=1) + "\n")


def facts(triples: Iterable[Triple]) -> set[str]:
    """The IRIs of the facts among the triples."""
    return {
        triple.subject.value
        for triple in triples
        if triple.predicate == _TYPE
        and triple.object == _FACT
        and isinstance(triple.subject, NamedNode)
    }


def published_facts(release: Path) -> set[str]:
    """The IRIs of the facts of a release on disk; none where there is no release."""
    dump = release / "spacecoop.nt.gz"
    if not dump.exists():
        return set()
    try:
        with gzip.open(dump) as file:
            return facts(quad.triple for quad in parse(cast(IO[bytes], file), RdfFormat.N_TRIPLES))
    except (EOFError, gzip.BadGzipFile, SyntaxError) as error:
        reason = "is damaged; remove the release it belongs to and build again"
        raise InputError(str(dump), reason) from error
