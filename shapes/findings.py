"""What a validation finds, one thing at a time."""

from dataclasses import dataclass
from enum import StrEnum

from rdflib import URIRef
from rdflib.term import IdentifiedNode, Literal


class Severity(StrEnum):
    """How bad a finding is; a violation keeps a document out of the release."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """One thing that does not conform.

    ``path`` is a property path in SPARQL's notation with our prefixes, None where the node as a
    whole is at fault. ``message`` names the remedy. ``source_shape`` is the shape's IRI,
    ``component`` its failed constraint. ``document`` is the slug of the document in whose graph it
    was found, None for what only shows across documents.
    """

    severity: Severity
    focus_node: IdentifiedNode | Literal
    path: str | None
    value: IdentifiedNode | Literal | None
    message: str
    source_shape: URIRef
    component: URIRef
    document: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, str, str, str, str]:
        """Order by document (none first), severity (worst first), place, value and constraint."""
        return (
            self.document or "",
            list(Severity).index(self.severity),
            self.focus_node.n3(),
            str(self.source_shape),
            self.path or "",
            self.value.n3() if self.value is not None else "",
            str(self.component),
        )
