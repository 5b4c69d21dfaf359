"""Values and references in the syntax of QuickStatements V1.

A vertical bar stands for a tab, a double quote may end a string and a backslash may protect that
quote, wherever they stand; nothing escapes them in all versions of the tool, hence none is left.
"""

from __future__ import annotations

import re
from urllib.parse import quote

import rdflib
from rdflib.term import Node

from ontology import DCTERMS

# Pairs of property and value: (("S854", '"https://…"'), ("S1476", 'en:"…"')).
Reference = tuple[tuple[str, str], ...]

# Must match "2021-03-09", "2018-10", "2018"; must not match "2018~", "2018/..", "2018-21" (spring).
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", re.ASCII)
_DAY, _MONTH, _YEAR = 11, 10, 9
# Must match "https://presse.cnes.fr/en"; must not match "Press archive, box 3".
_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
# Must match "|", "“", a space or a newline; must not match "%", "é" or "&".
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"“”<>\\^`{|}]")
_IN_TEXT = str.maketrans({"|": "–", '"': "'", "\\": "/"})
# Must match a tab, a newline, a zero byte; must not match a letter.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def time(edtf: str) -> str | None:
    """A day, month or year with its precision, such as ``+2018-10-00T00:00:00Z/10``.

    None for intervals, open and approximate dates. Without precision the tool would read a year.
    """
    found = _DATE.fullmatch(edtf)
    if not found:
        return None
    year, month, day = found.groups()
    precision = _DAY if day else _MONTH if month else _YEAR
    return f"+{year}-{month or '00'}-{day or '00'}T00:00:00Z/{precision}"


def reference(graph: rdflib.Graph, document: Node) -> Reference | None:
    """Address (P854), title (P1476) and day of publication (P577) of a document, as far as known.

    None where there is neither an address nor both others: nobody could find it again. There is no
    day of retrieval (P813), because no document states one.
    """
    issued = graph.value(document, DCTERMS.issued)
    pairs = {
        "S854": _address(graph, document),
        "S1476": _title(graph, document),
        "S577": time(str(issued)) if issued else None,
    }
    known = tuple((name, value) for name, value in pairs.items() if value)
    return known if pairs["S854"] or len(known) == len(pairs) - 1 else None


def _address(graph: rdflib.Graph, document: Node) -> str | None:
    address = str(graph.value(document, DCTERMS.source) or "")
    if not _ADDRESS.match(address):
        return None
    return f'"{_UNSAFE.sub(lambda found: quote(found[0]), address)}"'


def _title(graph: rdflib.Graph, document: Node) -> str | None:
    title = graph.value(document, DCTERMS.title)
    cleaned = _BLANK.sub(" ", str(title or "").translate(_IN_TEXT)).strip()
    if not cleaned or not isinstance(title, rdflib.Literal):
        return None
    return f'{(title.language or "und").lower()}:"{cleaned}"'
