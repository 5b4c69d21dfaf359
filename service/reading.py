"""A document's text as a page shows it: mentions linked, evidence marked, passages addressable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode, Store

from service.names import address, kind_of
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
    two offsets, only what lies between them is given, and `found` must not reach beyond it.
    """
    inside = [p for p in found if 0 <= p.begin < p.end <= len(text)]
    links = _longest(p for p in inside if p.entity)
    opening = {p.begin: p for p in links}
    closing = {p.end for p in links}
    first, last = part or (0, len(text))
    cuts = sorted({first, last, *(p.begin for p in inside), *(p.end for p in inside)})
    anchors, evident = _anchors(inside), [p for p in inside if p.evidence]
    out: list[Markup] = []
    for begin, end in zip(cuts, [*cuts[1:], last], strict=True):
        out.append(Markup("</a>") if begin in closing else Markup())
        out.append(anchors.get(begin, Markup()))
        out.append(_link(opening[begin], release) if begin in opening else Markup())
        evidence = any(p.begin <= begin and end <= p.end for p in evident)
        piece = _exact(text[begin:end])
        out.append(Markup('<span class="evidence">{}</span>').format(piece) if evidence else piece)
    return Markup().join(out)


def quotations(text: str, found: Iterable[Passage], release: Release) -> list[Markup]:
    """The stretches of a text that are evidence, marked up: all that may be shown of some texts.

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
        marked_up(text, (p for p in known if _within(p, quote)), release, (quote.begin, quote.end))
        for quote in quoted
    ]


def _within(inner: Passage, outer: Passage) -> bool:
    return outer.begin <= inner.begin and inner.end <= outer.end


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
    where, label = address(mention.entity, release.base), release.label(mention.entity)
    return Markup('<a class="mention kind-{}" href="{}" title="{}">').format(kind, where, label)


def _exact(text: str) -> Markup:
    # An HTML parser turns a plain carriage return into a newline, or drops it before one.
    return escape(text).replace("\r", Markup("&#13;"))
