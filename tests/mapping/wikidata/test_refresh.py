"""``spacecoop wikidata refresh``: proposals that can be applied, and that change nothing."""

import csv
import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mapping import gazetteer, links
from mapping.errors import InputError
from ontology import WD
from tests.conftest import ROOT, unused_port
from tests.mapping.wikidata.running import run
from tests.mapping.wikidata.test_check import agreeing
from tests.mapping.wikidata.wikibase import Thing, Wikibase, World

CNES, MARS_2020, TOKYO, DISTRICT = "Q48756", "Q1526343", "Q1490", "Q7927"
ISECG = "International Space Exploration Coordination Group"
FOUND = (
    f"{ISECG} skos:exactMatch wikidata:Q900000010 {ISECG} semapv:LexicalMatching found by its name"
)
MERGED = (
    "Tokyo skos:exactMatch wikidata:Q900000011 Tokyo semapv:MappingChaining Q1490 redirects to it"
)


@pytest.fixture
def world(out: Path) -> World:
    world = agreeing(out)
    world[CNES].aliases = {
        "en": [
            "French National Space Centre (CNES)",
            'CNES" . <x> <y> <z> . "',
            "CNES\nParis",
            "CNE",
            "cnes",
        ],
        "fr": ["Agence spatiale des Français"],
        "de": ["Französisches Raumfahrtzentrum"],
    }
    world[MARS_2020].aliases = {"en": ["Perseverance"]}  # the rover, an entry of its own
    world["Q900000011"] = replace(world[TOKYO])
    world[TOKYO] = Thing({}, leads_to="Q900000011")
    world["Q900000010"] = Thing({"en": ISECG})
    world["Q900000012"] = Thing({"en": "Toulouse"})
    world["Q900000013"] = Thing({"en": "Toulouse"})  # which of both?
    world["Q900000014"] = Thing({"en": "Orsay station"})  # begins likewise, is no Orsay
    world[DISTRICT] = Thing({"en": "Space Symposium"})  # an item that is known to be wrong
    return world


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in (".ttl", ".tsv", ".py"))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def diff(out: Path, servers: Wikibase, world: World) -> str:
    """What is proposed, after it was made sure that nothing was changed."""
    servers.hold(world)
    before = hashes(ROOT / "mapping")
    result = run("refresh", *servers.options, "--no-cache", "--out", out)
    assert (result.exception, result.return_value) == (None, 0)
    assert hashes(ROOT / "mapping") == before
    assert servers.most <= 3
    counted = "spacecoop: 2 names, 1 links, 1 merged items proposed; nothing was changed\n"
    assert result.stderr == counted
    return result.stdout


def test_it_proposes_new_names_and_links_and_nothing_doubtful(diff: str) -> None:
    lines = [line for line in diff.splitlines() if line[:1] in "+-" and line[1:2] not in "+-"]
    found = [line for line in lines if not line.startswith("-spacecoop:")]
    assert [" ".join(line.split()) for line in found] == [
        '+ skos:altLabel "French National Space Centre (CNES)"@en ;',
        '+ skos:altLabel "Agence spatiale des Français"@fr ;',
        "- dcterms:source <http://www.wikidata.org/entity/Q1490> .",
        "+ dcterms:source <http://www.wikidata.org/entity/Q900000011> .",
        f"+spacecoop:organization/isecg {FOUND}",
        f"+spacecoop:place/tokyo {MERGED}",
    ]


def test_what_is_applied_still_has_to_be_reviewed(diff: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "mapping" / "gazetteer", tmp_path / "mapping" / "gazetteer")
    shutil.copy(ROOT / "mapping" / "wikidata.sssom.tsv", tmp_path / "mapping")
    (tmp_path / "refresh.diff").write_text(diff, encoding="utf-8")
    applied = subprocess.run(
        ["git", "apply", "--unsafe-paths", "refresh.diff"],  # noqa: S607 (the developer's git)
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert applied.returncode == 0, applied.stderr
    entries = gazetteer.load(tmp_path / "mapping" / "gazetteer").entries
    now = {name.text for name in entries["organization/cnes"].names}
    before = {name.text for name in gazetteer.load().entries["organization/cnes"].names}
    assert now - before == {"French National Space Centre (CNES)", "Agence spatiale des Français"}
    assert before <= now
    table = tmp_path / "mapping" / "wikidata.sssom.tsv"
    with pytest.raises(InputError, match="nobody has reviewed this row"):
        links.load(table)
    reviewed = table.read_text(encoding="utf-8")
    for how in ("LexicalMatching\t", "MappingChaining\t"):
        reviewed = reviewed.replace(how, "ManualMappingCuration\t1.0")
    table.write_text(reviewed, encoding="utf-8")
    assert len(links.load(table)) == len(links.load()) + 1


def test_where_nothing_is_new_nothing_is_proposed(flights: Path, servers: Wikibase) -> None:
    servers.hold(agreeing(flights))
    result = run("refresh", *servers.options, "--no-cache", "--out", flights)
    assert (result.exception, result.stdout) == (None, "")


def test_off_the_network_it_says_so(flights: Path) -> None:
    nobody = f"http://127.0.0.1:{unused_port()}/"
    result = run("refresh", "--api", nobody, "--sparql", nobody, "--out", flights)
    assert isinstance(result.exception, InputError)
    assert "cannot be reached" in str(result.exception)
    assert not (flights / "wikidata-cache").exists()


def test_items_that_are_known_to_be_wrong_are_linked_nowhere() -> None:
    text = (ROOT / "mapping" / "wikidata" / "not-to-use.tsv").read_text(encoding="utf-8")
    wrong = {row["item"]: row["path"] for row in csv.DictReader(text.splitlines(), delimiter="\t")}
    assert DISTRICT in wrong
    assert not {f"{WD}{item}" for item in wrong} & {link.item for link in links.load()}
    assert set(wrong.values()) <= {link.path for link in links.load()}
