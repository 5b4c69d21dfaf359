"""Which queries count as the same when they are asked over and over."""

import pytest

from service.kinds import kind

SAME = {
    "variables": ("SELECT * { <urn:a> ?p ?o }", "SELECT ?b { <urn:a> ?b ?c . }"),
    "a filter": ("SELECT * { ?s a <urn:C> }", "SELECT * { ?s a <urn:C> FILTER(?s != 17) }"),
    "a limit": ("SELECT * { ?s a <urn:C> } LIMIT 17", "SELECT * { ?s a <urn:C> } LIMIT 18"),
    "a comment": ("SELECT * { ?s a <urn:C> } # 1", "SELECT * { ?s a <urn:C> } # 2"),
    "a prefix": (
        "PREFIX a: <urn:> SELECT * { ?s ?p a:C }",
        "PREFIX b: <urn:C> SELECT * { ?s ?p b: }",
    ),
    "an escape": ("SELECT * { ?s ?p <urn:C> }", "SELECT * { ?s ?p <urn:\\u0043> }"),
    "a base": (
        "BASE <http://h/1/> SELECT * { ?s ?p <../C> }",
        "BASE <http://h/2/> SELECT * { ?s ?p <./../C> }",
    ),
    "values beside a join": (
        "SELECT * { <urn:a> <urn:p> ?o . ?o <urn:q> 1 }",
        "SELECT * { <urn:b> <urn:p> ?o . OPTIONAL { ?o <urn:q> 2 } }",
    ),
    "names in what is not light": (
        "SELECT (COUNT(*) AS ?n) { ?s <urn:p> 'a' , 1 . ?o ?p ?s }",
        "SELECT (COUNT(*) AS ?m) { ?s <urn:q> 'b' , 2 . ?a ?b ?c }",
    ),
}
OTHER = {
    "another subject": ("SELECT * { <urn:a> ?p ?o }", "SELECT * { <urn:b> ?p ?o }"),
    "another place": ("SELECT * { <urn:a> ?p ?o }", "SELECT * { ?o ?p <urn:a> }"),
    "another thing described": ("DESCRIBE <urn:a>", "DESCRIBE <urn:b>"),
    "a variable twice": ("SELECT * { <urn:a> ?p ?o }", "SELECT * { <urn:a> ?p ?p }"),
    "other predicates": (
        "SELECT * { <urn:a> <urn:p> ?b . ?b <urn:q> ?c }",
        "SELECT * { <urn:a> <urn:p> ?b . ?b <urn:r> ?c }",
    ),
    "a lookup and a product": ("SELECT * { <urn:a> ?p ?o }", "SELECT * { ?a ?b ?c . ?d ?e ?f }"),
    "another form": ("SELECT * { ?a ?b ?c }", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"),
}


@pytest.mark.parametrize(("one", "two"), SAME.values(), ids=SAME)
def test_what_costs_nothing_to_change_makes_no_other_kind(one: str, two: str) -> None:
    assert kind(one) == kind(two)


@pytest.mark.parametrize(("one", "two"), OTHER.values(), ids=OTHER)
def test_what_changes_the_cost_makes_another_kind(one: str, two: str) -> None:
    assert kind(one) != kind(two)


def test_what_is_no_query_is_of_a_kind_too() -> None:
    assert kind("\ud800 }{") == kind("\ud800 }{")
