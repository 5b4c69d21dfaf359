"""What a query is allowed to be, read from its tokens before the engine sees it.

The engine has no switch for SERVICE, and its parser, being recursive, ends the process on deep
nesting or on very long chains of operators. One pass over the text finds both, and the FROM
clauses. Keywords are found as the engine finds them: it wants no space around them (`SERVICE:x`,
`1SERVICE`) and decodes codepoint escapes in IRIs and strings only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

import pyoxigraph

from service.errors import BadQueryError, TooComplexError

LENGTH = 1_000_000  # characters
NESTING = 200  # the parser ends the process somewhere above 900
PATTERNS = 300  # more triple patterns are planned for minutes
OPERATORS = 2_000  # chains of 5,000 BIND or MINUS end the process

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: tuple[Form, ...] = get_args(Form)

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r":(?:(?:[\w:%]|\\.)(?:[\w\-·:%]|\\.|\.+(?=[\w\-:%\\]))*+)?+"
_TOKEN = re.compile(
    rf"""
    (?P<space> [ \t\r\n]+ | \#[^\r\n]*+ )
  | (?P<string> "{{3}}(?:"{{0,2}}(?:[^"\\]|\\.))*+"{{3}} | '{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*+'{{3}}
              | "(?!"")(?:[^"\\\r\n]|\\.)*+" | '(?!'')(?:[^'\\\r\n]|\\.)*+' )
  | (?P<star> << )
  | (?P<iri> <(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*+> )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z0-9-]+ )
  | (?P<word> (?:_(?=:) | (?:\w|{_ESCAPE})(?:[\w\-·]|{_ESCAPE}|\.+(?=[\w\-]))*+) (?:{_LOCAL})?
            | {_LOCAL} )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset("ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MOVE WITH".split())
_CLAUSES = frozenset("BIND EXISTS FILTER GRAPH MINUS OPTIONAL UNION VALUES".split())
# "NOW" and "1NOW" match, for the engine wants no space before a keyword; "KNOWN:" doesn't
_VOLATILE = re.compile(r"(?:BNODE|NOW|RAND|STRUUID|UUID)$")
_GLUED = re.compile(r"(BASE|PREFIX|FROM\s*NAMED|FROM)(:.*)", re.IGNORECASE | re.DOTALL)
# After one of these, "<" opens an IRI; after an operand inside "(" it may be "less than".
_BEFORE_OPERAND = frozenset("(,;.=!<>&|+-*/^")
_CLOSES = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Token:
    """A stretch of the query that the engine reads in one piece."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked over: IRIs whose union is the default graph; named ones."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass
class _State:
    """Where the pass stands: open brackets, what came before, and how much of what so far."""

    opened: list[str] = field(default_factory=list)
    before: str = ""
    patterns: int = 0
    operators: int = 0
    started: bool = False  # past the prologue


def check(query: str, base: str | None = None) -> Dataset | None:
    """The dataset of the FROM clauses, None without any; raises BadQueryError if refused."""
    if len(query) > LENGTH:
        raise TooComplexError(f"The query has {len(query):,} characters; {LENGTH:,} are allowed.")
    state, head = _State(), list[Token]()
    for token in tokens(query):
        reason, excess = _refusal(token, state), _excess(state)
        if reason or excess:
            kind = BadQueryError if reason else TooComplexError
            raise kind(reason or excess or "", *position(query, token.start))
        if not state.opened and "{" not in token.text:
            head.append(token)
        state.before = token.text
    return _dataset(head, base)


def form(query: str) -> Form | None:
    """What the query is, read from its tokens; None where that shows that it is no query.

    Only the engine's parser can tell that it is one.
    """
    first = head(query)
    word = decoded(first.text).upper() if first else ""
    return next((known for known in FORMS if word.startswith(known)), None)


def head(query: str) -> Token | None:
    """The first token after the prologue: what the form is read from."""
    prologue = 0  # tokens of a declaration that are still to come
    for token in tokens(query):
        word = decoded(token.text).upper()
        if prologue:
            prologue -= 1
        elif word in ("PREFIX", "BASE"):
            prologue = 2 if word == "PREFIX" else 1
        elif word.startswith("PREFIX") and word.endswith(":"):  # nor does it want a space here
            prologue = 1
        else:
            return token
    return None


def volatile(query: str) -> bool:
    """Whether the query names a function that gives something else each time it is called."""
    return any(t.kind == "word" and _VOLATILE.search(t.text.upper()) for t in tokens(query))


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def calls(token: Token) -> bool:
    """Whether the engine may read a token as SERVICE."""
    head = decoded(token.text.partition(":")[0])
    return token.kind == "word" and "SERVICE" in head.upper()


def resolved(prologue: str, names: list[str], base: str | None) -> tuple[str, ...]:
    """Names of the query as IRIs, by the declarations before it; none where one is no name."""
    return _resolved([prologue], names, base)


def _refusal(token: Token, state: _State) -> str | None:
    match token.kind:
        case "word":
            return _word(token.text, state)
        case "mark":
            return _mark(token.text, state)
        case "iri" if _ambiguous(token.text, state):
            return "Put a space after '<' here: it can be read as an IRI or as 'less than'."
        case "star":
            return "Triple terms (<<…>>) are not part of SPARQL 1.1."
    return None


def _word(text: str, state: _State) -> str | None:
    head = decoded(text.partition(":")[0])
    if "SERVICE" in head.upper():
        return "SERVICE is not allowed: this endpoint asks no other (name no prefix so, either)."
    if not state.started and not state.opened and text.upper() in _UPDATES:
        return f"This endpoint is read-only: {text.upper()} is not accepted."
    if head.upper() in FORMS:
        state.started = True
    # The engine wants no space between keywords either: count them inside words.
    state.operators += sum(head.upper().count(clause) for clause in _CLAUSES)
    return None


def _mark(text: str, state: _State) -> str | None:
    if text in "\"'":
        return "A string that begins here has no end."
    if text in _CLOSES:
        if state.opened and state.opened[-1] == _CLOSES[text]:
            state.opened.pop()
        return None
    inside = state.opened[-1] if state.opened else ""
    if text in "([{":
        state.opened.append(text)
    if text in ".;,[" and inside in ("{", "["):
        state.patterns += 1
    if text not in ",(" and not _types(text, state.before):  # lists of values may be long
        state.operators += 1
    return None


def _types(text: str, before: str) -> bool:
    """Whether a mark is one of the two between a string and its datatype."""
    return text == "^" and (before == "^" or before[:1] in ("'", '"'))


def _excess(state: _State) -> str | None:
    if len(state.opened) > NESTING:
        return f"Brackets are nested more than {NESTING} deep here."
    if state.patterns > PATTERNS:
        return f"More than {PATTERNS} triple patterns up to here."
    if state.operators > OPERATORS:
        return f"More than {OPERATORS:,} operators and clauses up to here."
    return None


def _ambiguous(iri: str, state: _State) -> bool:
    """Whether the engine may read `<` as an operator and then find other tokens than we do.

    `FILTER(?a<?b)SERVICE#>` would hide the keyword in an "IRI", `?a<'>'` would shift where strings
    begin. What starts with a scheme and `//` is no expression in any reading.
    """
    operand = bool(state.before) and state.before not in _BEFORE_OPERAND
    inside = bool(state.opened) and state.opened[-1] == "("
    plain = re.match(r"<[A-Za-z][A-Za-z0-9+.-]*://", iri)
    return operand and inside and not plain and any(char in iri for char in "'#()[]\\")


def decoded(text: str) -> str:
    """The text with the characters that its codepoint escapes stand for."""
    return re.sub(_ESCAPE, lambda found: _character(found[0][2:]), text)


def _character(digits: str) -> str:
    return chr(min(int(digits, 16), 0x10FFFF))


def _dataset(head: list[Token], base: str | None) -> Dataset | None:
    """The graphs named after FROM, resolved against the prologue by the Turtle parser."""
    words = [part for token in head for part in _parted(token)]
    prologue, default, named = list[str](), list[str](), list[str]()
    for position_, word in enumerate(words):
        following = words[position_ + 1 : position_ + 3]
        match word.upper().replace(" ", ""):
            case "PREFIX":
                prologue += ["PREFIX", *following]
            case "BASE":
                prologue += ["BASE", *following[:1]]
            case "FROMNAMED":
                named += following[:1]
            case "FROM" if following and following[0].upper() == "NAMED":
                named += following[1:]
            case "FROM":
                default += following[:1]
    if not default and not named:
        return None
    return Dataset(_resolved(prologue, default, base), _resolved(prologue, named, base))


def _parted(token: Token) -> list[str]:
    """A token, or keyword and prefixed name where no space parts them: `FROM:g`."""
    glued = _GLUED.fullmatch(token.text) if token.kind == "word" else None
    return list(glued.groups()) if glued else [token.text]


def _resolved(prologue: list[str], names: list[str], base: str | None) -> tuple[str, ...]:
    turtle = " ".join([*prologue, "".join(f"\n<urn:x> <urn:x> {name} ." for name in names)])
    try:
        quads = list(pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE, base_iri=base))
    except SyntaxError:
        return ()  # the engine will say what is wrong with the query
    graphs = (quad.object for quad in quads)
    return tuple(dict.fromkeys(g.value for g in graphs if isinstance(g, pyoxigraph.NamedNode)))
