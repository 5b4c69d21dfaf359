"""What the scan refuses, and that it refuses all that would reach another server."""

import time
from itertools import product

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from service.errors import BadQueryError
from service.scan import LENGTH, Dataset, check, form

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
    ("query", "found"),
    [
        ("# ASK\nPREFIX ask: <urn:ask> select * {}", "SELECT"),
        ("PREFIX:<urn:x>DESCRIBE:x", "DESCRIBE"),
        ("PREFIXx:<urn:x>BASE<urn:y>ASKFROM<urn:z>{}", "ASK"),
        ("BASE <urn:x> PREFIX select: <urn:x> CONSTRUCTWHERE{}", "CONSTRUCT"),
        ("SELECT(1 AS ?ask){}", "SELECT"),
        ("nothing", None),
        ("", None),
    ],
)
def test_the_form_of_a_query(query: str, found: str | None) -> None:
    assert form(query) == found
    if found:
        Store().query(query)


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


# The engine refuses this port, with an error of its own kind, before it opens a socket.
ELSEWHERE = "<http://127.0.0.1:1/>"
BEFORE = [
    "", "?a ?b 1", "?a ?b true", "?a ?b :x", "?a ?b :", "?a ?b _:b", "?a ?b 'x'", "?a ?b 'x'@en",
    "?a ?b 'a\\u005C'", "?a ?b :x\\'", "?a ?b <<?a:b'>'>>", "?a :p? ?b", "OPTIONAL{}",
    "BIND(1 AS ?z)", "FILTER(?a<?b)", "FILTER(?a<:x)", "FILTER(?a<'>')", "FILTER(?a<?b#>'''\n)",
    "FILTER(?a<(?b#>\n))", "FILTER(EXISTS{}<'>')", "VALUES(?y ?z){(<x:'><x:b>)}",
]  # fmt: skip
BETWEEN = ["", " ", ".", " . ", "#\n", "#'\n"]
ASKED = [
    f"SERVICE{ELSEWHERE}{{}}", "SERVICE:x{}", f"service#>\n{ELSEWHERE}{{}}",
    f"SERV\\u0049CE {ELSEWHERE}{{}}", f"SERVICE{ELSEWHERE}{{?a<x:'>?b}}",
]  # fmt: skip
AFTER = ["", "#'\n", "#'''\n", "FILTER(?a>?b)", "#>\n", "?a ?b '"]


def _reached(query: str) -> bool:
    """Whether the engine would have asked another server."""
    store, node = Store(), NamedNode("urn:x")
    here = NamedNode("http://127.0.0.1:1/")
    # What the patterns above match: the engine asks nobody once it knows that nothing does.
    values: list[NamedNode | Literal] = [node, here]
    values += [NamedNode(f"{here.value}x"), Literal(1), Literal(True), Literal("x")]
    for value in (*values, Literal("x", language="en"), Literal("a\\")):
        store.add(Quad(node, node, value))
    try:
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        list(answer)
    except SyntaxError:
        return False
    except OSError:
        return True
    return False


def test_no_accepted_query_reaches_another_server() -> None:
    dangerous = 0
    for parts in product(BEFORE, BETWEEN, ASKED, AFTER):
        body = "".join(parts)
        query = f"PREFIX : {ELSEWHERE} SELECT * {{ ?a ?b ?c . {body} }}"
        if _reached(query):
            dangerous += 1
            with pytest.raises(BadQueryError):
                check(query)
    assert dangerous > 300
