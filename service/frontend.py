"""What the site takes from npm, and whether it is there: it works without, and says so."""

import json
import logging
from pathlib import Path

LOG = logging.getLogger("spacecoop.service")


def missing(folder: Path = Path(__file__).parent) -> list[str]:
    """The packages that the folder's package.json names and that are not installed beside it.

    None where there is no package.json, as in a wheel.
    """
    described = folder / "package.json"
    if not described.is_file():
        return []
    wanted = json.loads(described.read_text(encoding="utf-8"))
    names = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    return sorted(name for name in names if not (folder / "node_modules" / name).is_dir())


def tell() -> None:
    """Say in the log which packages are missing, if any are."""
    names = missing()
    if names:
        LOG.warning(
            "without the npm packages %s: pages are plain forms and tables (`make frontend`)",
            ", ".join(names),
        )
