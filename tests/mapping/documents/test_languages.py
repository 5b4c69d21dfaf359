"""Facts are read from what is English, whatever the document is for the most part."""

from __future__ import annotations

import pytest

from mapping.documents.language import known_language, language_of
from tests.mapping.reader.telling import tell

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
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str | None) -> None:
    assert known_language(text) == language
    assert language_of(text) == (language or "en")


@pytest.mark.parametrize(
    "text", [f"{ENGLISH}\n\n{FRENCH}\n", f"{FRENCH}\n\n{FRENCH}\n\n{ENGLISH}\n"]
)
def test_of_two_languages_only_the_english_paragraphs_state_facts(text: str) -> None:
    told = tell(text)
    (contribution,) = told.of("Contribution").values()
    quotes = {
        values["quote"][0]
        for name, values in told.of("Passage").items()
        if name in contribution["evidence"]
    }
    assert quotes == {ENGLISH}
    assert ("CNES", "organization/cnes") in told.mentions()


def test_contacts_of_a_french_release_keep_their_posts() -> None:
    told = tell(
        f"{FRENCH}\n\nCONTACTS\nPascale Bresson    Press Officer    Tel. 01 44 76 75 39\n",
        publisher="CNES",
    )
    assert told.memberships() == {("person/pascale-bresson", "Press Officer", "organization/cnes")}
    assert not told.of("Contribution")
