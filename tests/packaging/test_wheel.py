"""What is installed from the wheel is all that the packages need."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("mapping", "ontology", "service", "shapes")
NOT_SHIPPED = {
    "__pycache__",
    "screenshots",
    "node_modules",
    ".npmrc",
    "package.json",
    "package-lock.json",
}  # made by Python; pictures for the README


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from this tree without network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    built = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = out.glob("*.whl")
    return path


def files_of(package: str) -> set[str]:
    """Every file of a package in the tree, relative to the root."""
    files = (path for path in (ROOT / package).rglob("*") if path.is_file())
    names = (path.relative_to(ROOT) for path in files)
    return {name.as_posix() for name in names if not NOT_SHIPPED.intersection(name.parts)}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_every_file_of_the_package(wheel: Path, package: str) -> None:
    expected = files_of(package)
    assert expected, f"{package} is empty"
    assert expected - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {*PACKAGES, "spacecoop.py", "spacecoop-0.1.0.dist-info"}


def test_the_wheel_cannot_be_uploaded_by_mistake_and_names_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = Parser().parsestr(archive.read("spacecoop-0.1.0.dist-info/METADATA").decode())
    assert "Private :: Do Not Upload" in metadata.get_all("Classifier", [])
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "spacecoop-0.1.0.dist-info/licenses/LICENSE" in archive.namelist()


def test_the_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, it finds its own data: the build must not need the checkout."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import spacecoop, mapping;"
        " assert mapping.__file__.startswith(sys.path[0]), mapping.__file__; spacecoop.main()"
    )
    built = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "site"), "build", "--out", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "out/current/spacecoop.nq.gz").is_file()
