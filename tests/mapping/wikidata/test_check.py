"""``spacecoop wikidata check`` against a Wikidata of our own: it finds what differs, no more."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapping.claims import load
from mapping.errors import InputError
from tests.conftest import unused_port
from tests.mapping.wikidata.running import printed, run
from tests.mapping.wikidata.test_proposals import read_v1
from tests.mapping.wikidata.wikibase import Claim, Thing, Wikibase, World

# What classes are called there, by our kinds.
TYPES = {
    "agreement": "multilateral treaty",
    "body": "near-Earth asteroid",
    "country": "sovereign state",
    "mission": "space mission",
    "organization": "space agency",
    "person": "human",
    "place": "spaceport",
    "programme": "spaceflight programme",
    "region": "political union",
    "spacecraft": "lander",
}
CFOSAT, GOSAT2, HAYABUSA2, SOLAR = "Q66293317", "Q60847866", "Q2113134", "Q653731"
BEPICOLOMBO, PHILAE, MASCOT, SVOM = "Q113169", "Q1041962", "Q112961241", "Q16677669"
CNES, FRANCE, RYUGU, GUIANA = "Q48756", "Q142", "Q1385178", "Q308987"


def links(out: Path) -> dict[str, tuple[str, str]]:
    """Path and label by the number of the item."""
    lines = [line for line in printed(out, "links").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        row["object_id"].partition(":")[2]: (
            row["subject_id"].partition(":")[2],
            row["subject_label"],
        )
        for row in rows
        if row["object_id"].startswith("wikidata:")
    }


def agreeing(out: Path) -> World:
    """A world that says all that a release says, under the same names."""
    world = {
        item: Thing({"en": label}, [TYPES[path.partition("/")[0]]] if "/" in path else [])
        for item, (path, label) in links(out).items()
        if path.partition("/")[0] in TYPES
    }
    world |= {q: Thing({"en": n}) for q, (_, n) in links(out).items() if q not in world}
    for item, number, value in read_v1(printed(out, "quickstatements")):
        world[item].claims.append(Claim(number, value))
    return world


@pytest.fixture
def world(flights: Path) -> World:
    return agreeing(flights)


def differences(out: Path, servers: Wikibase, *more: str) -> set[tuple[str, str, str, str]]:
    """Outcome, path, what and theirs, of a run that keeps nothing."""
    result = run("check", *servers.options, "--no-cache", "--out", out, *more)
    assert result.exception is None, result.exception
    rows = list(csv.DictReader(result.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {(row["outcome"], row["path"], row["what"], row["wikidata"]) for row in rows}
    assert len(found) == len(rows)
    assert result.return_value == int("contradicting" in {outcome for outcome, *_ in found})
    return found


def test_where_both_say_the_same_there_is_nothing_to_report(
    flights: Path, servers: Wikibase, world: World
) -> None:
    servers.hold(world)
    assert differences(flights, servers) == set()
    everything = differences(flights, servers, "--all")
    assert {outcome for outcome, *_ in everything} == {"agreeing"}
    statements = read_v1(printed(flights, "quickstatements"))
    assert sum(what.startswith("P") for _, _, what, _ in everything) == len(statements) == 9
    assert sum(what == "name" for _, _, what, _ in everything) == len(world)


def test_the_shipped_documents_agree_with_a_world_that_says_the_same(
    out: Path, servers: Wikibase
) -> None:
    world = agreeing(out)
    # The documents disagree on when MASCOT landed: whoever is right, one of them is not.
    world[MASCOT].claims.append(Claim("P620", "+2019-10-00T00:00:00Z/10"))
    servers.hold(world)
    assert differences(out, servers) == set()
    world[MASCOT].claims = [Claim("P620", "+2018-10-03T00:00:00Z/11")]
    servers.hold(world)
    landed = "+2018-10-03T00:00:00Z/11"
    assert differences(out, servers) == {("contradicting", "spacecraft/mascot", "P620", landed)}


def test_rows_of_claims_are_printed_for_somebody_to_review(
    flights: Path, servers: Wikibase, world: World, tmp_path: Path
) -> None:
    world[SVOM].claims = [Claim("P619", "+2001-02-03T00:00:00Z/11"), Claim("P17", FRANCE)]
    servers.hold(world)
    result = run("check", "--claims", "--out", flights, *servers.options, "--no-cache")
    assert result.return_value == 0
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    today = datetime.now(tz=UTC).date().isoformat()
    assert [SVOM, "P619", "+2001-02-03T00:00:00Z/11", today, ""] in rows
    assert {row[1] for row in rows[1:]} <= {"P619", "P620"}
    path = tmp_path / "claims.tsv"
    path.write_text(result.stdout)
    with pytest.raises(InputError, match="has not one text in each of"):
        load(path)  # nobody has reviewed it
    path.write_text("".join(f"{line}A. Reviewer\n" for line in result.stdout.splitlines()[1:]))
    path.write_text(f"{result.stdout.splitlines()[0]}\n{path.read_text()}")
    assert (SVOM, "2001-02-03") in {(claim.item, claim.date) for claim in load(path)}


def test_each_difference_is_found_and_nothing_else(
    flights: Path, servers: Wikibase, world: World
) -> None:
    world[GUIANA].labels = {"en": "Vostochny Cosmodrome", "fr": "cosmodrome Vostotchny"}
    world[RYUGU].types = ["human"]
    world["Q900000001"] = replace(world[CNES])
    world[CNES] = Thing({}, leads_to="Q900000001")
    world[FRANCE] = Thing({}, leads_to="deleted")
    world[SVOM].types = []
    world[CFOSAT].claims = []  # no launch
    world[GOSAT2].claims = [Claim("P619", "+2018-00-00T00:00:00Z/9")]
    world[BEPICOLOMBO].claims = [Claim("P619", "+2018-10-21T00:00:00Z/11")]
    servers.hold(world)
    assert differences(flights, servers) == {
        (
            "contradicting",
            "place/guiana-space-centre",
            "name",
            "Vostochny Cosmodrome | cosmodrome Vostotchny",
        ),
        ("contradicting", "body/ryugu", "type", "human"),
        ("contradicting", "organization/cnes", "item", "redirects to Q900000001"),
        ("contradicting", "country/france", "item", "deleted"),
        ("missing", "mission/svom", "type", ""),
        ("missing", "mission/cfosat", "P619", ""),
        ("more-precise", "mission/gosat-2", "P619", "+2018-01-01T00:00:00Z/9"),
        ("contradicting", "mission/bepicolombo", "P619", "+2018-10-21T00:00:00Z/11"),
    }


# The document says of Solar Orbiter: launched in February 2020; of Hayabusa2: on 3 December 2014.
@pytest.mark.parametrize(
    ("item", "claims", "outcome"),
    [
        pytest.param(SOLAR, [("+2020-02-10T00:00:00Z/11", "Normal")], None, id="finer there"),
        pytest.param(SOLAR, [("+2020-02-00T00:00:00Z/10", "Normal")], None, id="the same month"),
        pytest.param(SOLAR, [("+2020-00-00T00:00:00Z/9", "Normal")], "more-precise", id="year"),
        pytest.param(SOLAR, [("+2020-00-00T00:00:00Z/8", "Normal")], "more-precise", id="decade"),
        pytest.param(SOLAR, [("+2001-00-00T00:00:00Z/7", "Normal")], "more-precise", id="century"),
        pytest.param(SOLAR, [("+2021-00-00T00:00:00Z/9", "Normal")], "contradicting", id="later"),
        pytest.param(SOLAR, [("+2020-03-01T00:00:00Z/11", "Normal")], "contradicting", id="March"),
        pytest.param(SOLAR, [("", "Normal")], "missing", id="unknown value"),
        pytest.param(
            HAYABUSA2,
            [("+2014-12-03T00:00:00Z/11", "Normal"), ("+2013-01-01T00:00:00Z/11", "Deprecated")],
            None,
            id="a deprecated statement does not count",
        ),
        pytest.param(
            HAYABUSA2, [("+2014-12-03T00:00:00Z/11", "Deprecated")], "missing", id="deprecated"
        ),
        pytest.param(
            HAYABUSA2,
            [("+2014-11-30T00:00:00Z/11", "Normal"), ("+2014-12-03T00:00:00Z/11", "Preferred")],
            None,
            id="one of two agrees",
        ),
    ],
)
def test_dates_are_compared_with_their_precision(
    item: str,
    claims: list[tuple[str, str]],
    outcome: str | None,
    flights: Path,
    servers: Wikibase,
    world: World,
) -> None:
    world[item].claims = [Claim("P619", value, rank) for value, rank in claims]
    servers.hold(world)
    path = {SOLAR: "mission/solar-orbiter", HAYABUSA2: "mission/hayabusa2"}[item]
    found = {(o, p, what) for o, p, what, _ in differences(flights, servers)}
    assert found == ({(outcome, path, "P619")} if outcome else set())


@pytest.mark.parametrize(
    ("labels", "aliases"),
    [
        ({"en": "CFOSat"}, {}),
        ({"fr": "cfosat"}, {}),
        ({"mul": "CFOSAT (satellite)"}, {}),
        ({"en": "French-Chinese satellite"}, {"en": ["china–france océanography satellite"]}),
    ],
    ids=["acronym", "another language", "bracket", "alias, accents and dashes"],
)
def test_one_name_in_common_is_enough(
    labels: dict[str, str],
    aliases: dict[str, list[str]],
    flights: Path,
    servers: Wikibase,
    world: World,
) -> None:
    world[CFOSAT].labels, world[CFOSAT].aliases = labels, aliases
    servers.hold(world)
    assert differences(flights, servers) == set()


def test_a_value_that_was_merged_is_still_the_same(
    flights: Path, servers: Wikibase, world: World
) -> None:
    world["Q900000002"] = replace(world[RYUGU])
    world[RYUGU] = Thing({}, leads_to="Q900000002")
    world[MASCOT].claims = [
        replace(c, value="Q900000002") if c.value == RYUGU else c for c in world[MASCOT].claims
    ]
    servers.hold(world)
    redirected = ("contradicting", "body/ryugu", "item", "redirects to Q900000002")
    assert differences(flights, servers) == {redirected}


def test_what_a_statement_rests_on_is_named(flights: Path, servers: Wikibase, world: World) -> None:
    world[PHILAE].claims = []
    servers.hold(world)
    line = run("check", *servers.options, "--no-cache", "--out", flights).stdout.splitlines()[1]
    assert line.endswith("/id/report/look-back--milestone-philae-landing")


@pytest.fixture
def kept(flights: Path) -> Iterator[Path]:
    """The folder of the cache, empty before and after."""
    folder = flights / "wikidata-cache"
    assert not folder.exists()
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def test_what_has_not_changed_is_not_asked_again(
    flights: Path, servers: Wikibase, world: World, kept: Path
) -> None:
    servers.hold(world)
    arguments = ("check", *servers.options, "--out", flights)
    assert run(*arguments).stderr.endswith(", 0 missing, 0 more-precise, 33 agreeing\n")
    assert len(list(kept.glob("*/*.json"))) == len(world)
    servers.asked.clear()
    assert run(*arguments).stderr.endswith(", 33 agreeing\n")
    assert [fields["props"] for _, _, fields in servers.asked] == ["info"]
    world[CFOSAT].claims, world[CFOSAT].revision = [], 2
    servers.hold(world)
    assert "missing\tmission/cfosat" in run(*arguments).stdout
    asked = [fields for _, _, fields in servers.asked if "query" in fields]
    assert asked
    assert all(CFOSAT in q["query"] and SOLAR not in q["query"] for q in asked)
    world[CFOSAT].revision = 3  # which the query service does not know yet
    for _ in range(2):
        servers.asked.clear()
        run(*arguments)
        assert any(CFOSAT in fields.get("query", "") for _, _, fields in servers.asked)
    (file,) = kept.glob(f"*/{CFOSAT}.json")
    file.write_text("{", encoding="utf-8")  # damage counts as absence
    assert "missing\tmission/cfosat" in run(*arguments).stdout


def test_off_the_network_it_says_so_and_changes_nothing(flights: Path) -> None:
    before = sorted(flights.rglob("*"))
    nobody = f"http://127.0.0.1:{unused_port()}/"
    result = run("check", "--api", nobody, "--sparql", nobody, "--out", flights)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    assert str(result.exception).startswith(f"{nobody}: cannot be reached: ")
    assert str(result.exception).endswith("(nothing was changed)")
    assert result.stdout == ""
    assert sorted(flights.rglob("*")) == before


def test_addresses_come_from_the_environment_too(
    flights: Path, servers: Wikibase, world: World
) -> None:
    servers.hold(world)
    _, api, _, sparql = servers.options
    settings = {"SPACECOOP_WIKIDATA_API": api, "SPACECOOP_WIKIDATA_SPARQL": sparql}
    result = run("check", "--no-cache", "--out", flights, **settings)
    assert (result.exception, result.return_value) == (None, 0)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--api", "file:///etc/passwd", "is no address of a server"),
        ("--sparql", "wikidata", "is no address of a server"),
        ("--api", "http://[::1/", "cannot be asked"),
        ("--contact", "me\r\nX-Forwarded-For: 1.2.3.4", "is no contact"),
        ("--contact", " ", "is no contact"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    option: str, value: str, reason: str, flights: Path
) -> None:
    nobody = ("--api", "http://127.0.0.1:9/", "--sparql", "http://127.0.0.1:9/")
    result = run("check", *nobody, option, value, "--out", flights)
    assert isinstance(result.exception, InputError)
    assert reason in str(result.exception)
