"""The ontology's competency questions as example queries."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import ontology
from service.statements import query_text

JOINT = ("wikidata-from-here", "here-from-wikidata")


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


def joint(base: str) -> tuple[Example, ...]:
    """Queries that join this endpoint with Wikidata's: asked here, and asked there.

    `base` is the service's address, with a slash at its end, by which others ask it.
    """
    texts = {name: query_text(f"joint/{name}") for name in JOINT}
    here = f"<{ontology.DEFAULT_BASE}sparql>"
    return tuple(
        Example(name, *_words(text), text.replace(here, f"<{base}sparql>"))
        for name, text in texts.items()
    )


def _words(query: str) -> tuple[str, str]:
    lines = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    question, mark, remark = " ".join(filter(None, lines)).partition("?")
    return question + mark, remark.strip()
