"""Tables that people keep by hand: tab-separated, with a row of titles, and comments after `#`."""

import csv
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from mapping.errors import InputError


def rows(
    path: Path | None, shipped: str, columns: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """The place ("FILE:LINE") and the cells of each row, by default of the table that ships.

    `shipped` is the name of that one in this package. Raises InputError, with the line, for a table
    with other titles and for a row that has not one text in each of the `columns`.
    """
    name = shipped if path is None else str(path)
    text = (files("mapping") / shipped).read_text("utf-8") if path is None else _read(path)
    told = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    kept = [(f"{name}:{n}", _cells(line)) for n, line in told if not line.startswith("#")]
    titles = ", ".join(columns)
    place, first = kept[0] if kept else (f"{name}:1", [])
    if first != list(columns):
        raise InputError(place, f"has not the columns {titles}")
    for place, cells in kept[1:]:
        if len(cells) != len(columns) or not all(cells):
            raise InputError(place, f"has not one text in each of {titles}")
        yield place, cells


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8") from error


def _cells(line: str) -> list[str]:
    [cells] = csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [cell.strip() for cell in cells]
