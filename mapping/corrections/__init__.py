"""Corrections by curators: what a report is to say, or that it is not to count, from now on.

They are rows of a table (``mapping/corrections.tsv`` unless another is given), applied to a
document's graph after the rules and before validation, so that nobody bends a rule to mend a fact.
"""

from mapping.corrections.application import applied
from mapping.corrections.table import Correction, Corrections, load

__all__ = ["Correction", "Corrections", "applied", "load"]
