"""Whom a post serves where its phrase does not say: "Prime Minister Robert Roe", "the Director
General, Jan Roe".

A minister serves the country that the sentence named last, else the publisher's, else the only one
named; the head of an agency serves the publisher, if it is an agency, else the only one named.
Tables: ``rules/posts.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from mapping.discourse import Discourse
from mapping.gazetteer import Gazetteer
from mapping.persons import Introduction, Post
from mapping.rules.tables import table
from mapping.tagging import Tagged


@dataclass(frozen=True)
class Employers:
    """Finds the organization of a post.

    ``publisher`` is the path of the publisher, where it is stated; ``posts`` are those that the
    text tells in full.
    """

    gazetteer: Gazetteer
    discourse: Discourse
    publisher: str | None
    posts: tuple[Post, ...]

    def complete(self, tagged: Tagged, found: Introduction) -> Introduction:
        """The introduction with every post's organization filled in; posts of nobody left out."""
        posts = [self._completed(tagged, found, post) for post in found.posts]
        return replace(found, posts=tuple(post for post in posts if post.organization))

    def _completed(self, tagged: Tagged, found: Introduction, post: Post) -> Post:
        if post.organization or any(p.organization and p.holder == post.holder for p in self.posts):
            return post
        title = post.title.removeprefix("Former ").casefold().replace("-", " ")
        if _is_of(title, "of a country") or self._presides(title, post, tagged):
            country = self._of_another(found) or self._country(tagged, found, title)
            return replace(post, organization=country or "")
        if _is_of(title, "of an agency"):
            return replace(post, organization=self._agency() or "")
        return post

    def _presides(self, title: str, post: Post, tagged: Tagged) -> bool:
        """Is "President" the head of a state here, and not of an agency?"""
        if title not in table("posts")["of a country at times"]:
            return False
        is_surname = " " not in tagged.source[post.begin : post.end].strip()
        return is_surname or self._is_government() or self._has_another(title)

    def _has_another(self, title: str) -> bool:
        """Does somebody else hold that post at the publisher?"""
        at_home = (p for p in self.posts if p.organization == self.publisher)
        return any(post.title.casefold() == title for post in at_home)

    def _is_government(self) -> bool:
        entry = self.gazetteer.entries.get(self.publisher or "")
        return entry is not None and "GovernmentBody" in entry.types

    def _of_another(self, found: Introduction) -> str | None:
        """The country of the organization where the person holds another post."""
        known = self.gazetteer.entries
        entries = [known[p.organization] for p in found.posts if p.organization in known]
        return next((entry.country for entry in entries if entry.country), None)

    def _country(self, tagged: Tagged, found: Introduction, title: str) -> str | None:
        before = {
            item.paths[0]
            for char in tagged.text[: found.start]
            if (item := tagged.items.get(char)) and item.sort == "country"
        }
        if before:
            fitting = [path for path in before if _may_have(path, title)]
            return fitting[0] if len(fitting) == 1 else None
        publisher = self.gazetteer.entries.get(self.publisher or "")
        if publisher and publisher.country and _may_have(publisher.country, title):
            return publisher.country
        named = {p for p in self.discourse.recent.get("country", ()) if _may_have(p, title)}
        return named.pop() if len(named) == 1 else None

    def _agency(self) -> str | None:
        if self.publisher and self._is_agency(self.publisher):
            return self.publisher
        agencies = {p for p in self.discourse.recent.get("organization", ()) if self._is_agency(p)}
        return agencies.pop() if len(agencies) == 1 else None

    def _is_agency(self, path: str) -> bool:
        return "SpaceAgency" in self.discourse.entities[path].types


def _is_of(title: str, kind: str) -> bool:
    """Is the post of that kind?  "Minister of Sports" is one of a country; "President" is not."""
    return any(
        words == head or words.endswith(f" {head}")
        for words in (title, re.split(" of | for ", title, maxsplit=1)[0])
        for head in table("posts")[kind]
    )


def _may_have(country: str, title: str) -> bool:
    """Is there such a post in that country?  The United States have no prime minister."""
    return not any(title == post or title.endswith(f" {post}") for post in _lacking(country))


@cache
def _lacking(country: str) -> tuple[str, ...]:
    slug = country.removeprefix("country/")
    lists = table("posts")["posts a country lacks"]
    return tuple(post for e in lists if slug in e["countries"] for post in e["lack"])
