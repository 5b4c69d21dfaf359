"""Which entities a name may mean, how well each fits, and whether one of them is meant for sure.

Nothing is matched by likeness alone: "Austrian Space Agency" is very like the Australian one. A
name is certain where it is one of the entity's names but for case, accents, hyphens, spaces, order
or joining words, or but for slips of the pen in long words; and no other entity fits as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from service.reconcile.names import Entity, Names
from service.reconcile.spelling import Spelling, parts, spelling

LONGEST = 300  # characters; what is longer is no name
IDENTIFIED = 100.0
WAY = (100.0, 98.0, 97.0, 96.0)  # by the ways of comparing in `service.reconcile.names.WAYS`
PARTS = 95.0  # "CNES (National Centre for Space Studies)", "CNES, France"
SLIPS = 94.0  # the most that a name may have that is not spelt so
PART = 80.0  # "CSA (Czech Space Alliance)": one part is a name, the other is unknown
LEAST = 40.0
OTHER_NUMBERS = 0.85  # for "Ariane 5" where "Ariane 6" was asked for
CONTAINED = 0.6  # for a name that is no more than a part of what was asked for
MARGIN = 2.0  # by which a misspelt name has to fit better than the next
SLIP_IN = 6  # letters that a word has at least where one of them may be wrong
ALONE = 8  # the same for a name of one word


@dataclass(frozen=True)
class Fit:
    """An entity, how well a name fits it (0 to 100), and whether it is meant if no other fits.

    `weight` is what else is known of it, 1 where nothing speaks against it.
    """

    entity: Entity
    likeness: float
    certain: bool
    weight: float = 1.0

    @property
    def score(self) -> float:
        """How well it fits, all in all."""
        return self.likeness * self.weight


def fits(names: Names, text: str) -> list[Fit]:
    """The entities that a name may mean, in no order; each once."""
    if len(text) > LONGEST:
        return []
    found: dict[str, Fit] = {}
    known = names.identify(text.strip())
    if known:
        return [Fit(known, IDENTIFIED, certain=True)]
    asked = spelling(text)
    if not asked.words:
        return []
    for fit in (*_spelt(names, asked), *_parted(names, text), *_like(names, asked)):
        best = found.get(fit.entity.id)
        if best is None or (fit.score, fit.certain) > (best.score, best.certain):
            found[fit.entity.id] = fit
    return list(found.values())


def meant(ranked: list[Fit]) -> Entity | None:
    """The entity that is meant for sure, of fits with the best first."""
    if not ranked or not ranked[0].certain:
        return None
    best, *others = ranked
    margin = MARGIN if best.likeness <= SLIPS else 0
    tied = any(other.score >= best.score - margin for other in others)
    return None if tied else best.entity


def _spelt(names: Names, asked: Spelling) -> Iterable[Fit]:
    """Those that are called so."""
    keys = (asked.text, asked.plain, asked.joined, asked.sorted)
    for key, table, score in zip(keys, names.keys, WAY, strict=True):
        for number in table.get(key, ()):
            yield Fit(names.entities[number], score, certain=True)


def _parted(names: Names, text: str) -> Iterable[Fit]:
    """Those that are called as the parts of it are: name and acronym, name and country."""
    divided = parts(text)
    if not 2 <= len(divided) <= 4:
        return
    hits = [{f.entity.id: f.entity for f in _spelt(names, spelling(part))} for part in divided]
    entities = {entity.id: entity for hit in hits for entity in hit.values()}
    for entity in entities.values():
        others = [hit for hit in hits if entity.id not in hit]
        agreed = all(any(o.iri in entity.countries for o in hit.values()) for hit in others)
        yield Fit(entity, PARTS if agreed else PART, certain=agreed)


def _like(names: Names, asked: Spelling) -> Iterable[Fit]:
    """Those that have a name like it."""
    for place in names.vocabulary.near(asked):
        number, spelt = names.spellings[place]
        score = _likeness(asked, spelt)
        if score >= LEAST:
            yield Fit(names.entities[number], score, _slipped(names, asked, spelt))


def _likeness(asked: Spelling, spelt: Spelling) -> float:
    alike = max(
        fuzz.ratio(asked.plain, spelt.plain),
        fuzz.ratio(asked.sorted, spelt.sorted),
        fuzz.ratio(asked.joined, spelt.joined),
        CONTAINED * fuzz.token_set_ratio(asked.plain, spelt.plain),
    )
    return SLIPS / 100 * alike * (1 if asked.numbers == spelt.numbers else OTHER_NUMBERS)


def _slipped(names: Names, asked: Spelling, spelt: Spelling) -> bool:
    """Whether it is that name with slips of the pen: at most one a word, in two words at most.

    A word that is a word of other names is no slip, nor is a wrong first letter or digit.
    """
    if asked.numbers != spelt.numbers:
        return False
    ours, theirs = asked.telling, spelt.telling
    if len(ours) != len(theirs):  # "Bepi Columbo"
        return _slip(asked.joined, spelt.joined, ALONE + 2)
    wrong = sorted(set(ours) - set(theirs))
    right = sorted(set(theirs) - set(ours))
    if not 0 < len(wrong) <= 2 or len(wrong) != len(right):
        return False
    least = ALONE if len(ours) == 1 else SLIP_IN
    known = names.vocabulary.words.places
    return all(
        word not in known and _slip(word, other, least)
        for word, other in zip(wrong, right, strict=True)
    )


def _slip(one: str, other: str, least: int) -> bool:
    return (
        min(len(one), len(other)) >= least
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )
