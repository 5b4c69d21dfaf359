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
from mapping.tagging import Tagged, items_in, sort_class


def owner(tagged: Tagged, start: int, stop: int, discourse: Discourse, title: str) -> str | None:
    """What the introduction from ``start`` to ``stop`` calls so, if it does, and can have the post.

    A project scientist is a mission's, whatever agency the sentence has named last.
    """
    match = _before().search(tagged.text, 0, start) or _inside().search(tagged.text, start, stop)
    match = match or _where(tagged, start, stop)
    if match is None:
        return None
    before = items_in(tagged, tagged.text[: match.start()])
    noun = (match["noun"] or "").casefold()
    if is_of_mission(title) or noun in table("posts")["owning endeavours"]:
        owners = [item.paths[-1] for item in before if item.sort in ENDEAVOURS]
        begun = _only(p for p in discourse.subject if _is_endeavour(p))
        return owners[-1] if owners else begun or discourse.host()
    if noun in table("posts")["owning nations"] or (not noun and is_of(title, "of a country")):
        nations = [item.paths[-1] for item in before if item.sort == "country"]
        told = _only(path for path in discourse.told if path.startswith("country/"))
        return nations[-1] if nations else told
    if not noun:
        if _names_site(tagged, match.start()):
            return None
        sorts = ("org",) if is_of(title, "of organizations") else ("org", *ENDEAVOURS)
        owners = [item.paths[-1] for item in before if item.sort in sorts]
        if tagged.text.endswith(("; ", "; and "), 0, match.start()):  # what the clause before is of
            return owners[0] if set(owners) == set(owners[:1]) or _opens(tagged, owners) else None
        return owners[-1] if owners else _only(p for p in discourse.subject if _may_own(p))
    named = [path for item in before if item.sort == "org" for path in item.paths]
    for paths in (named, discourse.subject, discourse.told):
        fitting = [path for path in paths if _is_called(discourse, path, noun)]
        if fitting:
            return _only(fitting)
    return None


def _where(tagged: Tagged, start: int, stop: int) -> re.Match[str] | None:
    """Where a clause begins that tells who holds a post in what was named last."""
    found = [m for m in _WHERE.finditer(tagged.text, 0, stop) if m.end() == start]
    return found[0] if found else None


def _names_site(tagged: Tagged, position: int) -> bool:
    """Is what was named last a place that is no more than where something is?

    Match: "<ISRO>'s <Spaceport> at <Zenithville>, "    No match: "<ESOC> in <Darmstadt>, "
    """
    return _SITE.search(tagged.text, 0, position) is not None


_SITE = re.compile(
    rf"(?<!\bin )(?<!\bin the )(?<!\bat )(?<!\bnear )(?<!, ){sort_class(('place',))}"
    rf"(?: (?:in|at|near|on) {sort_class(('place', 'country'))})?,? ?(?:and )?$"
)


def _opens(tagged: Tagged, owners: list[str]) -> bool:
    """Does the sentence begin with the first of the owners?"""
    item = tagged.items.get(tagged.text.removeprefix("The ")[:1])
    return item is not None and item.paths[-1:] == tuple(owners[:1])


def is_of(title: str, kind: str) -> bool:
    """Is the post of that kind?  "Minister of Sports" is one of a country; "President" is not."""
    return any(
        words == head or words.endswith(f" {head}")
        for words in without_field(title.casefold())
        for head in table("posts")[kind]
    )


def without_field(title: str) -> tuple[str, ...]:
    """A title, and what is left of it without its field: "secretary of state for trade"."""
    return (title, *(title.split(link, maxsplit=1)[0] for link in (" for ", " of ", " and ")))


def is_of_mission(title: str) -> bool:
    """Is it a post that missions and instruments have: "deputy project scientist"?"""
    words = title.casefold().replace("-", " ")
    return any(
        words == post or words.endswith(f" {post}") for post in table("posts")["of a mission"]
    )


def _only(paths: Iterable[str]) -> str | None:
    found = dict.fromkeys(paths)
    return next(iter(found)) if len(found) == 1 else None


def _is_body(path: str) -> bool:
    return path.startswith("organization/")


def _is_endeavour(path: str) -> bool:
    return path.split("/", maxsplit=1)[0] in ENDEAVOURS


def _may_own(path: str) -> bool:
    return _is_body(path) or _is_endeavour(path)


def _is_called(discourse: Discourse, path: str, noun: str) -> bool:
    """Is it what the noun says?  A company is one by its kind, a committee by its name."""
    if not _is_body(path):
        return False
    entity = discourse.entities[path]
    kind = table("posts")["owners"][noun]
    return kind in entity.types if kind else noun in entity.label.casefold()


def phrases() -> str:
    """A regular expression for what an owner is called before a post: "the agency's "."""
    rules = table("posts")
    owning = (*rules["owners"], *rules["owning endeavours"], *rules["owning nations"])
    nouns = any_of(owning, ignore_case=True)
    return rf"(?:[Ii]ts|[Ww]hose|[Tt]he (?P<noun>{nouns})'s) "


@cache
def _before() -> re.Pattern[str]:
    # Match: "and its new ", "the agency's ", ", whose "    No match: "its launch by "
    states = any_of(table("posts")["states"])
    return re.compile(rf"(?<!\w){phrases()}(?:(?:{states}) )*$")


# Match: "<ESOC>, of which <Jane Roe> is director"
# No match: "<ESOC>, where Director <Jane Roe> spoke"
_WHERE = re.compile(r"\b(?P<noun>)(?:of which|where) (?=[^;,]{1,60} (?:is|was|has been) )")


@cache
def _inside() -> re.Pattern[str]:
    # Match: ", the agency's "    No match: "'s "
    return re.compile(rf"(?:,|\bis|\bwas|\bbeen|\bbe)(?: also| now)? {phrases()}")
