"""The order of releases: when each became current, and which facts came and went."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from mapping.errors import InputError
from mapping.release.folder import write_atomically
from ontology import RDF, SC

_IS_A_FACT = f" <{RDF.type}> <{SC.Fact}> .".encode()


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


def published_facts(release: Path) -> set[str]:
    """The IRIs of the facts of a release on disk; none where there is no release."""
    dump = release / "spacecoop.nt.gz"
    if not dump.exists():
        return set()
    try:
        with gzip.open(dump) as file:
            return {iri for line in file if (iri := fact(line))}
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "is damaged; remove the release it belongs to and build again"
        raise InputError(str(dump), reason) from error


def fact(line: bytes) -> str | None:
    """The IRI of the fact of which a line of N-Triples says that it is one; else None."""
    return line.partition(b" ")[0][1:-1].decode() if line.rstrip().endswith(_IS_A_FACT) else None
