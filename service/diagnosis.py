"""Where a query stops being SPARQL: the first token that no query could have there.

The engine reports how far any alternative of its grammar looked ahead, up to the length of a
keyword past the mistake. Cut after a token and followed by enough white space, a text that could
still become a query lets the engine reach the end; one with the mistake inside does not.
"""

from pyoxigraph import Store

from service.errors import BadQueryError
from service.scan import Token, position, tokens

AHEAD = 60  # more than any keyword is long
LENGTH = 50_000  # characters; of longer queries only the engine's own place is given


def syntax_error(query: str, message: str, base: str | None = None) -> BadQueryError:
    """The engine's complaint in words, with line and column of the token it is about."""
    if len(query) > LENGTH:
        return BadQueryError(f"Not a SPARQL 1.1 query: {message[:200]}.")
    read = list(tokens(query))
    number = _wrong(query, read, base)
    if number == len(read):
        line, column = position(query, len(query.rstrip()))
        what = "it ends too early"
    else:
        line, column = position(query, read[number].start)
        what = _reason(read, number)
    place = f"line {line}, column {column}"
    return BadQueryError(f"Not a SPARQL 1.1 query: {what} ({place}).", line, column)


def _wrong(query: str, read: list[Token], base: str | None) -> int:
    """The number of the first token after which nothing can follow, by bisection."""
    low, high = 0, len(read)
    while low < high:
        middle = (low + high) // 2
        if _viable(query[: read[middle].start + len(read[middle].text)], base):
            low = middle + 1
        else:
            high = middle
    return low


def _viable(beginning: str, base: str | None) -> bool:
    try:
        Store().query(beginning + " " * AHEAD, base_iri=base)
    except SyntaxError as error:
        place = str(error).removeprefix("error at ").split(": ")[0]
        line, _, column = place.partition(":")
        end = position(beginning, len(beginning))
        return (int(line), int(column)) >= (end[0], end[1] + AHEAD)
    return True


def _reason(read: list[Token], number: int) -> str:
    token, words = read[number], [token.text for token in read]
    prefix, colon, _ = token.text.partition(":")
    if token.kind == "word" and colon and f"{prefix}:" not in words[:number]:
        return f"the prefix {prefix}: is not declared"
    if token.kind == "iri" and ":" not in token.text and "BASE" not in map(str.upper, words):
        return f"the IRI {token.text[:60]} is relative, and there is no BASE"
    return f"{token.text[:60]!r} is not expected here"
