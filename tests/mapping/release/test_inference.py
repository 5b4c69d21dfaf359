"""Inference over the union of graphs."""

import pytest
from pyoxigraph import NamedNode, Triple

from mapping.inference import infer


def triple(subject: str, predicate: str, value: str) -> Triple:
    return Triple(
        *(NamedNode(f"http://example.org/{name}") for name in (subject, predicate, value))
    )


SYMMETRIC = "PREFIX : <http://example.org/> CONSTRUCT { ?b :knows ?a } WHERE { ?a :knows ?b }"
CHAIN = "PREFIX : <http://example.org/> CONSTRUCT { ?a :in ?c } WHERE { ?a :in ?b . ?b :in ?c }"


def test_only_what_is_new_is_inferred() -> None:
    given = [triple("a", "knows", "b"), triple("b", "knows", "a"), triple("c", "knows", "d")]
    assert infer(given, [("symmetric", SYMMETRIC)]) == {triple("d", "knows", "c")}


def test_queries_run_until_nothing_new_comes() -> None:
    given = [triple("a", "in", "b"), triple("b", "in", "c"), triple("c", "in", "d")]
    inferred = infer(given, [("chain", CHAIN)])
    assert inferred == {triple("a", "in", "c"), triple("b", "in", "d"), triple("a", "in", "d")}


def test_a_query_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError, match="CONSTRUCT"):
        infer([], [("ask", "ASK {}")])
