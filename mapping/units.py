"""Whose parts of governments and organizations are that a text names without them.

"In the Directorate of Operations" is told by where the sentence begins: "ESA was represented by",
"At JAXA,"; ", Lunar Flight Directorate" by what stands behind it: ", JAXA"; "State Secretary for
Research" by the minister who is named before.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from mapping.persons import Introduction
from mapping.posts_held import Post
from mapping.tagging import Tagged, sort_class


def owned(post: Post, tagged: Tagged, found: Introduction, known: Collection[str]) -> Post:
    """The post at the organization whose part it is in, with the part in its title.

    ``known`` are the paths of bodies that stand for themselves, whatever they are called.
    """
    if post.organization in known or not _UNIT.search(post.organization) or len(found.posts) > 1:
        return post
    owner = _OWNER.match(tagged.text, 0, found.start)
    begin, end = tagged.begins[found.start], tagged.ends[found.stop - 1]
    between, said = tagged.source[begin:end].partition(post.title)[2], ""
    if behind := _BEHIND.match(tagged.text, found.stop):
        path, said = tagged.items[behind["org"]].paths[0], between
    elif owner is not None and _INSIDE.match(between.lstrip()):
        path, said = tagged.items[owner["org"] or owner["at"]].paths[0], between
    if not said or path == post.organization:
        return post
    return replace(post, title=f"{post.title}{said}", organization=path, agency=path)


def nations_served(tagged: Tagged, found: Introduction) -> set[str]:
    """The nations whose ministers the sentence names before somebody."""
    served = _OF_NATION.finditer(tagged.text, 0, found.start)
    return {tagged.items[match["nation"]].paths[0] for match in served}


# Match: "<German> Minister of Tides, ", "<German> Science Minister "
# No match: "<German> astronaut, the Minister"
_OF_NATION = re.compile(rf"(?P<nation>{sort_class(('demonym',))}) (?:[A-Z]\w+ ){{0,6}}Minister\b")
# Match: "organization/directorate-of-operations", "organization/lunar-office"
# No match: "organization/office-space"
_UNIT = re.compile(
    r"^organization/(?:(?:department|directorate|division|section|bureau|office)-(?:of|for)-"
    r"|(?:[a-z]+-)+(?:department|directorate|division|section|bureau|office|group|unit)$)"
)
# Match: ", <JAXA>", ", <NASA>, and "    No match: ", <JAXA> and <ISRO>", ", <JAXA> said"
_BEHIND = re.compile(rf", (?P<org>{sort_class(('org',))})(?=$|[;.)]|, (?!{sort_class(('org',))}))")
# Match: "of the Directorate of Operations"    No match: ", Directorate of Operations"
_INSIDE = re.compile(r"(?:of|in|for|at|within|with|from) (?:the )?[A-Z][^,;:]*$")
_ORG = sort_class(("org",))
# Match: "<ESA> was represented by Jan Roe, of <ESAC>; ", "At <JAXA>, "
# No match: "<ESA> was represented by Jan Roe and <JAXA> by ", "<ESA> thanked "
_OWNER = re.compile(
    rf"(?:The )?(?P<org>{_ORG})(?: \([^()]{{1,20}}\))? (?:was|were|is|will be) (?:also |again )?"
    rf"represented(?! [^.]*{_ORG} by\b)(?: [^;,.]{{1,60}})? by (?:[^.]*[,;] |[^.]* and )?"
    r"(?:and |the |its )*$"
    rf"|(?:At|Within) (?:the )?(?P<at>{_ORG})(?: \([^()]{{1,20}}\))?, (?:the )?$"
)
