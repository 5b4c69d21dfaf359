"""Documents on disk: what is read, what is refused and in which words, what is masked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mapping import documents
from mapping.documents import discover, published, read, shipped, slug_of
from mapping.errors import InputError
from tests.mapping.reader.telling import cases

FOLDER = Path(documents.__file__).parent


def written(folder: Path, content: bytes | str, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"CNES\x00ESA", "is binary"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "is binary"),
        (b"12 + 30 = 42\n", "holds no words"),
        ("😀 🚀 !".encode(), "holds no words"),
        (b"CNES \x07 ESA", "control characters"),
        (b"CNES \x1b[31m ESA", "control characters"),
    ],
)
def test_a_file_without_a_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError, match=says) as refused:
        read(path)
    assert refused.value.path == str(path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("première\r\nune\r\n".encode() + b"deuxi\xe8me", 3),
        (b"CNES\nESA\n\xe2\x82", 3),
    ],
)
def test_the_line_where_utf_8_is_damaged_is_named(
    tmp_path: Path, content: bytes, line: int
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError, match="UTF-8") as refused:
        read(path)
    assert refused.value.path == f"{path}:{line}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read(tmp_path / "missing.txt")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    with path.open("wb") as file:
        file.truncate(documents.MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 20 MB"):
        read(path)


def test_a_name_without_letters_or_digits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no letter or digit"):
        read(written(tmp_path, "CNES met ESA.", "☃.txt"))


@pytest.mark.parametrize("case", cases("metadata_refused.yaml"), ids=lambda case: case["reason"])
def test_wrong_metadata_is_refused_by_file_and_line(tmp_path: Path, case: dict[str, Any]) -> None:
    path = written(tmp_path, "CNES met ESA.")
    beside = written(tmp_path, case["content"], "note.yaml")
    with pytest.raises(InputError, match=case["says"]) as refused:
        read(path)
    assert refused.value.path == (f"{beside}:{case['line']}" if case["line"] else str(beside))
    assert "\n" not in str(refused.value)


def test_metadata_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "CNES met ESA.")
    beside = written(tmp_path, b"title: caf\xe9", "note.yaml")
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.path.startswith(str(beside))


def test_metadata_tells_of_the_document(tmp_path: Path) -> None:
    content = {
        "title": "A meeting",
        "publisher": "CNES",
        "source": "https://agency.example/a",
        "date": "2021-03-09",
        "rights": "© CNES",
        "text": "quotes",
        "language": "fr",
    }
    written(tmp_path, yaml.safe_dump(content), "note.yaml")
    document = read(written(tmp_path, "CNES met ESA."), date="1999", source="https://other.example")
    told = (document.title, document.publisher, document.source, document.stated_date)
    assert told == ("A meeting", "CNES", "https://agency.example/a", "2021-03-09")
    assert (document.rights, document.text_rights, document.language) == ("© CNES", "quotes", "fr")


def test_options_stand_in_where_there_is_no_metadata(tmp_path: Path) -> None:
    path = written(tmp_path, "March 9, 2021\n\nCNES and CNSA meet in Paris\n\nThey talked.\n")
    document = read(path, date="2021-03-09", source="https://agency.example/a")
    assert document.stated_date == "2021-03-09"
    assert document.source == "https://agency.example/a"
    assert document.title == "CNES and CNSA meet in Paris"
    assert (document.publisher, document.text_rights) == (None, "full")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_no_text(tmp_path: Path, ending: str) -> None:
    text = "CNES met ESA.\n\nThey talked.\n"
    plain = read(written(tmp_path, text, "plain.txt"))
    other = read(written(tmp_path, "\ufeff" + text.replace("\n", ending), "other.txt"))
    assert other.text == plain.text == text
    assert other.sha256 != plain.sha256


def test_page_breaks_become_blanks() -> None:
    assert published("CNES\fmet\vESA") == "CNES met ESA"


@pytest.mark.parametrize("case", cases("contacts.yaml"), ids=lambda case: case["written"])
def test_contact_data_is_masked(case: dict[str, str]) -> None:
    assert published(case["written"]) == case["kept"]


@given(st.text(st.sampled_from("ab@.+-_ ()019\nTel:é•"), max_size=60))
def test_masking_keeps_the_length_and_is_done_once(text: str) -> None:
    masked = published(text)
    assert len(masked) == len(text)
    assert all(new in (old, "•") for old, new in zip(text, masked, strict=True))
    assert published(masked) == masked


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("000_4781d7af.txt", "000-4781d7af"),
        ("CNES & ESA — Meeting.txt", "cnes-esa-meeting"),
        ("Été à Paris.txt", "ete-a-paris"),
        ("__a..b__.txt", "a-b"),
        ("a.b.txt", "a-b"),
        ("☃.txt", ""),
    ],
)
def test_a_slug_comes_from_the_file_name(name: str, slug: str) -> None:
    assert slug_of(Path("some/folder") / name) == slug


def test_folders_are_searched_deeply_and_each_file_is_found_once(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    first = written(tmp_path, "CNES", "z.txt")
    second = written(deep, "ESA", "y.TXT")
    written(deep, "title: ESA", "y.yaml")
    assert discover([tmp_path, first, deep]) == sorted([first, second])


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing.txt", "no such file"), ("note.docx", "not a kind of document"), ("a", "no docum")],
)
def test_a_path_without_documents_is_refused(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a").mkdir()
    written(tmp_path, "CNES", "note.docx")
    with pytest.raises(InputError, match=says) as refused:
        discover([tmp_path / name])
    assert refused.value.path == str(tmp_path / name)


def test_five_documents_ship_in_order() -> None:
    paths = shipped()
    assert len(paths) == 5
    assert paths == discover([FOLDER])
    assert len({read(path).slug for path in paths}) == 5


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem[:3])
def test_shipped_metadata_states_what_the_publisher_says_and_no_date(path: Path) -> None:
    content = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    assert "date" not in content
    for name in ("title", "publisher", "rights", "date_basis"):
        assert content[name].strip()
    document = read(path)
    assert (document.title, document.publisher) == (content["title"], content["publisher"])
    assert document.stated_date is None


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem[:3])
def test_shipped_texts_hold_no_contact_data(path: Path) -> None:
    text = read(path).text
    assert len(text) == len(path.read_text("utf-8").removeprefix("\ufeff"))
    assert "@cnes" not in text
    assert "+33" not in text
