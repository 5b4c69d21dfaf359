"""Corrections: rows of a table that withdraw or amend what a document is said to report."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from mapping.corrections import load
from mapping.errors import InputError
from service import Settings, create_app
from tests.mapping.release.builds import MEETING, build, contents, documents

SC = "https://w3id.org/spacecoop/ontology#"
TITLES = "report\tverdict\treason\twho\tdate\n"
AGREEMENT = (
    "June 2, 2022\n\nCNES AND DLR SIGN AN AGREEMENT\n\n"
    "Thursday 2 June, CNES and DLR signed an agreement on the exploration of Mars.\n"
)
FACT = "agreement/cnes-dlr-mars"
REPORT = "report/agreement--agreement-cnes-dlr-mars"
MET = "report/meeting--meeting-2022-05-12-cnes-jaxa"


def table(folder: Path, *rows: str) -> Path:
    """A table of corrections with rows of report and verdict."""
    lines = (f"{row}\tThe text says otherwise.\tA. Curator\t2026-11-22\n" for row in rows)
    (folder / "corrections.tsv").write_text("".join(("# why\n", TITLES, *lines)))
    return folder / "corrections.tsv"


class Told:
    """The statements of a release on disk by path and local name."""

    def __init__(self, out: Path) -> None:
        self.out = out
        folder = out / "current" / "documents"
        quads = (
            quad
            for path in sorted(folder.glob("*.ttl"))
            for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        )
        self.triples = {quad.triple for quad in quads}

    def values(self, path: str, name: str) -> set[str]:
        return set(_texts(t for t in self.triples if _is(t, path) and _local(t) == name))

    def page(self, address: str) -> str:
        client: FlaskClient = create_app(Settings(out=self.out)).test_client()
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        return " ".join(answer.text.split())


def _is(triple: Triple, path: str) -> bool:
    return isinstance(triple.subject, NamedNode) and triple.subject.value.endswith(f"/id/{path}")


def _local(triple: Triple) -> str:
    return triple.predicate.value.replace("#", "/").rpartition("/")[2]


def _texts(triples: Iterable[Triple]) -> Iterable[str]:
    for triple in triples:
        if isinstance(triple.object, NamedNode):
            value = triple.object.value
            yield value.partition("/id/")[2] or value.replace("#", "/").rpartition("/")[2]
        elif isinstance(triple.object, Literal):
            yield triple.object.value


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two documents."""
    return documents(tmp_path_factory.mktemp("texts"), agreement=AGREEMENT, meeting=MEETING)


@pytest.fixture(scope="module")
def corrected(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A release in which one report was withdrawn and one amended."""
    folder = tmp_path_factory.mktemp("corrected")
    rows = table(
        folder,
        f"{REPORT}\twithdraw",
        f"https://w3id.org/spacecoop/id/{MET}\tamend date=2022-05-13; status=sc:Cancelled; "
        "participant=organization/cnes organization/dlr",
    )
    run = build(texts, "--out", folder / "out", "--corrections", rows)
    assert run.returncode == 0, run.stderr
    return Told(folder / "out")


def test_without_corrections_the_facts_are_there(texts: Path, tmp_path: Path) -> None:
    assert build(texts, "--out", tmp_path).returncode == 0
    told = Told(tmp_path)
    assert told.values(REPORT, "reportOf") == {FACT}
    assert told.values(MET, "date") == {"2022-05-12"}
    dump = contents(tmp_path / "current")
    assert not any(b"Correction" in content for content in dump.values())


def test_a_withdrawn_report_stays_and_its_fact_no_longer_counts(corrected: Told) -> None:
    assert corrected.values(REPORT, "type") == {"WithdrawnReport"}
    assert corrected.values(REPORT, "withdrawnFrom") == {FACT}
    assert corrected.values(REPORT, "reportOf") == set()
    passages = corrected.values(REPORT, "evidence")
    assert passages
    assert all(corrected.values(passage, "quote") for passage in passages)
    assert corrected.values(FACT, "type") == set()
    inferred = (corrected.out / "current" / "spacecoop.nt.gz").read_bytes()
    assert b"cooperatesWith" not in inferred


def test_an_amended_report_and_its_fact_say_what_the_curator_says(corrected: Told) -> None:
    meeting = "meeting/2022-05-12-cnes-jaxa"
    for path in (MET, meeting):
        assert corrected.values(path, "date") == {"2022-05-13"}
        assert corrected.values(path, "earliest") == {"2022-05-13"}
        assert corrected.values(path, "status") == {"Cancelled"}
    assert corrected.values(meeting, "participant") == {"organization/cnes", "organization/dlr"}


def test_the_correction_says_who_when_why_and_what_was_read(corrected: Told) -> None:
    path = MET.replace("report/", "correction/")
    assert corrected.values(path, "corrects") == {MET}
    assert corrected.values(path, "verdict") == {"Amended"}
    assert corrected.values(path, "curator") == {"A. Curator"}
    assert corrected.values(path, "date") == {"2026-11-22"}
    assert corrected.values(path, "reason") == {"The text says otherwise."}
    assert corrected.values(path, "formerly") == {
        "date=2022-05-12",
        "status=achieved",
        "participant=organization/cnes organization/jaxa",
    }


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/page/meeting/2022-05-12-cnes-jaxa", "amended</span> by A. Curator"),
        ("/page/meeting/2022-05-12-cnes-jaxa", "participant=organization/cnes organization/jaxa"),
        ("/page/document/meeting", "amended</span> by A. Curator"),
        ("/page/document/agreement", "withdrawn</span> by A. Curator"),
        ("/page/document/agreement", "signed an agreement on the exploration of Mars"),
        (f"/page/{REPORT}", "The text says otherwise."),
        (f"/page/{REPORT.replace('report/', 'correction/')}", "withdrawn</span> by A. Curator"),
        (f"/data/{REPORT}.ttl", "sc:Withdrawn "),
        ("/data/document/agreement.ttl", "a sc:Correction"),
    ],
)
def test_pages_and_data_show_corrections(corrected: Told, address: str, said: str) -> None:
    assert said in corrected.page(address)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("report/absent--agreement-x\twithdraw", "no document here is absent"),
        ("report/meeting--agreement-x\twithdraw", "document meeting does not make"),
    ],
)
def test_a_correction_of_nothing_is_one_line_with_file_and_line(
    texts: Path, tmp_path: Path, row: str, reason: str
) -> None:
    rows = table(tmp_path, row)
    run = build(texts, "--out", tmp_path / "out", "--corrections", rows)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert f"{rows}:3: " in run.stderr
    assert reason in run.stderr
    assert not (tmp_path / "out" / "current").exists()


def test_an_amendment_against_the_shapes_leaves_the_document_out(
    texts: Path, tmp_path: Path
) -> None:
    rows = table(tmp_path, f"{MET}\tamend participant=place/paris")
    run = build(texts, "--out", tmp_path / "out", "--corrections", rows)
    assert run.returncode == 1
    assert "quarantined" in run.stderr
    assert "meeting.txt" in run.stderr


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("report/a--b\tdelete", "neither 'withdraw' nor"),
        ("report/a--b\tamend", "neither 'withdraw' nor"),
        ("a--b\twithdraw", "is no report"),
        ("report/a--b\tamend date=tomorrow", "is no date in EDTF"),
        ("report/a--b\tamend status=lost", "is no status"),
        ("report/a--b\tamend label=x", "'label' cannot be amended"),
        ("report/a--b\tamend participant=CNES", "is no value of participant"),
        ("report/a--b\twithdraw\tmore", "has not one text in each"),
        ("report/a--b\t", "has not one text in each"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(InputError, match=r"corrections\.tsv:3: ") as refusal:
        load(table(tmp_path, row))
    assert reason in str(refusal.value)


def test_a_report_is_corrected_once(tmp_path: Path) -> None:
    rows = table(tmp_path, "report/a--b\twithdraw", "report/a--b\tamend date=2020")
    with pytest.raises(InputError, match="corrected already in line 3"):
        load(rows)


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text("report\tverdict\n")
    with pytest.raises(InputError, match="has not the columns report, verdict, reason, who, date"):
        load(tmp_path / "rows.tsv")


def test_the_shipped_table_corrects_nothing() -> None:
    assert load().by_slug == {}
