"""A comparison of releases as text."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.diff.comparison import CLASSES, SORTS, Comparison, Difference

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def text(comparison: Comparison) -> str:
    """The facts that came, went and changed, class by class, then how many quads did."""
    # Labels are other people's: control characters must not reach a terminal.
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in _lines(comparison))
    return "".join(f"{line}\n" for line in lines)


def _lines(comparison: Comparison) -> Iterator[str]:
    for cls in CLASSES:
        numbers = [(comparison.count(cls, sort), sort) for sort in SORTS]
        if any(number for number, _ in numbers):
            yield f"{cls}: {', '.join(f'{n} {sort}' for n, sort in numbers if n)}"
            for difference in comparison.differences:
                if difference.cls == cls:
                    yield from _told(difference)
    if not comparison.differences:
        yield "The same facts."
    yield f"{len(comparison.added)} quads added, {len(comparison.removed)} removed"


def _told(difference: Difference) -> Iterator[str]:
    address = difference.iri.partition("/id/")[2]
    yield f"  {_SIGNS[difference.sort]} {difference.label} ({address})"
    for change in difference.changes:
        gone = [f"no longer {', '.join(change.before)}"] if change.before else []
        come = [f"now {', '.join(change.now)}"] if change.now else []
        yield f"      {change.property}: {'; '.join((*gone, *come))}"
