"""Who launches what goes up on a rocket that is called by whose it is: "on a SpaceX Falcon 9"."""

from __future__ import annotations

import re

from mapping.facts import Finding
from mapping.gazetteer import Gazetteer
from mapping.tagging import Item, Tagged
from mapping.topics import is_launcher_path


def provided(finding: Finding, tagged: Tagged, gazetteer: Gazetteer) -> Finding:
    """The finding; a launch that nobody is said to make, with whom its rocket is called by."""
    if finding.type != "Milestone" or finding.role("milestoneType") != ("launch",):
        return finding
    rockets = [path for path in finding.role("topic") if is_launcher_path(path)]
    if len(rockets) != 1 or finding.role("agent"):
        return finding
    named = [item for item in tagged.items.values() if item.paths == (rockets[0],)]
    providers = {path for item in named if (path := _provider(item, tagged, gazetteer))}
    if len(providers) != 1:
        return finding
    return finding.changed(roles={**finding.roles, "agent": tuple(providers)})


def _provider(item: Item, tagged: Tagged, gazetteer: Gazetteer) -> str | None:
    """The one organization that stands first in what a rocket is called."""
    called = _CALLED.match(tagged.source[item.begin : item.end])
    known = gazetteer.organizations_called(called["first"]) if called else ()
    return known[0].path if len(known) == 1 else None


# Match: "a SpaceX Falcon 9", "ISRO's PSLV rocket"    No match: "Ariane 6", "the rocket"
_CALLED = re.compile(
    r"(?:(?:[Aa]n?|[Tt]he|[Oo]ne of|[a-z-]+) )*(?P<first>[A-Z][\w.-]+)(?:['’]s)? [A-Z]"
)
