"""What a newcomer relies on: the README's commands, the lock and the Makefile."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml

import spacecoop
from service import Settings, create_app

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"`spacecoop ([a-z]+)", README))
    assert named == set(spacecoop.COMMANDS)


def test_the_readme_names_every_address(tmp_path: Path) -> None:
    rules = create_app(Settings(out=tmp_path)).url_map.iter_rules()
    beginnings = {rule.rule.split("<")[0].rstrip("/") or "/" for rule in rules}
    assert {"/", "/sparql"} <= beginnings
    assert {path for path in beginnings - {"/static"} if f"`{path}" not in README} == set()


def test_the_readme_names_only_targets_that_make_knows() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)`", README)) | set(
        re.findall(r"^make ([a-z]+)", README, re.MULTILINE)
    )
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert {"serve", "test"} <= named <= targets


def test_the_readmes_links_into_the_tree_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_folders_and_files_that_contributing_names_exist() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    # Capitals stand for what the contributor names; build/ is made by make.
    named = set(re.findall(r"`((?:mapping|ontology|service|shapes|tests)/[a-z0-9_./*-]*)`", guide))
    assert len(named) > 5
    assert [path for path in sorted(named) if not list(ROOT.glob(path))] == []


def test_the_lock_names_no_address_and_no_path() -> None:
    assert re.findall(r"://|--index-url|--find-links|(?<!\w)/\w+|@ file", LOCK) == []


def test_every_locked_release_has_a_version_and_hashes() -> None:
    locked = [entry for entry in re.split(r"\n(?=\S)", LOCK) if not entry.startswith("#")]
    assert locked
    for entry in locked:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_everything_the_project_asks_for_is_locked() -> None:
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = {normalised(re.split(r"[<>=]", line)[0]) for line in asked}
    assert names <= set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))


def test_make_alone_lists_its_targets() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"],  # noqa: S607 (make is what is tested)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for target in ("serve", "test", "lint", "build", "clean"):
        assert f"make {target} " in listed


def test_the_citation_is_of_this_version_and_licence() -> None:
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["license"] == PROJECT["license"] == "Apache-2.0"
    assert f"## [{CITATION['version']}] - {CITATION['date-released']}" in (
        ROOT / "CHANGELOG.md"
    ).read_text(encoding="utf-8")
