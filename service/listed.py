"""What pages show of things beside their facts: heads and lists of names."""

from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from service.names import A, address, clipped, local
from service.release import Release
from service.statements import Statements, query_text
from service.vocabulary import class_name


@dataclass(frozen=True)
class Listed:
    """An entry of a list: name, address, and a remark or a number beside it."""

    name: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Names:
    """The first entries of a list, how many there are, and where all of them are."""

    title: str
    entries: tuple[Listed, ...]
    number: int
    more: str = ""


@dataclass(frozen=True)
class About:
    """What the head of every page shows: names, kind and addresses of its subject.

    `query` is the address of the query behind the page, with its answer.
    """

    iri: str
    name: str
    kind: str
    cls: str
    path: str
    query: str

    @property
    def data(self) -> str:
        """Where the subject is described, without an extension."""
        return f"/data/{self.path}"

    @property
    def cite(self) -> str:
        """Where its citation is, without an extension."""
        return f"/cite/{self.path}"


def about(current: Release, node: NamedNode, own: Statements, query: str = "entity-facts") -> About:
    """The head of the page of something, which the query `queries/{query}.rq` is behind."""
    path = node.value.removeprefix(f"{current.base}id/")
    kind, _, slug = path.partition("/")
    name = clipped(current.labels.get(node.value) or slug, 300)
    cls = class_name(own.links(node.value, A))
    return About(node.value, name, kind, cls, path, behind(query, node))


def behind(query: str, node: NamedNode) -> str:
    """The address of a query about <>, with the node as its base: it is the same IRI then."""
    return "/sparql?" + urlencode({"query": f"BASE {node}\n{query_text(query)}"})


def listed(current: Release, iri: str) -> Listed:
    """An entity by its name, with the number of its mentions."""
    number = current.mentions.get(iri, 0)
    name = clipped(current.labels.get(iri) or local(iri))
    return Listed(name, address(iri, current.base), str(number) if number else "")
