"""The ontology's competency questions as example queries."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import ontology


@dataclass(frozen=True)
class Example:
    """A question in words, a remark on it, and the query that answers it."""

    name: str
    question: str
    remark: str
    query: str

    @property
    def address(self) -> str:
        """Where a browser sees the answer."""
        return "/sparql?" + urlencode({"query": self.query})


@cache
def examples() -> tuple[Example, ...]:
    """All questions, in the ontology's order; the words are the query's leading comment lines."""
    return tuple(Example(name, *_words(text), text) for name, text in ontology.questions())


def _words(query: str) -> tuple[str, str]:
    lines = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    question, mark, remark = " ".join(filter(None, lines)).partition("?")
    return question + mark, remark.strip()
