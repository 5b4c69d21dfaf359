"""The forms of English verbs; those of irregular ones are listed in ``rules/frames.yaml``."""

from __future__ import annotations

from mapping.rules.tables import table


def forms(verb: str) -> tuple[str, ...]:
    """Base, third person, past, -ing and, where it differs, participle."""
    irregular = table("frames")["irregular"].get(verb)
    if irregular:
        return verb, *irregular
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return verb, third, f"{stem}ed", f"{stem}ing"
