"""Meetings that a text names now fully and now shortly: "the Space Dialogue" in its title, "the
first France-Japan Space Dialogue" below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mapping.discourse import THIS_MEETING
from mapping.entities import Entity
from mapping.facts import Finding

# Match: "meeting/space-dialogue-1"    No match: "meeting/space-dialogue", "meeting/iac-2031"
_NUMBER = re.compile(r"-(\d{1,3})$")
# Match: "meeting/esa-council-meeting"    No match: "meeting/esa-council-meeting-2031"
_OF_BODY = re.compile(r"meeting/(.+)-(?:meeting|session)")


def fuller_names(
    findings: Sequence[Finding], series: Mapping[str, str], entities: Mapping[str, Entity]
) -> dict[str, str]:
    """From meetings that a text names shortly to the one that it names so fully.

    ``series`` leads from editions to their series. A series stands for the only edition told of,
    and a name of the text's own for the only longer one that ends with it.
    """
    dates: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.type == "Meeting" and (finding.named or "").startswith("meeting/"):
            dates[finding.named or ""].update([finding.date] if finding.date else [])
    dates.pop(THIS_MEETING, None)
    found = dict(_of_bodies(findings, dates))
    for path, told in dates.items():
        fuller = [other for other in dates if _is_fuller(other, path, series, entities)]
        if len(fuller) == 1 and len(told | dates[fuller[0]]) < 2:
            found[path] = fuller[0]
    return {path: found.get(fuller, fuller) for path, fuller in found.items()}


def _of_bodies(
    findings: Sequence[Finding], dates: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """ "The ESA Council met on 3 May 2031" and "the ESA Council meeting" below: one meeting.

    Known by its date then: what bears the body's name alone may be any of its meetings.
    """
    met = {f.role("participant"): f.named for f in findings if f.rule == "body-met" and f.date}
    for path in dates:
        body = _OF_BODY.fullmatch(path)
        told = met.get((f"organization/{body[1]}",)) if body else None
        if told and told.startswith("#") and not dates[path]:
            yield path, told


def renamed(finding: Finding, names: Mapping[str, str]) -> Finding:
    """The finding with each meeting called by its fuller name."""
    roles = {
        role: tuple(dict.fromkeys(names.get(path, path) for path in paths))
        for role, paths in finding.roles.items()
    }
    named = names.get(finding.named or "", finding.named)
    if roles.get("withinEvent") == (named,):  # no meeting is on its own sidelines
        del roles["withinEvent"]
    if named == finding.named and roles == finding.roles:
        return finding
    return finding.changed(roles=roles, named=named)


def _is_fuller(
    path: str, short: str, series: Mapping[str, str], entities: Mapping[str, Entity]
) -> bool:
    """Is ``path`` the edition of a series that ``short`` names, or a longer name of one meeting?"""
    if path == short:
        return False
    whole, number = _parted(path)
    name, its_number = _parted(short)
    if whole == name:
        of_it = series.get(short, f"initiative/{name}")
        return its_number is None and series.get(path) == of_it
    entity = entities.get(short)
    is_own = entity is not None and entity.is_minted
    return is_own and whole.endswith(f"-{name}") and its_number in (None, number)


def _parted(path: str) -> tuple[str, str | None]:
    """The name and the number of an edition, of its path."""
    slug = path.removeprefix("meeting/")
    found = _NUMBER.search(slug)
    return (slug[: found.start()], found[1]) if found else (slug, None)
