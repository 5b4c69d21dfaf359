"""How well the mapping reads: published facts against documents that people annotated.

``FORMAT.md`` beside this module says what an annotation holds and when a fact counts as found.
"""

from mapping.evaluation.annotations import Annotation, load
from mapping.evaluation.scoring import Extra, Miss, Score, Tally, score

__all__ = ["Annotation", "Extra", "Miss", "Score", "Tally", "load", "score"]
