"""The page of an entity: its facts by class, its partners, and what links to it."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from urllib.parse import urlencode

from flask import render_template, request
from pyoxigraph import NamedNode

from service.dates import words
from service.errors import NotFoundError
from service.exports import proposed
from service.facts import CLASSES, Group
from service.gathering import gather
from service.index import DIRECT, PARTNERS, Index
from service.listed import About, Listed, Names, about, listed
from service.names import ALT_LABEL, DESCRIPTION, EXACT_MATCH, address, clipped, kind_of, local, sc
from service.release import Release
from service.statements import Statements, construct
from service.vocabulary import plural

FEW = 6  # facts of each class on the first page
MANY = 30  # facts of one class on a page of its own
NAMES = 12  # partners, documents and the like on the first page
ALL = 100  # of these on a page of their own
_INVERSE = {
    "partOf": "parts", "destination": "destination of", "country": "of this country",
    "locatedIn": "located here", "orbits": "orbited by", "memberOf": "members",
    "contributesTo": "contributors",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What of an entity's facts is shown; `other` is the IRI of the partner or empty."""

    other: str = ""
    since: str = ""
    cls: str = ""
    list: str = ""
    page: int = 1

    def address(self, base: str, **changed: str | int) -> str:
        """The query string of the page with some of this changed."""
        choice = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]
        given = {
            "with": choice.other.removeprefix(f"{base}id/"),
            "since": choice.since,
            "class": choice.cls.lower(),
            "list": choice.list,
            "page": "" if choice.page == 1 else str(choice.page),
        }
        return "?" + urlencode({name: value for name, value in given.items() if value}, safe="/")


@dataclass(frozen=True)
class Section:
    """The facts of a class that are shown, and where the others are."""

    title: str
    group: Group
    more: str


@dataclass(frozen=True)
class Years:
    """Years since which there are facts, with the address that shows only those."""

    year: str
    href: str
    current: bool


def page(current: Release, index: Index, node: NamedNode) -> str:
    """The page, or the part of it that the address asks for."""
    choice = _choice(current, index, node.value)
    own = Statements(construct(current.store, "names", entity=node))
    head = about(current, node, own)
    if choice.list:
        return _list(current, index, head, choice)
    positions = _positions(index, node.value, choice)
    numbers = _numbers(index, node.value, positions, choice)
    shown, pages = _shown(index, positions, numbers, choice)
    direct = () if choice.other or choice.cls else index.direct.get(node.value, ())
    teller = gather(current, index, shown, islice(direct, FEW), briefly=True)
    stated = teller.direct()
    return render_template(
        "entity.html",
        release=current,
        about=head,
        base=current.base,
        choice=choice,
        other=_other(current, choice),
        names=_names(own, node),
        description=clipped(own.text(node.value, DESCRIPTION), 600),
        links=[Listed(local(link), link) for link in _same(own, node)],
        proposed=proposed(current, _same(own, node)),
        relations=_relations(current, index, node.value),
        inverse=_inverse(current, index, node.value),
        sections=_sections(current, teller.grouped(), numbers, choice),
        direct=replace(stated, number=len(direct)) if stated else None,
        partners=_partners(current, index, node.value, choice),
        years=_years(index, node.value, choice, current.base),
        documents=_documents(current, index, node.value, NAMES),
        mentioning=len(index.mentioned.get(node.value, ())),
        total=len(positions),
        pages=pages,
    )


def _choice(current: Release, index: Index, entity: str) -> Choice:
    """What the address asks for; NotFoundError for what there is not."""
    asked = request.args
    other = f"{current.base}id/{asked['with'][:400]}" if asked.get("with") else ""
    since, cls = asked.get("since", ""), asked.get("class", "").capitalize()
    number = asked.get("page", "1")
    good = (
        (not other or (kind_of(other, current.base) and other in index.acting))
        and (not since or (since.isascii() and since.isdigit() and len(since) == 4))
        and (not cls or cls in CLASSES)
        and number.isascii() and number.isdigit() and 0 < len(number) < 7 and int(number)
    )  # fmt: skip
    if not good:
        raise NotFoundError(f"There is no such part of the page of {current.label(entity)[:100]}.")
    return Choice(other, since, cls, asked.get("list", "")[:40], int(number))


def _positions(index: Index, entity: str, choice: Choice) -> Sequence[int]:
    found = index.shared(entity, choice.other) if choice.other else index.concerning(entity)
    if not choice.since:
        return found
    return array("I", (fact for fact in found if index.days[fact][:4] >= choice.since))


def _numbers(index: Index, entity: str, positions: Sequence[int], choice: Choice) -> dict[str, int]:
    if not (choice.other or choice.since):
        return dict(zip(CLASSES, index.summary(entity).numbers, strict=True))
    counts = dict.fromkeys(CLASSES, 0)
    for fact in positions:
        counts[CLASSES[index.classes[fact]]] += 1
    return counts


def _shown(
    index: Index, positions: Sequence[int], numbers: dict[str, int], choice: Choice
) -> tuple[list[int], int]:
    """The facts on the page, and how many pages there are."""
    if choice.cls:
        place = CLASSES.index(choice.cls)
        positions = [fact for fact in positions if index.classes[fact] == place]
        pages = max(1, -(-len(positions) // MANY))
        if choice.page > pages:
            raise NotFoundError(f"There are pages 1 to {pages}.")
        return list(positions[(choice.page - 1) * MANY : choice.page * MANY]), pages
    left = [min(FEW, numbers[cls]) for cls in CLASSES]
    shown = []
    for fact in positions:
        if left[index.classes[fact]]:
            left[index.classes[fact]] -= 1
            shown.append(fact)
            if not any(left):
                break
    return shown, 1


def _sections(
    current: Release, groups: Iterable[Group], numbers: dict[str, int], choice: Choice
) -> list[Section]:
    sections = []
    for group in groups:
        number = numbers[group.cls]
        more = ""
        if number > len(group.facts) and not choice.cls:
            more = choice.address(current.base, cls=group.cls)
        sections.append(Section(plural(group.cls.lower()), replace(group, number=number), more))
    return sections


def _partners(
    current: Release, index: Index, entity: str, choice: Choice
) -> list[tuple[str, int, list[Listed]]]:
    """(kind, how many, the first of them) of the partners of each kind."""
    if choice.other or choice.cls:
        return []
    rows = []
    partners = index.summary(entity).partners
    for kind in PARTNERS:
        found = partners.get(kind, ())
        entries = [
            Listed(
                clipped(current.short(iri)),
                choice.address(current.base, other=iri, since=""),
                str(number),
            )
            for iri, number in found[:NAMES]
        ]
        if entries:
            rows.append((plural(kind), len(found), entries))
    return rows


def _years(index: Index, entity: str, choice: Choice, base: str) -> list[Years]:
    """The years of the facts, the newest ten; none where they are all of one year."""
    found = (
        index.years(index.shared(entity, choice.other))
        if choice.other
        else index.summary(entity).years
    )
    years = found[:10]
    return [
        Years(year, choice.address(base, since=year), year == choice.since)
        for year in (years if len(years) > 1 else [])
    ]


def _other(current: Release, choice: Choice) -> Listed | None:
    return listed(current, choice.other) if choice.other else None


def _same(own: Statements, node: NamedNode) -> list[str]:
    return [link for link in own.links(node.value, EXACT_MATCH) if link.startswith("http")]


def _names(own: Statements, node: NamedNode) -> list[str]:
    """Acronyms and other names, each once."""
    values = [*own.values(node.value, sc("acronym")), *own.values(node.value, ALT_LABEL)]
    return list(dict.fromkeys(clipped(value.value) for value in values))[:NAMES]


def _relations(current: Release, index: Index, entity: str) -> list[Names]:
    """The properties that link the entity to others."""
    rows = []
    for name in DIRECT:
        found = index.links[name].get(entity, ())
        if found:
            rows.append(_row(current, current.label(sc(name).value), found, name))
    return rows


def _inverse(current: Release, index: Index, entity: str) -> list[Names]:
    """What links to the entity, under a name for the way back."""
    rows = []
    for name, title in _INVERSE.items():
        found = index.inverse[name].get(entity, ())
        if found:
            rows.append(_row(current, title, found, f"{name}-of"))
    return rows


def _row(current: Release, title: str, found: Sequence[str], name: str) -> Names:
    first = sorted(found, key=lambda iri: (-current.mentions.get(iri, 0), iri))[:NAMES]
    entries = sorted((listed(current, iri) for iri in first), key=lambda entry: entry.name)
    more = f"?list={name}" if len(found) > NAMES else ""
    return Names(title, tuple(entries), len(found), more)


def _documents(
    current: Release, index: Index, entity: str, end: int, begin: int = 0
) -> list[Listed]:
    entries = []
    for mentioned in index.mentioned.get(entity, ())[begin:end]:
        times = "once" if mentioned.times == 1 else f"{mentioned.times} times"
        date = words(current.dates.get(mentioned.document, ""))
        note = f"{date}, {times}" if date else times
        name = clipped(current.label(mentioned.document))
        entries.append(Listed(name, address(mentioned.document, current.base), note))
    return entries


def _list(current: Release, index: Index, head: About, choice: Choice) -> str:
    """A page of everything that one list of the entity's page holds the first of."""
    begin, end = (choice.page - 1) * ALL, choice.page * ALL
    if choice.list == "documents":
        total = len(index.mentioned.get(head.iri, ()))
        title, entries = "mentioned in", _documents(current, index, head.iri, end, begin)
    elif choice.list == "partners":
        partners = index.summary(head.iri).partners.values()
        found = sorted(chain(*partners), key=lambda pair: (-pair[1], pair[0]))
        total, title = len(found), "partners by number of shared facts"
        entries = [
            Listed(
                clipped(current.label(iri)),
                choice.address(current.base, other=iri, list=""),
                str(number),
            )
            for iri, number in found[begin:end]
        ]
    else:
        name, back, _ = choice.list.partition("-of")
        if name not in DIRECT:
            raise NotFoundError(f"There is no such list of {head.name[:100]}.")
        links = (index.inverse if back else index.links).get(name, {}).get(head.iri, ())
        ordered = sorted(links, key=lambda iri: (current.label(iri).casefold(), iri))
        total = len(links)
        title = _INVERSE.get(name, name) if back else current.label(sc(name).value)
        entries = [listed(current, iri) for iri in ordered[begin:end]]
    if not entries:
        raise NotFoundError(f"There is no such list of {head.name[:100]}.")
    return render_template(
        "links.html",
        release=current,
        about=head,
        base=current.base,
        title=title,
        entries=entries,
        total=total,
        choice=choice,
        pages=-(-total // ALL),
    )
