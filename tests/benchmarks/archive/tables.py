"""The tables of this folder: who appears, and what is said of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> Any:  # noqa: ANN401 (each table has a form of its own)
    """The content of ``world/…`` or ``templates/…``, by its path without ``.yaml``."""
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)
