"""Which queries get the workers for lookups."""

import pytest
from pyoxigraph import Store

from service.light import read

LIGHT = [
    "SELECT * { <urn:a> ?p ?o }",
    "SELECT*{<urn:a>?p?o}",
    "SELECT ?s { ?s ?p 'x'@en . }",
    'SELECT ?s { ?s ?p "x"^^<urn:t> ; a ?t, ?u . }',
    "PREFIX : <urn:> SELECT DISTINCT ?l WHERE { :a :p ?b . ?b :label ?l FILTER(LANG(?l) = 'en') }",
    "PREFIX x: <http://www.w3.org/2001/XMLSchema#> ASK { <urn:a> ?p ?o FILTER(?o > x:date(?o)) }",
    "BASE <http://h/> SELECT * { <a> ?p ?o } ORDER BY DESC(?o) LIMIT 10 OFFSET 5",
    "SELECT * { <urn:a> <urn:p> ?b OPTIONAL { ?b <urn:p> ?c OPTIONAL { ?c <urn:q> ?d } } }",
    "SELECT * { OPTIONAL { ?b <urn:q> ?c } <urn:a> <urn:p> ?b }",
    "SELECT * { { <urn:a> ?p ?o } UNION { ?s ?p <urn:a> } }",
    "SELECT * { GRAPH ?g { <urn:a> ?p ?o } }",
    "SELECT * { ?a <urn:p> ?b . ?b <urn:p> ?c . ?c <urn:p> 3 }",
    "ASK {}",
    "DESCRIBE <urn:a>",
    "DESCRIBE <urn:a> <urn:b>",
    "DESCRIBE ?b WHERE { <urn:a> <urn:p> ?b }",
    "CONSTRUCT { ?o ?p <urn:a> } WHERE { <urn:a> ?p ?o }",
    "CONSTRUCT WHERE { <urn:a> ?p ?o }",
]

HEAVY = {
    "everything": "SELECT * { ?s ?p ?o }",
    "a predicate alone": "SELECT * { ?s <urn:p> ?o } LIMIT 10",
    "a class times itself": "SELECT * { ?a a <urn:C> . ?b a <urn:C> . ?c a <urn:C> }",
    "a product with a lookup": "SELECT * { <urn:a> ?p ?o . ?a ?b ?c . ?d ?e ?f }",
    "in a group": "SELECT * { <urn:a> ?p ?o { ?o ?b ?c } }",
    "in a branch": "SELECT * { { <urn:a> ?p ?o } UNION { ?o ?b ?c } }",
    "in OPTIONAL": "SELECT * { <urn:a> ?p ?o OPTIONAL { ?x ?y ?z } }",
    "in GRAPH": "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "in MINUS": "SELECT * { <urn:a> ?p ?o MINUS { ?x ?y ?z } }",
    "in EXISTS": "SELECT * { <urn:a> ?p ?o FILTER EXISTS { ?x ?y ?z } }",
    "a subquery": "SELECT * { <urn:a> ?p ?o { SELECT * { ?s ?q ?o } } }",
    "a path": "SELECT * { <urn:a> <urn:p>* ?o }",
    "a path in brackets": "SELECT * { <urn:a> (<urn:p>|<urn:q>)+ ?o }",
    "a list": "SELECT * { <urn:a> ?p (1 2) }",
    "a regular expression": "SELECT * { <urn:a> ?p ?o FILTER REGEX(?o, '(x{1,99}){1,99}') }",
    "a string that grows": "SELECT * { <urn:a> ?p ?o BIND(CONCAT(?o, ?o) AS ?x) }",
    "values": "SELECT * { VALUES ?s { 1 2 } ?s ?p <urn:a> }",
    "a count": "SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }",
    "groups": "SELECT ?p { <urn:a> ?p ?o } GROUP BY ?p",
    "an order that computes": "SELECT ?p { <urn:a> ?p ?o } ORDER BY (STRLEN(STR(?p)))",
    "a dataset": "SELECT * FROM <urn:g> { <urn:a> ?p ?o }",
    "what a thing says, times itself": "SELECT * { <urn:a> ?p ?o . <urn:a> ?q ?r }",
    "many patterns": "SELECT * { " + "<urn:a> <urn:p> ?o . " * 13 + "}",
    "many patterns, nested": "SELECT * { <urn:a> ?p ?o " + "OPTIONAL { ?o ?p ?o }" * 12 + "}",
    "many groups": "SELECT * { <urn:a> ?p ?o " + "{" * 150 + "}" * 150 + "}",
    "many branches": "SELECT * { <urn:a> ?p ?o {}" + "UNION {}" * 150 + "}",
    "a long text": "SELECT * { <urn:a> ?p '" + "x" * 5_000 + "' }",
}  # fmt: skip


@pytest.mark.parametrize("query", LIGHT)
def test_light(query: str) -> None:
    Store().query(query)
    assert read(query)


@pytest.mark.parametrize("query", HEAVY.values(), ids=HEAVY)
def test_not_light(query: str) -> None:
    Store().query(query)
    assert not read(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT * {",
        "ASK } {",
        "SELECT * { <urn:a> ?p }",
        "INSERT DATA {}",
        "{",
        "'",
        "ASK " + "{" * 2300,
    ],
)
def test_what_is_no_query_is_looked_at_without_harm(query: str) -> None:
    assert not read(query)
