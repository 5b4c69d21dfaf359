"""The dates that documents tell of one fact, as a drawing: what was said when of which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from service.facts import Report

WIDTH, HEIGHT, TOP, LEFT = 640, 26, 28, 8  # of the drawing, of a row, above the first, beside all


@dataclass(frozen=True)
class Row:
    """A document: `said` is where it was published, `begin` and `width` the time that it tells."""

    y: int
    said: float | None
    begin: float
    width: float
    status: str
    words: str


@dataclass(frozen=True)
class Timeline:
    """Rows in the order of publication, and (place, year) of the marks above them."""

    rows: tuple[Row, ...]
    years: tuple[tuple[float, int], ...]
    width: int
    height: int
    top: int


def timeline(reports: Iterable[Report]) -> Timeline | None:
    """The drawing, where the reports tell more than one date; else None."""
    told = [(report, _span(report)) for report in reports]
    spans = [(report, span) for report, span in told if span]
    if len({span for _, span in spans}) < 2:
        return None
    said = {report.iri: _day(report.order) for report, _ in spans}
    days = [day for _, span in spans for day in span] + [day for day in said.values() if day]
    first, last = date(min(days).year, 1, 1), date(min(max(days).year + 1, 9999), 1, 1)
    scale = (WIDTH - 2 * LEFT) / max(1, (last - first).days)

    def place(day: date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    rows = []
    for number, (report, (begin, end)) in enumerate(spans):
        published = said[report.iri]
        rows.append(Row(
            TOP + number * HEIGHT + HEIGHT // 2, place(published) if published else None,
            place(begin), round(max(6.0, place(end) - place(begin)), 1),
            report.status[0] if report.status else "", report.date,
        ))  # fmt: skip
    step = max(1, -(-(last.year - first.year) // 10))
    years = [(place(date(year, 1, 1)), year) for year in range(first.year, last.year, step)]
    return Timeline(tuple(rows), tuple(years), WIDTH, TOP + len(rows) * HEIGHT + 6, TOP)


def _span(report: Report) -> tuple[date, date] | None:
    begin, end = _day(report.earliest), _day(report.latest)
    begin, end = begin or end, end or begin
    return (begin, end) if begin and end and begin <= end else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
