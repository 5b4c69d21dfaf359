"""What the scan refuses, and that it refuses all that would reach another server."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from service.errors import BadQueryError
from service.scan import LENGTH, Dataset, check

REFUSED = [
    "SELECT * { SERVICE <http://h/> {} }",
    "SELECT * { service silent <http://h/> {} }",
    "SELECT * {SERVICE<http://h/>{}}",
    "SELECT * {SERVICESILENT<http://h/>{}}",  # the engine reads this one, too
    "PREFIX : <http://h/> SELECT * {SERVICE:x{}}",
    "SELECT * {?s ?p 1SERVICE<http://h/>{}}",
    "SELECT * {?s ?p true.SERVICE<http://h/>{}}",
    "SELECT * {?s ?p :.SERVICE<http://h/>{}}",
    "SELECT * { SERV\\u0049CE <http://h/> {} }",
    "SELECT * { \\U00000053ERVICE <http://h/> {} }",
    "SELECT * { SERVICE#\n<http://h/> {} }",
    "SELECT * { ?s ?p '\\'' SERVICE <http://h/> {} }",
    "SELECT * { ?s ?p 'a\\u005C' SERVICE <http://h/> {} #'\n }",
    "SELECT * { FILTER(?a<?b)SERVICE#>\n:x {} }",  # an "IRI" hides the keyword
    "SELECT * { FILTER(?a<'>')SERVICE<http://h/>{}#'\n }",  # … or shifts the strings
    "SELECT * { FILTER(?a<?b#>'''\n)SERVICE<http://h/>{}#'''\n }",
    "SELECT * { ?s ?p <<?a:b'>'>> SERVICE <http://h/> {} #'\n }",
    "LOAD <file:///etc/passwd>",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p 'unclosed }",
    "SELECT * " + "{" * 300 + "}" * 300,
    "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "SELECT * {" + "BIND(1 AS ?x)" * 5000 + "}",
    "SELECT * {" + "?s ?p ?o." * 5000 + "}",
    "SELECT * {FILTER(1" + "+1" * 20000 + ")}",
    "SELECT * {FILTER(" + "!" * 20000 + "true)}",
    "SELECT * {{}" + "UNION{}" * 20000 + "}",
    "SELECT * {" + "FILTER(?x)" * 20000 + "}",
    "SELECT * {" + " " * LENGTH + "}",
]

HARMLESS = [
    "SELECT * { ?service ?p 'SERVICE' } # SERVICE <http://h/>",
    'SELECT * { ?s ?p """a "SERVICE" b""" }',
    "SELECT * { ?s <http://h/service#SERVICE> ?o }",
    "PREFIX ex: <http://h/> SELECT * { ?s ex:service ?o . FILTER(?o < 3 && ?s > 2) }",
    "SELECT * { ?s ?p 'x'@en-service }",
    "PREFIX add: <http://h/> SELECT * { ?s add:x ?o }",
    "SELECT * { VALUES ?s {" + "<http://h/a_(b)> " * 5000 + "} }",
    "SELECT * { FILTER(?a IN (1" + ",1" * 20000 + ")) }",
]


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:45])
def test_refused(query: str) -> None:
    with pytest.raises(BadQueryError) as error:
        check(query)
    assert error.value.detail


@pytest.mark.parametrize("query", HARMLESS, ids=lambda query: query[:45])
def test_harmless(query: str) -> None:
    assert check(query) is None
    Store().query(query)


@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        ("SELECT * FROM <urn:a> FROM <urn:a> FROM NAMED <urn:b> {}", (("urn:a",), ("urn:b",))),
        ("PREFIX g: <urn:g/> SELECT*FROM g:a FROM g:b {}", (("urn:g/a", "urn:g/b"), ())),
        ("PREFIX:<urn:g/>SELECT*FROM:a{}", (("urn:g/a",), ())),
        ("BASE <http://h/x/> ASK FROM <y> {}", (("http://h/x/y",), ())),
        ("ASK FROM # <urn:no>\n <urn:a> { ?s ?p 'FROM <urn:no>' }", (("urn:a",), ())),
    ],
)
def test_from_clauses_are_read(query: str, dataset: tuple[tuple[str, ...], ...]) -> None:
    assert check(query) == Dataset(*dataset)


@pytest.mark.parametrize(
    "query",
    ["'" * 300_000, '"""\\' * 100_000, "<a" * 300_000, "\\u0041" * 100_000, ":." * 300_000],
    ids=["quotes", "long strings", "less than", "escapes", "dots"],
)
def test_time_grows_with_length_only(query: str) -> None:
    started = time.perf_counter()
    with pytest.raises(BadQueryError):
        check("SELECT * { " + query + " SERVICE <urn:x> {} }")
    assert time.perf_counter() - started < 5


# The engine refuses this port before it opens a socket, with an error of its own kind.
ELSEWHERE = "<http://127.0.0.1:1/>"
PIECES = [
    *("SERVICE", "SILENT", "FILTER(", ")", "{", "}", "<", ">", "?a", "?b", ".", ";", ",", "'", '"'),
    *("'''", '"""', "#", "\n", " ", ":", ":x", "x:", "1", "true", "@en", "^^", "\\", "\\u0027"),
    *("\\u005C", "_:b", "<<", ">>", "[", "]", "&&", "=", "OPTIONAL{", "EXISTS{", "(", "%41", "-"),
    *(
        f"SERVICE{ELSEWHERE}{{}}",
        "SERVICE:x{}",
        f"SERVICE#>\n{ELSEWHERE}{{}}",
        ELSEWHERE,
        "?a ?b 1",
    ),
]


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_accepted_query_reaches_another_server(pieces: list[str]) -> None:
    body = "".join(pieces)
    query = f"PREFIX : {ELSEWHERE} PREFIX x: {ELSEWHERE} SELECT * {{ ?a ?b ?c . {body} }}"
    node = NamedNode("urn:x")
    try:
        check(query)
        store = Store()
        store.add(Quad(node, node, node))
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        list(answer)
    except (BadQueryError, SyntaxError):
        return
