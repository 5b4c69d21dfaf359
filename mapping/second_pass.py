"""The second pass over a block: phrases are folded, references resolved, facts read.

The first has learnt the names that the document brings itself.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from mapping import (
    adjuncts,
    bilateral,
    carriers,
    contacts,
    coordination,
    crews,
    dates,
    delegations,
    editions,
    enumerations,
    examples,
    families,
    french,
    headlines,
    joint_bodies,
    joint_statements,
    launch_providers,
    location,
    modifiers,
    national,
    news,
    payloads,
    persons,
    phrases,
    qualification,
    quotations,
    references,
    representation,
    wholes,
)
from mapping.captures import Scene
from mapping.collectives import collectives, headquarters
from mapping.departments import departments
from mapping.employers import Employers
from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.grammar import RULE_FILES
from mapping.marking import tag
from mapping.mentions import Mention
from mapping.outcome import Reading
from mapping.particulars import Particulars
from mapping.posts_held import Post
from mapping.reading import Block
from mapping.sentence_facts import told
from mapping.sentences import Sentence
from mapping.statements import findings
from mapping.tagging import Item, Tagged, items_in

# What a headline's agents do together: "NASA, Israel sign" tells nothing of Israel alone.
_OF_ALL = ("Agreement", "Meeting")
Folding = tuple[int, int, Item, Entity]


class BlockReader:
    """Second pass over one block: mentions, phrases, references, facts."""

    def __init__(
        self,
        block: Block,
        mentions: list[Mention],
        reading: Reading,
        scene: Scene,
        employers: Employers,
        publisher: str | None,
        particulars: Particulars,
    ) -> None:
        self._block = block
        self._particulars = particulars
        self._mentions = mentions
        self._reading = reading
        self._scene = scene
        self._posts = employers.posts
        self._publisher = publisher
        self._employers = employers

    def read(self, own: list[Sentence], address: str | None, language: str) -> None:
        """Add what the block says to the reading; boilerplate has mentions but says nothing.

        Neither has a language without rules, but for its contacts.
        """
        says = language in RULE_FILES or self._block.kind == "contact"
        for mention in self._mentions:
            span = self._block.published(mention.begin, mention.end)
            self._reading.mentions.setdefault(span, mention.path)
        if self._block.kind == "boilerplate" or not says:
            return
        for sentence in own:
            for finding in self._sentence(sentence, address, language):
                self._reading.keep(finding)

    def _sentence(
        self, sentence: Sentence, address: str | None, language: str
    ) -> Iterator[Finding]:
        found = dates.find(sentence.text, self._reading.anchor, self._reading.told)
        if found and self._block.kind == "body":
            self._reading.told = tuple(mention.edtf for mention in found)
        tagged = tag(sentence, self._mentions, found, self._reading.entities)
        evidence = Evidence(*sentence.published)
        if self._block.kind == "contact":
            return _contact_posts(phrases.expansions(tagged), address or self._publisher, evidence)
        if language == "fr":
            return self._facts_in_french(tagged, evidence)
        return self._facts(tagged, evidence, opens_block=sentence.begin == 0)

    def _facts_in_french(self, tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
        tagged = french.nations(phrases.expansions(tagged))
        introduced = list(french.introductions(tagged))
        for introduction in introduced:
            self._know(introduction)
            for post in introduction.posts:
                yield _membership(post, evidence)
        tagged = persons.affiliated(persons.folded(tagged, introduced), self._employers.serves)
        tagged = french.phrases(tagged)
        yield from qualification.of_nations(tagged, evidence)
        tagged = french.lists(tagged)
        scene = replace(self._scene, language="fr")
        for finding in findings(tagged, (), evidence, scene):
            yield self._reading.discourse.meet(finding) if finding.type == "Meeting" else finding

    def _facts(self, tagged: Tagged, evidence: Evidence, *, opens_block: bool) -> Iterator[Finding]:
        discourse = self._reading.discourse
        tagged = tagged.fold(families.joined(tagged, self._reading.entities))
        tagged = phrases.expansions(tagged)
        discourse.declaring = discourse.declaring or joint_statements.speakers(
            tagged, discourse.blocks
        )
        yield from qualification.countries(tagged, evidence)
        parts, tagged = wholes.joined(qualification.without_countries(tagged), evidence)
        yield from parts
        tagged = self._minted(phrases.pairs(tagged))
        yield from location.located(tagged, evidence)
        tagged = carriers.without_carriers(modifiers.bare(tagged))
        yield from qualification.employed(tagged, evidence)[0]
        yield from qualification.owned(tagged, evidence)[0]
        tagged = tagged.fold(persons.beside(tagged, self._posts))
        for flier in (crew := crews.introductions(tagged, discourse.host(), discourse.theme)):
            self._know(flier)
            for post in flier.posts:
                yield _membership(post, evidence)
        tagged = crews.folded(tagged, crew)
        introduced = [
            self._employers.complete(tagged, found) for found in persons.introductions(tagged)
        ]
        for introduction in introduced:
            self._know(introduction)
            for post in introduction.posts:
                yield _membership(post, evidence)
        if introduced:
            yield from findings(tagged, (), evidence, self._scene, "bodies")
        tagged = persons.folded(tagged, introduced)
        tagged = tagged.fold(persons.holders(tagged, self._posts))
        tagged = phrases.heads(self._editions(tagged, editions.numbered))
        tagged = references.resolve(discourse, tagged)
        tagged = self._fold(tagged, headquarters(tagged, self._reading.entities))
        if tagged.items:  # where nothing is named, there is nothing to fold
            tagged = yield from self._with_phrases(tagged, evidence)
        yield from discourse.listed(tagged, evidence)
        yield from payloads.listed(discourse, tagged, evidence, opens_block=opens_block)
        yield from enumerations.listed(
            discourse, tagged, evidence, self._scene.gazetteer, opens_block=opens_block
        )
        yield from self._particulars.read(tagged, evidence, opens_block=opens_block)
        is_list = headlines.is_list(tagged)
        for found in _witnesses_last(
            (f for f in told(tagged, evidence, self._scene) if not (is_list and f.type in _OF_ALL)),
            headlines.events(tagged, lambda plain: told(plain, evidence, self._scene)),
        ):
            finding = news.dated(found, tagged, self._scene)
            finding = launch_providers.provided(finding, tagged, self._scene.gazetteer)
            yield discourse.meet(finding) if finding.type == "Meeting" else finding
            self._agreed(finding)
            discourse.tells_of_agreement |= finding.type == "Agreement"
            if len([p for p in finding.role("signatory") if p.startswith("person/")]) > 1:
                discourse.signing = finding
            for event in finding.role("withinEvent"):
                yield Finding("Meeting", "named", (evidence,), named=event)
        discourse.hear(tagged)

    def _agreed(self, finding: Finding) -> None:
        """Remember who agreed, with whom each of several, and who states something together."""
        discourse = self._reading.discourse
        parties = finding.role("party")
        if len(parties) > 1 and (finding.type == "Agreement" or not discourse.parties):
            discourse.parties = parties
        if len(parties) > 2 and finding.role("signatory") == parties[:1]:
            discourse.signers = parties
        if finding.type == "Agreement" and not finding.attaches:
            is_statement = joint_statements.is_one(finding, discourse.entities)
            discourse.stating = parties if is_statement else ()

    def _with_phrases(self, tagged: Tagged, evidence: Evidence) -> Generator[Finding, None, Tagged]:
        """The sentence with its phrases folded, and what they say of what they name."""
        tagged = persons.affiliated(persons.of_nations(tagged), self._employers.serves)
        tagged = quotations.spoken(tagged)
        tagged = representation.represented(tagged, self._reading.discourse.countries)
        tagged = examples.apposed(tagged)
        yield from examples.possessed(tagged, evidence)
        for owners in (examples.introduced, qualification.owned, qualification.employed):
            found, tagged = owners(tagged, evidence)
            yield from found
        yield from findings(tagged, (), evidence, self._scene, "asides")
        tagged = representation.bracketed(tagged)
        tagged = coordination.spread(delegations.delegations(tagged))
        yield from location.located(tagged, evidence)
        yield from qualification.of_nations(tagged, evidence)
        yield from qualification.partners(tagged, evidence)
        yield from joint_bodies.members(
            tagged, evidence, self._scene.gazetteer, self._reading.entities
        )
        tagged = coordination.coordinations(adjuncts.adjuncts(tagged))
        tagged = representation.headed(delegations.led(tagged))
        tagged = self._editions(tagged, editions.dated)
        yield from _named(tagged, evidence, self._reading.entities)
        return adjuncts.events(tagged)

    def _know(self, found: persons.Introduction) -> None:
        """Remember a person whom only the names learnt from the whole text let see."""
        if found.person.path not in self._reading.entities:
            self._reading.entities[found.person.path] = found.person
            span = self._block.published(found.name_begin, found.name_end)
            self._reading.mentions[span] = found.person.path

    def _minted(self, tagged: Tagged) -> Tagged:
        """The sentence with bilateral meetings and collectives, which need no gazetteer."""
        tagged = self._fold(tagged, bilateral.bilateral_meetings(tagged))
        tagged = self._fold(tagged, bilateral.governing_meetings(tagged, self._reading.entities))
        tagged = tagged.fold(national.agencies(tagged, self._scene.gazetteer, self._scene.day))
        tagged = tagged.fold(national.officials(tagged))
        tagged = self._fold(tagged, headquarters(tagged, self._reading.entities))
        tagged = self._fold(tagged, departments(tagged, self._reading.entities))
        return self._fold(tagged, collectives(tagged, self._scene.gazetteer))

    def _editions(
        self,
        tagged: Tagged,
        find: Callable[[Tagged, dict[str, Entity]], Iterable[editions.Edition]],
    ) -> Tagged:
        found = list(find(tagged, self._reading.entities))
        series = self._reading.discourse.series
        for edition in found:
            series[edition.entity.path] = edition.series
            if edition.series not in self._reading.entities:  # known by its number alone
                path = edition.series.replace("initiative/", "meeting/", 1)
                self._reading.entities[edition.series] = editions.series_of(
                    self._reading.entities[path]
                )
        tagged = editions.known(tagged, series) if not found else tagged
        return self._fold(tagged, ((e.start, e.stop, e.item, e.entity) for e in found))

    def _fold(self, tagged: Tagged, foldings: Iterable[Folding]) -> Tagged:
        """Fold new things in, and remember them and where they are mentioned."""
        replacements = []
        for start, stop, item, entity in foldings:
            self._reading.entities.setdefault(entity.path, entity)
            self._reading.mentions[self._block.published(item.begin, item.end)] = entity.path
            replacements.append((start, stop, item))
        return tagged.fold(replacements) if replacements else tagged


def _contact_posts(tagged: Tagged, publisher: str | None, evidence: Evidence) -> Iterator[Finding]:
    """ "Pascale Bresson <tab> Press Officer <tab> Tel." holds her post at the publisher."""
    for _, post in contacts.contacts(tagged):
        if organization := post.organization or publisher:
            yield _membership(replace(post, organization=organization), evidence)


def _witnesses_last(*told: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of a sentence; what only adds witnesses follows the agreement that they saw."""
    held = []
    for finding in chain(*told):
        if finding.attaches and set(finding.roles) == {"witness"}:
            held.append(finding)
        else:
            yield finding
    yield from held


def _named(tagged: Tagged, evidence: Evidence, entities: dict[str, Entity]) -> Iterator[Finding]:
    """Naming an agreement, or a meeting that no gazetteer holds, states that there is one."""
    for item in items_in(tagged, tagged.text):
        entity = entities.get(item.paths[0]) if item.paths else None
        if entity is not None and entity.kind in ("meeting", "agreement"):
            roles = {"party": entity.parties} if entity.parties else {}
            yield Finding(entity.kind.title(), "named", (evidence,), roles, named=entity.path)


def _membership(post: Post, evidence: Evidence) -> Finding:
    return Finding(
        "Membership",
        post.rule,
        (evidence,),
        roles={"member": (post.holder,), "organization": (post.organization,)},
        date=post.date,
        post=post.title,
    )
