"""Which queries are light, read from their tokens: lookups around something that they name.

A light query is one basic graph pattern or a few, each of them connected and holding on to a
constant subject or object, so that the engine goes from there along its indexes. Whether it is
cheap, too, only its evaluation shows: a constant may have very many neighbours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.scan import Token, decoded, tokens

LENGTH = 5_000  # characters; longer ones are not looked at
PATTERNS = 12  # triple patterns
GROUPS = 20

# What can stand in FILTER: nothing whose time depends on more than the term that it looks at.
_TESTS = frozenset(
    "BOUND DATATYPE FALSE IN ISBLANK ISIRI ISLITERAL ISURI LANG LANGMATCHES NOT SAMETERM STR TRUE "
    "IF COALESCE".split()
)
Pattern = tuple[str, str, str]
BACKSLASH = "\\"
_END = Token("end", "", 0)


class _HeavyError(Exception):
    """The query is not light, as far as can be seen."""


@dataclass(frozen=True)
class Light:
    """What a light query asks: the terms that it describes, and its triple patterns.

    Names are written out as far as the query's own prefixes tell.
    """

    described: tuple[str, ...]
    patterns: tuple[Pattern, ...]


def read(query: str) -> Light | None:
    """What a light query asks; None where it is not light.

    A query that is no SPARQL may be called either.
    """
    if len(query) > LENGTH:
        return None
    reader = _Reader(list(tokens(query))[::-1])
    if sum(token.text == "{" for token in reader.left) > GROUPS:
        return None
    try:
        described = _head(reader)
        if reader.text != "":
            _group(reader, frozenset())
        _modifiers(reader)
    except _HeavyError:
        return None
    return Light(described, tuple(reader.patterns))


@dataclass
class _Reader:
    """The tokens that are left, the next one last; keywords are read in capitals."""

    left: list[Token]
    patterns: list[Pattern] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)

    @property
    def next(self) -> Token:
        return self.left[-1] if self.left else _END

    @property
    def text(self) -> str:
        return self.next.text.upper() if self.next.kind == "word" else self.next.text

    def take(self) -> Token:
        token = self.next
        if not self.left:
            raise _HeavyError
        self.left.pop()
        return token

    def skip(self, *texts: str) -> bool:
        """Whether the next token is one of these; it is taken then."""
        found = self.text in texts
        if found:
            self.take()
        return found

    def term(self) -> str:
        """A term or variable that is taken whole."""
        token = self.take()
        name = token.kind == "word" and (":" in token.text or token.text[0].isdigit())
        if token.kind == "string":
            if self.next.kind == "language":
                self.take()
            elif self.skip("^"):
                self.take()
                self.take()
        elif not (
            name
            or token.kind in ("iri", "variable")
            or token.text.upper() in ("TRUE", "FALSE", "A")
        ):
            raise _HeavyError
        return self._whole(token.text) if token.kind in ("word", "iri") else token.text

    def _whole(self, name: str) -> str:
        """A name as the data has it: otherwise prefixes could make many of one."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.prefixes:
            return f"<{self.prefixes[prefix]}{local.replace(BACKSLASH, '')}>"
        return decoded(name)


def _head(reader: _Reader) -> tuple[str, ...]:
    """All up to the pattern; a dataset of the query's own may be costly to put together."""
    while reader.text in ("PREFIX", "BASE"):
        _declaration(reader)
    form = reader.take().text.upper()
    if form not in ("SELECT", "ASK", "DESCRIBE", "CONSTRUCT"):
        raise _HeavyError
    if form == "CONSTRUCT" and reader.skip("{"):
        while not reader.skip("}"):
            reader.take()
    reader.skip("DISTINCT", "REDUCED")
    terms = list[str]()
    while reader.text not in ("", "WHERE", "{"):
        if not reader.skip("*"):
            terms.append(reader.term())
    reader.skip("WHERE")
    return tuple(term for term in terms if not variable(term))


def _declaration(reader: _Reader) -> None:
    """A prefix, to be written out; a base, against which nothing is resolved."""
    prefix = ""
    for _ in range(3 if reader.take().text.upper() == "PREFIX" else 1):
        token = reader.take()
        if token.kind == "iri":
            if prefix.endswith(":"):
                reader.prefixes[prefix[:-1]] = decoded(token.text[1:-1])
            break
        prefix += token.text


def _modifiers(reader: _Reader) -> None:
    """What follows: an order by variables, LIMIT, OFFSET."""
    while reader.left:
        token = reader.take()
        known = token.text.upper() in ("ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET", "(", ")")
        if not known and token.kind != "variable" and not token.text.isdigit():
            raise _HeavyError


def _group(reader: _Reader, bound: Iterable[str]) -> set[str]:
    """Read a group in braces; what it holds on to, besides what is `bound`."""
    if not reader.skip("{"):
        raise _HeavyError
    patterns, own, later = list[Pattern](), set(bound), list[_Reader]()
    while not reader.skip("}"):
        if reader.text == "{":
            own |= _union(reader)
        elif reader.skip("FILTER"):
            _filter(reader)
        elif reader.text in ("OPTIONAL", "GRAPH"):
            if reader.take().text.upper() == "GRAPH":
                reader.term()
            later.append(_braces(reader))
        elif not reader.skip("."):
            patterns += _triples(reader)
    reader.patterns.extend(patterns)
    if len(reader.patterns) > PATTERNS:
        raise _HeavyError
    own |= _connected(patterns, own)
    for inner in later:
        own |= _group(inner, own)
    return own


def _union(reader: _Reader) -> set[str]:
    """Read a group by itself, or several with UNION between them."""
    held = _group(reader, ())
    return held | _union(reader) if reader.skip("UNION") else held


def _braces(reader: _Reader) -> _Reader:
    """A group to be read later, when it is known what is bound around it."""
    taken, depth = list[Token](), 0
    while not taken or depth:
        token = reader.take()
        depth += (token.text == "{") - (token.text == "}")
        taken.append(token)
    return _Reader(taken[::-1], reader.patterns, reader.prefixes)


def _triples(reader: _Reader) -> list[Pattern]:
    """The patterns of one subject; a path is not light."""
    subject, patterns = reader.term(), list[Pattern]()
    while True:
        predicate = reader.term()
        patterns.append((subject, predicate, reader.term()))
        while reader.skip(","):
            patterns.append((subject, predicate, reader.term()))
        if not reader.skip(";"):
            return patterns
        if reader.text in (".", "}"):
            return patterns


def _filter(reader: _Reader) -> None:
    """A condition on single terms."""
    depth = 0
    while True:
        token = reader.take()
        depth += (token.text == "(") - (token.text == ")")
        plain = token.kind != "word" or ":" in token.text or token.text[0].isdigit()
        if token.text in ("{", "}") or not (plain or token.text.upper() in _TESTS):
            raise _HeavyError
        if token.text == ")" and depth <= 0:
            return


def _connected(patterns: list[Pattern], bound: set[str]) -> set[str]:
    """The variables of patterns that all hang together, and on something bound or constant.

    Patterns hang together by variables, and by a constant subject where the predicate is constant,
    too: two that share an object only, a class perhaps, have a product of all that is of the class.
    """
    left, reached = list(patterns), set(bound)
    while left:
        held = [p for p in left if _holds(p, reached, first=not reached)]
        if not held:
            raise _HeavyError
        for pattern in held[:1]:
            left.remove(pattern)
            reached |= {pattern[0], *filter(variable, pattern[::2])}
    return {term for term in reached if variable(term)}


def _holds(pattern: Pattern, reached: set[str], *, first: bool) -> bool:
    subject, predicate, object_ = pattern
    if first:
        return not (variable(subject) and variable(object_))
    if subject in reached:
        return variable(subject) or not variable(predicate)
    return variable(object_) and object_ in reached


def variable(term: str) -> bool:
    """Whether a term of a pattern is a variable or a blank node."""
    return term[:1] in "?$" or term.startswith("_:")
