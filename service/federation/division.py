"""A query divided: the SERVICE in it, and what else its outermost group consists of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from service import scan
from service.errors import BadQueryError, TooComplexError
from service.scan import Token, position

FORM = "SERVICE [SILENT] <address> { … }, once, in the outermost group of the query"
ELEMENTS = 500
_CLAUSES = ("BIND", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "SELECT", "UNION", "VALUES")
# What has another value each time it is asked for.
_VOLATILE = frozenset("BNODE NOW RAND STRUUID UUID".split())
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Element:
    """A part of the outermost group: its kind (a clause in capitals, "" for triples and groups)."""

    kind: str
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where it begins in the query."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].start + len(self.tokens[-1].text)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables in it."""
        return frozenset(token.text[1:] for token in self.tokens if token.kind == "variable")

    @property
    def volatile(self) -> bool:
        """Whether it may say something else when it is evaluated again."""
        return any(t.kind == "word" and t.text.upper() in _VOLATILE for t in self.tokens)


@dataclass(frozen=True)
class Divided:
    """A query with one SERVICE: the parts of its text and of its outermost group.

    `body` and `end` are where that group's content begins and ends, `tail` is a VALUES clause at
    the end of the query. `address` is the endpoint's, `pattern` what it is asked, without braces.
    """

    query: str
    prologue: str
    body: int
    end: int
    elements: tuple[Element, ...]
    service: Element
    address: str
    silent: bool
    pattern: str
    tail: str

    @cached_property
    def kept(self) -> tuple[Element, ...]:
        """The elements that alone bind whatever variables the whole group can join with.

        What only narrows solutions down is left out where the SERVICE may change what it sees.
        """
        kept = [one for one in self.elements if self._keeps(one)]
        known = {one.start for one in kept}
        unsure: set[str] = set()
        for one in self.elements:
            if one.kind != "FILTER" and one.start not in known:
                unsure |= one.variables
        filters = [
            one
            for one in self.elements
            if one.kind == "FILTER" and not one.volatile and not one.variables & unsure
        ]
        return (*kept, *filters)

    def _keeps(self, one: Element) -> bool:
        before = one.end <= self.service.start
        joins = one.kind not in ("BIND", "MINUS", "OPTIONAL")
        return one.kind not in ("FILTER", "SERVICE") and not one.volatile and (before or joins)

    @property
    def shared(self) -> list[str]:
        """The variables that both sides may bind, by the alphabet."""
        ours = {token.text[1:] for token in scan.tokens(self.tail) if token.kind == "variable"}
        for one in self.kept:
            if one.kind not in ("FILTER", "MINUS"):
                ours |= one.variables
        return sorted(self.service.variables & ours)

    def joined(self, text: str) -> str:
        """The query with something in place of the SERVICE; lines keep their numbers."""
        return _replaced(self.query, [self.service], text)

    def local(self, wanted: Sequence[str], limit: int) -> str:
        """The query for the distinct bindings of these variables that we have ourselves."""
        kept = {one.start for one in self.kept}
        dropped = [one for one in self.elements if one.start not in kept]
        group = _replaced(self.query, dropped, "{}")
        group = group[self.body : len(group) - (len(self.query) - self.end)]
        between = "\n" * self.query.count("\n", len(self.prologue), self.body)
        names = " ".join(f"?{name}" for name in wanted)
        head = f"{self.prologue}SELECT DISTINCT {names} WHERE {between}{{"
        return f"{head}{group}}} LIMIT {limit} {self.tail}"

    def remote(self, values: str) -> str:
        """The query for the other endpoint: its pattern, joined with values."""
        inside = self.service.end - 1 - len(self.pattern)
        between = "\n" * self.query.count("\n", len(self.prologue), inside)
        return f"{self.prologue}SELECT * WHERE {{ {values} {between}{{{self.pattern}}} }}"


def divided(query: str, base: str | None = None) -> Divided | None:
    """The query in its parts, None without a SERVICE; BadQueryError for one in another place."""
    if len(query) > scan.LENGTH:
        return None
    tokens = list(scan.tokens(query))
    calls = [n for n, token in enumerate(tokens) if scan.calls(token)]
    if not calls:
        return None
    first = scan.head(query)
    opening = _opening(tokens, calls[0])
    if len(calls) > 1 or opening is None or first is None or _is_template(tokens, opening):
        raise _misplaced(query, tokens[calls[-1]])
    closing = _closing(tokens, opening)
    elements = tuple(_elements(query, tokens[opening + 1 : closing]))
    if len(elements) > ELEMENTS:
        raise TooComplexError(f"More than {ELEMENTS:,} clauses beside a SERVICE.")
    service = next(one for one in elements if tokens[calls[0]] in one.tokens)
    prologue = query[: first.start]
    address, silent, inside = _called(query, prologue, service, base)
    tail = next((t.start for t in tokens[closing:] if t.text.upper() == "VALUES"), len(query))
    return Divided(
        query=query,
        prologue=prologue,
        body=tokens[opening].start + 1,
        end=tokens[closing].start,
        elements=elements,
        service=service,
        address=address,
        silent=silent,
        pattern=inside,
        tail=query[tail:],
    )


def _opening(tokens: Sequence[Token], call: int) -> int | None:
    """The number of the brace that opens the outermost group, if the call stands in that itself."""
    opened = []
    for number, token in enumerate(tokens[:call]):
        if token.text in _OPENS:
            opened.append(number)
        elif token.text in _CLOSES and opened:
            opened.pop()
    alone = len(opened) == 1 and opened[0] > 0 and tokens[opened[0]].text == "{"
    return opened[0] if alone else None


def _is_template(tokens: Sequence[Token], opening: int) -> bool:
    return tokens[opening - 1].text.upper() == "CONSTRUCT"


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """The number of the bracket that closes the one with this number."""
    depth = 0
    for number in range(opening, len(tokens)):
        depth += (tokens[number].text in _OPENS) - (tokens[number].text in _CLOSES)
        if depth == 0:
            return number
    raise BadQueryError("Not a SPARQL 1.1 query: it ends too early.")


def _elements(query: str, tokens: Sequence[Token]) -> Iterator[Element]:
    """The elements of a group, each in one piece."""
    number = 0
    while number < len(tokens):
        kind, end = _element(query, tokens, number)
        yield Element(kind, tuple(tokens[number:end]))
        number = end


def _element(query: str, tokens: Sequence[Token], start: int) -> tuple[str, int]:
    """(kind, number of the token after its end) of the element that begins with a token."""
    kind = _clause(query, tokens[start])
    if kind in ("FILTER", "BIND", "GRAPH", "MINUS", "OPTIONAL", "VALUES", "SERVICE"):
        # All but VALUES and FILTER have one pair of brackets; those of VALUES ?x { … } come last.
        end = _after(tokens, start, "{" if kind not in ("FILTER", "BIND") else "({")
        return kind, end
    if tokens[start].text == "{":
        end = _closing(tokens, start) + 1
        while end < len(tokens) and _clause(query, tokens[end]) == "UNION":
            end = _after(tokens, end, "{")
        return "", end
    end = start + 1
    depth = (tokens[start].text in _OPENS) - (tokens[start].text in _CLOSES)
    while end < len(tokens):
        if depth == 0 and (tokens[end].text == "{" or _clause(query, tokens[end])):
            break
        depth += (tokens[end].text in _OPENS) - (tokens[end].text in _CLOSES)
        end += 1
    return "", end


def _after(tokens: Sequence[Token], start: int, brackets: str) -> int:
    """The number after the brackets that open first from a token on."""
    opening = next((n for n in range(start, len(tokens)) if tokens[n].text in brackets), None)
    if opening is None:
        raise BadQueryError("Not a SPARQL 1.1 query: it ends too early.")
    return _closing(tokens, opening) + 1


def _clause(query: str, token: Token) -> str:
    """The clause that a keyword begins; BadQueryError where no space parts it from others."""
    if token.kind != "word":
        return ""
    if scan.calls(token):
        return "SERVICE"
    head = token.text.partition(":")[0].upper()
    found = next((clause for clause in _CLAUSES if clause in head), "")
    if found and found != token.text.upper():
        place = position(query, token.start)
        raise BadQueryError(f"Beside a SERVICE, put spaces around {found}.", *place)
    return found


def _called(query: str, prologue: str, service: Element, base: str | None) -> tuple[str, bool, str]:
    """(address, whether SILENT, pattern) of a SERVICE element."""
    words = list(service.tokens)
    if words[0].text.upper() != "SERVICE":
        raise _misplaced(query, words[0])
    silent = words[1].text.upper() == "SILENT"
    name, brace = words[2 if silent else 1], words[3 if silent else 2]
    found = scan.resolved(prologue, [name.text], base) if name.kind in ("iri", "word") else ()
    if not found or brace.text != "{":
        raise _misplaced(query, words[0])
    return found[0], silent, query[brace.start + 1 : service.end - 1]


def _misplaced(query: str, token: Token) -> BadQueryError:
    place = position(query, token.start)
    return BadQueryError(f"SERVICE is understood as {FORM}.", *place)


def _replaced(query: str, elements: Sequence[Element], text: str) -> str:
    """The query with a text in place of elements, each with as many line breaks as it had."""
    pieces, done = [], 0
    for one in sorted(elements, key=lambda element: element.start):
        breaks = "\n" * len(re.findall(r"\r\n?|\n", query[one.start : one.end]))
        pieces += [query[done : one.start], " ", text, breaks, " "]
        done = one.end
    return "".join([*pieces, query[done:]])
