"""Queries for places where documents contradict each other, or where a date moved.

Each ``.rq`` file asks for one sort of discrepancy, over the named graphs of a release with their
union as the default graph. A row is ``?kind`` (a concept), ``?fact`` and perhaps ``?otherFact``,
the reports ``?one`` and ``?other`` (no ``?other`` where a report disagrees with its own list or
with a ``?claim`` of Wikidata), a ``?label``, and perhaps a ``?detail``: rows that differ in detail
and claim alone are one discrepancy.

An archive is asked in parts: a query may join reports of one fact, or of facts about the same post
of an organization, with those who take part, the authority graph and the links. Of passages it sees
those that a stated number rests on.
"""

from importlib.resources import files


def queries() -> list[tuple[str, str]]:
    """Return (name, SELECT text) of each query, by name."""
    found = (path for path in files("shapes.discrepancies").iterdir() if path.name.endswith(".rq"))
    return sorted((path.name.removesuffix(".rq"), path.read_text("utf-8")) for path in found)
