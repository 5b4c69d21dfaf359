"""Posts that an introduction tells: their titles, whom they serve and since when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mapping.entities import Entity
from mapping.phrases import ENDEAVOURS
from mapping.posts import patterns
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class

ITEM = sort_class(("org", "country", "region", "demonym", "agents", "place", *ENDEAVOURS))


@dataclass(frozen=True)
class Post:
    """``holder`` (a path) holds ``title`` at ``organization`` (a path, or nothing: not said).

    ``agency`` is whom the holder stands for: the organization, or the one that it is a unit of.
    ``date`` (EDTF) is when the post was held or given, where that is told right behind it.
    """

    holder: str
    title: str
    organization: str
    begin: int
    end: int
    rule: str
    agency: str = ""
    date: str | None = None


def is_called(post: Post, called: str) -> bool:
    """Is the post "the Minister", or what else it is called for short?"""
    title, short = post.title.casefold(), called.casefold()
    return title == short or title.startswith((f"{short} of ", f"{short} for "))


def presides_nation(posts: Iterable[Post]) -> bool:
    """Of presidents of nations a text may mean its own, whom it need not name."""
    return any(
        p.title.casefold() == "president" and (p.organization or "country/").startswith("country/")
        for p in posts
    )


def told(
    tagged: Tagged, match: re.Match[str], rule: str, named: tuple[Entity, int, int]
) -> Iterator[Post]:
    person, begin, end = named
    groups = match.groupdict()
    said = groups.get("former") or groups.get("former2") or ""
    for suffix in ("", "2"):
        said = (groups.get("former3") or groups.get("former") or "") if suffix else said
        former = "Former " if said and said.strip(" -").casefold() != "then" else ""
        title = groups.get("post" + suffix)
        if rule == "counterpart":
            title = title or _of_counterpart(tagged.text, match)
        if title is None or (suffix and rule == "counterpart"):
            continue
        inner = None if suffix else _inner(tagged, groups.get("inner"), title)
        phrases = (inner, groups.get("owner" + suffix), groups.get("org" + suffix))
        if rule == "post-in-brackets" and phrases[2]:  # "(Head of the <Tides Office>, <DLR>)"
            phrases = (*phrases[:2], tagged.text[match.start("org") : match.end() - 1])
        if two := None if suffix else _two_posts(tagged, title, phrases[1], phrases[2]):
            for one, path in two:
                yield Post(person.path, former + one, path, begin, end, rule, path)
            continue
        paths, agency = _employers(tagged, title, phrases, None if suffix else groups.get("also"))
        body, field = (None, None) if suffix else _body_or_field(groups)
        title = title if suffix else groups.get("as") or title
        if agency and (unit := _unit(tagged, groups.get("org" + suffix))):
            title, paths = title + unit, (agency,)
        title = former + _title(_spelt(tagged, title), f"the {body}" if body else field)
        title += "" if paths else _of_agency(phrases[2])
        date = _held(tagged, match.end(), rule) or _begun(tagged, match.start(), rule)
        for path in paths or ("",):
            yield Post(person.path, title, path, begin, end, rule, agency or path, date)


def _employers(
    tagged: Tagged, title: str, phrases: tuple[str | None, ...], also: str | None
) -> tuple[tuple[str, ...], str]:
    """Whom a post serves by what stands in, before and behind it, and the agency behind a unit."""
    found = [employer(tagged, _serving(phrase, title), title) for phrase in phrases]
    paths, agency = next((pair for pair in found if pair[0]), ((), ""))
    if paths and paths[0].split("/")[0] in ENDEAVOURS and paths == found[1][0]:
        employed, agency = found[2]  # "<SWOT> project manager at <JPL>"
        paths = (*paths, *(path for path in employed if path not in paths))
    elif paths and paths[0].split("/")[0] in ENDEAVOURS and phrases[2]:
        paths = (*paths, *_seat_of_work(tagged, phrases[2]))
    if paths and also:  # "of CNES and of the IAF"
        paths = tuple(dict.fromkeys((*employer(tagged, also, title)[0], *paths)))
        agency = ""  # each stands for itself
    return paths, agency


def _serving(phrase: str | None, title: str) -> str | None:
    """The phrase, if it tells whom the post serves: an "Ambassador to <Peru>" does not serve it."""
    if phrase is None or not title.casefold().endswith(tuple(table("posts")["sent to"])):
        return phrase
    return _SENT_TO.sub(" ", phrase)


# Match: " to <Peru>" in " of <Italy> to <Peru>"    No match: " of <Italy>", " to the <UN>"
_NATION = sort_class(["country"])
_SENT_TO = re.compile(rf" to (?:the )?{_NATION}(?:(?:,? and|,) {_NATION})*")


def _inner(tagged: Tagged, inner: str | None, title: str) -> str | None:
    """The organization in brackets behind a post; "the Principal Deputy Adviser (PDA)" is none."""
    is_title = inner is not None and _spelt(tagged, inner).upper() == _initials(title)
    return None if is_title else inner


def _two_posts(
    tagged: Tagged, title: str, owner: str | None, org: str | None
) -> tuple[tuple[str, str], ...]:
    """ "<CNES> President and Chair of the Board of <GSA>" are two posts; none where it is one."""
    first, and_, second = title.partition(" and ")
    if not (owner and org and and_) or not patterns()["post"].regex.fullmatch(second):
        return ()
    one, other = employer(tagged, owner, first)[0], employer(tagged, org, second)[0]
    if not one or not other or one == other or one[0].split("/")[0] in ENDEAVOURS:
        return ()
    spelt = (_title(_spelt(tagged, words), None) for words in (first, second))
    return tuple(zip(spelt, (one[0], other[0]), strict=True))


def _body_or_field(groups: dict[str, str | None]) -> tuple[str | None, str | None]:
    return groups.get("body"), groups.get("field") or groups.get("field2")


def _unit(tagged: Tagged, phrase: str | None) -> str | None:
    """What of a post's phrase names the unit of an agency that the post is for.

    "Head of the <Policy Department> at <NASA>" serves NASA, with the department in the title.
    """
    found = _FOR_UNIT.match(phrase or "")
    if found is None:
        return None
    path = tagged.items[found["unit"]].paths[0]
    is_unit = _UNIT.search(path) or _GROUP.search(path)
    return None if path.endswith(_OF_ITS_OWN) or not is_unit else found.group()


_ORG = sort_class(["org"])
# Match: " of the <Policy Department>", " for <NASA>'s <Office of Tides>", " of the <ESAC> <Office>"
# No match: " with the <Policy Department>"
_FOR_UNIT = re.compile(rf" (?:of|for|in) (?:the )?(?:{_ORG}(?:'s?)? )?(?P<unit>{_ORG})")


def _seat_of_work(tagged: Tagged, phrase: str) -> tuple[str, ...]:
    """Where one works who holds a post in a mission: "of the <SWOT> mission at <JPL>"."""
    found = re.search(rf" (?:at|from) (?:the )?(?:{ITEM}'s? )?({sort_class(['org'])})", phrase)
    return tagged.items[found[1]].paths[:1] if found else ()


def _held(tagged: Tagged, position: int, rule: str) -> str | None:
    """The date right behind a post: of a span of time, or where the post is given, of any."""
    found = _DATE.match(tagged.text, position)
    edtf = tagged.items[found["date"]].edtf if found else None
    return edtf if rule in _GIVEN or "/" in (edtf or "") else None


def _begun(tagged: Tagged, position: int, rule: str) -> str | None:
    """The date that a sentence begins with in which a post is given: "On 3 May, "."""
    found = _OPENING.match(tagged.text, 0, position) if rule in _GIVEN else None
    return tagged.items[found["date"]].edtf if found else None


# Match: "On <3 May>, "    No match: "On <3 May> they praised "
_OPENING = re.compile(rf"(?:(?:On|In|From|As of) )?(?P<date>{sort_class(['date'])}),? \Z")


def stretched(tagged: Tagged, position: int) -> int:
    """Where what ends at ``position`` ends with the span of time behind it: "since 2031".

    So does the post of an attaché with the embassy and its town.
    """
    last = tagged.items.get(tagged.text[position - 1])
    if last and "-embassy" in last.paths[0] and (seat := _SEAT.match(tagged.text, position)):
        return seat.end()
    found = _DATE.match(tagged.text, position)
    edtf = tagged.items[found["date"]].edtf if found else None
    return found.end() if found and "/" in (edtf or "") else position


def beside(posts: Sequence[Post], head: Sequence[Post], between: str) -> tuple[Post, ...]:
    """The posts of one whom others have beside them as their head, who has just been given his."""
    if not head or head[-1].rule not in _GIVEN or not _WITH.fullmatch(between):
        return tuple(posts)
    at = head[-1]
    return tuple(
        replace(post, organization=at.organization, agency=at.agency, date=at.date)
        if post.title and not post.organization
        else post
        for post in posts
    )


# Match: ", with ", " on <3 May>, with the "    No match: " met. They came with "
_WITH = re.compile(r"(?: (?:on |in |from )?\S{1,3})?,? with (?:the )?")
#: Rules of those who are beside a head, and of several who are named at once.
WITH = ("with-as", "with-several-as")
OF_SEVERAL = (
    "posts-before-names",
    "names-before-posts",
    "heads-of-several",
    "who-head-several",
    "with-several-as",
)
# Match: " <since 2031>", " on <3 May>"    No match: ", <2031>"
_DATE = re.compile(rf" (?:(?:on|in|from|as of) )?(?P<date>{sort_class(['date'])})")
# Match: " in <London>" behind an embassy    No match: " met <London>"
_SEAT = re.compile(rf" in (?:the )?{sort_class(['place', 'country'])}")
_GIVEN = ("was-appointed", "appointed", "appointed-own")


def employer(tagged: Tagged, phrase: str | None, title: str) -> tuple[tuple[str, ...], str]:
    """Whom a post serves, and the agency that stands behind a unit of it.

    Of "the <Science Directorate> at <NASA>" the directorate and NASA, of "<NASA>'s <JPL>" JPL.
    """
    if not phrase:
        return (), ""
    chains = [
        items_in(tagged, found)
        for found in re.findall(rf"{ITEM}(?:(?:'s?| [–—])? {ITEM})*", phrase)
    ]
    chains = [chain for chain in chains if not _is_branch(chain)]
    served = [chain[-1] for chain in chains if _isemployer(chain[-1], title)]
    if not served:
        return (), ""
    first = served[0]
    behind = [chain[-1] for chain in chains[1:]] if _is_group(first) else []
    agencies = (i for i in behind or items_in(tagged, phrase) if _is_agency(i))
    agency = next((item.paths[0] for item in agencies), "")
    return (first.affiliation if first.sort == "place" else first.paths), agency


def _is_branch(chain: list[Item]) -> bool:
    """Is it a company's in a country, neither of which the post is of: "<Zenith> <Italy>"?"""
    return len(chain) > 1 and chain[-1].sort == "country" and chain[-2].is_company


def _isemployer(item: Item, title: str) -> bool:
    """Can one hold the post there?  The "Italian astronaut" is Italian and serves no nation."""
    if item.sort == "place":
        return bool(item.affiliation)
    return item.sort != "demonym" or any(
        re.split(" (?:of|for) ", title.casefold())[0].endswith(post)
        for post in table("posts")["of a nation"]
    )


def _is_agency(item: Item) -> bool:
    """Is it an organization, and not a unit of one?"""
    return item.sort == "org" and not _UNIT.search(item.paths[0])


# Match: "organization/science-mission-directorate"    No match: "organization/cabinet-office-of-x"
_UNIT = re.compile(
    r"-(?:department|directorate|division|bureau|branch|secretariat|section|office)$|/office-of-"
)


def _is_group(item: Item) -> bool:
    """Is it called a group, which is one of whom a phrase names behind it, if it does?"""
    return item.sort == "org" and _GROUP.search(item.paths[0]) is not None


# Match: "organization/sail-research-group"    No match: "organization/group-on-earth-observations"
_GROUP = re.compile(r"^organization/(?:[a-z]+-)+(?:group|team)$")
# A secretariat has posts of its own: "Director General of the Zenith Secretariat in the Office".
_OF_ITS_OWN = "-secretariat"


def _spelt(tagged: Tagged, words_: str) -> str:
    """Words of a tagged sentence with their items as the text writes them."""
    return "".join(
        tagged.source[item.begin : item.end] if (item := tagged.items.get(char)) else char
        for char in words_
    )


def _of_agency(phrase: str | None) -> str:
    """What tells that a post is one "at the agency", which the text names elsewhere."""
    return " of the agency" if (phrase or "").endswith(" agency") else ""


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split()).upper()


def _of_counterpart(text: str, match: re.Match[str]) -> str | None:
    """The post of a counterpart: the one named last, unless one of his own stands behind his name.

    Where that is at an organization of its own, another rule reads it.
    """
    if match["as"] is not None:
        return match["as"]
    if patterns()["post of his own"].regex.match(text, match.end()):
        return None
    found = patterns()["post"].regex.findall(text[: match.start()])
    return found[-1] if found else None


# Match: " (DAS)" in "Deputy Assistant Secretary (DAS) of State"    No match: " (acting)"
_SHORT = re.compile(r" \([A-Z]{2,6}\)")


def _title(post: str, of: str | None) -> str:
    post = _SHORT.sub("", post)
    title = table("posts")["verbs"].get(post, post).strip()
    title = f"{title} of {of}" if of else title
    return title.title() if title.isupper() and len(title) > 4 else title
