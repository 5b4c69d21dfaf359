"""``spacecoop wikidata quickstatements`` on the shipped documents."""

import csv
import io
from pathlib import Path

import pytest

from mapping.errors import InputError
from tests.mapping.wikidata.running import printed, run

ROOT = Path(__file__).parents[3]
JAPAN = "004-d422dca88d3333b1"
# A statement, and its references as pairs of property and value.
Read = dict[tuple[str, str, str], list[list[tuple[str, str]]]]


def read_v1(text: str) -> Read:
    """The commands, by the rules of the format: "!" opens a further reference."""
    found: Read = {}
    for line in text.splitlines():
        item, number, value, *rest = line.split("\t")
        references: list[list[tuple[str, str]]] = []
        for name, cited in zip(rest[::2], rest[1::2], strict=True):
            if not references or name.startswith("!"):
                references.append([])
            references[-1].append((name.lstrip("!"), cited))
        assert (item, number, value) not in found
        found[item, number, value] = references
    return found


def read_csv(text: str) -> Read:
    """The same of a sheet: an upper-case S opens a reference, a lower-case one goes on with it."""
    titles, *rows = csv.reader(io.StringIO(text))
    assert titles[0] == "qid"
    found: Read = {}
    for row in rows:
        statement = ("", "", "")
        references: list[list[tuple[str, str]]] = []
        for title, cell in zip(titles[1:], row[1:], strict=True):
            if cell and title.startswith("P"):
                assert not statement[0], "two statements in a row"
                statement = (row[0], title, cell)
            elif cell:
                assert statement[0], "a reference before its statement"
                if title.startswith("S"):
                    references.append([])
                references[-1].append((title.upper(), cell))
        found[statement] = references
    return found


def test_the_whole_release_is_the_file_in_it(release: Path, out: Path) -> None:
    text = printed(out, "quickstatements")
    assert text == (release / "quickstatements.txt").read_text(encoding="utf-8")
    assert len(text.splitlines()) >= 19


def test_a_sheet_says_what_the_commands_say(out: Path) -> None:
    commands = read_v1(printed(out, "quickstatements"))
    assert all(commands.values())
    assert max(len(references) for references in commands.values()) == 2
    assert read_csv(printed(out, "quickstatements", "--format", "csv")) == commands


def test_a_document_is_the_only_reference_for_what_it_supports(out: Path) -> None:
    whole = read_v1(printed(out, "quickstatements"))
    own = read_v1(printed(out, "quickstatements", "--document", JAPAN))
    assert own
    assert set(own) <= set(whole)
    addresses = {dict(reference)["S854"] for references in own.values() for reference in references}
    assert len(addresses) == 1
    assert addresses.pop().startswith('"https://presse.cnes.fr/en/france-japan-space-cooperation')


def test_an_entity_has_what_concerns_it(out: Path) -> None:
    assert list(read_v1(printed(out, "quickstatements", "--entity", "mission/mmx"))) == [
        ("Q30748458", "P1444", "Q7547")
    ]
    phobos = read_v1(printed(out, "quickstatements", "--entity", "body/phobos"))
    assert list(phobos) == [("Q7547", "P397", "Q111"), ("Q30748458", "P1444", "Q7547")]


def test_the_readme_shows_a_command_as_it_is(out: Path) -> None:
    line = printed(out, "quickstatements", "--entity", "mission/cfosat")
    assert line in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_statement_is_traced_to_its_passages(release: Path, out: Path) -> None:
    lines = printed(out, "quickstatements", "--evidence").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    traced = {(row["item"], row["property"], row["value"]) for row in rows}
    assert traced == set(read_v1(printed(out, "quickstatements")))
    for row in rows:
        text = (release / "documents" / f"{row['document']}.txt").read_text(encoding="utf-8")
        begin, end = map(int, row["passage"].rpartition("#char=")[2].split(","))
        assert " ".join(text[begin:end].split()) == row["quote"]


def test_what_documents_disagree_on_is_held_back_by_name(out: Path) -> None:
    lines = printed(out, "quickstatements", "--held-back").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    told = {(row["fact"].rpartition("/")[2], row["document"][:3], row["told"]) for row in rows}
    assert told == {
        ("mascot-landing", "001", "2018-10"),
        ("mascot-landing", "004", "2019-10"),
    }
    assert not [key for key in read_v1(printed(out, "quickstatements")) if key[0] == "Q112961241"]


def test_nothing_planned_is_proposed(out: Path) -> None:
    # SVOM and BepiColombo are launched in no document, only planned to be.
    assert printed(out, "quickstatements", "--entity", "mission/svom") == ""
    bepicolombo = read_v1(printed(out, "quickstatements", "--entity", "mission/bepicolombo"))
    assert {number for _, number, _ in bepicolombo} == {"P1444"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--document", "nowhere"), "is no document of the release"),
        (("--entity", "mission/nowhere"), "is no entity of the release"),
        (("--entity", "organization/isecg"), "has no item at Wikidata"),
    ],
)
def test_what_the_release_does_not_have_is_refused(
    arguments: tuple[str, str], reason: str, out: Path
) -> None:
    result = run("quickstatements", *arguments, "--out", out)
    assert isinstance(result.exception, InputError)
    assert arguments[1] in str(result.exception)
    assert reason in str(result.exception)
    assert result.stdout == ""
