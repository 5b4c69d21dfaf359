"""A question answered on a store: the bytes of the answer, written to a file."""

from typing import IO, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store

from service import formats
from service.engine import Question
from service.errors import BadQueryError
from service.evaluation import evaluate, refused
from service.wellformed import Mending


def write(store: Store, question: Question, out: IO[bytes]) -> None:
    """Write the answer as `question.format`; BadQueryError where the query's form has none such.

    Solutions are written as they are found; graphs are sorted first.
    """
    answer = evaluate(store, question.query, question.dataset, question.base)
    syntaxes = formats.GRAPHS if isinstance(answer, QueryTriples) else formats.RESULTS
    syntax = next((syntax for syntax in syntaxes if syntax.name == question.format), None)
    if syntax is None:
        names = ", ".join(syntax.name for syntax in syntaxes)
        raise BadQueryError(f"This form of query gives {names}, not {question.format}.")
    try:
        if isinstance(answer, QueryTriples):
            out.write(formats.written(answer, syntax))
        elif syntax.engine == QueryResultsFormat.XML:
            _write_xml(answer, out)
        elif isinstance(syntax.engine, QueryResultsFormat):
            answer.serialize(output=out, format=syntax.engine)
    except RuntimeError as error:
        raise refused(error) from error


def _write_xml(answer: QuerySolutions | QueryBoolean, out: IO[bytes]) -> None:
    mending = Mending(out)
    try:
        answer.serialize(output=cast(IO[bytes], mending), format=QueryResultsFormat.XML)
    except OSError:
        if mending.error:
            raise mending.error from None
        raise
