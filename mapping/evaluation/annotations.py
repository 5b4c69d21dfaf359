"""Annotated documents: what a careful reader found in a text (see FORMAT.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import InputError
from mapping.evaluation.matching import FITTING

# Must match "https://example.org/news?id=1"; must not match "a copy of https://example.org/".
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class GoldFact:
    """A fact that a reader found; ``when`` is EDTF."""

    type: str
    subject: str
    predicate: str
    object: str | None
    when: str | None


@dataclass(frozen=True)
class GoldEntity:
    """A thing that the text names, and the forms in which it does."""

    name: str
    forms: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the surface forms."""
        return (self.name, *self.forms)


@dataclass(frozen=True)
class Annotation:
    """What is annotated of one document; ``stem`` is the annotation file's, ``text`` the text's."""

    stem: str
    text: Path
    source: str | None
    publisher: str | None
    facts: tuple[GoldFact, ...]
    entities: tuple[GoldEntity, ...]


def load(folder: Path) -> list[Annotation]:
    """The annotations of a folder's ``*.json`` files, by file name.

    Raises InputError for a folder without any, and for a file that is not in the format.
    """
    if not folder.is_dir():
        raise InputError(str(folder), "no such folder")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(str(folder), "no annotations (*.json) in this folder")
    return [_annotation(path) for path in paths]


def _annotation(path: Path) -> Annotation:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        facts = tuple(_fact(fact) for fact in content["facts"])
        entities = tuple(_entity(entity) for entity in content["entities"])
        text, source, publisher = (_text(content, key) for key in ("text", "url", "publisher"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except KeyError as error:
        raise InputError(str(path), f"has no {error} where the format asks for it") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"is not in the annotation format: {error}") from error
    if text is None:
        raise InputError(str(path), "does not say where its text is ('text')")
    address = source if source and _ADDRESS.fullmatch(source) else None
    return Annotation(path.stem, _find(text, path), address, publisher, facts, entities)


def _fact(raw: Mapping[str, object]) -> GoldFact:
    sort, subject, predicate = (_needed(raw, key) for key in ("type", "subject", "predicate"))
    if sort not in FITTING:
        raise ValueError(f"unknown type of fact {sort!r}")
    return GoldFact(sort, subject, predicate, _text(raw, "object"), _text(raw, "when"))


def _entity(raw: Mapping[str, object]) -> GoldEntity:
    forms = raw.get("surface_forms", [])
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        raise TypeError("'surface_forms' must be a list of texts")
    return GoldEntity(_needed(raw, "name"), tuple(forms))


def _needed(raw: Mapping[str, object], key: str) -> str:
    value = _text(raw, key)
    if value is None:
        raise ValueError(f"{key!r} is missing")
    return value


def _text(raw: Mapping[str, object], key: str) -> str | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{key!r} must be a text")
    return value or None


def _find(text: str, path: Path) -> Path:
    """The text, relative to the nearest folder above the annotation in which it exists."""
    for folder in path.resolve().parents:
        if (folder / text).is_file():
            return folder / text
    raise InputError(str(path), f"its text {text} is in none of the folders above")
