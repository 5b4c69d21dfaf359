"""Suggestions as a patch of the project's files, which nobody has applied yet."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from mapping.release.linkset import TABLE
from mapping.wikidata.suggestions import Alias, Match, by_path
from ontology import WD

_GAZETTEER = "mapping/gazetteer"
_TABLE = f"mapping/{TABLE}"
# Rows that say so are refused when the table is read: somebody has to look at the item first.
_BY_NAME, _BY_REDIRECT = "semapv:LexicalMatching", "semapv:MappingChaining"


def patch(found: Sequence[Alias], matches: Sequence[Match]) -> str:
    """A unified diff (for ``patch -p1``, ``git apply``), empty where nothing is suggested."""
    return "".join(
        line
        for name, before, after in (*_gazetteer(found, matches), _table(matches))
        for line in difflib.unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
        )
    )


def _gazetteer(found: Sequence[Alias], matches: Sequence[Match]) -> Iterator[tuple[str, str, str]]:
    """Name, text before and text after of each of the gazetteer's files."""
    names = by_path(found)
    moved = {match.path: match for match in matches if match.instead_of}
    for file in sorted(files("mapping.gazetteer").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl"):
            before = file.read_text(encoding="utf-8")
            blocks = before.split("\n\n")
            for place, block in enumerate(blocks):
                path = block[1 : block.find("> a ")] if block.startswith("<") else ""
                if path in names:
                    blocks[place] = _with(blocks[place], names[path])
                if path in moved:
                    blocks[place] = _moved(blocks[place], moved[path])
            yield f"{_GAZETTEER}/{file.name}", before, "\n\n".join(blocks)


def _with(block: str, names: Sequence[Alias]) -> str:
    """An entry's block with more names after the preferred ones."""
    lines = block.split("\n")
    begin = next(n for n, line in enumerate(lines) if line.lstrip().startswith("skos:prefLabel"))
    end = next(n for n, line in enumerate(lines[begin:], begin) if line.endswith(" ;"))
    more = [f'    skos:altLabel "{name.text}"@{name.language} ;' for name in names]
    return "\n".join((*lines[: end + 1], *more, *lines[end + 1 :]))


def _moved(block: str, match: Match) -> str:
    return block.replace(f"<{WD}{match.instead_of}>", f"<{WD}{match.item}>")


def _table(matches: Sequence[Match]) -> tuple[str, str, str]:
    """The table of links likewise."""
    before = (files("mapping") / TABLE).read_text(encoding="utf-8")
    lines = before.splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("subject_id")) + 1
    rows = {line.split("\t")[0]: line for line in lines[head:]}
    for match in matches:
        subject = f"spacecoop:{match.path}"
        rows[subject] = _row(rows.get(subject, ""), subject, match)
    ordered = [rows[subject] for subject in sorted(rows)]
    return _TABLE, before, "\n".join((*lines[:head], *ordered, ""))


def _row(before: str, subject: str, match: Match) -> str:
    predicate = before.split("\t")[2] if match.instead_of else "skos:exactMatch"
    how = _BY_REDIRECT if match.instead_of else _BY_NAME
    why = f"{match.instead_of} redirects to it" if match.instead_of else "found by its name"
    label = " ".join(match.item_label.split())
    cells = (subject, match.label, predicate, f"wikidata:{match.item}", label, how, "", "", why)
    return "\t".join(cells)
