"""What can be meant: the entities of a release, and what they are called."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode

from ontology import SC
from service.index import Index
from service.names import ALT_LABEL, EXACT_MATCH, LABEL, PREF_LABEL, A, clipped, kind_of, local, sc
from service.reconcile.spelling import Spelling, spelling
from service.reconcile.vocabulary import Vocabulary, vocabulary
from service.release import Release
from service.vocabulary import class_name, ordered

# Nobody has these in a table by name: they are called after what they are about.
UNNAMED = (
    "concept", "contribution", "cooperation", "correction", "discrepancy", "document",
    "membership", "milestone", "report",
)  # fmt: skip
WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True)
class Entity:
    """Something that a name may mean.

    `id` is its IRI below `/id/` with a colon for the slash, `types` are the local names of its
    classes, the most specific first; `mentions` is the number of passages that name it.
    """

    id: str
    iri: str
    name: str
    description: str
    types: tuple[str, ...]
    mentions: int
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """The entities of a release by what identifies them and by their spellings.

    `keys` holds one dictionary a way of comparing, the strictest first, from a key to the numbers
    of the entities that have it. `spellings` are (number of the entity, spelling) of each name.
    """

    entities: tuple[Entity, ...] = ()
    identified: Mapping[str, int] = field(default_factory=dict)
    spellings: tuple[tuple[int, Spelling], ...] = ()
    keys: tuple[Mapping[str, tuple[int, ...]], ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    types: Mapping[str, int] = field(default_factory=dict)

    def identify(self, text: str) -> Entity | None:
        """The entity with this id, IRI or item of Wikidata."""
        item = text.removeprefix("https://www.wikidata.org/wiki/").removeprefix(WIKIDATA)
        number = self.identified.get(text, self.identified.get(item))
        return None if number is None else self.entities[number]


# The ways of comparing, the strictest first.
WAYS = ("text", "plain", "joined", "sorted")


def names(release: Release, index: Index) -> Names:
    """The entities of a release and their names; a second for ten thousand."""
    called, classes, items = _called(release), _classes(release), _items(release)
    entities: list[Entity] = []
    spellings: list[tuple[int, Spelling]] = []
    identified: dict[str, int] = {}
    keys: tuple[dict[str, dict[int, None]], ...] = tuple(defaultdict(dict) for _ in WAYS)
    types: dict[str, int] = defaultdict(int)
    for iri in _members(release):
        entity, number = _entity(release, index, iri, classes.get(iri, ())), len(entities)
        entities.append(entity)
        for key in (entity.id, iri, iri.removeprefix(f"{release.base}id/"), *items.get(iri, ())):
            identified.setdefault(key, number)
        for cls in entity.types:
            types[cls] += 1
        for name in called.get(iri, (entity.name,)):
            spelt = spelling(name)
            if not spelt.words:
                continue
            spellings.append((number, spelt))
            for way, table in zip(WAYS, keys, strict=True):
                table[getattr(spelt, way)][number] = None
    return Names(
        entities=tuple(entities),
        identified=identified,
        spellings=tuple(spellings),
        keys=tuple({key: tuple(found) for key, found in table.items()} for table in keys),
        vocabulary=vocabulary([spelt for _, spelt in spellings]),
        types=dict(sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _members(release: Release) -> Iterator[str]:
    for kind, members in release.kinds.items():
        if kind not in UNNAMED:
            yield from members


def _entity(release: Release, index: Index, iri: str, classes: Iterable[str]) -> Entity:
    kind, _, slug = iri.removeprefix(f"{release.base}id/").partition("/")
    countries = index.countries.get(iri, ())
    told = [class_name(classes) or kind, *(release.label(country) for country in countries)]
    acronym = release.acronyms.get(iri)
    return Entity(
        id=f"{kind}:{slug}",
        iri=iri,
        name=clipped(release.label(iri)),
        description=", ".join([*([acronym] if acronym else []), *told]),
        types=ordered(classes),
        mentions=release.mentions.get(iri, 0),
        countries=countries,
    )


def _called(release: Release) -> dict[str, tuple[str, ...]]:
    """Labels in all languages, aliases and acronyms."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for predicate in (LABEL, PREF_LABEL, sc("acronym"), ALT_LABEL):
        for quad in release.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject.value][quad.object.value] = None
    return {iri: tuple(names) for iri, names in found.items()}


def _classes(release: Release) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in release.store.quads_for_pattern(None, A, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            cls = quad.object.value
            if cls.startswith(str(SC)) and kind_of(quad.subject.value, release.base):
                found[quad.subject.value].append(cls)
    return {iri: tuple(classes) for iri, classes in found.items()}


def _items(release: Release) -> dict[str, tuple[str, ...]]:
    """The items of Wikidata that entities are the same as: `Q179103`."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in release.store.quads_for_pattern(None, EXACT_MATCH, None, DefaultGraph()):
        one, other = quad.subject, quad.object
        if (
            isinstance(one, NamedNode)
            and isinstance(other, NamedNode)
            and other.value.startswith(WIKIDATA)
        ):
            found[one.value].append(local(other.value))
    return {iri: tuple(sorted(items)) for iri, items in found.items()}
