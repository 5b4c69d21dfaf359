"""A score, and what changed since an earlier build, as people read it and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from mapping.evaluation.comparison import SORTS, Change, Compared, Comparison, Difference, Sort
from mapping.evaluation.scoring import Score, Tally, f1


def text(
    score: Score, refused: Mapping[str, str], comparison: Comparison | None, *, misses: bool
) -> str:
    """Tables by fact type and by class, the totals, and each miss and each extra if asked for.

    A comparison with an earlier build comes last, document by document, with totals of its own.
    """
    lines = list(_lines(score, refused, misses=misses))
    if comparison:
        lines.extend(_compared(comparison, score))
    return "\n".join(lines) + "\n"


def as_json(
    score: Score, refused: Mapping[str, str], comparison: Comparison | None, *, misses: bool
) -> str:
    """The same as JSON; ratios are numbers from 0 to 1."""
    content: dict[str, object] = {
        "types": {
            sort: _ratios(score.precision_of(sort), tally) for sort, tally in score.recall.items()
        },
        "classes": {name: _share("precision", tally) for name, tally in score.precision.items()},
        "entities": _share("recall", score.entities),
        "overall": _ratios(*score.overall),
        "refused": dict(refused),
    }
    if misses:
        content["misses"] = [asdict(miss) for miss in score.misses]
        content["extras"] = [asdict(extra) for extra in score.extras]
    if comparison:
        content["comparison"] = {
            "documents": [_document(document) for document in comparison.documents],
            "totals": _totals(comparison),
            "before": _ratios(*comparison.before.overall),
        }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _lines(score: Score, refused: Mapping[str, str], *, misses: bool) -> Iterator[str]:
    for stem, reason in refused.items():
        yield f"refused {stem}: {reason}"
    if misses:
        yield from _findings(score)
    yield f"{'type of fact':<14}  {'precision':<14}  {'recall':<14}  F1"
    for sort, tally in score.recall.items():
        yield _row(sort, score.precision_of(sort), tally)
    yield ""
    yield f"{'class':<14}  precision"
    for name, tally in score.precision.items():
        yield f"{name:<14}  {_fraction(tally)}"
    yield ""
    yield f"entities found {score.entities.right}/{score.entities.total} {score.entities.ratio:.2f}"
    yield _overall(score)


def _overall(score: Score) -> str:
    precision, recall = score.overall
    harmonic = f1(precision, recall)
    return f"precision {precision.ratio:.3f} recall {recall.ratio:.3f} f1 {harmonic:.3f}"


def _compared(comparison: Comparison, score: Score) -> Iterator[str]:
    yield ""
    for document in comparison.documents:
        counts = (f"{number} {sort}, " for sort in SORTS if (number := document.count(sort)))
        new = " (not in the earlier build)" if document.is_new else ""
        yield f"{document.stem}{new}: {''.join(counts)}{document.same} the same"
        for difference in document.differences:
            # Labels come from texts and dumps: control characters must not reach the terminal.
            line = f"  {_difference(difference)}"
            yield "".join(c if c.isprintable() else " " for c in line)
    totals = _totals(comparison)
    parts = (f"{sum(totals[s].values())} {s} ({_verdicts(totals[s])})" for s in SORTS)
    yield ""
    yield f"in all: {', '.join(parts)}, {sum(d.same for d in comparison.documents)} the same"
    yield f"before: {_overall(comparison.before)}"
    yield f"now:    {_overall(score)}"


def _difference(difference: Difference) -> str:
    fact = difference.fact
    rules = f" [{', '.join(fact.rules)}]" if fact.rules else ""
    line = f"{difference.sort} {_verdict(difference)}: {fact.sort} {fact.label}{rules}"
    changes = "; ".join(_change(change) for change in difference.changes)
    return f"{line}: {changes}" if changes else line


def _verdict(difference: Difference) -> str:
    """Whether the fact answers an annotation, and whether it did where that has changed."""
    told = (fact for fact in (difference.before, difference.now) if fact)
    return " → ".join(dict.fromkeys("right" if fact.is_right else "extra" for fact in told))


def _change(change: Change) -> str:
    if len(change.before) == len(change.now) == 1:
        return f"{change.property} {change.before[0]} → {change.now[0]}"
    parts = (("lost", change.before), ("gained", change.now))
    told = (f"{verb} {', '.join(values)}" for verb, values in parts if values)
    return f"{change.property} {' and '.join(told)}"


def _verdicts(totals: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {verdict}" for verdict, number in totals.items())


def _totals(comparison: Comparison) -> dict[Sort, dict[str, int]]:
    """Differences by sort and by whether the fact, as told last, answers an annotation."""
    told = [(d.sort, d.fact.is_right) for doc in comparison.documents for d in doc.differences]
    return {s: {"right": told.count((s, True)), "extra": told.count((s, False))} for s in SORTS}


def _document(document: Compared) -> dict[str, object]:
    return {
        "document": document.stem,
        "new": document.is_new,
        "same": document.same,
        "differences": [
            {
                "sort": difference.sort,
                "class": difference.fact.sort,
                "path": difference.fact.path,
                "label": difference.fact.label,
                "rules": difference.fact.rules,
                "right_before": difference.before.is_right if difference.before else None,
                "right_now": difference.now.is_right if difference.now else None,
                "changes": [asdict(change) for change in difference.changes],
            }
            for difference in document.differences
        ],
    }


def _findings(score: Score) -> Iterator[str]:
    for miss in score.misses:
        parts = (miss.subject, miss.predicate, miss.object, miss.when)
        yield f"miss {miss.document} {miss.type} | " + " | ".join(part or "-" for part in parts)
    for extra in score.extras:
        yield f"extra {extra.document} {', '.join(extra.classes)} {extra.iri}"
    if score.misses or score.extras:
        yield ""


def _row(name: str, precision: Tally, recall: Tally) -> str:
    harmonic = f1(precision, recall)
    return f"{name:<14}  {_fraction(precision)}  {_fraction(recall)}  {harmonic:.2f}"


def _fraction(tally: Tally) -> str:
    return f"{tally.right:>4}/{tally.total:<4} {tally.ratio:.2f}"


def _ratios(precision: Tally, recall: Tally) -> dict[str, object]:
    return {
        **_share("precision", precision),
        **_share("recall", recall),
        "f1": round(f1(precision, recall), 4),
    }


def _share(name: str, tally: Tally) -> dict[str, object]:
    return {name: round(tally.ratio, 4), f"{name}_of": [tally.right, tally.total]}
