"""A diagram of the ontology: a box a root class, with its subclasses and properties, and arrows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rdflib import OWL, RDF, RDFS, Graph, URIRef

import ontology
from ontology import SC, SCHEMA

COLUMNS = 3
WIDTH, LINE, GAP, PAD = 290, 18, 50, 10


@dataclass(frozen=True)
class Row:
    """A line of a box: a subclass, indented by its depth, or a property and what it leads to."""

    name: str
    indent: int = 0
    leads_to: str = ""


@dataclass(frozen=True)
class Box:
    """A root class and where it stands; lengths in user units of the SVG."""

    name: str
    rows: tuple[Row, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        """The height of its title and rows."""
        return (len(self.rows) + 1) * LINE + 2 * PAD

    @property
    def centre(self) -> tuple[int, int]:
        """The point at which arrows aim."""
        return self.x + WIDTH // 2, self.y + self.height // 2


@dataclass(frozen=True)
class Arrow:
    """A line between the borders of two boxes."""

    source: str
    target: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Diagram:
    """All boxes and arrows, and the size of what holds them."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


@cache
def diagram() -> Diagram:
    """The diagram of the ontology as it is, always laid out alike."""
    graph = ontology.load()
    children = _children(graph)
    roots = sorted(set(children) - {child for below in children.values() for child in below})
    leads = {root: _properties(graph, root, children) for root in roots}
    contents = {
        root: (*_tree(root, children, 0), *(Row(p, 0, ", ".join(to)) for p, to in leads[root]))
        for root in roots
    }
    boxes = _placed(contents)
    above = {name: root for root in roots for name in _below(root, children)}
    pairs = {(r, above[t]) for r in roots for _, to in leads[r] for t in to if t in above}
    at = {box.name: box for box in boxes}
    arrows = tuple(_arrow(at[one], at[other]) for one, other in sorted(pairs) if one != other)
    width = COLUMNS * (WIDTH + GAP) - GAP
    return Diagram(boxes, arrows, width, max(box.y + box.height for box in boxes))


def _children(graph: Graph) -> dict[str, list[str]]:
    """The direct subclasses of each class of ours, by local name."""
    classes = [str(c) for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(str(SC))]
    return {
        cls.removeprefix(str(SC)): sorted(
            str(sub).removeprefix(str(SC)) for sub in graph.subjects(RDFS.subClassOf, URIRef(cls))
        )
        for cls in classes
    }


def _below(name: str, children: dict[str, list[str]]) -> set[str]:
    return {name}.union(*(_below(child, children) for child in children[name]))


def _tree(name: str, children: dict[str, list[str]], depth: int) -> Iterable[Row]:
    for child in children[name]:
        yield Row(child, depth + 1)
        yield from _tree(child, children, depth + 1)


def _properties(
    graph: Graph, root: str, children: dict[str, list[str]]
) -> list[tuple[str, list[str]]]:
    """(property, names of its ranges) of those whose domain is the root or below it."""
    domains = {SC[name] for name in _below(root, children)}
    found = []
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for prop in graph.subjects(RDF.type, kind):
            stated = {
                *graph.objects(prop, RDFS.domain),
                *graph.objects(prop, SCHEMA.domainIncludes),
            }
            ranges = {*graph.objects(prop, RDFS.range), *graph.objects(prop, SCHEMA.rangeIncludes)}
            if stated & domains:
                named = sorted(str(r).replace("/", "#").rpartition("#")[2] for r in ranges)
                found.append((str(prop).removeprefix(str(SC)), named))
    return sorted(found)


def _placed(contents: dict[str, tuple[Row, ...]]) -> tuple[Box, ...]:
    """The boxes in columns: the tallest first, each into the column that is shortest so far."""
    ends = [0] * COLUMNS
    boxes = []
    for name, rows in sorted(contents.items(), key=lambda item: (-len(item[1]), item[0])):
        column = ends.index(min(ends))
        box = Box(name, rows, column * (WIDTH + GAP), ends[column])
        ends[column] += box.height + GAP
        boxes.append(box)
    return tuple(boxes)


def _arrow(one: Box, other: Box) -> Arrow:
    return Arrow(one.name, other.name, *_border(one, other), *_border(other, one))


def _border(box: Box, towards: Box) -> tuple[float, float]:
    """Where the line from the centre of a box to that of another one leaves it."""
    (x, y), (to_x, to_y) = box.centre, towards.centre
    reach = min(
        WIDTH / 2 / abs(to_x - x) if to_x != x else 1.0,
        box.height / 2 / abs(to_y - y) if to_y != y else 1.0,
    )
    return round(x + (to_x - x) * reach, 1), round(y + (to_y - y) * reach, 1)
