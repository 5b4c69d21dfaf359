"""One spelling a name across documents, where they spell what they minted differently.

"ESA Director General" and "ESA director general" is one post: the address, which knows no capitals
and no hyphens, is the same. A graph of all documents must not give it two labels. The spelling of
most documents wins, the first in the order of characters where as many write another; the others
keep theirs as an alternative label. What a document quotes stays as it is.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from mapping.release.contributions import Head, rewritten
from mapping.release.graphs import Graphs
from mapping.release.intake import Admitted, Intake
from ontology import RDF, RDFS, SC, SKOS, superclasses
from shapes.crossing import crossing, naming, suspects
from shapes.statements import Statements

_LABEL = NamedNode(str(SKOS.prefLabel))
_ALTERNATIVE = NamedNode(str(SKOS.altLabel))
_POST = NamedNode(str(SC.post))
_TYPE = NamedNode(str(RDF.type))
_REPEATING = (str(RDFS.label), str(SKOS.altLabel))

# Subject, predicate and language of a spelling; its other spellings and what is written for them.
Place = tuple[str, str, str]
Spellings = Mapping[Place, str]


def one_spelling(intake: Intake, base: str) -> Intake:
    """The documents let in with one spelling of each name that they minted."""
    graphs, crossings = intake.graphs(base), intake.crossings()
    differing = _spelt(graphs, suspects(crossings))
    several = {place for place, counted in differing.items() if len(counted) > 1}
    if not several:
        return intake
    asked = Statements.of_triples(
        Triple(NamedNode(node), NamedNode(predicate), Literal("", language=language or None))
        for node, predicate, language in several
    )
    names = sorted(naming(crossings, asked))
    chosen = {
        place: min(counted, key=lambda value: (-counted[value], value))
        for place, counted in _spelt(graphs, names).items()
        if place in several
    }
    admitted = {f"document/{document.slug}": document for document in intake.admitted}
    for name in names:
        triples = graphs.triples(name)
        changed = tuple(_respelt(triples, chosen))
        if set(changed) != set(triples):
            admitted[name] = _kept(intake, admitted[name], changed, base)
    keys = sorted({*intake.keys, *(document.key for document in admitted.values())})
    return replace(intake, admitted=list(admitted.values()), keys=keys)


def _spelt(graphs: Graphs, names: Iterable[str]) -> dict[Place, Counter[str]]:
    """How many of the graphs spell a name how."""
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    for name in names:
        for triple in graphs.saying(name, {_LABEL.value, _POST.value}, ()):
            if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode):
                found[_place(triple)][triple.object.value] += 1
    return found


def _place(triple: Triple) -> Place:
    language = triple.object.language if isinstance(triple.object, Literal) else ""
    return str(triple.subject).strip("<>"), triple.predicate.value, language or ""


def _respelt(triples: tuple[Triple, ...], chosen: Spellings) -> Iterator[Triple]:
    facts = {t.subject for t in triples if t.predicate == _TYPE and _is_fact(t.object)}
    for triple in triples:
        subject, predicate, language = _place(triple)
        named = _LABEL.value if predicate in _REPEATING else predicate
        spelling = chosen.get((subject, named, language))
        if spelling is None:
            yield triple
            continue
        written = Literal(spelling, language=language or None)
        if predicate == _ALTERNATIVE.value:
            if triple.object != written:
                yield triple
            continue
        yield Triple(triple.subject, triple.predicate, written)
        if predicate == _LABEL.value and triple.object != written and triple.subject not in facts:
            yield Triple(triple.subject, _ALTERNATIVE, triple.object)


def _is_fact(class_: object) -> bool:
    if not isinstance(class_, NamedNode) or not class_.value.startswith(str(SC)):
        return False
    return "Fact" in superclasses(class_.value.removeprefix(str(SC)))


def _kept(intake: Intake, document: Admitted, triples: tuple[Triple, ...], base: str) -> Admitted:
    """The document with another graph, as an entry of its own in the cache."""
    graph = Statements.of_triples(triples)
    lines = "\n".join(sorted(map(str, triples)))
    key = hashlib.sha256(f"{document.key}\n{lines}".encode()).hexdigest()
    head: Head | None = intake.cache.head(key)
    if head is None:
        stored = intake.cache.stored(document.key)
        head, content = rewritten(stored, triples, crossing(graph), base)
        intake.cache.store(key, content)
    return replace(document, key=key, crossing=head.crossing)
