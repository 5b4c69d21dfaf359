"""What pages take from npm, and whether it is there: the site works without, and says so."""

import json
import logging
from pathlib import Path

LOG = logging.getLogger("spacecoop.service")


def missing(folder: Path = Path(__file__).parent) -> list[str]:
    """The packages that pages need by the folder's package.json and that are not beside it.

    What only tests need (`devDependencies`) is not among them. None where there is no package.json,
    as in a wheel.
    """
    described = folder / "package.json"
    if not described.is_file():
        return []
    names = json.loads(described.read_text(encoding="utf-8")).get("dependencies", {})
    return sorted(name for name in names if not (folder / "node_modules" / name).is_dir())


def tell() -> None:
    """Say in the log which packages are missing, if any are."""
    names = missing()
    if names:
        LOG.warning(
            "without the npm packages %s: pages are plain forms and tables (`make frontend`)",
            ", ".join(names),
        )
