"""The shapes of the published graph, and the code that validates against them.

A document's graph is checked alone with its context (``validate_document``), so that documents
stay independent of each other; what only shows across documents is checked on all graphs
(``validate_dataset``). Shapes are Turtle files, one a class; each carries its message, with the
remedy, and its severity. They are compiled (``compiled``); pySHACL is the reference
(``reference``) with which the compiled ones agree.
"""

from shapes.scopes import SHAPE, Scope, load

__all__ = ["SHAPE", "Scope", "load"]
