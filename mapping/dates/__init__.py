"""Dates of a text as EDTF literals, resolved against the date of the document.

    anchor = document_anchor(paragraphs, stated=None)
    for mention in find(sentence, anchor): mention.surface, mention.edtf, bounds(mention.edtf)

Words and forms are tables and a grammar beside the code, in English and French.
"""

from mapping.dates.anchors import dateline, document_anchor
from mapping.dates.finding import find
from mapping.dates.literals import bounds, is_valid, precision
from mapping.dates.mention import Anchor, Basis, DateMention
from mapping.dates.wording import human

__all__ = [
    "Anchor",
    "Basis",
    "DateMention",
    "bounds",
    "dateline",
    "document_anchor",
    "find",
    "human",
    "is_valid",
    "precision",
]
