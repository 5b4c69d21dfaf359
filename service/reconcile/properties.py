"""What can be asked of entities: properties, and the values that a release has for them."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pyoxigraph import Literal, NamedNode, Store

from ontology import EDTF, XSD
from service.names import local
from service.reconcile.names import Names
from service.reconcile.types import broader
from service.statements import query_text, select

INTEGER = NamedNode(str(XSD.integer))
DATE = NamedNode(str(EDTF))

Value = NamedNode | Literal
Values = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Property:
    """A property: `of` are the classes that have it (empty: all); one `identifies` or not."""

    id: str
    name: str
    of: tuple[str, ...] = ()
    identifies: bool = False

    @property
    def description(self) -> str:
        """What its values say, in a sentence."""
        return query_text(f"property/{self.id}").partition("\n")[0].lstrip("# ")

    def suits(self, cls: str) -> bool:
        """Whether members of a class have it."""
        return not self.of or not set(self.of).isdisjoint((cls, *broader(cls)))


@cache
def properties() -> Mapping[str, Property]:
    """All properties by their ids."""
    text = files("service.reconcile").joinpath("properties.yaml").read_text(encoding="utf-8")
    rows = [Property(**{**row, "of": tuple(row.get("of", ()))}) for row in yaml.safe_load(text)]
    return {row.id: row for row in rows}


@dataclass(frozen=True)
class Told:
    """The values of properties in a release, each read as a whole when it is first asked for."""

    _read: dict[str, Values] = field(default_factory=dict)
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def values(self, store: Store, name: str) -> Values:
        """The values of a property by the entity's IRI."""
        with self._reading:
            known = self._read.get(name)
            if known is None:
                known = self._read[name] = _values(store, name)
            return known


def _values(store: Store, name: str) -> Values:
    found: dict[str, list[Value]] = {}
    for row in select(store, f"property/{name}"):
        entity, value = row["entity"], row["value"]
        if isinstance(entity, NamedNode) and isinstance(value, NamedNode | Literal):
            found.setdefault(entity.value, []).append(value)
    return {entity: tuple(values) for entity, values in found.items()}


def cell(names: Names, value: Value) -> dict[str, object]:
    """A value as data extension has it: an entity, a whole number, a day, or text.

    A date that is no single day stays the text that it is in EDTF: `2022-06`.
    """
    if isinstance(value, NamedNode):
        entity = names.identify(value.value)
        return {"id": entity.id, "name": entity.name} if entity else {"str": local(value.value)}
    if value.datatype == INTEGER:
        return {"int": int(value.value)}
    if value.datatype == DATE and _is_day(value.value):
        return {"date": f"{value.value}T00:00:00Z"}
    return {"str": value.value}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
