"""Whose a post is that a sentence gives with a word for its owner: "its President, Jan Roe", "Jan
Roe, the agency's Director".

Words: ``rules/posts.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from mapping.alternatives import any_of
from mapping.discourse import Discourse
from mapping.phrases import ENDEAVOURS
from mapping.rules.tables import table
from mapping.tagging import Tagged, items_in


def owner(tagged: Tagged, start: int, stop: int, discourse: Discourse) -> str | None:
    """The organization that the introduction from ``start`` to ``stop`` calls so, if it does."""
    match = _before().search(tagged.text, 0, start) or _inside().search(tagged.text, start, stop)
    if match is None:
        return None
    before = items_in(tagged, tagged.text[: match.start()])
    named = [path for item in before if item.sort == "org" for path in item.paths]
    if match["noun"] is None:
        owners = [item.paths[-1] for item in before if item.sort in ("org", *ENDEAVOURS)]
        return owners[-1] if owners else _only(p for p in discourse.subject if _is_body(p))
    for paths in (named, discourse.subject, discourse.told):
        fitting = [path for path in paths if _is_called(discourse, path, match["noun"].casefold())]
        if fitting:
            return _only(fitting)
    return None


def _only(paths: Iterable[str]) -> str | None:
    found = dict.fromkeys(paths)
    return next(iter(found)) if len(found) == 1 else None


def _is_body(path: str) -> bool:
    return path.startswith("organization/")


def _is_called(discourse: Discourse, path: str, noun: str) -> bool:
    """Is it what the noun says?  A company is one by its kind, a committee by its name."""
    if not _is_body(path):
        return False
    entity = discourse.entities[path]
    kind = table("posts")["owners"][noun]
    return kind in entity.types if kind else noun in entity.label.casefold()


def phrases() -> str:
    """A regular expression for what an owner is called before a post: "the agency's "."""
    nouns = any_of(list(table("posts")["owners"]), ignore_case=True)
    return rf"(?:[Ii]ts|[Tt]he (?P<noun>{nouns})'s) "


@cache
def _before() -> re.Pattern[str]:
    # Match: "and its new ", "the agency's "    No match: "its launch by "
    states = any_of(table("posts")["states"])
    return re.compile(rf"(?<!\w){phrases()}(?:(?:{states}) )*$")


@cache
def _inside() -> re.Pattern[str]:
    # Match: ", the agency's "    No match: "'s "
    return re.compile(rf"(?:,|\bis|\bwas) {phrases()}")
