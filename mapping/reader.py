"""Reading a document: from blocks and sentences to mentions and findings.

A first pass over the text learns the names that the document brings itself; a second folds
phrases, resolves references and applies the rules, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from mapping import (
    adjuncts,
    bilateral,
    clauses,
    conjuncts,
    contacts,
    coordination,
    dates,
    editions,
    french,
    headlines,
    location,
    modifiers,
    national,
    persons,
    phrases,
    qualification,
    references,
    representation,
    sole,
    wholes,
)
from mapping.captures import Scene
from mapping.collectives import collectives, headquarters
from mapping.departments import departments
from mapping.discourse import Discourse
from mapping.documents import Document
from mapping.documents.language import known_language
from mapping.employers import Employers
from mapping.entities import Entity
from mapping.facts import Evidence, Finding, joined, may_be_same
from mapping.families import families
from mapping.framing import confirmed, framed, tell_of_same
from mapping.gazetteer import Gazetteer
from mapping.grammar import RULE_FILES
from mapping.learning import Learner
from mapping.marking import tag
from mapping.mentions import Matcher, Mention, entity_of, merge
from mapping.namesakes import without_namesakes
from mapping.nominals import nominal
from mapping.particulars import Particulars
from mapping.reading import Block, blocks
from mapping.reduction import begun, reductions
from mapping.rewording import reworded
from mapping.sentences import Sentence, sentences
from mapping.statements import findings
from mapping.suppositions import doubtful
from mapping.tagging import Item, Tagged, items_in

_NEXT = 5  #: characters that may stand between one sentence and the next

Span = tuple[int, int]
# What a headline's agents do together: "NASA, Israel sign" tells nothing of Israel alone.
_OF_ALL = ("Agreement", "Meeting")
# So many small words of a language tell in which a paragraph is.
_SURELY = 5
Folding = tuple[int, int, Item, Entity]


@dataclass
class Reading:
    """All that was read in one document. ``mentions`` are published stretches with their paths."""

    anchor: dates.Anchor
    discourse: Discourse
    mentions: dict[Span, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def keep(self, finding: Finding) -> None:
        """Add a finding, or add what it says to the last one of its class that it attaches to."""
        if not finding.attaches:
            self.findings.append(finding)
            return
        for number in reversed(range(len(self.findings))):
            known = self.findings[number]
            if known.type != finding.type or known.rule == "named":
                continue
            if finding.attaches == "same" and not may_be_same(known, finding):
                continue
            # One of several agreements is not what they are together, but was signed with them.
            if finding.attaches == "same" and (known.label or "").endswith("s"):
                finding = replace(finding, date=finding.date or known.date)
                continue
            if finding.attaches == "before" and not _follows(known, finding):
                return
            self.findings[number] = joined(known, finding)
            return
        if finding.attaches == "same":
            self.findings.append(replace(finding, attaches=None))

    @property
    def entities(self) -> dict[str, Entity]:
        """Every entity of the gazetteer and of the document, by path."""
        return self.discourse.entities


def _follows(known: Finding, finding: Finding) -> bool:
    """Does ``finding`` stand in the sentence of ``known`` or in the next?"""
    return finding.evidence[0].begin - known.evidence[-1].end < _NEXT


class Reader:
    """Reads documents with one gazetteer; building it once serves all of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._matcher = Matcher.of_gazetteer(gazetteer)
        self._entities = {path: entity_of(entry) for path, entry in gazetteer.entries.items()}
        self._families = families(self._entities.values())
        self._countries = {
            path: target
            for path, entry in gazetteer.entries.items()
            for name, target in entry.properties
            if name in ("country", "areaServed")
        }

    def read(self, document: Document, publisher: Entity | None = None) -> Reading:
        """What ``document`` says; ``publisher`` employs its contact persons."""
        parts = blocks(document.text, is_wrapped=document.is_wrapped)
        anchor = _anchor([block.text for block in parts], document)
        entities = dict(self._entities)
        known = [without_namesakes(b.text, self._matcher.find(b.text)) for b in parts]
        told = [list(sentences(block)) for block in parts]
        languages = [_language(block, document) for block in parts]
        learner = Learner(entities, self._families)
        if publisher is not None and publisher.is_minted:
            learner.add(publisher, (publisher.label,))
        for block, mentions, own, language in zip(parts, known, told, languages, strict=True):
            outside = _outside_names(block, mentions)
            for sentence in own:
                tagged = tag(sentence, outside, [], entities)
                learner.learn(
                    tagged,
                    is_contact=block.kind == "contact",
                    is_title=block.kind == "title",
                    language=language,
                )
        speaker = publisher.path if publisher else _speaker(chain(*known), entities)
        learnt = learner.matcher()
        if asked := learner.asked(self._matcher.knows):
            again = doubtful(asked, zip(told, known, strict=True), learnt, anchor, entities)
            learnt = learner.supposing(
                tagged.fold([folding[:3] for folding in collectives(tagged, self._gazetteer)])
                for tagged in again
            )
        discourse = Discourse(entities, self._countries, supposed=learner.supposed)
        reading = Reading(anchor, discourse)
        scene = Scene(self._gazetteer, reading.discourse, anchor.edtf)
        merged = [
            merge(learnt.find(block.text), mentions)
            for block, mentions in zip(parts, known, strict=True)
        ]
        stated = publisher.path if publisher else None
        employers = Employers(
            self._gazetteer, reading.discourse, stated, learner.posts, learner.nations
        )
        keyed = Particulars(reading.discourse, speaker)
        addresses = contacts.employers(parts, merged, entities)
        for number, block in enumerate(parts):
            one = _BlockReader(block, merged[number], reading, scene, employers, speaker, keyed)
            one.read(told[number], addresses.get(number), languages[number])
        reading.mentions = {
            span: reading.discourse.series_named(path) for span, path in reading.mentions.items()
        }
        return reading


def _anchor(paragraphs: list[str], document: Document) -> dates.Anchor:
    """The date of the document; that of its page stands in for a date line that it lacks.

    The page of a release tells when it was put there, which for old ones may be years later.
    """
    anchor = dates.document_anchor(paragraphs, document.stated_date)
    if document.page_date is None or anchor.basis in ("metadata", "dateline"):
        return anchor
    return dates.document_anchor(paragraphs, document.page_date)


def is_read(block: Block, document: Document) -> bool:
    """Whether there are rules for the language of the block."""
    return _language(block, document) in RULE_FILES


def _language(block: Block, document: Document) -> str:
    """The language of a block by its own small words; where it has few, that of the document.

    Agencies publish releases in two languages one below the other, and quote one another.
    """
    return known_language(block.text, _SURELY) or document.language


def _outside_names(block: Block, mentions: list[Mention]) -> list[Mention]:
    """Without concepts in capitals, which may be words of a name: "Zenith Space Science"."""
    return [
        m for m in mentions if not (m.path.startswith("concept/") and block.text[m.begin].isupper())
    ]


def has_rules(document: Document) -> bool:
    """Whether facts are read in it: in other languages the rules would read what is not said."""
    return document.language in RULE_FILES


def _speaker(mentions: Iterable[Mention], entities: dict[str, Entity]) -> str | None:
    """The space agency that a text names first: a release begins with its publisher."""
    named = (m.path for m in mentions if not m.is_demonym)
    return next((path for path in named if "SpaceAgency" in entities[path].types), None)


class _BlockReader:
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
        self._reading.discourse.begin_block()
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
        found = dates.find(sentence.text, self._reading.anchor)
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
        tagged = persons.affiliated(persons.folded(tagged, introduced), self._posts)
        tagged = french.phrases(tagged)
        yield from qualification.of_nations(tagged, evidence)
        tagged = french.lists(tagged)
        scene = replace(self._scene, language="fr")
        for finding in findings(tagged, (), evidence, scene):
            yield self._reading.discourse.meet(finding) if finding.type == "Meeting" else finding

    def _facts(self, tagged: Tagged, evidence: Evidence, *, opens_block: bool) -> Iterator[Finding]:
        discourse = self._reading.discourse
        tagged = phrases.expansions(tagged)
        yield from qualification.countries(tagged, evidence)
        tagged = self._minted(phrases.pairs(qualification.without_countries(tagged)))
        yield from location.located(tagged, evidence)
        tagged = modifiers.bare(tagged)
        yield from qualification.employed(tagged, evidence)[0]
        yield from qualification.owned(tagged, evidence)[0]
        introduced = [
            self._employers.complete(tagged, found) for found in persons.introductions(tagged)
        ]
        for introduction in introduced:
            self._know(introduction)
            for post in introduction.posts:
                yield _membership(post, evidence)
        tagged = persons.folded(tagged, introduced)
        tagged = tagged.fold(persons.holders(tagged, self._posts))
        tagged = phrases.heads(self._editions(tagged, editions.numbered))
        tagged = references.resolve(discourse, tagged)
        tagged = representation.represented(persons.affiliated(tagged, self._posts))
        for owners in (qualification.owned, qualification.employed):
            found, tagged = owners(tagged, evidence)
            yield from found
        tagged = coordination.spread(tagged)
        yield from location.located(tagged, evidence)
        yield from qualification.of_nations(tagged, evidence)
        yield from qualification.partners(tagged, evidence)
        tagged = representation.headed(coordination.coordinations(adjuncts.adjuncts(tagged)))
        tagged = self._editions(tagged, editions.dated)
        yield from _named(tagged, evidence, self._reading.entities)
        tagged = adjuncts.events(tagged)
        yield from discourse.listed(tagged, evidence)
        yield from self._particulars.read(tagged, evidence, opens_block=opens_block)
        is_list = headlines.is_list(tagged)
        for finding in chain(
            (f for f in self._told(tagged, evidence) if not (is_list and f.type in _OF_ALL)),
            headlines.events(tagged, lambda plain: self._told(plain, evidence)),
        ):
            yield discourse.meet(finding) if finding.type == "Meeting" else finding
            parties = finding.role("party")
            if len(parties) > 1 and (finding.type == "Agreement" or not discourse.parties):
                discourse.parties = parties
            discourse.tells_of_agreement |= finding.type == "Agreement"
            for event in finding.role("withinEvent"):
                yield Finding("Meeting", "named", (evidence,), named=event)
        discourse.hear(tagged)

    def _told(self, tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
        """What rules, verbs and nouns tell in a sentence, of parts without a name too."""
        entities = self._reading.entities
        plain = reworded(begun(tagged))
        said = []
        for finding in wholes.told(plain, entities, lambda read: self._said(read, evidence)):
            said.append(finding)
            yield finding
        yield from sole.told(plain, evidence, self._scene, said)

    def _said(self, tagged: Tagged, evidence: Evidence) -> Iterator[Finding]:
        """What is said in a sentence, and besides by each of its verbs and clauses alone."""
        said: list[Finding] = []
        less = reductions(tagged)
        for finding in self._read(tagged, less, evidence):
            said.append(finding)
            yield finding
        parts = list(clauses.apart(less[0]))
        for alone in chain(parts, *map(conjuncts.apart, (less[0], *parts))):
            for finding in self._read(alone, reductions(alone), evidence):
                if all(not tell_of_same(known, finding) for known in said):
                    said.append(finding)
                    yield finding

    def _read(
        self, tagged: Tagged, less: tuple[Tagged, ...], evidence: Evidence
    ) -> Iterator[Finding]:
        events = nominal(tagged, evidence, self._scene)
        # The main clause alone first, where verbs stand next to who acts; then with its asides.
        verbs = [*framed((less[-1], less[0]), tagged, evidence, self._scene), *events]
        yield from confirmed(findings(tagged, less, evidence, self._scene), verbs)

    def _know(self, found: persons.Introduction) -> None:
        """Remember a person whom only the names learnt from the whole text let see."""
        if found.person.path not in self._reading.entities:
            self._reading.entities[found.person.path] = found.person
            span = self._block.published(found.name_begin, found.name_end)
            self._reading.mentions[span] = found.person.path

    def _minted(self, tagged: Tagged) -> Tagged:
        """The sentence with bilateral meetings and collectives, which need no gazetteer."""
        tagged = self._fold(tagged, bilateral.bilateral_meetings(tagged))
        tagged = self._fold(tagged, bilateral.governing_meetings(tagged))
        tagged = tagged.fold(national.agencies(tagged, self._scene.gazetteer, self._scene.day))
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


def _named(tagged: Tagged, evidence: Evidence, entities: dict[str, Entity]) -> Iterator[Finding]:
    """Naming an agreement, or a meeting that no gazetteer holds, states that there is one."""
    for item in items_in(tagged, tagged.text):
        entity = entities.get(item.paths[0]) if item.paths else None
        if entity is not None and entity.kind in ("meeting", "agreement"):
            yield Finding(entity.kind.title(), "named", (evidence,), named=entity.path)


def _membership(post: persons.Post, evidence: Evidence) -> Finding:
    return Finding(
        "Membership",
        post.rule,
        (evidence,),
        roles={"member": (post.holder,), "organization": (post.organization,)},
        date=post.date,
        post=post.title,
    )
