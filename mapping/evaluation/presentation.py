"""A score as people read it, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from mapping.evaluation.scoring import Score, Tally, f1


def text(score: Score, refused: Mapping[str, str], *, misses: bool) -> str:
    """Tables by fact type and by class, the totals, and each miss and each extra if asked for."""
    return "\n".join(_lines(score, refused, misses=misses)) + "\n"


def as_json(score: Score, refused: Mapping[str, str], *, misses: bool) -> str:
    """The same as JSON; ratios are numbers from 0 to 1."""
    precision, recall = score.overall
    content: dict[str, object] = {
        "types": {
            sort: _ratios(score.precision_of(sort), tally) for sort, tally in score.recall.items()
        },
        "classes": {name: _share("precision", tally) for name, tally in score.precision.items()},
        "entities": _share("recall", score.entities),
        "overall": _ratios(precision, recall),
        "refused": dict(refused),
    }
    if misses:
        content["misses"] = [asdict(miss) for miss in score.misses]
        content["extras"] = [asdict(extra) for extra in score.extras]
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
    precision, recall = score.overall
    yield ""
    yield f"entities found {score.entities.right}/{score.entities.total} {score.entities.ratio:.2f}"
    yield (
        f"precision {precision.ratio:.3f} recall {recall.ratio:.3f} f1 {f1(precision, recall):.3f}"
    )


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
