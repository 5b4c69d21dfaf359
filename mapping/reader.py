"""Reading a document: from blocks and sentences to mentions and findings.

A first pass over the text learns the names that the document brings itself; a second folds
phrases, resolves references and applies the rules, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from mapping import contacts, dates, variants
from mapping.captures import Scene
from mapping.collectives import collectives
from mapping.discourse import Discourse
from mapping.documents import Document
from mapping.documents.language import known_language
from mapping.employers import Employers
from mapping.entities import Entity
from mapping.families import families
from mapping.gazetteer import Gazetteer
from mapping.grammar import RULE_FILES
from mapping.learning import Learner
from mapping.marking import tag
from mapping.mentions import Matcher, Mention, entity_of, merge
from mapping.namesakes import is_small, without_namesakes
from mapping.outcome import Reading
from mapping.particulars import Particulars
from mapping.reading import Block, blocks
from mapping.second_pass import BlockReader
from mapping.sentences import sentences
from mapping.suppositions import doubtful

# So many small words of a language tell in which a paragraph is.
_SURELY = 5
_HEADING = 100  #: characters, at most


class Reader:
    """Reads documents with one gazetteer; building it once serves all of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._matcher = Matcher.of_gazetteer(gazetteer)
        self._entities = {path: entity_of(entry) for path, entry in gazetteer.entries.items()}
        self._families = families(self._entities.values())
        self._by_name = variants.index(self._entities.values())
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
        learner = Learner(entities, self._families, self._by_name, self._countries)
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
        discourse = Discourse(
            entities, self._countries, publisher=speaker, supposed=learner.supposed
        )
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
        lead = _lead(parts)
        for number, block in enumerate(parts):
            reading.discourse.begin_block(is_lead=number <= lead)
            one = BlockReader(block, merged[number], reading, scene, employers, speaker, keyed)
            one.read(told[number], addresses.get(number), languages[number])
        reading.call_fully()
        return reading


def _lead(parts: Sequence[Block]) -> int:
    """The number of the first paragraph that is more than a heading; -1 where there is none."""
    lengths = (len(b.text) if b.kind == "body" else 0 for b in parts)
    return next((number for number, length in enumerate(lengths) if length > _HEADING), -1)


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
    """Without what may be words of a name: "Zenith Space Science", "the moon impact probe"."""
    return [
        m
        for m in mentions
        if not (m.path.startswith("concept/") and block.text[m.begin].isupper())
        and not is_small(block.text, m)
    ]


def has_rules(document: Document) -> bool:
    """Whether facts are read in it: in other languages the rules would read what is not said."""
    return document.language in RULE_FILES


def _speaker(mentions: Iterable[Mention], entities: dict[str, Entity]) -> str | None:
    """The space agency that a text names first: a release begins with its publisher."""
    named = (m.path for m in mentions if not m.is_demonym)
    return next((path for path in named if "SpaceAgency" in entities[path].types), None)
