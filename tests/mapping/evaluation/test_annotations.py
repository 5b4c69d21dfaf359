"""What is said of annotations that cannot be used."""

import json
from pathlib import Path

import pytest

from mapping.errors import InputError
from mapping.evaluation import load

FACT = {"type": "meeting", "subject": "A", "predicate": "met", "object": None, "when": None}
GOOD = {"text": "a.txt", "facts": [FACT], "entities": [{"name": "A", "surface_forms": []}]}


def written(folder: Path, content: object) -> Path:
    """A folder with one annotation and its text above it."""
    (folder / "a.txt").write_text("A met.", encoding="utf-8")
    gold = folder / "gold"
    gold.mkdir()
    (gold / "a.json").write_text(json.dumps(content), encoding="utf-8")
    return gold


def test_the_text_is_found_in_the_nearest_folder_above(tmp_path: Path) -> None:
    [annotation] = load(written(tmp_path, GOOD))
    assert annotation.text == tmp_path / "a.txt"
    assert annotation.facts[0].subject == "A"


def test_an_address_that_is_none_is_not_passed_on(tmp_path: Path) -> None:
    [annotation] = load(written(tmp_path, GOOD | {"url": "github:someone/somewhere (a copy)"}))
    assert annotation.source is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], "is not in the annotation format"),
        ({"entities": []}, "has no 'facts'"),
        (GOOD | {"text": None}, "does not say where its text is"),
        (GOOD | {"text": "b.txt"}, "its text b.txt is in none of the folders above"),
        (GOOD | {"facts": [FACT | {"type": "rumour"}]}, "unknown type of fact 'rumour'"),
        (GOOD | {"facts": [FACT | {"subject": None}]}, "'subject' is missing"),
        (GOOD | {"entities": [{"name": "A", "surface_forms": "A"}]}, "must be a list of texts"),
    ],
)
def test_an_annotation_out_of_format_is_named(tmp_path: Path, content: object, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        load(written(tmp_path, content))
    assert caught.value.path.endswith("a.json")


def test_a_folder_without_annotations_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotations"):
        load(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        load(tmp_path / "absent")
