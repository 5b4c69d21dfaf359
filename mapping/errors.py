"""What can go wrong with what people hand to the mapping."""

from __future__ import annotations


class InputError(Exception):
    """An input that cannot be used; says which file and what to do about it.

    ``path`` names the file (with line where known), ``reason`` is one line in plain words.
    """

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
