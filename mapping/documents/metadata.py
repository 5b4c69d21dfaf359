"""The metadata file of a document: what its publisher states outside the text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import yaml

from mapping.dates import is_valid
from mapping.errors import InputError


@dataclass(frozen=True)
class Metadata:
    """The contents of a metadata file; every field may be missing.

    ``date`` is an EDTF literal that the publisher states outside the text, ``date_basis`` says in
    words how the date is known, ``text`` whether the whole text may be shown or quotes only.
    """

    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    date: str | None = None
    date_basis: str | None = None
    rights: str | None = None
    text: Literal["full", "quotes"] = "full"
    language: str | None = None

    @classmethod
    def beside(cls, document: Path) -> Metadata:
        """The metadata of the file of the same stem with suffix ``.yaml``; empty without one."""
        path = document.with_suffix(".yaml")
        if not path.is_file():
            return cls()
        return cls._from(path, _load(path))

    @classmethod
    def _from(cls, path: Path, content: object) -> Metadata:
        if not isinstance(content, dict):
            raise InputError(str(path), "is not a table of names and values")
        known = {field.name for field in fields(cls)}
        for name, value in content.items():
            if name not in known:
                raise InputError(
                    str(path), f"unknown entry {name!r}; known are {', '.join(sorted(known))}"
                )
            if value is not None and not isinstance(value, str):
                raise InputError(str(path), f"{name} is not a text; put it in quotation marks")
        given = {str(name): value for name, value in content.items() if value is not None}
        if "date" in given and not is_valid(given["date"]):
            raise InputError(
                f"{path}:{_line(path, 'date')}",
                f"date {given['date']!r} is not EDTF, such as 2019-05-03, 2019-05 or 2019",
            )
        if given.get("text", "full") not in ("full", "quotes"):
            raise InputError(str(path), "text is neither 'full' nor 'quotes'")
        return cls(**given)


def _line(path: Path, name: str) -> int:
    """The line of the file, from 1, on which an entry begins; of several, the last counts."""
    root = yaml.compose(path.read_text("utf-8"))
    entries = root.value if isinstance(root, yaml.MappingNode) else []
    return max((key.start_mark.line + 1 for key, _ in entries if key.value == name), default=1)


def _parsed(text: str) -> object:
    """The content of a text: by libyaml where it is there, ten times as fast; errors by PyYAML."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, too
    except yaml.YAMLError:
        return yaml.safe_load(text)


_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _load(path: Path) -> object:
    try:
        return _parsed(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path}:{line}", f"is not YAML: {error.problem}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(str(path), f"cannot be read: {error}".splitlines()[0]) from error
