"""Reading a document: from blocks and sentences to mentions and findings.

A first pass over the text learns the names that the document brings itself; a second folds phrases,
resolves references and applies the rules, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from mapping import dates, editions, names, persons, phrases
from mapping.collectives import collectives
from mapping.discourse import Discourse, sort_of_kind
from mapping.documents import Document
from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.mentions import Matcher, Mention, entity_of, merge
from mapping.reading import Block, blocks
from mapping.sentences import Sentence, sentences
from mapping.statements import Scene, distributed, findings
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class

Span = tuple[int, int]


@dataclass
class Reading:
    """All that was read in one document. ``mentions`` and ``dates`` are published stretches."""

    anchor: dates.Anchor
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: dict[Span, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    discourse: Discourse = field(default_factory=lambda: Discourse({}))


class Reader:
    """Reads documents with one gazetteer; building it once serves all of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._matcher = Matcher.of_gazetteer(gazetteer)
        self._entities = {path: entity_of(entry) for path, entry in gazetteer.entries.items()}

    def read(self, document: Document) -> Reading:
        """What ``document`` says."""
        parts = blocks(document.text)
        anchor = dates.document_anchor([block.text for block in parts], document.stated_date)
        entities = dict(self._entities)
        reading = Reading(anchor, entities, discourse=Discourse(entities))
        text = [sentence for block in parts for sentence in sentences(block)]
        learner = _Learner(self, reading)
        for sentence in text:
            learner.learn(sentence)
        second = _Second(self, document, reading, learner)
        for sentence in text:
            second.read(sentence)
        return reading

    def mentions(self, block: Block, own: Matcher | None = None) -> list[Mention]:
        """The mentions in a block, of the gazetteer and of the document's own names."""
        known = self._matcher.find(block.text)
        return merge(own.find(block.text), known) if own else known


class _Learner:
    """First pass: the names and posts that the document itself introduces."""

    def __init__(self, reader: Reader, reading: Reading) -> None:
        self._reader = reader
        self._reading = reading
        self.spellings: dict[str, str] = {}
        self._found: list[names.Found] = []
        self.posts: list[persons.Post] = []

    def learn(self, sentence: Sentence) -> None:
        found = self._reader.mentions(sentence.block)
        tagged = tag(sentence, found, [], self._reading.entities)
        for acronym, path in names.bound_acronyms(tagged):
            self.spellings.setdefault(acronym, path)
        tagged = phrases.pairs(phrases.expansions(tagged))
        for introduction in persons.introductions(tagged):
            self._add(introduction.person, (introduction.person.label, *persons.surnames(introduction.person)))
            self.posts.extend(introduction.posts)
        if sentence.block.kind == "contact":
            for person, _ in persons.contacts(tagged):
                self._add(person, (person.label,))
            return
        tagged = _with_persons(tagged)
        self._found.extend(names.discover(tagged))

    def _add(self, entity: Entity, spellings: tuple[str, ...]) -> None:
        if not entity.slug:
            return
        self._reading.entities.setdefault(entity.path, entity)
        for spelling in spellings:
            self.spellings.setdefault(spelling, entity.path)

    def matcher(self) -> Matcher:
        """A matcher of all names learnt; names given with an acronym claim their spellings first."""
        for found in sorted(self._found, key=lambda found: -len(found.spellings)):
            if not any(spelling in self.spellings for spelling in found.spellings):
                self._add(found.entity, found.spellings)
        return Matcher.of_entities(sorted(self.spellings.items()))


class _Second:
    """Second pass: mentions, phrases, references, facts."""

    def __init__(self, reader: Reader, document: Document, reading: Reading, learner: _Learner) -> None:
        self._reader = reader
        self._document = document
        self._reading = reading
        self._matcher = learner.matcher()
        self._posts = tuple(dict.fromkeys(learner.posts))
        self._scene = Scene(reader.gazetteer, reading.discourse, reading.anchor.edtf)
        self._block: Block | None = None
        self._mentions: list[Mention] = []

    def read(self, sentence: Sentence) -> None:
        if sentence.block is not self._block:
            self._block = sentence.block
            self._reading.discourse.begin_block()
            self._mentions = self._reader.mentions(sentence.block, self._matcher)
        for mention in self._mentions:
            if sentence.begin <= mention.begin and mention.end <= sentence.end:
                span = sentence.block.published(mention.begin, mention.end)
                self._reading.mentions.setdefault(span, mention.path)
        if sentence.block.kind == "boilerplate":
            return
        found_dates = dates.find(sentence.text, self._reading.anchor)
        tagged = tag(sentence, self._mentions, found_dates, self._reading.entities)
        evidence = Evidence(*sentence.published)
        if sentence.block.kind == "contact":
            self._keep(contact_posts(tagged, self._publisher(), evidence))
            return
        self._keep(self._facts(tagged, evidence))

    def _facts(self, tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
        discourse = self._reading.discourse
        tagged = phrases.expansions(tagged)
        yield from _countries(tagged, evidence)
        tagged = _without_countries(tagged)
        tagged = self._minted(phrases.pairs(tagged))
        for introduction in persons.introductions(tagged):
            for post in introduction.posts:
                yield _membership(post, evidence)
        tagged = _with_persons(tagged)
        tagged = tagged.fold(persons.holders(tagged, self._posts))
        tagged = self._editions(tagged, editions.numbered)
        tagged = phrases.heads(tagged)
        tagged = discourse.resolve(tagged)
        for owned in (_owned, _employed):
            found, tagged = owned(tagged, evidence)
            yield from found
        tagged = phrases.spread(tagged)
        yield from _of_nations(tagged, evidence)
        tagged = phrases.coordinations(phrases.adjuncts(tagged))
        tagged = self._editions(tagged, editions.dated)
        yield from _named(tagged, evidence, self._reading.entities)
        for finding in findings(tagged, evidence, self._scene):
            yield discourse.meet(finding) if finding.type == "Meeting" else finding
        discourse.hear(tagged)

    def _minted(self, tagged: Tagged) -> Tagged:
        """The sentence with bilateral meetings and collectives, which no gazetteer holds, folded."""
        for find in (names.bilateral_meetings, self._collectives):
            replacements = []
            for start, stop, item, entity in find(tagged):
                self._reading.entities.setdefault(entity.path, entity)
                assert self._block is not None, "sentences are read block by block"
                span = self._block.published(item.begin, item.end)
                self._reading.mentions.setdefault(span, entity.path)
                replacements.append((start, stop, item))
            tagged = tagged.fold(replacements) if replacements else tagged
        return tagged

    def _editions(
        self, tagged: Tagged, find: Callable[[Tagged, dict[str, Entity]], Iterator[editions.Edition]]
    ) -> Tagged:
        replacements = []
        for edition in find(tagged, self._reading.entities):
            self._reading.entities.setdefault(edition.entity.path, edition.entity)
            self._reading.discourse.series[edition.entity.path] = edition.series
            assert self._block is not None, "sentences are read block by block"
            span = self._block.published(edition.item.begin, edition.item.end)
            self._reading.mentions[span] = edition.entity.path
            replacements.append((edition.start, edition.stop, edition.item))
        return tagged.fold(replacements) if replacements else tagged

    def _collectives(self, tagged: Tagged) -> Iterator[tuple[int, int, Item, Entity]]:
        return collectives(tagged, self._reader.gazetteer)

    def _publisher(self) -> str | None:
        name = self._document.publisher
        found = self._reader._matcher.find(name) if name else []
        return found[0].path if len(found) == 1 else None

    def _keep(self, found: Iterator[Finding]) -> None:
        self._reading.findings.extend(found)


def tag(
    sentence: Sentence, found: list[Mention], found_dates: list[dates.DateMention], entities: dict[str, Entity]
) -> Tagged:
    """The sentence with its mentions and dates folded; a mention inside a date gives way to it."""
    items = [
        Item("date", sentence.begin + d.begin, sentence.begin + d.end, edtf=d.edtf, text=d.surface,
             resolved=() if d.basis == "literal" else (d.basis,))
        for d in found_dates
    ]  # fmt: skip
    dated = [(item.begin, item.end) for item in items]
    for mention in found:
        if mention.begin < sentence.begin or mention.end > sentence.end:
            continue
        if any(begin < mention.end and mention.begin < end for begin, end in dated):
            continue
        items.append(_item(mention, sentence.block.text[mention.begin : mention.end], entities[mention.path]))
    items.sort(key=lambda item: item.begin)
    return Tagged.of(sentence.block.text, sentence.begin, sentence.end, items)


def _item(mention: Mention, surface: str, entity: Entity) -> Item:
    sort = "demonym" if mention.is_demonym else sort_of_kind(entity.kind)
    return Item(sort, mention.begin, mention.end, (entity.path,), text=surface, is_place="Place" in entity.types)


def contact_posts(tagged: Tagged, publisher: str | None, evidence: Evidence) -> Iterator[Finding]:
    """Posts in a contact block: "Pascale Bresson <tab> Press Officer <tab> Tel." are the publisher's."""
    for _, post in persons.contacts(tagged):
        if publisher:
            yield _membership(replace(post, organization=publisher), evidence)


def _named(tagged: Tagged, evidence: Evidence, entities: dict[str, Entity]) -> Iterator[Finding]:
    """A meeting or agreement that only this document names is stated by being named."""
    for item in items_in(tagged, tagged.text):
        if item.sort in ("meeting", "agreement") and not item.paths[0].endswith("#"):
            if entities[item.paths[0]].is_minted:
                yield Finding(item.sort.title(), "named", (evidence,), named=item.paths[0])


def _membership(post: persons.Post, evidence: Evidence) -> Finding:
    return Finding(
        "Membership", post.rule, (evidence,),
        roles={"member": (post.holder,), "organization": (post.organization,)}, post=post.title,
    )  # fmt: skip


def _with_persons(tagged: Tagged) -> Tagged:
    replacements = []
    for found in persons.introductions(tagged):
        begin, end = tagged.begins[found.start], tagged.ends[found.stop - 1]
        replacements.append((found.start, found.stop, Item(
            "person", begin, end, (found.person.path,), text=found.person.label,
            affiliation=tuple(dict.fromkeys(post.organization for post in found.posts)),
        )))  # fmt: skip
    return tagged.fold(replacements)


def _countries(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "ASI (Italy)" in a list of agencies states the agency's country."""
    for match in _bracketed_country().finditer(tagged.text):
        org, country = tagged.items[match["org"]], tagged.items[match["country"]]
        yield Finding("Statement", "agency-with-country", (evidence,),
                      {"subject": org.paths[:1], "property": ("country",), "object": country.paths[:1]})  # fmt: skip


def _without_countries(tagged: Tagged) -> Tagged:
    return tagged.rewrite(
        _bracketed_country(),
        lambda m: replace(tagged.items[m["org"]], begin=tagged.begins[m.start()], end=tagged.ends[m.end() - 1]),
    )


@cache
def _bracketed_country() -> re.Pattern[str]:
    # Match: "ASI (Italy)"    No match: "CNES (the French agency)"
    return re.compile(rf"(?P<org>{sort_class(['org'])}) \((?:the )?(?P<country>{sort_class(['country'])})\)")


def _owned(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """ "JAXA's Hayabusa2 mission": the owner leads it."""
    # Match: "JAXA's Hayabusa2", "the JAXA Hayabusa2"    No match: "JAXA hailed Hayabusa2"
    pattern = re.compile(
        rf"(?:\b[Tt]he )?(?P<owner>{sort_class(['org', 'country'])})(?:'s?)? (?P<head>{sort_class(phrases.ENDEAVOURS)})"
    )
    owned = [(m["owner"], m["head"]) for m in pattern.finditer(tagged.text)] + list(_possessed(tagged))
    found = [
        finding
        for owner, head in owned
        for finding in distributed(Finding(
            "Contribution", "owner-of-endeavour", (evidence,),
            {"contributor": tagged.items[owner].paths,
             "contributionType": (table("phrases")["owner-contributes"],),
             "endeavour": tagged.items[head].paths},
        ))
    ]  # fmt: skip
    return found, tagged.rewrite(pattern, lambda m: _spanning(tagged, m, "head"))


def _possessed(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """(owner, thing) characters for "its Hayabusa2 mission": the organization named last before it owns it."""
    owner: str | None = None
    for char in tagged.text:
        item = tagged.items.get(char)
        if item is None:
            continue
        if item.is_possessed and owner and item.sort in phrases.ENDEAVOURS:
            yield owner, char
        if item.sort in ("org", "country"):
            owner = char


def _employed(tagged: Tagged, evidence: Evidence) -> tuple[list[Finding], Tagged]:
    """ "ESA's ESOC": the centre belongs to the agency."""
    org = sort_class(["org"])
    pattern = re.compile(rf"(?:\b[Tt]he )?(?P<owner>{org})'s? (?P<head>{org})")
    found = [
        Finding("Membership", "centre-of-agency", (evidence,),
                {"member": tagged.items[m["head"]].paths[:1], "organization": tagged.items[m["owner"]].paths[:1]})
        for m in pattern.finditer(tagged.text)
        if tagged.items[m["head"]].paths[:1] != tagged.items[m["owner"]].paths[:1]
    ]  # fmt: skip
    return found, tagged.rewrite(pattern, lambda m: _spanning(tagged, m, "head"))


def _spanning(tagged: Tagged, match: re.Match[str], group: str) -> Item:
    begin, end = tagged.span(match)
    return replace(tagged.items[match[group]], begin=begin, end=end)


def _of_nations(tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
    """ "the French-German MASCOT lander": the nations contribute, how says the noun or the kind."""
    kinds = table("phrases")["nation-contributes"]
    for item in items_in(tagged, tagged.text):
        if not item.nations or item.sort not in phrases.ENDEAVOURS:
            continue
        ways = kinds["noun"].get(item.noun) or kinds["kind"].get(item.paths[0].split("/")[0])
        if ways:
            way = ways["one" if len(item.nations) == 1 else "several"]
            yield from distributed(Finding(
                "Contribution", "nation-of-endeavour", (evidence,),
                {"contributor": item.nations, "contributionType": (way,), "endeavour": item.paths},
            ))  # fmt: skip
