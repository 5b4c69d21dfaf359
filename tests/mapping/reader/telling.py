"""What a text came to, in plain names, so that tests need not spell out addresses.

A value is an address below the base without it ("organization/cnes"), a local name of the ontology
("Achieved"), the slug of a concept ("launch"), or the text of a literal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pyoxigraph import BlankNode, NamedNode

from mapping import Mapped, gazetteer, map_document
from mapping.documents import Document, published
from ontology import CONCEPT, DEFAULT_BASE, ITSRDF, RDF, SC

HERE = Path(__file__).parent
GAZETTEER = gazetteer.load()

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Told:
    """The graph of one document, asked by plain names."""

    mapped: Mapped
    base: str = DEFAULT_BASE

    @cached_property
    def nodes(self) -> dict[str, Values]:
        """The values of each property of each subject, sorted."""
        found: dict[str, dict[str, list[str]]] = {}
        for triple in self.mapped.triples:
            values = found.setdefault(self._name(triple.subject), {})
            values.setdefault(self._name(triple.predicate), []).append(self._name(triple.object))
        return {
            subject: {name: tuple(sorted(given)) for name, given in values.items()}
            for subject, values in found.items()
        }

    def of(self, type_: str) -> dict[str, Values]:
        """The nodes of a class, by name."""
        return {
            name: values for name, values in self.nodes.items() if type_ in values.get("type", ())
        }

    def reports_of(self, fact: str) -> list[Values]:
        """What the reports of one fact say."""
        return [r for r in self.of("Report").values() if fact in r.get("reportOf", ())]

    def passages(self) -> Iterator[tuple[int, int, str]]:
        """Begin, end and quote of each passage."""
        for values in self.of("Passage").values():
            yield int(values["begin"][0]), int(values["end"][0]), values["quote"][0]

    def mentions(self) -> set[tuple[str, str]]:
        """The words that name something, with what they name."""
        return {
            (values["quote"][0], path)
            for values in self.of("Passage").values()
            for path in values.get("taIdentRef", ())
        }

    def memberships(self) -> set[tuple[str, str, str]]:
        """Member, post and organization of each membership; no post is an empty one."""
        return {
            (m["member"][0], m.get("post", ("",))[0], m["organization"][0])
            for m in self.of("Membership").values()
        }

    def _name(self, node: object) -> str:
        assert not isinstance(node, BlankNode), "a document's graph holds a blank node"
        text = str(getattr(node, "value", ""))
        if isinstance(node, NamedNode):
            for namespace in (f"{self.base}id/", str(SC), str(CONCEPT), str(RDF), str(ITSRDF)):
                text = text.removeprefix(namespace)
        return text


def tell(
    text: str,
    *,
    slug: str = "note",
    date: str | None = None,
    publisher: str | None = None,
    base: str = DEFAULT_BASE,
) -> Told:
    """What ``text`` comes to as a document; ``date`` is what its publisher states outside it."""
    document = Document(
        slug, f"{slug}.txt", "", published(text), "A note", publisher=publisher, stated_date=date
    )
    return Told(map_document(document, GAZETTEER, base), base)


def cases(name: str) -> Sequence[dict[str, object]]:
    """The cases of a table beside the tests, each a mapping of names to values."""
    content = yaml.safe_load((HERE / name).read_text("utf-8"))
    assert isinstance(content, list)
    assert content, f"{name} holds no cases"
    return content
