"""JSON-LD that people can read: compacted with the project's own context."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from pyld import jsonld
from pyoxigraph import Quad, RdfFormat, Triple, serialize

from mapping.release.graphs import Graphs
from ontology import RDF

_TYPE = str(RDF.type)


def dataset(graphs: Graphs, context: Mapping[str, object]) -> Iterator[str]:
    """Pieces of one JSON-LD document that holds each named graph as an ``@graph``.

    Graphs are compacted one by one: the largest, not the sum of them, has to fit into memory.
    """
    yield f'{{"@context": {_text(context["@context"])},\n"@graph": ['
    for position, name in enumerate(sorted(graphs.named)):
        yield "\n" if position == 0 else ",\n"
        iri = graphs.iri(name)
        quads = (Quad(t.subject, t.predicate, t.object, iri) for t in graphs.named[name])
        yield _text({"@id": iri.value, "@graph": _nodes(quads, context)})
    yield "\n]}\n"


def document(triples: Iterable[Triple], context: Mapping[str, object]) -> str:
    """A JSON-LD document of one graph, indented."""
    body = {"@context": context["@context"], "@graph": _nodes(triples, context)}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _nodes(statements: Iterable[Quad] | Iterable[Triple], context: Mapping[str, object]) -> object:
    expanded = json.loads(serialize(statements, format=RdfFormat.JSON_LD) or b"[]")
    inside = [_typed(node) for top in expanded for node in top.get("@graph", [top])]
    options = {"documentLoader": _refuse, "graph": True}
    return jsonld.compact(inside, dict(context), options)["@graph"]


def _typed(node: dict[str, Any]) -> dict[str, Any]:
    """The node with ``@type`` in the place of rdf:type, which pyoxigraph writes in full."""
    types = [value["@id"] for value in node.pop(_TYPE, [])]
    return {**node, "@type": types} if types else node


def _refuse(url: str, options: object) -> NoReturn:
    """A document loader that keeps PyLD off the network, whatever a context names."""
    raise jsonld.JsonLdError(
        f"contexts are read from the ontology package only, not from {url}",
        "jsonld.LoadDocumentError",
        {"options": repr(options)},
        code="loading document failed",
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
