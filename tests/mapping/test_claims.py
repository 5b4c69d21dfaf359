"""What Wikidata says, kept in a table: published beside the links, and opposed to documents."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from mapping.claims import COLUMNS, load
from mapping.errors import InputError
from service import Settings, create_app
from tests.mapping.release.builds import GAZETTEER, build, contents, documents

LAUNCH = (
    "March 5, 2001\n\nCNES CELEBRATES SVOM\n\n"
    "SVOM was launched on 3 February 2001. CNES and JAXA met in Paris on 5 March 2001.\n"
)
SVOM = """
<mission/svom> a sc:Mission ;
    skos:prefLabel "Space Variable Objects Monitor"@en ;
    sc:acronym "SVOM" ;
    dcterms:source "a test" .
"""
DAY = "+2001-02-03T00:00:00Z/11"
OTHER = "+2001-02-05T00:00:00Z/11"
WHO = "2026-11-22\tA. Reviewer"
MILESTONE = "milestone/svom-launch"
DISCREPANCY = "discrepancy/wikidata-value--launch--milestone-svom-launch"
SAID = "SVOM: launch: launched 2001-02-03, otherwise at Wikidata: 2001-02-05"


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("# why", "\t".join(COLUMNS), *rows, "")))
    return path


class World:
    """Documents and a gazetteer, to be built with tables of claims."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = documents(folder / "texts", launch=LAUNCH)
        self.gazetteer = folder / "gazetteer"
        self.gazetteer.mkdir()
        for path in GAZETTEER.iterdir():
            more = SVOM if path.suffix == ".ttl" else ""
            (self.gazetteer / path.name).write_text(path.read_text() + more)

    def build(self, out: str, *rows: str) -> tuple[int, str]:
        """The exit code and what was said, of a build with a table of such rows."""
        claims = table(self.folder / f"{out}.tsv", *rows)
        done = build(
            *(self.texts, "--out", self.folder / out, "--claims", claims),
            environment={"SPACECOOP_GAZETTEER": str(self.gazetteer)},
        )
        return done.returncode, done.stderr

    def client(self, out: str) -> FlaskClient:
        return create_app(Settings(out=self.folder / out)).test_client()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of these tests."""
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def differing(world: World) -> FlaskClient:
    """A client of the service in front of a release with which Wikidata disagrees."""
    assert world.build("differing", f"Q16677669\tP619\t{OTHER}\t{WHO}")[0] == 0
    return world.client("differing")


def test_a_value_that_differs_is_a_discrepancy(world: World, differing: FlaskClient) -> None:
    told = (world.folder / "differing" / "current" / "report.txt").read_text()
    assert f"wikidata-value  {SAID} (Q16677669, retrieved 2026-11-22)" in told
    assert "launch: “SVOM was launched on 3 February 2001.”" in told
    assert f"/page/{DISCREPANCY}" in differing.get(f"/page/{MILESTONE}").text
    for path in ("/report", f"/page/{DISCREPANCY}"):
        page = differing.get(path, headers={"Accept": "text/html"}).text
        assert SAID in page
        assert "SVOM was launched on 3 February 2001." in page
        assert "<strong>5 February 2001</strong>" in page
        assert 'href="http://www.wikidata.org/entity/Q16677669"' in page
        assert "as found on 22 November 2026" in page


def test_the_value_is_data_beside_the_link(differing: FlaskClient) -> None:
    answer = differing.get("/graph/links", headers={"Accept": "application/n-triples"})
    claim = "https://w3id.org/spacecoop/graph/links#Q16677669-P619-2001-02-05"
    told = {
        triple.predicate.value.replace("#", "/").rpartition("/")[2]: str(triple.object).strip("<>")
        for triple in parse(answer.data, RdfFormat.N_TRIPLES)
        if str(triple.subject) == f"<{claim}>" and not triple.predicate.value.endswith("type")
    }
    assert told["wikidataItem"] == "http://www.wikidata.org/entity/Q16677669"
    assert told["wikidataProperty"] == "http://www.wikidata.org/entity/P619"
    assert told["date"].startswith('"2001-02-05"')
    assert told["retrieved"].startswith('"2026-11-22"')
    found = differing.get(f"/data/{DISCREPANCY}.nt").text
    assert f"<https://w3id.org/spacecoop/ontology#against> <{claim}>" in found
    query = "SELECT ?c { ?c a <https://w3id.org/spacecoop/ontology#Claim> }"
    page = differing.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert 'href="/graph/links#Q16677669-P619-2001-02-05"' in page.text


def test_a_value_that_agrees_is_none(world: World) -> None:
    rows = (f"Q16677669\tP619\t{DAY}\t{WHO}", f"Q16677669\tP620\t{OTHER}\t{WHO}")
    assert world.build("agreeing", *rows)[0] == 0
    assert "no discrepancies" in (world.folder / "agreeing" / "current" / "report.txt").read_text()
    assert "wikidata-value" not in world.client("agreeing").get(f"/page/{MILESTONE}").text


def test_what_is_about_other_items_changes_nothing(world: World) -> None:
    assert world.build("without")[0] == 0
    assert world.build("elsewhere", f"Q112961241\tP620\t{OTHER}\t{WHO}")[0] == 0
    releases = [world.folder / out / "current" for out in ("without", "elsewhere")]
    assert contents(releases[0].resolve()) == contents(releases[1].resolve())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Q16677669\tP619\t" + OTHER, "has not one text in each of item, property, value,"),
        (f"Q16677669\tP619\t{OTHER}\t2026-11-22\t", "has not one text in each of item, property,"),
        (f"q1\tP619\t{OTHER}\t{WHO}", "'q1' is no item, such as Q16677669"),
        (f"Q1\tP619\t{OTHER}\t{WHO}", "Q1 is no item that an entry matches exactly"),
        (f"Q16677669\tP17\t{OTHER}\t{WHO}", "'P17' cannot be compared; known are P619, P620"),
        (f"Q16677669\tP619\t2001-02-05\t{WHO}", "'2001-02-05' is no date of Wikidata"),
        (f"Q16677669\tP619\t+2001-02-30T00:00:00Z/11\t{WHO}", "is no date of Wikidata"),
        (f"Q16677669\tP619\t+2001-02-03T00:00:00Z/8\t{WHO}", "is no date of Wikidata"),
        (f"Q16677669\tP619\t{OTHER}\tyesterday\tA", "'yesterday' is no day, such as 2026-11-22"),
        (f"Q16677669\tP619\t{DAY}\t{WHO}", "says again what a row above says"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, row: str, reason: str
) -> None:
    path = table(tmp_path / "wrong.tsv", f"Q16677669\tP619\t{DAY}\t{WHO}", row)
    with pytest.raises(InputError) as raised:
        load(path)
    assert str(raised.value).startswith(f"{path}:4: ")
    assert reason in str(raised.value)


def test_a_wrong_row_ends_the_build_in_one_line_and_nothing_is_published(world: World) -> None:
    status, said = world.build("wrong", f"Q1\tP619\t{OTHER}\t{WHO}")
    assert status == 2
    place = world.folder / "wrong.tsv"
    assert said == f"spacecoop: {place}:3: Q1 is no item that an entry matches exactly\n"
    assert not (world.folder / "wrong" / "current").exists()


@pytest.mark.parametrize("text", ["", "item\tvalue\n", "\u00e9".encode("latin-1")])
def test_what_is_no_table_is_refused(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "claims.tsv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError, match=r"claims\.tsv"):
        load(path)


def test_the_table_that_ships_says_nothing_yet() -> None:
    assert load() == ()
