"""A document's text as a page shows it: mentions linked, evidence marked, passages addressable."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode, Store

from service.names import address, clipped, kind_of
from service.release import Release
from service.statements import select


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, in code points; `entity` is empty where it is no mention."""

    begin: int
    end: int
    entity: str
    evidence: bool


def passages(store: Store, document: NamedNode) -> list[Passage]:
    """The passages of a document in the order of the text."""
    found = []
    for solution in select(store, "passages", document=document):
        begin, end, entity, evidence = (
            solution[name] for name in ("begin", "end", "entity", "evidence")
        )
        if isinstance(begin, Literal) and isinstance(end, Literal):
            iri = entity.value if isinstance(entity, NamedNode) else ""
            marked = isinstance(evidence, Literal) and evidence.value == "true"
            found.append(Passage(int(begin.value), int(end.value), iri, marked))
    return found


def marked_up(
    text: str, found: Iterable[Passage], release: Release, part: tuple[int, int] | None = None
) -> Markup:
    """The text as HTML whose text content is the text itself, so that offsets stay true.

    Of mentions that overlap, the longest becomes the link. Each passage has an empty element with
    its fragment (`char=120,124`) as id at its beginning, which works without a script. Of `part`,
    two offsets, only what lies between them is given.
    """
    first, last = part or (0, len(text))
    near = [
        p for p in found
        if 0 <= p.begin < p.end <= len(text) and p.begin < last and first < p.end
    ]  # fmt: skip
    inside = list(_cut(near, first, last))
    links = list(_cut(_longest(p for p in near if p.entity), first, last))
    opening = {p.begin: p for p in links}
    closing = {p.end for p in links}
    cuts = sorted({first, last, *(p.begin for p in inside), *(p.end for p in inside)})
    anchors = _anchors(p for p in near if first <= p.begin)
    evident = [p for p in inside if p.evidence]
    out: list[Markup] = []
    for begin, end in zip(cuts, [*cuts[1:], last], strict=True):
        out.append(Markup("</a>") if begin in closing else Markup())
        out.append(anchors.get(begin, Markup()))
        out.append(_link(opening[begin], release) if begin in opening else Markup())
        evidence = any(p.begin <= begin and end <= p.end for p in evident)
        piece = _exact(text[begin:end])
        out.append(Markup('<span class="evidence">{}</span>').format(piece) if evidence else piece)
    return Markup().join(out)


def quotations(
    text: str, found: Iterable[Passage], release: Release, part: tuple[int, int]
) -> list[Markup]:
    """The stretches of a part that are evidence, marked up: all that may be shown of some texts.

    Their passages keep the fragments of their places in the whole text.
    """
    known = list(found)
    quoted: list[Passage] = []
    for passage in sorted((p for p in known if p.evidence), key=lambda p: (p.begin, p.end)):
        if quoted and passage.begin < quoted[-1].end:
            quoted[-1] = replace(quoted[-1], end=max(quoted[-1].end, passage.end))
        else:
            quoted.append(passage)
    return [
        marked_up(text, known, release, (quote.begin, quote.end)) for quote in _cut(quoted, *part)
    ]


def _cut(found: Iterable[Passage], first: int, last: int) -> Iterator[Passage]:
    """What of each passage lies between two offsets."""
    for passage in found:
        begin, end = max(passage.begin, first), min(passage.end, last)
        if begin < end:
            yield replace(passage, begin=begin, end=end)


def _longest(mentions: Iterable[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for mention in sorted(mentions, key=lambda p: (p.begin - p.end, p.begin, p.entity)):
        if all(mention.end <= other.begin or other.end <= mention.begin for other in kept):
            kept.append(mention)
    return kept


def _anchors(inside: Iterable[Passage]) -> dict[int, Markup]:
    anchors: dict[int, Markup] = {}
    for begin, end in sorted({(p.begin, p.end) for p in inside}):
        anchor = Markup('<span id="char={},{}"></span>').format(begin, end)
        anchors[begin] = anchors.get(begin, Markup()) + anchor
    return anchors


def _link(mention: Passage, release: Release) -> Markup:
    kind = kind_of(mention.entity, release.base) or "other"
    where, label = address(mention.entity, release.base), named(mention.entity, release)
    return Markup('<a class="mention kind-{}" href="{}" title="{}">').format(kind, where, label)


def named(entity: str, release: Release) -> str:
    """The name that a link to an entity shows in the text."""
    return clipped(release.label(entity), 80)


def _exact(text: str) -> Markup:
    # An HTML parser turns a plain carriage return into a newline, or drops it before one.
    return escape(text).replace("\r", Markup("&#13;"))
