"""The rule tables of this folder, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from mapping.errors import InputError

# Match: a tabulator, a backspace    No match: an end of line
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping, since the second would silently win, and
    control characters: in double quotation marks YAML reads the regular expression's \\b as one.
    """

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:  # noqa: ANN401 - a node holds anything
        value = super().construct_scalar(node)
        if isinstance(value, str) and _CONTROL.search(value):
            raise yaml.constructor.ConstructorError(
                None, None, "a control character: use single quotation marks", node.start_mark
            )
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for (key, _), value in zip(node.value, keys, strict=True):
            if isinstance(value, str) and keys.count(value) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{value!r} stands twice", key.start_mark
                )
        return super().construct_mapping(node, deep)


@cache
def table(name: str) -> Any:  # noqa: ANN401 - each table has a shape of its own
    """The content of ``name``.yaml in this folder; InputError names file and line of a fault."""
    try:
        text = (resources.files("mapping.rules") / f"{name}.yaml").read_text("utf-8")
        return yaml.load(text, _Loader)  # noqa: S506 - a safe loader with one more check
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"mapping/rules/{name}.yaml:{line}", str(error.problem)) from error


def rule_files() -> list[str]:
    """The names of all tables, sorted."""
    folder = resources.files("mapping.rules")
    return sorted(
        f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")
    )


def fingerprint_text() -> str:
    """All tables, one after the other: what a mapping depends on besides code and gazetteer."""
    folder = resources.files("mapping.rules")
    return "".join((folder / f"{name}.yaml").read_text("utf-8") for name in rule_files())
