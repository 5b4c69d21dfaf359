"""First pass over a document: the names and posts that it introduces itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from mapping import (
    acronyms,
    capitals,
    contacts,
    crews,
    families,
    french,
    name_kinds,
    names,
    persons,
    phrases,
    slots,
    variants,
)
from mapping.entities import Entity, Found, slugify
from mapping.mentions import Matcher
from mapping.person_names import may_be_called, surnames
from mapping.posts_held import Post
from mapping.suppositions import Suppositions
from mapping.tagging import Item, Tagged, sort_class

# Match: "<Ravi Roe> declared today that <India> would"
# No match: "<Ravi Roe> said that <MMX> would"
_SPEAKS_FOR = re.compile(
    r",?[^;,.]{0,30} (?:announced|confirmed|declared|pledged|promised|said|stated|vowed)"
    rf"[^;,.]{{0,30}} that (?:the )?(?P<nation>{sort_class(('country',))})(?!'s) "
)
# Match: "train the <Indian> crew."    No match: "train the crew, as <India> did."
_OTHERS = re.compile(rf"[^;,.]*{sort_class(('country', 'demonym', 'agents'))}")


class Learner:
    """Collects what a document brings itself; new entities go into ``entities``.

    ``nations`` tells for which country a person speaks, by surname, who declares what it will do;
    ``known`` are the families of numbered names that it need not introduce, ``by_name`` leads from
    names, as ``variants.folded``, to what the gazetteer knows by them.
    """

    def __init__(
        self,
        entities: dict[str, Entity],
        known: Mapping[str, str],
        by_name: Mapping[str, str],
        countries: Mapping[str, str],
    ) -> None:
        self._entities = entities
        self._families = known
        self._by_name = by_name
        self._countries = countries
        self._members: list[tuple[str, str]] = []
        self._spellings: dict[str, str] = {}
        self._found: list[Found] = []
        self._posts: list[Post] = []
        self._surnames: list[Entity] = []
        self._filling: list[tuple[int, Found]] = []
        self._supposed = Suppositions()
        self._bound: list[tuple[str, str]] = []
        self.nations: dict[str, str] = {}

    @property
    def supposed(self) -> frozenset[str]:
        """What only the roles that it may fill say to be an organization or a mission."""
        return frozenset(self._supposed.paths)

    def _called(self, person: Entity) -> tuple[str, ...]:
        """The surnames that stand for the person: of Isaac Ben Israel not "Israel", the country."""
        found = surnames(person)
        return tuple(n for n in found if f"country/{slugify(n)}" not in self._entities)

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts that the text states, each once, in order."""
        return tuple(dict.fromkeys(self._posts))

    def learn(
        self, tagged: Tagged, *, is_contact: bool, is_title: bool = False, language: str = "en"
    ) -> None:
        """Take in one sentence; a contact block holds persons only.

        Headings Write Many Words Like Names, so they bring none.
        """
        introductions = persons.introductions
        if language == "fr":
            introductions, tagged = french.introductions, french.nations(tagged)
        self._bind(tagged)
        self._bound.extend(acronyms.centres_of_one_word(tagged, self._by_name))
        tagged = phrases.pairs(phrases.expansions(tagged))
        has_forms = language == "en" and not (is_contact or is_title)
        in_capitals = list(capitals.capitalised(tagged)) if has_forms else None
        formed = _with_bodies(tagged, in_capitals or ())
        self._bound.extend(acronyms.bound_acronyms(formed))
        crew = crews.introductions(formed)
        introduced = [*introductions(crews.folded(formed, crew)), *crew]
        for found in introduced:
            person = found.person
            speaks = _SPEAKS_FOR.match(tagged.text, found.stop)
            if speaks and not _OTHERS.match(tagged.text, speaks.end()):
                nation = tagged.items[speaks["nation"]].paths[0]
                self.nations.setdefault(person.label.split()[-1], nation)
            if " " not in person.label and person.is_minted and person.path not in self._entities:
                self._surnames.append(person)
                continue
            self.add(person, (person.label, *person.aliases, *self._called(person)))
            self._posts.extend(found.posts)
        self._add_known(tagged)
        if is_contact:
            for person, _ in contacts.contacts(tagged):
                self.add(person, (person.label,))
        elif language == "fr":
            self._found.extend(french.names(persons.named(tagged, introduced)))
        elif not is_title:
            known = persons.named(tagged, introduced)
            # Where nobody is introduced it reads as before, and has the same names in capitals.
            self._found.extend(names.discover(known, in_capitals if known is tagged else None))
            named = slots.candidates(persons.named(formed, introduced))
            self._filling.extend(slots.filled(named))
            self._supposed.hear(named)
            self._members.extend(families.members(tagged))

    def _bind(self, tagged: Tagged) -> None:
        """Take in which acronyms the sentence gives to names, and names to known acronyms."""
        for acronym, path in acronyms.bound_acronyms(tagged):
            self._spellings.setdefault(acronym, path)
        for name, path in acronyms.respelt(tagged, self._entities, self._countries):
            self._spellings.setdefault(name, path)
        self._bound.extend(acronyms.own_acronyms(tagged))

    def matcher(self) -> Matcher:
        """A matcher of all names learnt; names given with an acronym claim spellings first."""
        for person in self._surnames:
            self._add_surname(person)
        for found in families.of_carriers(self._members):
            self.add(found.entity, found.spellings)
        for found in sorted(self._found, key=lambda found: -len(found.spellings)):
            if not any(spelling in self._spellings for spelling in found.spellings):
                self.add(found.entity, found.spellings)
        self._bound.extend(_short_names(self._found))
        short = {(name, path.split("/")[0]) for name, path in self._bound}
        self._name_shortly()
        filling = (found for _, found in sorted(self._filling, key=lambda filling: filling[0]))
        for found in chain(families.of_families(self._members, self._families), filling):
            is_short = (found.spellings[0], found.entity.kind) in short  # for a name told in full
            if found.spellings[0] not in self._spellings and not is_short:
                self.add(found.entity, found.spellings)
        self._name_shortly()
        own = families.families(self._entities[path] for path in self._spellings.values())
        for found in families.of_families(self._members, {**own, **self._families}):
            self.add(found.entity, found.spellings)
        return Matcher.of_entities(sorted(self._spellings.items()))

    def _name_shortly(self) -> None:
        """Take in what the text calls names for short that are known by now: "Goddard"."""
        for acronym, path in self._bound:
            if path in self._entities:
                self._spellings.setdefault(acronym, path)

    def asked(self, is_known: Callable[[str], bool]) -> set[tuple[str, int]]:
        """The sentences with names that are still unknown: their block's text, where they begin."""
        return self._supposed.asked(lambda name: name in self._spellings or is_known(name))

    def supposing(self, told: Iterable[Tagged]) -> Matcher:
        """A matcher of all names, also of those that must be of some kind in what is ``told``."""
        for tagged in told:
            self._supposed.weigh(tagged)
        for found in self._supposed.found():
            self.add(found.entity, found.spellings)
        return Matcher.of_entities(sorted(self._spellings.items()))

    def add(self, entity: Entity, spellings: tuple[str, ...]) -> None:
        """Know ``entity`` by these ways of writing it, unless they name something already."""
        if entity.slug:
            path = variants.known(spellings, entity.kind, self._by_name) or entity.path
            if path == entity.path:
                self._entities.setdefault(path, entity)
            for spelling in spellings:
                self._spellings.setdefault(spelling, path)

    def _add_known(self, tagged: Tagged) -> None:
        """Persons of the gazetteer are called by their surnames too, if nobody introduces them."""
        for item in tagged.items.values():
            known = self._entities.get(item.paths[0]) if item.sort == "person" else None
            if known is not None and not known.is_minted:
                self.add(known, self._called(known))

    def _add_surname(self, person: Entity) -> None:
        """A person known by a surname alone is whoever bears it; else somebody of that name."""
        bearers = {
            path
            for path in self._spellings.values()
            if path.startswith("person/") and may_be_called(self._entities[path], person.label)
        }
        spellings = (person.label, *(name for name in person.aliases if name.isupper()))
        if len(bearers) == 1:
            bearer = bearers.pop()
            for spelling in spellings:
                self._spellings.setdefault(spelling, bearer)
        elif not bearers:
            self.add(person, spellings)


def _short_names(found: Iterable[Found]) -> Iterator[tuple[str, str]]:
    """(name, path) of what the text calls by the first word of a name that it brings itself."""
    for each in found:
        word = acronyms.one_word(each.spellings[0]) if each.entity.kind == "organization" else None
        if word is not None:
            yield word, each.entity.path


def _with_bodies(tagged: Tagged, in_capitals: Iterable[Found]) -> Tagged:
    """The sentence with the bodies folded that its names in capitals tell by their kind.

    Else "director of the Center for Plasma Studies" would be taken for a post and a person.
    """
    found = []
    for name in in_capitals:
        if name.entity.kind == "organization" and not _begins_with_post(name.spellings[0]):
            begin = tagged.source.find(name.spellings[0], tagged.begins[0], tagged.ends[-1])
            if begin >= 0:
                end = begin + len(name.spellings[0])
                found.append((*tagged.stretch(begin, end), _body(name.entity, begin, end)))
    return tagged.fold(found) if found else tagged


def _body(entity: Entity, begin: int, end: int) -> Item:
    return Item("org", begin, end, (entity.path,), text=entity.label)


def _begins_with_post(name: str) -> bool:
    first = name.split(maxsplit=1)[0].casefold()
    return first in name_kinds.post_words() and first not in name_kinds.classes("first")
