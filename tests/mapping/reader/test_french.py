"""French sentences are read by rules of their own, and never by the English ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mapping import gazetteer, map_document
from mapping.documents import Document
from ontology import DEFAULT_BASE
from tests.mapping.reader.telling import Told

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "french.yaml").read_text("utf-8")
)
GAZETTEER = gazetteer.load()
CLASSES = ("Meeting", "Agreement", "Milestone", "Contribution", "Cooperation", "Membership")


def tell(text: str) -> Told:
    whole = f"Le 10 juillet 2031\n\n{text}\n"
    document = Document("example", "example.txt", "", whole, "Exemple", language="fr")
    return Told(map_document(document, GAZETTEER, DEFAULT_BASE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"])[:60])
def test_french_sentence_states(row: dict[str, Any]) -> None:
    told = tell(row["text"])
    found = [
        {name: set(values) for name, values in fact.items()} | {"class": {class_}}
        for class_ in CLASSES
        for fact in told.of(class_).values()
    ]
    wanted = [
        {name: {value} if name == "class" else set(value) for name, value in fact.items()}
        for fact in row["states"]
    ]
    for fact in wanted:
        assert any(fact.items() <= one.items() for one in found), f"{fact} not among {found}"
    if not wanted:
        assert found == []


def test_what_a_french_sentence_states_quotes_it() -> None:
    text = "Le CNES fournit l'instrument MIRS pour la mission MMX."
    told = tell(text)
    (fact,) = told.of("Contribution").values()
    assert [told.nodes[passage]["quote"] for passage in fact["evidence"]] == [(text,)]


def test_a_person_of_a_french_release_is_known_by_the_surname_afterwards() -> None:
    told = tell(
        "Mika Sato, Présidente de la JAXA, est à Paris.\n\nMme Sato a rencontré le CNES à Paris "
        "le 3 mai 2031."
    )
    (meeting,) = told.of("Meeting").values()
    assert "person/mika-sato" in meeting["participant"]
