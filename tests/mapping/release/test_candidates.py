"""The list of entities that no gazetteer holds, in a release that the command built."""

import csv
from pathlib import Path

import pytest

from tests.mapping.release import builds

HERE = Path(__file__).parent
FIRST = (
    "May 12, 2022\n\nCNES AND JAXA MEET IN PARIS\n\n"
    "Thursday 12 May, Marie Dupont, President of CNES,\tand Kenji Sato, President of JAXA, "
    " met in Paris. Marie Dupont spoke of the Moon.\n"
)
SECOND = (
    "June 2, 2022\n\nCNES AND DLR MEET IN PARIS\n\n"
    "Thursday 2 June, CNES and DLR met in Paris.\n\n"
    "Marie Dupont, President of CNES, and Anna Braun, Chair of DLR, signed an agreement.\n"
)


def build(texts: Path, out: Path) -> Path:
    """The list of the release that is current after a build."""
    run = builds.build("--out", out, texts)
    assert run.returncode == 0, run.stderr
    return out / "current" / "candidates.tsv"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both documents and their metadata."""
    folder = tmp_path_factory.mktemp("texts")
    for stem, text, publisher in (("a", FIRST, "CNES"), ("b", SECOND, "Orbital Gazette")):
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
        (folder / f"{stem}.yaml").write_text(f"publisher: {publisher}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def table(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list for them, which tests only read."""
    return build(texts, tmp_path_factory.mktemp("out"))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a list by the titles of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def test_entities_of_no_gazetteer_are_listed_most_mentioned_first(table: Path) -> None:
    found = [(row["path"], row["class"], row["documents"], row["mentions"]) for row in rows(table)]
    assert found == [
        ("person/marie-dupont", "Person", "2", "3"),
        ("person/anna-braun", "Person", "1", "1"),
        ("person/kenji-sato", "Person", "1", "1"),
        ("organization/orbital-gazette", "Organization", "1", "0"),
    ]


def test_a_row_shows_the_sentence_of_the_first_mention_on_one_line(table: Path) -> None:
    first, *_, publisher = rows(table)
    assert (first["label"], first["first_document"]) == ("Marie Dupont", "a")
    assert first["first_sentence"] == (
        "Thursday 12 May, Marie Dupont, President of CNES, and Kenji Sato, President of JAXA, "
        "met in Paris."
    )
    assert publisher["first_sentence"] == ""


def test_the_same_documents_give_the_same_list(texts: Path, table: Path, tmp_path: Path) -> None:
    assert build(texts, tmp_path / "again").read_bytes() == table.read_bytes()
