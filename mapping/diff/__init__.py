"""What differs between two releases: facts by class, in words, and quads."""

from mapping.diff.comparison import Comparison, Difference, compare
from mapping.diff.presentation import text
from mapping.diff.releases import Dump, dump

__all__ = ["Comparison", "Difference", "Dump", "compare", "dump", "text"]
