"""Each paragraph is read by the rules of its own language, whatever that of the document is."""

from __future__ import annotations

import pytest

from mapping.documents.language import known_language, language_of
from tests.mapping.reader.telling import Told, tell

ENGLISH = "With the agreement of the two agencies, which was signed in Paris, JAXA leads MMX."
FRENCH = (
    "Dans le cadre de la coopération entre les deux agences, qui est une des plus anciennes, le "
    "CNES et la JAXA ont signé un accord sur la mission MMX. JAXA leads MMX, pour le dire avec les "
    "mots du partenaire."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (FRENCH, "fr"),
        ("宇宙航空研究開発機構", None),
        ("JAXA leads MMX", None),
        # The names of persons hold small words too.
        ("CNES President Jean-Yves Le Gall met Marie de La Roche in Tokyo on 5 March.", None),
        ("LES DEUX AGENCES ONT TENU UNE REUNION", "fr"),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str | None) -> None:
    assert known_language(text) == language
    assert language_of(text) == (language or "en")


GERMAN = (
    "Die JAXA und das DLR haben eine Vereinbarung über die Mission MMX unterzeichnet, von der sie "
    "profitieren. JAXA leads MMX, um es mit ihren Worten zu sagen, und das ist nicht alles."
)


def quoted(told: Told, fact: str) -> set[str]:
    """The sentences that state the facts of a class."""
    passages = {p for values in told.of(fact).values() for p in values["evidence"]}
    return {told.nodes[passage]["quote"][0] for passage in passages}


@pytest.mark.parametrize(
    "text", [f"{ENGLISH}\n\n{GERMAN}\n", f"{GERMAN}\n\n{GERMAN}\n\n{ENGLISH}\n"]
)
def test_paragraphs_of_a_language_without_rules_state_nothing(text: str) -> None:
    told = tell(text)
    assert quoted(told, "Fact") == {ENGLISH}
    assert ("DLR", "organization/dlr") in told.mentions()


@pytest.mark.parametrize(
    "text", [f"{ENGLISH}\n\n{FRENCH}\n", f"{FRENCH}\n\n{FRENCH}\n\n{ENGLISH}\n"]
)
def test_each_paragraph_is_read_by_the_rules_of_its_language(text: str) -> None:
    told = tell(text)
    assert quoted(told, "Contribution") == {ENGLISH}
    assert quoted(told, "Agreement") == {FRENCH.partition(" JAXA leads")[0]}
    assert ("CNES", "organization/cnes") in told.mentions()


def test_contacts_of_a_french_release_keep_their_posts() -> None:
    told = tell(
        f"{FRENCH}\n\nCONTACTS\nPascale Bresson    Press Officer    Tel. 01 44 76 75 39\n",
        publisher="CNES",
    )
    assert told.memberships() == {("person/pascale-bresson", "Press Officer", "organization/cnes")}
    assert not told.of("Contribution")
