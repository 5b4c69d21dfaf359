"""The page of a fact: who says it, side by side, and what documents do not agree on."""

from flask import render_template
from pyoxigraph import NamedNode

from service.discrepancies import discrepancies
from service.gathering import gather
from service.index import Index
from service.listed import about
from service.release import Release
from service.statements import Statements, construct
from service.timeline import timeline
from service.vocabulary import plural

DOCUMENTS = 40  # shown of those that report the fact
WITHIN = 20  # facts shown that happened within an event


def page(current: Release, index: Index, node: NamedNode) -> str:
    """The page of a fact."""
    own = Statements(construct(current.store, "names", entity=node))
    position = index.position(node.value)
    teller = gather(current, index, [position], newest=DOCUMENTS, withdrawn=True)
    fact = next(fact for fact in teller.facts() if fact.iri == node.value)
    inside = gather(current, index, index.about.get(node.value, ())[:WITHIN], briefly=True)
    return render_template(
        "fact.html",
        release=current,
        about=about(current, node, own, "fact-reports"),
        fact=fact,
        timeline=timeline(fact.reports),
        withdrawn=teller.withdrawn(),
        discrepancies=discrepancies(current, fact=node),
        within=[(plural(group.cls.lower()), group) for group in inside.grouped()],
    )
