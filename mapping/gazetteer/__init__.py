"""The gazetteer: what the field's agencies, places, missions and meetings are called.

Hand-written Turtle files beside this module, one a sort of entry, read and checked by `load`.
`ties.tsv` lists the names that several entries share.
"""

from mapping.gazetteer.entries import Entry, Gazetteer, Name, ties
from mapping.gazetteer.errors import GazetteerError
from mapping.gazetteer.publication import authority
from mapping.gazetteer.reading import load

__all__ = ["Entry", "Gazetteer", "GazetteerError", "Name", "authority", "load", "ties"]
