"""The types of entities: the classes of the ontology that have members in a release."""

from dataclasses import dataclass
from functools import cache

import ontology
from service.vocabulary import class_definition, class_label


@dataclass(frozen=True)
class Type:
    """A class: its local name, and what it is called."""

    id: str

    @property
    def name(self) -> str:
        """What it is called."""
        return class_label(self.id)

    def told(self) -> dict[str, str]:
        """Its id and name."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, object]:
        """All that is said of it: name, definition, the classes directly above it."""
        above = [Type(name).told() for name in nearest(self.id)]
        definition = class_definition(self.id)
        return {**self.told(), "description": definition, **({"broader": above} if above else {})}


def broader(name: str) -> tuple[str, ...]:
    """The classes above one, the nearest first; none for what is no class."""
    try:
        return ontology.superclasses(name)
    except ontology.UnknownClassError:
        return ()


@cache
def nearest(name: str) -> tuple[str, ...]:
    """Those above that are above no other of these."""
    above = broader(name)
    return tuple(one for one in above if not any(one in broader(other) for other in above))
