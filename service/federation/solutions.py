"""Solutions of one endpoint as VALUES for another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from service.engine import Answer
from service.errors import StoreError

Term = NamedNode | Literal | None
Row = tuple[Term, ...]


@dataclass(frozen=True)
class Table:
    """Solutions: the names of variables, and rows with a term or None for each."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def bound(self) -> "Table":
        """Only the variables that are bound in each row, and each row once."""
        whole = [n for n in range(len(self.names)) if all(row[n] is not None for row in self.rows)]
        rows = dict.fromkeys(tuple(row[n] for n in whole) for row in self.rows)
        return Table(tuple(self.names[n] for n in whole), tuple(rows))

    def values(self) -> str:
        """The solutions as a VALUES clause, its terms as N-Triples has them."""
        return values(self.names, self.rows)


def values(names: Sequence[str], rows: Iterable[Row]) -> str:
    """A VALUES clause with these rows."""
    lines = ("(" + " ".join("UNDEF" if t is None else str(t) for t in row) + ")" for row in rows)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


def read(answer: Answer, genid: str = "") -> Table:
    """The solutions in an answer as JSON; raises StoreError where it holds none.

    Blank nodes become IRIs below `genid` (RDF 1.1 Concepts, section 3.5), or, without it, unbound:
    nothing elsewhere can be the same as a blank node of ours.
    """
    try:
        with answer:
            found = parse_query_results(cast(IO[bytes], answer), QueryResultsFormat.JSON)
            if not isinstance(found, QuerySolutions):
                raise StoreError("The answer is no table of solutions.")
            variables = tuple(found.variables)
            rows = tuple(
                tuple(_term(solution[variable], genid) for variable in variables)
                for solution in found
            )
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"The answer is no SPARQL results in JSON ({error}).") from error
    return Table(tuple(variable.value for variable in variables), rows)


def _term(term: object, genid: str) -> Term:
    if term is None or isinstance(term, NamedNode | Literal):
        return term
    if not isinstance(term, BlankNode):
        raise StoreError("The answer holds triple terms, which are not part of SPARQL 1.1.")
    if not genid:
        return None
    return NamedNode(f"{genid}{sha256(term.value.encode()).hexdigest()[:32]}")
