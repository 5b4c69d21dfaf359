"""Fingerprints of what a build runs on: the same ones, the same results."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from pathlib import Path

_DATA = frozenset((".json", ".jsonld", ".rq", ".tsv", ".ttl", ".yaml"))
_CODE = _DATA | {".py"}


def fingerprint(*packages: str) -> str:
    """SHA-256 of the data files of packages, with their names."""
    digest = hashlib.sha256()
    for package in packages:
        root = Path(str(resources.files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in _DATA):
            _add(digest, root, path)
    return digest.hexdigest()


def of_program() -> str:
    """SHA-256 of all that the contribution of a document depends on beside document and gazetteer.

    That is the code and the data of mapping, shapes and ontology, the version of Python, and those
    of everything installed beside it, since a library reads texts with the help of others.
    """
    return _of("mapping", "ontology", "shapes")


def of_validation() -> str:
    """SHA-256 of all that a verdict depends on beside graph, text and gazetteer."""
    return _of("ontology", "shapes")


def _of(*packages: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    digest.update(_installed())
    for package in packages:
        root = Path(str(resources.files(package)))
        for path in sorted(_sources(root)):
            _add(digest, root, path)
    return digest.hexdigest()


@cache
def _installed() -> bytes:
    """Name and version of everything installed, a line each."""
    lines = {f"{found.name} {found.version}\n" for found in metadata.distributions()}
    return "".join(sorted(lines)).encode()


def _sources(root: Path) -> Iterator[Path]:
    """The files of a package, but for the documents, which are inputs like any other."""
    for path in root.rglob("*"):
        is_input = path.parent.name == "documents" and path.with_suffix(".txt").exists()
        if path.suffix in _CODE and not is_input:
            yield path


def _add(digest: hashlib._Hash, root: Path, path: Path) -> None:
    content = path.read_bytes()
    digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
    digest.update(content)
