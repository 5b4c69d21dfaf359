"""The table of corrections, read and checked row by row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mapping import dates, reviewed
from mapping.errors import InputError

TABLE = "corrections.tsv"
COLUMNS = ("report", "verdict", "reason", "who", "date")
STATUSES = ("planned", "achieved", "cancelled")
# Properties whose values are concepts; those of the others are entities.
CONCEPTS = ("milestoneType", "contributionType")
ROLES = frozenset(
    "participant organizer witness party signatory agent recipient contributor item member "
    "organization endeavour place topic withinEvent series object".split()
).union(CONCEPTS)

# Must match "report/a--milestone-svom-launch", "https://w3id.org/spacecoop/id/report/a--b";
# must not match "milestone/svom-launch", "report/a".
_REPORT = re.compile(
    r"(?:https?://\S+/id/)?report/((?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)--[a-z0-9-]+)"
)
# Must match "organization/cnes"; must not match "CNES".
_PATH = re.compile(r"[a-z]+/[a-z0-9][a-z0-9-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Correction:
    """One row: ``key`` is the report's slug, ``amendments`` empty where it is withdrawn.

    An amendment is a name (date, status or a property of facts) with its new values.
    """

    line: int
    slug: str
    key: str
    amendments: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str
    who: str
    date: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Corrections:
    """The corrections of a file, by the slug of the document whose reports they are about."""

    file: str = ""
    by_slug: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    def of(self, slug: str) -> tuple[Correction, ...]:
        """The corrections of one document's reports."""
        return self.by_slug.get(slug, ())

    def check(self, unapplied: Collection[int], slugs: Collection[str]) -> None:
        """Raises InputError for the first correction of a report that is in no document.

        ``unapplied`` are lines whose document has no such report, ``slugs`` the documents at hand.
        """
        rows = sorted((r for rs in self.by_slug.values() for r in rs), key=lambda r: r.line)
        for row in rows:
            if row.slug not in slugs:
                reason = f"corrects report/{row.key}, but no document here is {row.slug}"
            elif row.line in unapplied:
                reason = f"corrects report/{row.key}, which document {row.slug} does not make"
            else:
                continue
            raise InputError(f"{self.file}:{row.line}", f"{reason}; remove or mend this line")


def load(path: Path | None = None) -> Corrections:
    """The corrections of a file, by default of the one that ships.

    Raises InputError, with the line, for what is no such table.
    """
    found: dict[str, Correction] = {}
    for place, cells in reviewed.rows(path, TABLE, COLUMNS):
        row = _correction(int(place.rpartition(":")[2]), cells, place)
        if (first := found.setdefault(row.key, row)) is not row:
            reason = f"report/{row.key} is corrected already in line {first.line}"
            raise InputError(place, reason)
    grouped: dict[str, list[Correction]] = defaultdict(list)
    for row in found.values():
        grouped[row.slug].append(row)
    name = TABLE if path is None else str(path)
    return Corrections(name, {slug: tuple(rows) for slug, rows in grouped.items()})


def _correction(line: int, cells: list[str], place: str) -> Correction:
    report, verdict, reason, who, date = cells
    named = _REPORT.fullmatch(report)
    if not named:
        raise InputError(place, f"{report!r} is no report, such as report/DOCUMENT--FACT")
    if not _DAY.fullmatch(date) or not _is_date(date):
        raise InputError(place, f"{date!r} is no day, such as 2026-11-22")
    amendments = _amendments(verdict, place)
    return Correction(line, named["slug"], named[1], amendments, reason, who, date, tuple(cells))


def _amendments(verdict: str, place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    word, _, rest = verdict.partition(" ")
    if verdict == "withdraw":
        return ()
    if word != "amend" or not rest.strip():
        raise InputError(place, f"{verdict!r} is neither 'withdraw' nor 'amend NAME=VALUE'")
    return tuple(_amendment(part.strip(), place) for part in rest.split(";"))


def _amendment(text: str, place: str) -> tuple[str, tuple[str, ...]]:
    name, _, value = (part.strip() for part in text.partition("="))
    values = tuple(value.split())
    if name == "date":
        if len(values) != 1 or not _is_date(value):
            raise InputError(place, f"{value!r} is no date in EDTF, such as 2019-10-03")
    elif name == "status":
        values = (value.removeprefix("sc:").lower(),)
        if values[0] not in STATUSES:
            raise InputError(place, f"{value!r} is no status: {', '.join(STATUSES)}")
    elif name not in ROLES:
        raise InputError(
            place,
            f"{name!r} cannot be amended; known are date, status and {', '.join(sorted(ROLES))}",
        )
    elif not values or not all(name in CONCEPTS or _PATH.fullmatch(v) for v in values):
        raise InputError(place, f"{value!r} is no value of {name}, such as organization/cnes")
    return name, values


def _is_date(text: str) -> bool:
    try:
        dates.bounds(text)
    except ValueError:
        return False
    return True
