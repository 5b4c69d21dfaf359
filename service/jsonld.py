"""JSON-LD that people can read: compacted with the project's own context, which it embeds."""

import json
from collections.abc import Sequence
from typing import NoReturn

from pyld import jsonld
from pyoxigraph import Quad, RdfFormat, Triple, serialize

import ontology

TYPE = str(ontology.RDF.type)


def compacted(statements: Sequence[Triple] | Sequence[Quad]) -> bytes:
    """A JSON-LD 1.1 document of the statements, indented."""
    context = ontology.context()
    expanded = json.loads(serialize(statements, format=RdfFormat.JSON_LD) or b"[]")
    options = {"documentLoader": _refuse, "graph": True}
    document = jsonld.compact([_typed(node) for node in expanded], context, options)
    body = {"@context": context["@context"], "@graph": _plain(document["@graph"])}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _typed(node: dict[str, object]) -> dict[str, object]:
    """The node with its classes under @type: the engine writes rdf:type like any property."""
    classes = node.pop(TYPE, [])
    if isinstance(classes, list) and classes:
        node["@type"] = [value["@id"] for value in classes]
    return node


def _plain(value: object) -> object:
    """The document with literal types under @type, whatever the context calls it.

    rdflib 7 takes an alias there for a property, and the literal for one without a type.
    """
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value and "type" in value:
        return {"@type": value["type"], "@value": value["@value"]}
    return {key: _plain(item) for key, item in value.items()}


def _refuse(url: str, _options: object) -> NoReturn:
    """A document loader that keeps the service off the network."""
    raise jsonld.JsonLdError(f"contexts are not loaded from {url}", "jsonld.LoadDocumentError")
