"""Regular expressions for lists of words, in which no letter is looked at twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str], *, ignore_case: bool = False) -> str:
    """A regular expression for any of the words, the longest that fits.

    Words that begin alike share their beginning, so that a text is held to each letter once.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char.casefold() if ignore_case else char, {})
        node[""] = {}
    return _alternation(tree, ignore_case=ignore_case)


def _alternation(tree: dict[str, Any], *, ignore_case: bool) -> str:
    branches = [
        _branch(char, below, ignore_case=ignore_case)
        for char, below in sorted(tree.items())
        if char
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in tree else ''}"


def _branch(char: str, below: dict[str, Any], *, ignore_case: bool) -> str:
    """A letter and what may follow it: letters without a choice are parsed as one run of them."""
    run = ""
    while len(below) == 1 and "" not in below:
        ((letter, below),) = below.items()
        run += letter
    ending = _alternation(below, ignore_case=ignore_case)
    first, rest = _letter(char, ignore_case=ignore_case), re.escape(run)
    return first + (f"(?i:{rest})" if ignore_case and run.upper() != run else rest) + ending


def _letter(char: str, *, ignore_case: bool) -> str:
    forms = {char, char.upper()} if ignore_case else {char}
    forms = {form for form in forms if len(form) == 1}
    return f"[{''.join(sorted(forms))}]" if len(forms) > 1 else re.escape(char)
