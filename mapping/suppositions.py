"""Names that nobody knows, typed by what a sentence would tell if they named something.

"Zenithus supplies the camera of SWOT": taken for an organization, the name fills a role of a rule,
a verb or a noun that tells facts; taken for a mission, it fills none. So it names an organization.
Whatever the rules can read is a slot for names, in the manner of abductive interpretation (Hobbs et
al. 1993).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Final

from mapping import (
    adjuncts,
    coordination,
    dates,
    grammar,
    modifiers,
    persons,
    phrases,
    qualification,
)
from mapping.entities import Entity, Found, mint
from mapping.frames import tellings
from mapping.marking import tag
from mapping.mentions import Matcher, Mention, merge
from mapping.noun_frames import heads
from mapping.reduction import reductions
from mapping.rewording import reworded
from mapping.sentences import Sentence
from mapping.slots import candidates, may_name
from mapping.tagging import Item, Tagged, items_in

_PATH: Final = "name/supposed"
#: What a role says of what fills it, by the sort that the name is taken for.
_ROLES: Final[Mapping[str, frozenset[str]]] = {
    "mission": frozenset(("endeavour", "item")),
    "spacecraft": frozenset(("topic",)),
    "org": frozenset(
        ("contributor", "party", "signatory", "recipient", "organizer", "organization")
    ),
}
_CLASSES: Final = {"org": "Organization", "mission": "Mission", "spacecraft": "Spacecraft"}
_TRIES: Final = 3  #: sentences that are asked for one name
_MANY: Final = 9  #: names of a sentence; what has more is a table or a list
_SMALL: Final = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")


class Suppositions:
    """Collects the names that nobody knows, and types them by the sentences in which they stand.

    ``paths`` are those of the names found.
    """

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self._small: set[str] = set()
        self._names: dict[str, list[tuple[str, int]]] = {}
        self._votes: dict[str, Counter[str]] = {}

    def hear(self, folded: Tagged) -> None:
        """Take in a sentence in which runs of words in capitals are folded."""
        self._small.update(_SMALL.findall(folded.text))
        names = [item for item in folded.items.values() if item.sort == "name"]
        for item in names if len(names) <= _MANY else ():
            if may_name(item):
                self._names.setdefault(item.text, []).append((folded.source, folded.begins[0]))

    def asked(self, is_known: Callable[[str], bool]) -> set[tuple[str, int]]:
        """The sentences to be weighed, each as the text of its block and where it begins there."""
        for name in list(self._names):
            if is_known(name) or name.casefold() in self._small:
                del self._names[name]
        return {place for places in self._names.values() for place in places[:_TRIES]}

    def weigh(self, tagged: Tagged) -> None:
        """Take in what a sentence would tell if a name in it named something."""
        tagged = modifiers.bare(phrases.pairs(phrases.expansions(tagged)))
        introduced = list(persons.introductions(tagged))
        # "Director of Technology and Quality": what a post is for names nothing.
        posts = [(tagged.begins[p.start], tagged.ends[p.stop - 1]) for p in introduced]
        for item in candidates(persons.named(tagged, introduced)).items.values():
            is_inside = any(begin <= item.begin and item.end <= end for begin, end in posts)
            if item.sort == "name" and item.text in self._names and not is_inside:
                for sort in _sorts(tagged, item):
                    self._votes.setdefault(item.text, Counter())[sort] += 1

    def found(self) -> Iterator[Found]:
        """The names weighed, of the class that most sentences leave them."""
        for name, votes in self._votes.items():
            (sort, count), *others = votes.most_common(2)
            if not others or count > others[0][1]:
                found = Found(mint(name, _CLASSES[sort]), (name,))
                self.paths.add(found.entity.path)
                yield found


def doubtful(
    asked: Container[tuple[str, int]],
    told: Iterable[tuple[list[Sentence], list[Mention]]],
    learnt: Matcher,
    anchor: dates.Anchor,
    entities: dict[str, Entity],
) -> Iterator[Tagged]:
    """The sentences that are ``asked``, with their dates and the names ``learnt``.

    ``told`` are those of each block, with the mentions in it.
    """
    for own, mentions in told:
        mine = [s for s in own if (s.block.text, s.begin) in asked]
        merged = merge(learnt.find(mine[0].block.text), mentions) if mine else []
        for sentence in mine:
            yield tag(sentence, merged, dates.find(sentence.text, anchor), entities)


def _sorts(tagged: Tagged, item: Item) -> Iterator[str]:
    """The sort that the name has to be of, for the sentence to tell something of it."""
    start, stop = tagged.stretch(item.begin, item.end)
    before = tagged.text[:start]
    found = []
    for sort, roles in _ROLES.items():
        supposed = Item(sort, item.begin, item.end, (_PATH,), text=item.text)
        folded = tagged.fold([(start, stop, supposed)])
        # Of what cooperates much is told in few words: "the dummies of DLR, Helga and Zohar,".
        is_plain = item.text.istitle() and " " not in item.text and item.noun != "opening"
        filling = _filling(folded, roles, "Cooperation" if is_plain else "")
        if _BEFORE[sort].search(before) and any(_PATH in paths for paths in filling):
            found.append(sort)
    if len(found) == 1:
        yield from found


# Where such a name may stand: not "in Zenithville"; no mission "a Zenithus launch"; a launcher only
# where something flies on it.
_BEFORE: Final = {
    "org": re.compile(r"(?<!\b[Ii]n )(?<!\b[Nn]ear )(?<!\b[Ff]rom )(?<!\b[Ii]n the )$"),
    "mission": re.compile(
        r"(?<!\b[Ii]n )(?<!\b[Nn]ear )(?<!\b[Ff]rom )(?<!\b[Ii]n the )(?<!\b[Aa] )(?<!\b[Aa]n )$"
    ),
    "spacecraft": re.compile(r"\b(?:on|aboard|atop|on board|onboard)(?: (?:an?|the|its))? $"),
}


def _filling(tagged: Tagged, roles: frozenset[str], barred: str) -> Iterator[tuple[str, ...]]:
    """The paths of the items that fill one of the roles; rules for a ``barred`` class are not
    asked."""
    introduced = list(persons.introductions(tagged))
    if "organization" in roles:
        yield from _by_posts(tagged, introduced)
        yield from (tagged.items[m["owner"]].paths for m in qualification.owners(tagged))
    tagged = coordination.spread(phrases.heads(persons.folded(tagged, introduced)))
    tagged = reworded(coordination.coordinations(adjuncts.adjuncts(tagged)))
    for text in {id(text): text for text in (tagged, *reductions(tagged))}.values():
        yield from _by_rules(text, roles, barred)
        yield from _by_verbs(text, roles)
        yield from _by_nouns(text, roles)


def _by_posts(
    tagged: Tagged, introduced: Iterable[persons.Introduction]
) -> Iterator[tuple[str, ...]]:
    """Where somebody introduced holds a post; fields have posts too: "Head of Microgravity"."""
    char = next(char for char, item in tagged.items.items() if item.paths == (_PATH,))
    for found in introduced:
        stretch = tagged.text[found.start : found.stop]
        if not _OF.search(stretch[: stretch.find(char)]):
            yield from ((post.organization,) for post in found.posts if post.title)


# Match: "of Microgravity", "for Youth"    No match: "at Zenithus"
_OF: Final = re.compile(r" (?:of|for) (?:the )?$")


def _by_rules(tagged: Tagged, roles: frozenset[str], barred: str) -> Iterator[tuple[str, ...]]:
    for rule in grammar.candidates(tagged):
        if rule.states == barred:
            continue
        if "topic" in roles and rule.constants.get("milestoneType") != "launch":
            continue  # what a launch is on is a launcher
        names = [name for name in rule.pattern.groupindex if name.rstrip("0123456789") in roles]
        if names:
            for match in rule.pattern.regex.finditer(tagged.text):
                for name in names:
                    yield from (item.paths for item in items_in(tagged, match[name] or ""))


def _by_verbs(tagged: Tagged, roles: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for told in tellings(tagged):
        if "topic" in roles and told.frame.constants.get("milestoneType") != "launch":
            continue
        for role, items in told.roles.items():
            if role in roles:
                yield from (item.paths for item in items)


def _by_nouns(tagged: Tagged, roles: frozenset[str]) -> Iterator[tuple[str, ...]]:
    constructions, patterns = heads()
    for number in patterns.candidates(tagged):
        head = constructions[number]
        if head.frame.role in roles:
            for match in head.pattern.regex.finditer(tagged.text):
                for name in ("theme", "theme2"):
                    captured = match.groupdict().get(name) or ""
                    yield from (item.paths for item in items_in(tagged, captured))
