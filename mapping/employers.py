"""Whom a post serves where its phrase does not say: "Prime Minister Robert Roe", "the Director
General, Jan Roe".

A minister serves the country that the sentence named last, else the publisher's, else the only one
named; the head of an agency serves the publisher, if it is an agency, else the only one named.
Tables: ``rules/posts.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from mapping import units
from mapping.alternatives import any_of
from mapping.discourse import ENDEAVOUR_KINDS, Discourse
from mapping.gazetteer import Gazetteer
from mapping.owners import is_of, is_of_mission, owner, without_field
from mapping.persons import Introduction, served
from mapping.posts_held import Post
from mapping.rules.tables import table
from mapping.tagging import Tagged, items_in, sort_class

_SEVERAL = "of an agency by several"
_OF_CENTRE = ("center director", "centre director")
_OF_AGENCY = (" of the agency", " of the space agency")


@dataclass(frozen=True)
class Employers:
    """Finds the organization of a post.

    ``publisher`` is the path of the publisher, where it is stated; ``posts`` are those that the
    text tells in full; ``nations`` are the countries that persons speak for, by surname.
    """

    gazetteer: Gazetteer
    discourse: Discourse
    publisher: str | None
    posts: tuple[Post, ...]
    nations: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def serves(self) -> dict[str, str]:
        """Whom each person serves who serves one organization alone."""
        return served(self.posts)

    def complete(self, tagged: Tagged, found: Introduction) -> Introduction:
        """The introduction with every post's organization filled in; posts of nobody left out."""
        bodies = self.gazetteer.entries
        told = (units.owned(post, tagged, found, bodies) for post in found.posts)
        posts = [self._completed(tagged, found, post) for post in told]
        return replace(found, posts=tuple(post for post in posts if post.organization))

    def _completed(self, tagged: Tagged, found: Introduction, post: Post) -> Post:
        if post.rule == "counterpart" and _is_beside_agency(tagged, found, post):
            return self._counterpart(tagged, found, post)
        named = owner(tagged, found.start, found.stop, self.discourse, post.title)
        is_of_place = _OF_PLACE.search(tagged.text, found.start, found.stop) is not None
        is_known = post.organization and not (named and _is_of_demonym(tagged, found, post))
        if is_known or (is_of_place and not post.organization):
            return post
        if acted_for := named or _represented(tagged, found):
            return replace(post, organization=acted_for)
        title = post.title.removeprefix("Former ").casefold().replace("-", " ")
        if country := _sole_country(title):
            return replace(post, organization=country)
        if title.endswith(_OF_AGENCY):
            plain = post.title[: title.rindex(" of the ")]
            return replace(post, title=plain, organization=self._agency_of(tagged, found) or "")
        if is_of_mission(post.title) or title.endswith(_OF_CENTRE):
            where = self._centre() if title.endswith(_OF_CENTRE) else self._mission(found)
            return replace(post, organization=where or "")
        if any(p.organization and p.holder == post.holder for p in self.posts):
            is_also = found.posts[-1] != post and is_of(title, "of a country")
            return replace(post, organization=self._of_another(found) or "") if is_also else post
        if is_of(title, "of a country") or self._presides(title, found, post, tagged):
            country = self._of_another(found) or self._spoken_for(found)
            country = country or self._country(tagged, found, title)
            return replace(post, organization=country or "")
        is_one_of_several = post.rule == "posts-before-names" and is_of(title, _SEVERAL)
        if (
            is_of(title, "of an agency")
            or is_one_of_several
            or _is_of_part(post.title)
            or _leads_field(post)
        ):
            return replace(post, organization=self._agency(tagged, found) or "")
        return post

    def _mission(self, found: Introduction) -> str | None:
        """The mission that the paragraph is about, unless the person serves another there."""
        others = (
            p.organization for p in (*found.posts, *self.posts) if p.holder == found.person.path
        )
        if any(path.split("/")[0] in ENDEAVOUR_KINDS for path in others):
            return None
        return self.discourse.host()

    def _counterpart(self, tagged: Tagged, found: Introduction, post: Post) -> Post:
        """The post of who heads another nation's agency; the text does not tell its name."""
        nation = _nation_in(tagged, found)
        if nation is None:
            return post
        agency = self.gazetteer.agency_of(nation, None)
        return replace(post, organization=agency.path if agency else nation, title="")

    def _presides(self, title: str, found: Introduction, post: Post, tagged: Tagged) -> bool:
        """Is "President" the head of a state here, and not of an agency?"""
        if title not in table("posts")["of a country at times"]:
            return False
        is_surname = " " not in tagged.source[post.begin : post.end].strip()
        speaks = self._spoken_for(found) is not None
        is_of_state = self._is_government() or self._declare_nations()
        is_another = self._has_another(title) or self._has_other_head()
        is_official = self._of_officials(tagged, found) is not None
        is_beside = _visits_as_state(tagged, found) or _heads_of_nations(tagged, found)
        return any((speaks, is_surname, is_of_state, is_another, is_official, is_beside))

    def _declare_nations(self) -> bool:
        """Is the text a joint statement of nations?"""
        declaring = self.discourse.declaring
        return bool(declaring) and all(path.startswith("country/") for path in declaring)

    def _spoken_for(self, found: Introduction) -> str | None:
        """The country that the person declares something for."""
        return self.nations.get(found.person.label.split()[-1])

    def _has_another(self, title: str) -> bool:
        """Does somebody else hold that post at the publisher?"""
        at_home = (p for p in self.posts if p.organization == self.publisher)
        return any(post.title.casefold() == title for post in at_home)

    def _has_other_head(self) -> bool:
        """Is the publisher headed by somebody who is not called its president?"""
        heads = table("posts")["heads but presidents"]
        at_home = (p for p in self.posts if p.organization == self.publisher)
        return any(post.title.casefold() in heads for post in at_home)

    def _is_government(self) -> bool:
        entry = self.gazetteer.entries.get(self.publisher or "")
        return entry is not None and "GovernmentBody" in entry.types

    def _of_another(self, found: Introduction) -> str | None:
        """The country of the organization where the person holds another post."""
        known = self.gazetteer.entries
        entries = [known[p.organization] for p in found.posts if p.organization in known]
        return next((entry.country for entry in entries if entry.country), None)

    def _country(self, tagged: Tagged, found: Introduction, title: str) -> str | None:
        own = {item.paths[0] for item in items_in(tagged, tagged.text[found.start : found.stop])}
        if nation := {path for path in own if path.startswith("country/")}:
            return nation.pop() if len(nation) == 1 else None  # "Coordinator of German Policy"
        if other := _COUNTERPART.match(tagged.text, found.stop):
            return self._partner(set(tagged.items[other["nation"]].paths), title)
        if delegation := _DELEGATION.search(tagged.text, 0, found.start):
            return tagged.items[delegation["nation"]].paths[0]
        near = re.split("[,;] ", tagged.text[: found.start])[-1]  # "France by A, Italy by "
        before = _countries(tagged, near) or _countries(tagged, tagged.text[: found.start])
        before = before or units.nations_served(tagged, found)
        if before:
            fitting = [path for path in before if _may_have(path, title)]
            return fitting[0] if len(fitting) == 1 else None
        if theirs := self._of_officials(tagged, found):
            return theirs
        taken = self._taken(found.person.path, title) | self._visited(tagged, found)
        publisher = self.gazetteer.entries.get(self.publisher or "")
        home = publisher.country if publisher else None
        if home and home not in taken and _may_have(home, title):
            return home
        if away := self._visited(tagged, found):
            here = {item.paths[0] for item in items_in(tagged, tagged.text) if item.paths}
            return self._partner(away, title, here)
        named = {p for p in self.discourse.recent.get("country", ()) if _may_have(p, title)} - taken
        return named.pop() if len(named) == 1 and not self._hosts_others(named, title) else None

    def _visited(self, tagged: Tagged, found: Introduction) -> set[str]:
        """The country that the person visits, and is not of."""
        visit = _VISIT.match(tagged.text, found.stop)
        if visit is None:
            return set()
        path = tagged.items[visit["whom"]].paths[0]
        return {path if path.startswith("country/") else self.discourse.countries.get(path, "")}

    def _of_officials(self, tagged: Tagged, found: Introduction) -> str | None:
        """The nation whose officials the person is one of."""
        officials = _OFFICIALS.search(tagged.text, 0, found.start)
        called = tagged.items[officials["who"]].text.split() if officials else []
        return self.gazetteer.demonyms.get(called[0]) if called else None

    def _hosts_others(self, nations: set[str], title: str) -> bool:
        """Does the text name agencies of other nations, one of which the post may be of?"""
        return any(_may_have(path, title) for path in self._of_agencies() - nations)

    def _taken(self, holder: str, title: str) -> set[str]:
        """The countries where the text names somebody else who holds the one post of that name."""
        if title not in table("posts")["of one at a time"]:
            return set()
        others = (p for p in self.posts if p.holder != holder)
        return {p.organization for p in others if p.title.casefold() == title}

    def _partner(self, others: set[str], title: str, here: Collection[str] = ()) -> str | None:
        """The one country besides the others that the text names, or whose agency it names.

        ``here`` is what the sentence names.
        """
        lands = {path for path in here if path.startswith("country/")}
        lands |= set(self.discourse.recent.get("country", ()))
        for named in (lands, self._of_agencies(here)):
            left = {p for p in named - others if _may_have(p, title)}
            if left:
                return left.pop() if len(left) == 1 else None
        return None

    def _of_agencies(self, here: Collection[str] = ()) -> set[str]:
        """The countries whose agencies the text has named, and the sentence names ``here``."""
        bodies = (path for path in here if path.startswith("organization/"))
        named = (*self.discourse.recent.get("organization", ()), *bodies)
        agencies = {path for path in named if self._is_agency(path)}
        countries = {self.discourse.countries.get(path, "") for path in agencies}
        return {path for path in countries if path.startswith("country/")}

    def _agency_of(self, tagged: Tagged, found: Introduction) -> str | None:
        """The agency that the sentence has named, or whose seat it has; else that of the text."""
        before = items_in(tagged, tagged.text[: found.start])
        named = {path for item in before for path in (*item.paths, *item.affiliation)}
        agencies = {p for p in named if p in self.discourse.entities and self._is_agency(p)}
        return agencies.pop() if len(agencies) == 1 else self._agency(tagged, found)

    def _agency(self, tagged: Tagged, found: Introduction) -> str | None:
        """The publisher, else the one agency named before in the sentence, else in the text."""
        if self.publisher and self._is_agency(self.publisher):
            return self.publisher
        before = items_in(tagged, tagged.text[: found.start])
        named = {item.paths[0] for item in before if item.sort == "org"}
        for paths in (named, self.discourse.recent.get("organization", ())):
            agencies = {path for path in paths if self._is_agency(path)}
            if agencies:
                return agencies.pop() if len(agencies) == 1 else None
        return None

    def _centre(self) -> str | None:
        """The only centre that the text has named."""
        named = self.discourse.recent.get("organization", ())
        labels = {path: self.discourse.entities[path].label for path in named}
        centres = [path for path, label in labels.items() if _CENTRE.search(label)]
        return centres[0] if len(centres) == 1 else None

    def _is_agency(self, path: str) -> bool:
        return "SpaceAgency" in self.discourse.entities[path].types


def _is_of_demonym(tagged: Tagged, found: Introduction, post: Post) -> bool:
    """Is the post a nation's only because its holder is: "its French president, Jane Roe"?"""
    first = tagged.items.get(tagged.text[found.start : found.start + 1])
    return first is not None and first.sort == "demonym" and post.organization in first.paths


def _countries(tagged: Tagged, text: str) -> set[str]:
    """The countries that a stretch of the sentence names."""
    return {item.paths[0] for item in items_in(tagged, text) if item.sort == "country"}


def _is_beside_agency(tagged: Tagged, found: Introduction, post: Post) -> bool:
    """Is it the counterpart of one who serves an organization, which was named last before?"""
    if is_of(post.title.casefold(), "of a country"):
        return False
    before = items_in(tagged, tagged.text[: found.start])
    served = [item.sort for item in before if item.sort in ("org", "country", "demonym", "region")]
    return served[-1:] == ["org"]


# Match: "Ames Research Center"    No match: "National Centre for Space Studies"
_CENTRE = re.compile(r"(?:Center|Centre)$")
# Match: " of <Abu Dhabi>" behind "Crown Prince"    No match: " of <France>"
_OF_PLACE = re.compile(rf" of (?:the )?{sort_class(('place',))}\Z")


def _nation_in(tagged: Tagged, found: Introduction) -> str | None:
    """The one country that an introduction names: "his Japanese counterpart, Jane Roe"."""
    items = items_in(tagged, tagged.text[found.start : found.stop])
    nations = {path for item in items for path in item.paths if path.startswith("country/")}
    return nations.pop() if len(nations) == 1 else None


def _sole_country(title: str) -> str | None:
    """The one country that calls a post so: the Assistant Secretary of State is American."""
    kinds = table("posts")["posts of one country"]
    called = f"{title} "
    of = (slug for slug, posts in kinds.items() if any(f"{post} " in called for post in posts))
    slug = next(of, None)
    return f"country/{slug}" if slug else None


def _is_of_part(title: str) -> bool:
    """Is it a post in a part that every organization has: "Director, Press Office"?"""
    return title.rpartition(", ")[2] in table("names")["parts"]


def _leads_field(post: Post) -> bool:
    """Is it a post that agencies have for each field: "Director of Navigation"?"""
    head, of, field = post.title.partition(" of ")
    return bool(of) and field[:1].isupper() and head.casefold() in table("posts")["of a field"]


def _visits_as_state(tagged: Tagged, found: Introduction) -> bool:
    """Is it a state that one visits so: "President Jane Roe's state visit to Peru"?"""
    visit = _VISIT.match(tagged.text, found.stop)
    before = tagged.text[: found.start].endswith(("state visit of ", "state visit by "))
    return before or (visit is not None and "state visit" in visit.group())


def _heads_of_nations(tagged: Tagged, found: Introduction) -> bool:
    """Does the sentence name who heads another nation, "the Indian Prime Minister Jan Roe"?"""
    others = (m for m in _head_of_nation().finditer(tagged.text))
    return any(not found.start <= match.start() < found.stop for match in others)


@cache
def _head_of_nation() -> re.Pattern[str]:
    # Match: "<Indian> Prime Minister", "<Peru>'s President"    No match: "<Indian> minister"
    heads = any_of(table("posts")["of one at a time"], ignore_case=True)
    person = sort_class(("person",))
    return re.compile(rf"{sort_class(('demonym', 'country'))}(?:'s)? {heads} (?=[A-Z]|{person})")


def _represented(tagged: Tagged, found: Introduction) -> str | None:
    """The organization that a sentence opens with, as that for or at which somebody acts."""
    patterns = (_SPEAKING_FOR, _AT, _REPRESENTED)
    matches = (pattern.match(tagged.text, 0, found.start) for pattern in patterns)
    match = next(filter(None, matches), None)
    return tagged.items[match["org"]].paths[0] if match else None


def _may_have(country: str, title: str) -> bool:
    """Is there such a post in that country?  The United States have no prime minister."""
    return not any(
        words == post or words.endswith(f" {post}")
        for words in without_field(title)
        for post in _lacking(country)
    )


# Match: "Speaking for <ASI>, President Roe", "On behalf of <ASI>, the text was signed by President"
# No match: "For <ASI> President Roe", "For <ASI>, the text was hailed by President Roe"
_SPEAKING_FOR = re.compile(
    rf"(?:Representing|Speaking (?:for|on behalf of)|On behalf of|On the part of|For) (?:the )?"
    rf"(?P<org>{sort_class(('org',))})(?: \([^()]+\))?, (?:the )?"
    r"(?:[a-z ]{3,60} (?:was|were) (?:co-)?signed by (?:the )?)?$"
)
# Match: "At <ESTEC>, which is part of <ESA>, ", "At <ESTEC>, Jan Roe succeeded "
# No match: "At <ESTEC>, <ESA> thanked "
_AT = re.compile(
    rf"(?:At|Within) (?:the )?(?P<org>{sort_class(('org',))})(?: \([^()]+\))?"
    r"(?:, (?:which|whose|an?|the) [^;,]{1,100})?, (?:the )?"
    rf"(?:[^;,.]{{1,60}} {any_of(table('posts')['changes']['succeeds'])} )?$"
)
# Match: "<ESA>, which hosted it, was represented at the talks by "
# No match: "<ESA> was visited at the time by "
_REPRESENTED = re.compile(
    rf"(?:The )?(?P<org>{sort_class(('org',))})(?:, (?:which|whose|the) [^;]{{1,100}},)?"
    r" (?:was|were|is|will be) (?:also |again )?represented(?: [^;,]{1,60})? by (?:its |the )?$"
)
# Match: "<Mexican officials>, including "    No match: "<Mexican officials> and "
_OFFICIALS = re.compile(
    rf"(?P<who>{sort_class(('collective',))}),? (?:including|such as|among them|led by|headed by) "
    r"(?:the )?$"
)
# Match: "An <Indian> space delegation led by "    No match: "An <Indian> delegation met "
_DELEGATION = re.compile(
    rf"(?P<nation>{sort_class(('demonym', 'country'))})(?:'s)? (?:[a-z-]+ ){{0,3}}delegation,? "
    r"(?:(?:led|headed) by|under) (?:the )?$"
)
# Match: "'s state visit to <Peru>", " to <Lima>" of "the visit of President Roe to <Lima>"
# No match: "'s speech to <Peru>"
_VISIT = re.compile(
    r"(?:'s?| paid an?) (?:[a-z]+ ){0,3}(?:visit|trip) to(?: the)?"
    rf" (?P<whom>{sort_class(('country', 'place'))})"
)
# Match: "and his <Japanese> counterpart"    No match: "and his <Japanese> friend"
_COUNTERPART = re.compile(
    rf",? and (?:his|her) (?P<nation>{sort_class(('demonym', 'country'))}) counterpart"
)


@cache
def _lacking(country: str) -> tuple[str, ...]:
    slug = country.removeprefix("country/")
    lists = table("posts")["posts a country lacks"]
    return tuple(post for e in lists if slug in e["countries"] for post in e["lack"])
