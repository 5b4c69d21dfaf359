"""The links that a release publishes: those of entries that its documents name."""

from __future__ import annotations

from collections.abc import Container
from importlib.resources import files

from pyoxigraph import Triple

from mapping import links
from ontology import DEFAULT_BASE

TABLE = "wikidata.sssom.tsv"


def triples(paths: Container[str], base: str) -> list[Triple]:
    """The links graph of the entries with these paths."""
    kept = tuple(link for link in links.load() if link.path in paths)
    return links.link_triples(kept, base)


def table(paths: Container[str], base: str) -> str:
    """The SSSOM table that the links graph was made from, with the release's own base IRI."""
    lines = (files("mapping") / TABLE).read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    titles, *rows = lines[len(comments) :]
    header = [line.replace(f" {DEFAULT_BASE}id/", f" {base}id/") for line in comments]
    kept = [row for row in rows if row.split("\t")[0].split(":", 1)[-1] in paths]
    return "\n".join((*header, titles, *kept, ""))
