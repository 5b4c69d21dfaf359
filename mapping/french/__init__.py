"""French sentences: who holds which post, and names with their articles, nations and lists.

French releases are read by rules of their own (``rules/fr-rules.yaml``) over sentences that these
steps have folded; words: ``rules/fr.yaml``. What the English steps know of references ("the
agency") has no counterpart here: where a French sentence does not name who acts, it states nothing.
"""

from mapping.french.names import names, nations
from mapping.french.persons import introductions
from mapping.french.phrases import lists, phrases

__all__ = ["introductions", "lists", "names", "nations", "phrases"]
