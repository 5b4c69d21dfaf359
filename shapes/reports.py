"""The outcome of a validation: all findings, and the forms in which they are published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from ontology import DEFAULT_BASE
from shapes.findings import Finding, Severity
from shapes.rendering import json_text, text, turtle


@dataclass(frozen=True)
class Report:
    """The findings of one validation, sorted and each once."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        """Return the report of findings in any order, repetitions dropped."""
        return cls(tuple(sorted(set(findings), key=lambda finding: finding.sort_key)))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and notes do not count."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def __or__(self, other: "Report") -> Self:
        """Return the report of both."""
        return self.of(self.findings + other.findings)

    def to_text(self) -> str:
        """Return the report for people: one finding a line, grouped by document."""
        return text(self.findings)

    def to_json(self) -> str:
        """Return the report as one JSON object with ``conforms``, ``counts``, ``findings``."""
        return json_text(self.findings)

    def to_turtle(self, base: str = DEFAULT_BASE) -> str:
        """Return the report as SHACL results in Turtle: IRIs only, same findings, same bytes.

        ``base`` is the base IRI under which the report is published.
        """
        return turtle(self.findings, base)
